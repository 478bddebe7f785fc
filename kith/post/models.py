from django.db import models

from kith import clock
from kith.people.records import PracticeRecord


class Letter(PracticeRecord):
    """One message to one person. The event it is about is unique, so it is sent once."""

    STATES = [(s, s) for s in ("waiting", "sending", "sent", "withheld", "given_up")]

    client = models.ForeignKey(
        "people.Client", null=True, on_delete=models.PROTECT, related_name="+"
    )
    user = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, help_text="which neutral sentence")
    event = models.CharField(max_length=120, help_text="what it is about; once each")
    route = models.CharField(max_length=40, help_text="name of the page it leads to")
    about_id = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=STATES, default="waiting")
    reason = models.CharField(max_length=60, blank=True)
    not_before = models.DateTimeField(default=clock.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "event"], name="post_one_letter_an_event")
        ]
        indexes = [models.Index(fields=["state", "not_before"])]

    def __str__(self):
        return f"{self.kind} {self.state}"
