from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith import clock
from kith.people.models import User
from kith.people.records import PracticeRecord


class MeasureConfirmation(PracticeRecord):
    """An administrator says that the practice may use a measure, and on what ground. It ends by
    being withdrawn; a new one is another row."""

    access_object = "library"
    access_client = None

    KINDS = [
        ("non_commercial", _("Our use is not commercial")),
        ("own_permission", _("We have the owner's permission")),
    ]

    measure = models.CharField(max_length=40)
    kind = models.CharField(max_length=16, choices=KINDS)
    statement = models.TextField(help_text="in the administrator's own words: who, for what use")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "measure"],
                condition=Q(withdrawn_at=None),
                name="measures_confirmed_once",
            )
        ]

    def __str__(self):
        return f"{self.measure} {self.kind}"


class OwnDefinition(PracticeRecord):
    """A definition that the practice added under its own licence, as it counts: with the risk
    rules of the shipped one. `kith.measures.shelf` decides whether its text may still go out."""

    access_object = "library"
    access_client = None

    measure = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    text = models.TextField(help_text="the kith-measure/1 file as read")
    holder = models.CharField(max_length=200, help_text="who holds the licence")
    proof = models.CharField(max_length=200, help_text="where the licence or permission is kept")
    expires_on = models.DateField(null=True, help_text="the last day on which it counts")
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["measure", "-added_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "measure", "version"], name="measures_a_version_is_added_once"
            )
        ]

    def __str__(self):
        return f"{self.measure} {self.version}"

    def expired(self, today):
        return self.expires_on is not None and self.expires_on < today
