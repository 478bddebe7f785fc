from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ipt import focus as book_focus
from ipt.focus.goals import UNIT_MOST
from kith import clock
from kith.care.models import Course
from kith.inventory.models import Person
from kith.people.models import User
from kith.people.records import ClientRecord
from kith.vault.fields import SealedJSON, SealedText

from .areas import EVERY

AREAS = list(EVERY)
STAGES = list(book_focus.dispute_stages())


class AreaRating(ClientRecord):
    """How well an area fits what is known: 0 none to 3 the main one, with the evidence.

    rows         by row of evidence of the book: 0 absent, 1 possible, 2 clear; unrated left out
    evidence     what speaks for it; against: what speaks against it
    person_ids   people of the inventory whom it concerns; event_ids: events of the timeline
    """

    access_object = "focus"

    FITS = [(0, _("no sign")), (1, _("some")), (2, _("clear")), (3, _("the main one"))]

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="area_ratings")
    area = models.CharField(max_length=40)
    fit = models.PositiveSmallIntegerField(choices=FITS)
    rows = SealedJSON("focus.area_rating.rows", null=True)
    evidence = SealedText("focus.area_rating.evidence")
    against = SealedText("focus.area_rating.against", null=True)
    person_ids = SealedJSON("focus.area_rating.person_ids", null=True)
    event_ids = SealedJSON("focus.area_rating.event_ids", null=True)
    rated_at = models.DateTimeField(default=clock.now)
    rated_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "area"], name="focus_area_rated_once"),
            models.CheckConstraint(condition=Q(fit__lte=3), name="focus_fit_up_to_three"),
            models.CheckConstraint(condition=Q(area__in=AREAS), name="focus_rated_area_known"),
        ]

    def __str__(self):
        return f"{self.area} {self.fit}"


class FocusChoice(ClientRecord):
    """An area that client and therapist work on, and why. Never edited: released, and a new one."""

    access_object = "focus"

    RANKS = [("primary", _("Primary")), ("secondary", _("Secondary")), ("third", _("Third"))]
    AGREES = [("yes", _("Yes")), ("partly", _("Partly")), ("no", _("No"))]

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="focus_choices")
    area = models.CharField(max_length=40)
    rank = models.CharField(max_length=10, choices=RANKS)
    because = SealedText("focus.choice.because")
    third_reason = SealedText("focus.choice.third_reason")
    loss_type = SealedText("focus.choice.loss_type")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    client_agrees = models.CharField(max_length=8, choices=AGREES, blank=True)
    client_words = SealedText("focus.choice.client_words")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField(default=clock.now)
    chosen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    released_because = SealedText("focus.choice.released_because")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["chosen_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "rank"],
                condition=Q(released_at=None),
                name="focus_one_of_each_rank",
            ),
            models.UniqueConstraint(
                fields=["course", "area"],
                condition=Q(released_at=None),
                name="focus_area_held_once_at_a_time",
            ),
            models.CheckConstraint(condition=Q(area__in=AREAS), name="focus_chosen_area_known"),
            models.CheckConstraint(
                condition=Q(rank__in=["primary", "secondary", "third"]), name="focus_rank_known"
            ),
            models.CheckConstraint(
                condition=Q(client_agrees__in=["", "yes", "partly", "no"]),
                name="focus_answer_known",
            ),
        ]

    def __str__(self):
        return f"{self.rank} {self.area}"


class StageMove(ClientRecord):
    """Where a dispute stands from a session on, and why. Only ever added; any may follow any."""

    access_object = "focus"

    choice = models.ForeignKey(FocusChoice, on_delete=models.PROTECT, related_name="stages")
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20)
    session = models.PositiveSmallIntegerField()
    why = SealedText("focus.stage.why")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(after__in=STAGES) & Q(before__in=["", *STAGES]),
                name="focus_stage_known",
            ),
            models.CheckConstraint(
                condition=~Q(before=models.F("after")), name="focus_stage_moves"
            ),
        ]

    def __str__(self):
        return f"{self.before} {self.after}"


