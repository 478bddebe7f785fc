from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith import clock
from kith.people.models import User
from kith.people.records import ClientRecord
from kith.vault.fields import SealedJSON, SealedText

ON_0_TO_10 = "mood_0_10"  # a scale of the book (`ipt.timeline.scale`)


class Mark(ClientRecord):
    """Something on the line. Changed with its versions, set aside and brought back, not deleted.

    `when` is a notation of `ipt.timeline.dates`: a day, a month, a season or a year.
    """

    access_object = "timeline"

    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_aside_at = models.DateTimeField(null=True)
    set_aside_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
        ordering = ["added_at", "pk"]

    def __str__(self):
        return str(self.pk)


class Event(Mark):
    """Something that happened. `area` and `told_by` are how the therapist sorts it."""

    TOLD_BY = [
        ("", _("not said")),
        ("client", _("the client")),
        ("other", _("somebody else")),
        ("records", _("from papers")),
    ]

    title = SealedText("timeline.event.title")
    when = SealedText("timeline.event.when")
    kind = SealedText("timeline.event.kind")
    valence = models.SmallIntegerField(null=True, help_text="-3 very hard to 3 very good")
    person_ids = SealedJSON("timeline.event.person_ids", default=list)
    area = models.CharField(max_length=40, blank=True, help_text="a focus area, or none")
    told_by = models.CharField(max_length=8, blank=True, choices=TOLD_BY)
    hide_from_joint_sessions = models.BooleanField(default=False)

    class Meta(Mark.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(valence=None) | Q(valence__gte=-3, valence__lte=3),
                name="timeline_valence_from_hard_to_good",
            ),
            models.CheckConstraint(
                condition=Q(told_by__in=["", "client", "other", "records"]),
                name="timeline_told_by_somebody",
            ),
        ]


class EventNote(ClientRecord):
    """What the therapist thinks of an event. For therapists of the client alone."""

    access_object = "therapist_only"

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="+")
    words = SealedText("timeline.event_note.words")
    begun_at = models.DateTimeField(default=clock.now)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    def __str__(self):
        return str(self.pk)


class MoodPoint(Mark):
    """How mood was at a time. 0 is the worst, 10 the best; points of two scales are no line."""

    when = SealedText("timeline.mood_point.when")
    mood = models.PositiveSmallIntegerField()
    label = SealedText("timeline.mood_point.label")
    scale = models.CharField(max_length=20, default=ON_0_TO_10, editable=False)

    class Meta(Mark.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(scale=ON_0_TO_10) | Q(mood__gte=0, mood__lte=10),
                name="timeline_mood_from_worst_to_best",
            ),
        ]


class SymptomMarker(Mark):
    """A symptom that began, got worse or got better."""

    TURNS = [("began", _("it began")), ("worse", _("it got worse")), ("better", _("it got better"))]

    when = SealedText("timeline.symptom_marker.when")
    symptom = SealedText("timeline.symptom_marker.symptom")
    turn = models.CharField(max_length=6, choices=TURNS, default="began")

    class Meta(Mark.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(turn__in=["began", "worse", "better"]),
                name="timeline_turn_of_a_symptom",
            ),
        ]


class Onset(ClientRecord):
    """When it began to get hard, for one course."""

    access_object = "timeline"

    course = models.OneToOneField("care.Course", on_delete=models.PROTECT, related_name="+")
    when = SealedText("timeline.onset.when")
    note = SealedText("timeline.onset.note")
    begun_at = models.DateTimeField(default=clock.now)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    def __str__(self):
        return str(self.pk)


class LookedAt(ClientRecord):
    """Client and therapist went through the line together. Only ever added."""

    access_object = "timeline"

    course = models.ForeignKey("care.Course", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at"]

    def __str__(self):
        return str(self.pk)
