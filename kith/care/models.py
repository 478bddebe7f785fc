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


class Contract(ClientRecord):
    """What both agreed to: how many sessions, how often, until when. A change is a new version."""

    access_object = "episode"

    KINDS = [("acute", _("Course of treatment")), ("maintenance", _("Maintenance"))]
    HOW = [
        ("screen", _("on their own screen")),
        ("said", _("said in the room")),
        ("paper", _("signed on paper")),
    ]
    MISSED = [("counts", _("it counts as a session")), ("moved", _("it is moved"))]
    MODES = [
        ("in_person", _("in person")),
        ("video", _("video")),
        ("phone", _("phone")),
        ("blended", _("mixed")),
    ]

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="contracts")
    kind = models.CharField(max_length=12, choices=KINDS, default="acute")
    number = models.PositiveSmallIntegerField(help_text="version, from 1")
    sessions_planned = models.PositiveSmallIntegerField()
    every_days = models.PositiveSmallIntegerField(default=7)
    minutes = models.PositiveSmallIntegerField(default=50)
    starts_on = models.DateField()
    planned_last_on = models.DateField()
    mode = models.CharField(max_length=12, choices=MODES, default="in_person")
    place = SealedText("care.contract.place")
    fee = SealedText("care.contract.fee")
    missed = models.CharField(max_length=8, choices=MISSED, default="moved")
    cancel_hours = models.PositiveSmallIntegerField(default=24)
    contact_between = SealedText("care.contract.contact_between")
    own_words = SealedText("care.contract.own_words")
    reason = SealedText("care.contract.reason")
    made_at = models.DateTimeField(default=clock.now)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    agreed_by_therapist_at = models.DateTimeField(null=True)
    agreed_by_client_at = models.DateTimeField(null=True)
    client_agreed_how = models.CharField(max_length=8, choices=HOW, blank=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["course", "number"]
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="care_contract_versions"),
            models.CheckConstraint(
                condition=Q(sessions_planned__gte=1, sessions_planned__lte=60),
                name="care_contract_sessions",
            ),
            models.CheckConstraint(
                condition=Q(planned_last_on__gte=models.F("starts_on")),
                name="care_contract_forward",
            ),
        ]

    def __str__(self):
        return f"contract {self.number}"

    @property
    def agreed(self):
        return bool(self.agreed_by_client_at and self.agreed_by_therapist_at)


class Consent(ClientRecord):
    """An answer to one question of consent, to one version of its text. Withdrawn as easily."""

    access_object = "consents"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="consents")
    kind = models.CharField(max_length=30)
    given = models.BooleanField()
    text_version = models.CharField(max_length=20)
    language = models.CharField(max_length=12)
    how = models.CharField(max_length=8, choices=Contract.HOW)
    answered_at = models.DateTimeField(default=clock.now)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["kind", "answered_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "kind"],
                condition=Q(withdrawn_at=None),
                name="care_one_present_answer_a_kind",
            )
        ]

    def __str__(self):
        return self.kind


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