class Formulation(ClientRecord):
    """A version of how it hangs together, for the client to read. A change is a new version.

    number      from 1, without gaps
    words       the text, at most 250 words
    parts       what it is made of, by the names of `ipt.focus.formulation.PARTS`
    sessions    the time limit it speaks of
    area        the primary focus when it was written
    takes_over  what the client said that this version takes over, if anything
    """

    access_object = "focus"

    HOW = [("screen", _("on their own page")), ("said", _("said in the room"))]

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="formulations")
    number = models.PositiveSmallIntegerField()
    words = SealedText("focus.formulation.words")
    parts = SealedJSON("focus.formulation.parts")
    person_ids = SealedJSON("focus.formulation.person_ids", default=list)
    sessions = models.PositiveSmallIntegerField(null=True)
    area = models.CharField(max_length=40, blank=True)
    takes_over = models.ForeignKey(
        "FormulationAnswer", null=True, on_delete=models.PROTECT, related_name="taken_over_in"
    )
    written_at = models.DateTimeField(default=clock.now)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    agreed_by_therapist_at = models.DateTimeField(null=True)
    agreed_by_client_at = models.DateTimeField(null=True)
    client_agreed_how = models.CharField(max_length=8, choices=HOW, blank=True)

    class Meta:
        ordering = ["course", "number"]
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="focus_formulation_versions"),
            models.CheckConstraint(condition=Q(number__gte=1), name="focus_formulation_from_one"),
            models.CheckConstraint(
                condition=Q(area__in=["", *AREAS]), name="focus_formulation_area_known"
            ),
            models.CheckConstraint(
                condition=Q(agreed_by_client_at=None, client_agreed_how="")
                | Q(agreed_by_client_at__isnull=False, client_agreed_how__in=["screen", "said"]),
                name="focus_formulation_agreed_somehow",
            ),
        ]

    def __str__(self):
        return f"formulation {self.number}"

    @property
    def agreed(self):
        return self.agreed_by_client_at is not None and self.agreed_by_therapist_at is not None


class FormulationAnswer(ClientRecord):
    """What the client says to a version: does it fit, and in their words. Only ever added."""

    access_object = "focus"

    formulation = models.ForeignKey(Formulation, on_delete=models.PROTECT, related_name="answers")
    fits = models.CharField(max_length=8, choices=FocusChoice.AGREES)
    words = SealedText("focus.formulation_answer.words")
    told = models.CharField(max_length=8, choices=Formulation.HOW)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fits__in=["yes", "partly", "no"], told__in=["screen", "said"]),
                name="focus_formulation_answer_known",
            )
        ]

    def __str__(self):
        return self.fits


class Goal(ClientRecord):
    """Something between people that will be different, seen from outside, with a starting point.

    baseline, target, most   in its own unit; without one, 0 to 10
    why_more                 the written word why there are more than a few
    review_session           the session at which it is looked at again
    """

    access_object = "focus"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="goals")
    text = SealedText("focus.goal.text")
    sign = SealedText("focus.goal.sign")
    area = models.CharField(max_length=40, blank=True)
    person_ids = SealedJSON("focus.goal.person_ids")
    unit = SealedText("focus.goal.unit", null=True)
    most = models.PositiveSmallIntegerField(default=10)
    baseline = models.PositiveSmallIntegerField()
    target = models.PositiveSmallIntegerField()
    review_session = models.PositiveSmallIntegerField(null=True)
    why_more = SealedText("focus.goal.why_more", null=True)
    client_agrees = models.CharField(max_length=8, choices=FocusChoice.AGREES, blank=True)
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_aside_at = models.DateTimeField(null=True)
    set_aside_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(baseline__lte=models.F("most"), target__lte=models.F("most")),
                name="focus_goal_within_its_unit",
            ),
            models.CheckConstraint(
                condition=Q(most__gte=1, most__lte=UNIT_MOST), name="focus_goal_unit_bounded"
            ),
            models.CheckConstraint(
                condition=Q(area__in=["", *AREAS]), name="focus_goal_area_known"
            ),
        ]

    def __str__(self):
        return str(self.pk)


class GoalRating(ClientRecord):
    """Where a goal stands on a day, in its unit, as the client says. Only ever added.

    way   what is to become of it: kept, changed, reached, let go; "" where only rated
    """

    access_object = "focus"

    WAYS = [
        ("keep", _("Keep it")),
        ("change", _("Change it")),
        ("done", _("It is reached")),
        ("drop", _("Let it go")),
    ]

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="ratings")
    value = models.PositiveSmallIntegerField()
    what_helped = SealedText("focus.goal_rating.what_helped", null=True)
    way = models.CharField(max_length=8, choices=WAYS, blank=True)
    on = models.DateField()
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__lte=UNIT_MOST), name="focus_rating_within_any_unit"
            ),
            models.CheckConstraint(
                condition=Q(way__in=["", "keep", "change", "done", "drop"]),
                name="focus_rating_way_known",
            ),
        ]

    def __str__(self):
        return str(self.value)
