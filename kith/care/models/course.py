from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith import clock
from kith.people.models import User
from kith.people.records import ClientRecord
from kith.vault.fields import SealedText


class Course(ClientRecord):
    """One course of IPT for one client, from first enquiry to closure: an episode of care."""

    access_object = "episode"

    STATUSES = [
        ("enquiry", _("Enquiry")),
        ("consultation", _("First conversation")),
        ("waiting", _("Waiting")),
        ("active", _("In treatment")),
        ("on_hold", _("On hold")),
        ("ending", _("Ending")),
        ("completed", _("Completed")),
        ("maintenance", _("Maintenance")),
        ("closed", _("Closed")),
    ]
    PHASES = [
        ("consultation", _("Consultation")),
        ("initial", _("Beginning")),
        ("middle", _("Middle")),
        ("final", _("Ending")),
        ("maintenance", _("Maintenance")),
        ("followup", _("Follow-up")),
    ]

    therapist = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    protocol = models.CharField(max_length=40, default="ipt_standard")
    protocol_version = models.CharField(max_length=20, default="1")
    status = models.CharField(max_length=20, choices=STATUSES, default="consultation")
    phase = models.CharField(max_length=20, choices=PHASES, default="consultation")
    too_young = models.BooleanField(default=False)  # as judged; a birthday, once known, decides
    opened_at = models.DateTimeField(default=clock.now)
    opened_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    close_reason = models.CharField(max_length=30, blank=True)

    class Meta:
        ordering = ["opened_at"]
        indexes = [models.Index(fields=["practice", "status"])]

    def __str__(self):
        return str(self.pk)

    @property
    def open(self):
        return self.status not in ("closed", "completed")


class Passage(ClientRecord):
    """The course moved: from a state and phase to another, when, by whom, and why."""

    access_object = "episode"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="passages")
    from_status = models.CharField(max_length=20)
    to_status = models.CharField(max_length=20)
    from_phase = models.CharField(max_length=20)
    to_phase = models.CharField(max_length=20)
    why = SealedText("care.passage.why")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at"]

    def __str__(self):
        return f"{self.from_phase} to {self.to_phase}"


class Decision(ClientRecord):
    """How the course goes on, as somebody decided at a review: what, why, when to look again.

    settles   ids of what it settles: decision points of the protocol, or what came up between
    """

    access_object = "note_signed"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="decisions")
    settles = models.JSONField()
    choice = models.CharField(max_length=40)
    why = SealedText("care.decision.why")
    next_review_on = models.DateField(null=True)
    on = models.DateField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(condition=~Q(choice=""), name="care_decision_has_a_choice")
        ]

    def __str__(self):
        return self.choice


class TaskMark(ClientRecord):
    """A task of the protocol was done on a day, as the therapist noted it."""

    access_object = "note_signed"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="task_marks")
    task = models.CharField(max_length=60)
    on = models.DateField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["course", "task", "on"], name="care_marked_once_a_day")
        ]

    def __str__(self):
        return self.task


class FullStop(ClientRecord):
    """Stop everything: from this moment no message goes out. Undone only on purpose."""

    access_object = "episode"

    REASONS = [
        ("death", _("The client has died")),
        ("complaint", _("A complaint was made")),
        ("danger", _("Messages could put somebody in danger")),
        ("other", _("Another reason")),
    ]
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="stops")
    reason = models.CharField(max_length=12, choices=REASONS)
    words = SealedText("care.stop.words")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_because = SealedText("care.stop.lifted_because")

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["course"], condition=Q(lifted_at=None), name="care_stopped_once"
            )
        ]

    def __str__(self):
        return self.reason
