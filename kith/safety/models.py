from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith import clock
from kith.care.models import Course
from kith.people.models import Assignment, User
from kith.people.records import ClientRecord
from kith.vault.fields import SealedJSON, SealedText

WIDTH = 14  # of what was said when asked alone: its length must not tell it


class RiskScreen(ClientRecord):
    """What was asked about danger, and the level a clinician chose. Never edited: asked again,
    a new row. With it goes the private question, asked alone; none of this is for client pages.

    private_said   "asked_no_fear" or "positive", of one length; none: it was not asked this time
    """

    access_object = "risk_screen"

    LEVELS = [(level, level) for level in ("low", "moderate", "high", "imminent")]
    PRIVATE = [(a, a) for a in ("not_asked", "asked_no_fear", "positive")]

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="risk_screens")
    answers = SealedJSON("safety.screen.answers")
    clinician_level = models.CharField(max_length=10, choices=LEVELS)
    rationale = SealedText("safety.screen.rationale")
    action = SealedText("safety.screen.action")
    next_check_on = models.DateField(null=True)
    told_whom = SealedText("safety.screen.told_whom")
    consent = SealedText("safety.screen.consent")
    private_said = SealedText("safety.screen.private_question", null=True)
    private_answers = SealedJSON("safety.screen.private_answers")
    safety_note = SealedText("safety.screen.safety_note")
    at = models.DateTimeField(default=clock.now)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["course", "at"])]

    def __str__(self):
        return str(self.pk)

    @property
    def private_question(self):
        return (self.private_said or "not_asked").strip()

    @private_question.setter
    def private_question(self, said):
        self.private_said = None if said == "not_asked" else said.ljust(WIDTH)


class Concern(ClientRecord):
    """An answer that a clinician has to see. Open until one of them says what was done."""

    access_object = "risk_alert"

    LEVELS = [(level, level) for level in ("review", "high_review", "urgent")]

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="concerns")
    measure = models.CharField(max_length=40, blank=True)
    item = models.CharField(max_length=40, blank=True)
    level = models.CharField(max_length=12, choices=LEVELS)
    opened_at = models.DateTimeField(default=clock.now)
    owner = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True, help_text="read by then, at the latest")
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    done = SealedText("safety.concern.done")

    class Meta:
        ordering = ["due_at", "opened_at"]
        indexes = [models.Index(fields=["practice", "acknowledged_at", "due_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="safety_closed_by_a_named_clinician",
            )
        ]

    def __str__(self):
        return f"{self.level} {self.pk}"

    @property
    def open(self):
        return self.acknowledged_at is None

    @property
    def late(self):
        """Whether it is open past the time by which it was to be read."""
        return self.open and (self.due_at is None or self.due_at <= clock.now())


class ConcernEntry(ClientRecord):
    """One thing that happened to a concern. Answers are numbered within their form and item, so
    that the same answer is never entered twice."""

    access_object = "risk_alert"

    KINDS = [
        ("raised", _("Answered")),
        ("joined", _("Answered again")),
        ("changed", _("The answer was changed afterwards")),
        ("told", _("Told as second reader")),
        ("passed", _("Not read in time, passed on")),
        ("reminded", _("Still not read, reminded")),
        ("noted", _("Noted")),
        ("acknowledged", _("Read and dealt with")),
    ]
    ANSWERS = ("raised", "joined", "changed")

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=12, choices=KINDS)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    stands_in = models.ForeignKey(
        Assignment, null=True, on_delete=models.PROTECT, related_name="+",
        help_text="care given for this concern alone; it ends by itself",
    )  # fmt: skip
    source_label = models.CharField(max_length=60, blank=True)
    source_id = models.UUIDField(null=True)
    measure = models.CharField(max_length=40, blank=True)
    measure_version = models.CharField(max_length=20, blank=True)
    item = models.CharField(max_length=40, blank=True, help_text="or the scale that a rule is on")
    nth = models.PositiveSmallIntegerField(null=True)
    answer = SealedJSON("safety.concern_entry.answer", null=True)
    words = SealedText("safety.concern_entry.words")

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["client", "at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["source_id", "item", "nth"],
                condition=Q(nth__isnull=False),
                name="safety_an_answer_is_entered_once",
            )
        ]

    def __str__(self):
        return self.kind


class SafetyPlan(ClientRecord):
    """One version of a person's safety plan. Saving adds a version; the older stay readable."""

    access_object = "safety_plan"

    course = models.ForeignKey(Course, null=True, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(help_text="version, from 1")
    parts = SealedJSON("safety.plan.parts")
    saved_at = models.DateTimeField(default=clock.now)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["client", "number"], name="safety_plan_versions")
        ]

    def __str__(self):
        return f"plan {self.number}"


class EmergencyContact(ClientRecord):
    """Whom to call when it matters, asked alone: may we call, and what must not be said."""

    access_object = "emergency_contact"

    SAFE = [
        ("yes", _("Yes")),
        ("ask_first", _("Ask the client first")),
        ("no", _("No, do not call")),
    ]
    name = SealedText("safety.contact.name")
    relation = SealedText("safety.contact.relation")
    phone = SealedText("safety.contact.phone")
    safe_to_call = models.CharField(max_length=10, choices=SAFE)
    not_to_say = SealedText("safety.contact.not_to_say")
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client"], name="safety_one_contact_a_client")
        ]

    def __str__(self):
        return self.safe_to_call
