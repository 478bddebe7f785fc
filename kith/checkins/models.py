from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith import clock
from kith.care.models import Course
from kith.people.models import User
from kith.people.records import ClientRecord
from kith.vault.fields import SealedJSON

SOURCES = [
    ("screen", _("answered on a screen")),
    ("paper", _("answered on paper")),
    ("said", _("said aloud")),
]


class MeasurePlan(ClientRecord):
    """A questionnaire goes out in this course: how often, who set it, whether the client declines
    it. A change ends the row and adds another."""

    access_object = "measure_schedule"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="measure_plans")
    TIMES = [
        ("every", _("again and again")),
        ("once", _("once: asked until it is answered")),
        ("ends", _("at the beginning and at the end")),
    ]
    measure = models.CharField(max_length=40)
    times = models.CharField(max_length=6, choices=TIMES, default="every")
    every = models.PositiveSmallIntegerField(default=1, help_text="each so many check-ins")
    declined = models.BooleanField(default=False, help_text=_("The client does not want it."))
    set_at = models.DateTimeField(default=clock.now)
    set_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["set_at", "measure"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "measure"],
                condition=Q(ended_at=None),
                name="checkins_a_measure_is_planned_once",
            ),
            models.CheckConstraint(condition=Q(every__gte=1), name="checkins_every_so_many"),
        ]

    def __str__(self):
        return self.measure


class ExpectedShown(ClientRecord):
    """The therapist lets the client see the expected course beside their own line."""

    access_object = "measure_schedule"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    shown_at = models.DateTimeField(default=clock.now)
    shown_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["shown_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["course"], condition=Q(ended_at=None), name="checkins_shown_once"
            )
        ]

    def __str__(self):
        return str(self.course_id)


class Checkin(ClientRecord):
    """What is asked in one week of a course. One is the present one; the next takes its place."""

    access_object = "measure_schedule"

    STATES = [
        ("held", _("held back")),
        ("waiting", _("not sent")),
        ("sent", _("sent")),
        ("opened", _("begun")),
        ("finished", _("answered")),
    ]
    REASONS = [
        ("not_ready", _("the practice lacks its numbers for help or a clinician on duty")),
        ("no_owner", _("nobody current owns its answers: name a clinician with working hours")),
        ("stopped", _("everything is stopped")),
        ("paused", _("the client took the yes to treatment back")),
        ("no_consent", _("the client has not agreed to messages")),
        ("never_write", _("the client asked never to be written to")),
        ("no_address", _("no e-mail address is known")),
        ("on_paper", _("the client works without a screen")),
        ("only_on_paper", _("its text may not be shown on a screen")),
    ]

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="checkins")
    for_on = models.DateField(help_text="the day of the meeting it belongs to")
    measures = models.JSONField(default=list, help_text="ids, in the order in which they are asked")
    state = models.CharField(max_length=10, choices=STATES, default="waiting")
    unsent_because = models.CharField(max_length=14, choices=REASONS, blank=True)
    source = models.CharField(max_length=8, choices=SOURCES, default="screen")
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    letters = models.PositiveSmallIntegerField(default=0, help_text="written about it so far")
    replaced_at = models.DateTimeField(null=True, help_text="a later one is the present one")

    class Meta:
        ordering = ["for_on"]
        constraints = [
            models.UniqueConstraint(fields=["course", "for_on"], name="checkins_one_a_day"),
            models.UniqueConstraint(
                fields=["course"], condition=Q(replaced_at=None), name="checkins_one_is_present"
            ),
        ]
        indexes = [models.Index(fields=["practice", "state"])]

    def __str__(self):
        return f"{self.for_on} {self.state}"

    @property
    def begun(self):
        return self.state == "opened"

    @property
    def event(self):
        """What its newest letter is about; each letter goes out once."""
        return f"checkin:{self.pk}:{self.letters}"

    @property
    def held_words(self):
        """Why it was not sent, in words; empty if it was."""
        return self.get_unsent_because_display()


class Response(ClientRecord):
    """One questionnaire as answered in one check-in. Answers are sealed; totals are in clear.

    answers     item to value; skipped: items the person would rather not answer
    risk_level    what its risk answers ask for now; risk_unanswered: a risk item is blank, ask
    completed_at  when each of its questions was answered or passed over
    """

    access_object = "measure_answers"

    checkin = models.ForeignKey(Checkin, on_delete=models.PROTECT, related_name="responses")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    for_on = models.DateField()
    measure = models.CharField(max_length=40)
    measure_version = models.CharField(max_length=20)
    language = models.CharField(max_length=12)
    answers = SealedJSON("checkins.response.answers")
    skipped = SealedJSON("checkins.response.skipped", default=list)
    total = models.FloatField(null=True)
    band = models.CharField(max_length=40, blank=True)
    answered = models.PositiveSmallIntegerField(default=0)
    expected = models.PositiveSmallIntegerField(default=0)
    prorated = models.BooleanField(default=False)
    shorter = models.BooleanField(default=False, help_text="an item does not apply: fewer points")
    complete = models.BooleanField(default=False)
    risk_level = models.CharField(max_length=12, blank=True)
    risk_unanswered = models.BooleanField(default=False)
    source = models.CharField(max_length=8, choices=SOURCES, default="screen")
    entered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField(default=clock.now)
    saved_at = models.DateTimeField(default=clock.now)
    completed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["for_on", "began_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["checkin", "measure"], name="checkins_one_response_a_measure"
            )
        ]
        indexes = [models.Index(fields=["course", "measure", "for_on"])]

    def __str__(self):
        return f"{self.measure} {self.for_on}"

    @property
    def in_the_middle(self):
        """Whether the check-in it was answered in, on a screen, was not gone through to its end."""
        return self.source == "screen" and self.checkin.finished_at is None
