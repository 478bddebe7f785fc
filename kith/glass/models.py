from datetime import timedelta

from django.db import models
from django.db.models import Q

from kith import clock
from kith.people.models import User
from kith.people.records import ClientRecord, PracticeRecord
from kith.vault.fields import SealedText

LASTS = timedelta(minutes=60)


class Opening(ClientRecord):
    """Somebody opened a record that is not theirs, why, and until when."""

    access_object = "break_glass"

    opener = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = SealedText("glass.opening.reason")
    began_at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, help_text="by hand, before its time")
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    review_note = SealedText("glass.opening.review_note")

    class Meta:
        ordering = ["-began_at"]
        indexes = [models.Index(fields=["opener", "ends_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("began_at")), name="glass_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at=None, reviewed_by=None)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="glass_reviewed_by_somebody",
            ),
        ]

    def __str__(self):
        return str(self.pk)

    @property
    def code(self):
        """What stands as the reason of each reading in the audit."""
        return f"glass {self.pk}"

    @property
    def runs(self):
        """Whether it is open now. A clock that was set back opens nothing again."""
        return self.ended_at is None and self.began_at <= clock.now() < self.ends_at


class Told(PracticeRecord):
    """Somebody is told of an opening: who treats the client, and the administrators."""

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="told")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["opening", "user"], name="glass_told_once")]
        indexes = [models.Index(fields=["user", "seen_at"])]

    def __str__(self):
        return str(self.pk)
