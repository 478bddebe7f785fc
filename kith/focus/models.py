from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith import clock
from kith.care.models import Course
from kith.inventory.models import Person
from kith.people.models import User
from kith.people.records import ClientRecord
from kith.vault.fields import SealedJSON, SealedText

from .areas import EVERY

AREAS = list(EVERY)


class AreaRating(ClientRecord):
    """How well an area fits what is known: 0 none to 3 the main one, with the evidence."""

    access_object = "focus"

    FITS = [(0, _("no sign")), (1, _("some")), (2, _("clear")), (3, _("the main one"))]

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="area_ratings")
    area = models.CharField(max_length=40)
    fit = models.PositiveSmallIntegerField(choices=FITS)
    evidence = SealedText("focus.area_rating.evidence")
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


class Goal(ClientRecord):
    """Something between people that will be different, seen from outside, with a starting point."""

    access_object = "focus"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="goals")
    text = SealedText("focus.goal.text")
    sign = SealedText("focus.goal.sign")
    area = models.CharField(max_length=40, blank=True)
    person_ids = SealedJSON("focus.goal.person_ids")
    baseline = models.PositiveSmallIntegerField()
    target = models.PositiveSmallIntegerField()
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
                condition=Q(baseline__lte=10, target__lte=10), name="focus_goal_out_of_ten"
            ),
            models.CheckConstraint(
                condition=Q(area__in=["", *AREAS]), name="focus_goal_area_known"
            ),
        ]

    def __str__(self):
        return str(self.pk)


class GoalRating(ClientRecord):
    """Where a goal stands on a day, 0 to 10, as the client says. Only ever added."""

    access_object = "focus"

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="ratings")
    value = models.PositiveSmallIntegerField()
    on = models.DateField()
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "recorded_at"]
        constraints = [
            models.CheckConstraint(condition=Q(value__lte=10), name="focus_rating_out_of_ten")
        ]

    def __str__(self):
        return str(self.value)
