from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith import clock
from kith.people.models import User
from kith.people.records import ClientRecord, PracticeRecord
from kith.vault.fields import SealedText

from .contract import Contract
from .course import Course

HOW = Contract.HOW
GIVEN_AS = [("self", _("by the person")), ("guardian", _("by a parent or guardian"))]


class Consent(ClientRecord):
    """An answer to one question of consent, to one version of its text. Withdrawn as easily.

    asked    the very words that were answered
    giver    who answered for a young person; empty where they answered for themselves
    """

    access_object = "consents"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="consents")
    kind = models.CharField(max_length=30)
    given = models.BooleanField()
    text_version = models.CharField(max_length=20)
    language = models.CharField(max_length=12)
    asked = SealedText("care.consent.asked", null=True)
    given_as = models.CharField(max_length=10, choices=GIVEN_AS, default="self")
    giver = SealedText("care.consent.giver", null=True)
    how = models.CharField(max_length=8, choices=HOW)
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


class Release(ClientRecord):
    """A yes to passing information on to one named recipient, for one purpose, until a day.

    what   how much, and of what kind
    """

    access_object = "consents"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="releases")
    recipient = SealedText("care.release.recipient")
    purpose = models.CharField(max_length=20)
    what = SealedText("care.release.what")
    until_on = models.DateField()
    text_version = models.CharField(max_length=20)
    language = models.CharField(max_length=12)
    asked = SealedText("care.release.asked")
    how = models.CharField(max_length=8, choices=HOW)
    given_at = models.DateTimeField(default=clock.now)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["given_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(purpose=""), name="care_release_has_a_purpose")
        ]

    def __str__(self):
        return self.purpose

    def stands(self, today):
        """Whether it counts on a day: not taken back, not run out."""
        return self.withdrawn_at is None and today <= self.until_on


class DisclosureMark(ClientRecord):
    """42 CFR Part 2 holds for a course: nothing leaves without a yes that names where it goes."""

    access_object = "consents"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="marks")
    because = SealedText("care.disclosure_mark.because")
    by_practice = models.BooleanField(default=False, help_text="set by the practice's own rule")
    set_at = models.DateTimeField(default=clock.now)
    set_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_because = SealedText("care.disclosure_mark.lifted_because")

    class Meta:
        ordering = ["set_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["course"], condition=Q(lifted_at=None), name="care_marked_once"
            )
        ]

    def __str__(self):
        return str(self.pk)


class ConsentText(PracticeRecord):
    """A practice's own words for a question of consent, in one language. A change adds a version;
    empty words go back to those of the book."""

    access_object = "practice_settings"
    access_client = ""

    kind = models.CharField(max_length=30)
    language = models.CharField(max_length=12)
    number = models.PositiveSmallIntegerField(help_text="version, from 1")
    words = models.TextField(blank=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["kind", "language", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "kind", "language", "number"], name="care_consent_text_versions"
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.number}"
