from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith import clock
from kith.care.models import Contract, Course
from kith.people.models import User
from kith.people.records import ClientRecord
from kith.vault.fields import SealedJSON, SealedText


class Announcement(ClientRecord):
    """The ending was named: at which session, which day was said, and how it was taken."""

    access_object = "ending"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="announcements")
    kind = models.CharField(max_length=12, choices=Contract.KINDS, default="acute")
    session = models.PositiveSmallIntegerField(help_text="sessions held when it was said")
    said_on = models.DateField()
    last_on = models.DateField(help_text="the last day, as it was said")
    reaction = SealedText("ending.announcement.reaction")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["course", "kind"], name="ending_announced_once")
        ]

    def __str__(self):
        return str(self.said_on)


class EndingReview(ClientRecord):
    """Looking back together: what was hard, how it feels to end, what comes after."""

    access_object = "ending"

    DECISIONS = [
        ("follow_up", _("follow-ups")),
        ("maintenance", _("maintenance, under an agreement of its own")),
        ("continuation", _("some more sessions, under a new version of the agreement")),
        ("other_treatment", _("another treatment")),
        ("resolved", _("nothing: it is settled")),
        ("more_ipc", _("a few more talks, under a new version of the agreement")),
        ("refer_ipt", _("a longer therapy of this kind")),
        ("refer_other", _("other help")),
    ]
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="reviews")
    kind = models.CharField(max_length=12, choices=Contract.KINDS, default="acute")
    scores_seen = models.BooleanField(default=False)
    hard = SealedText("ending.review.hard")
    feelings = SealedJSON("ending.review.feelings")
    feelings_words = SealedText("ending.review.feelings_words")
    proud_of = SealedText("ending.review.proud_of")
    other_offer = SealedText("ending.review.other_offer")
    decision = models.CharField(max_length=16, choices=DECISIONS, blank=True)
    because = SealedText("ending.review.because")
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["course", "kind"], name="ending_one_review")]

    def __str__(self):
        return str(self.pk)


class Gain(ClientRecord):
    """Something the client gained, and how they did it."""

    access_object = "ending"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="gains")
    what = SealedText("ending.gain.what")
    how = SealedText("ending.gain.how")
    person = models.UUIDField(null=True, help_text="of the inventory")
    with_whom = SealedText("ending.gain.with_whom")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at"]

    def __str__(self):
        return str(self.pk)


class KeepingWellPlan(ClientRecord):
    """A version of the plan for the time after. A change is a new version; none is ever lost.

    parts   signs and ahead as lists of lines; if_sign, keep_doing, supports, professionals,
            threshold as text
    """

    access_object = "ending"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveSmallIntegerField(help_text="version, from 1")
    parts = SealedJSON("ending.plan.parts")
    saved_at = models.DateTimeField(default=clock.now)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["course", "number"]
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="ending_plan_versions")
        ]

    def __str__(self):
        return f"plan {self.number}"


class FollowUp(ClientRecord):
    """A day after the ending on which a check-in goes out by itself, and what came of it.

    looked_at   when somebody noted that they had looked, and been in touch where that was wanted
    """

    access_object = "ending"

    STATES = [
        ("planned", _("planned")),
        ("made", _("check-in made")),
        ("passed", _("the day has passed")),
        ("dropped", _("left out")),
    ]
    PLAN_USED = [("yes", _("yes")), ("partly", _("partly")), ("no", _("no"))]

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="follow_ups")
    name = models.CharField(max_length=12, help_text="of the book: weeks_4_6, month_3 …")
    on = models.DateField()
    state = models.CharField(max_length=8, choices=STATES, default="planned")
    made_at = models.DateTimeField(null=True)
    checkin = models.UUIDField(null=True)
    events = SealedText("ending.follow_up.events")
    plan_used = models.CharField(max_length=8, choices=PLAN_USED, blank=True)
    used_elsewhere = SealedText("ending.follow_up.used_elsewhere")
    wants_contact = models.BooleanField(default=False)
    noted_at = models.DateTimeField(null=True)
    noted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    looked_at = models.DateTimeField(null=True)
    looked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["course", "name"], name="ending_each_follow_up_once")
        ]
        indexes = [models.Index(fields=["state", "on"])]

    def __str__(self):
        return f"{self.name} {self.on}"


class Closing(ClientRecord):
    """The course was closed: when, by whom, why."""

    access_object = "ending"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="closings")
    reason = models.CharField(max_length=30)
    words = SealedText("ending.closing.words")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_up_at = models.DateTimeField(null=True, help_text="when maintenance followed")

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["course"], condition=Q(taken_up_at=None), name="ending_closed_once"
            )
        ]

    def __str__(self):
        return self.reason
