from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kith import clock
from kith.care.models import Contract, Course
from kith.people.models import User
from kith.people.records import ClientRecord
from kith.vault.fields import SealedText

TAKES_TIME = ["planned", "held"]
MAY_UNDO = timedelta(minutes=10)


class Series(ClientRecord):
    """Meetings at the same hour of the same weekday: wall time and zone, never UTC."""

    access_object = "appointments"

    RHYTHMS = [(7, _("every week")), (14, _("every two weeks")), (28, _("every four weeks"))]
    WEEKDAYS = list(
        enumerate(
            [
                _("Monday"),
                _("Tuesday"),
                _("Wednesday"),
                _("Thursday"),
                _("Friday"),
                _("Saturday"),
                _("Sunday"),
            ]
        )
    )

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="series")
    therapist = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField(choices=WEEKDAYS)
    at = models.TimeField(help_text="wall time in `zone`")
    zone = models.CharField(max_length=60)
    every_days = models.PositiveSmallIntegerField(choices=RHYTHMS, default=7)
    minutes = models.PositiveSmallIntegerField(default=50)
    mode = models.CharField(max_length=12, choices=Contract.MODES, default="in_person")
    place = SealedText("schedule.series.place")
    from_on = models.DateField()
    count = models.PositiveSmallIntegerField(null=True)
    until_on = models.DateField(null=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["from_on", "made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__gte=0, weekday__lte=6), name="schedule_series_weekday"
            ),
            models.CheckConstraint(
                condition=Q(count__isnull=False) | Q(until_on__isnull=False),
                name="schedule_series_ends",
            ),
        ]

    def __str__(self):
        return f"{self.weekday} {self.at}"


class Appointment(ClientRecord):
    """One meeting: planned, held, cancelled or not attended. `starts_at` follows from the wall."""

    access_object = "appointments"

    KINDS = [
        ("consultation", _("First conversation")),
        ("session", _("Session")),
        ("follow_up", _("Follow-up")),
    ]
    STATES = [
        ("planned", _("Planned")),
        ("held", _("Held")),
        ("cancelled", _("Cancelled")),
        ("did_not_attend", _("Did not come")),
    ]
    CANCELLED_BY = [("client", _("the client")), ("therapist", _("the therapist"))]

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="appointments")
    series = models.ForeignKey(
        Series, null=True, on_delete=models.PROTECT, related_name="appointments"
    )
    occurs_on = models.DateField(null=True, help_text="its day in the series, before any move")
    therapist = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=KINDS, default="session")
    on = models.DateField()
    at = models.TimeField(help_text="wall time in `zone`")
    zone = models.CharField(max_length=60)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=50)
    mode = models.CharField(max_length=12, choices=Contract.MODES, default="in_person")
    place = SealedText("schedule.appointment.place")
    state = models.CharField(max_length=16, choices=STATES, default="planned")
    cancelled_by = models.CharField(max_length=10, choices=CANCELLED_BY, blank=True)
    reason = SealedText("schedule.appointment.reason")
    counts_for = models.CharField(max_length=12, choices=Contract.KINDS, blank=True)
    number = models.PositiveSmallIntegerField(null=True)
    noted_at = models.DateTimeField(null=True, help_text="when its note was signed")
    was_on = models.DateField(null=True)
    was_at = models.TimeField(null=True)
    was_state = models.CharField(max_length=16, blank=True)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["starts_at"]
        indexes = [
            models.Index(fields=["therapist", "starts_at"]),
            models.Index(fields=["client", "starts_at"]),
            models.Index(fields=["practice", "starts_at"]),  # the tick: who is reminded
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["therapist", "starts_at"],
                condition=Q(state__in=TAKES_TIME),
                name="schedule_one_meeting_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["series", "occurs_on"], name="schedule_once_a_day_of_a_series"
            ),
            models.UniqueConstraint(
                fields=["course", "counts_for", "number"],
                condition=Q(number__isnull=False),
                name="schedule_each_number_once",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(state="held", kind="session"),
                name="schedule_numbered_only_when_held",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="schedule_meeting_forward"
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_by=""),
                name="schedule_cancelled_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.on} {self.state}"

    @property
    def may_undo(self):
        """Whether the last change can still be taken back without anybody being told."""
        return bool(self.was_state) and clock.now() - self.changed_at <= MAY_UNDO

    @property
    def over(self):
        return self.ends_at <= clock.now()

    @property
    def title(self):
        """ "Session 5", or what kind of meeting it is."""
        if self.number:
            return _("Session %(number)s") % {"number": self.number}
        return self.get_kind_display()
