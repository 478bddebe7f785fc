from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith import clock
from kith.care.models import Course
from kith.people.models import User
from kith.people.records import ClientRecord, ScopedQuerySet
from kith.schedule.models import Appointment
from kith.vault.fields import SealedJSON, SealedText


class SignedAlready(ValueError):
    """A signed note stays as it is; add to it instead."""


class NoteDraft(ClientRecord):
    """A note that is being written: for its author's eyes alone, until it is signed."""

    access_object = "note_draft"

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="drafts")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    typed = SealedJSON("notes.draft.typed")
    kept_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "author"], name="notes_one_draft_an_author"
            )
        ]

    def __str__(self):
        return str(self.pk)


class SignedSet(ScopedQuerySet):
    """Signed rows: neither changed nor removed."""

    def update(self, **values):
        raise SignedAlready

    def delete(self):
        raise SignedAlready

    def bulk_update(self, *args, **kwargs):
        raise SignedAlready


class Signed(ClientRecord):
    """A row that is written once."""

    objects = SignedSet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise SignedAlready
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise SignedAlready


class SessionRecord(Signed):
    """The signed note of one meeting.

    opening    mood_now 0 worst to 10 best; change, before, after; event; people (ids) and names;
               feelings
    back       the look back: what was to be tried, result, happened, learned
    practice   what was agreed to try next, as it stood when signed
    """

    access_object = "note_signed"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="session_records")
    appointment = models.OneToOneField(
        Appointment, on_delete=models.PROTECT, related_name="session_record"
    )
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opening = SealedJSON("notes.record.opening")
    back = SealedJSON("notes.record.back")
    worked_on = SealedText("notes.record.worked_on")
    practice_agreed = SealedJSON("notes.record.practice")
    summary = SealedText("notes.record.summary")
    time_left_said = models.BooleanField(default=False)
    signed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["signed_at"]

    def __str__(self):
        return str(self.pk)


class Addendum(Signed):
    """Added to a signed note: when, by whom."""

    access_object = "note_signed"

    record = models.ForeignKey(SessionRecord, on_delete=models.PROTECT, related_name="addenda")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    words = SealedText("notes.addendum.words")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at"]

    def __str__(self):
        return str(self.pk)


class Homework(ClientRecord):
    """One small thing to try before the next session. The client reads "practice"."""

    access_object = "homework"

    STATES = [
        ("planned", _("Planned")),
        ("tried", _("Tried in part")),
        ("done", _("Done")),
        ("changed", _("Changed into something else")),
        ("not_now", _("Not this time")),
    ]
    TOLD = [("screen", _("on their own screen")), ("said", _("said to the therapist"))]

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="homework")
    appointment = models.OneToOneField(
        Appointment, on_delete=models.PROTECT, related_name="homework"
    )
    what = SealedText("notes.homework.what")
    person = models.UUIDField(null=True, help_text="of the inventory")
    someone_else = models.BooleanField(
        default=False, help_text="with somebody who is not in the inventory"
    )
    with_whom = SealedText("notes.homework.with_whom")
    when = SealedText("notes.homework.when")
    obstacle = SealedText("notes.homework.obstacle")
    help = SealedText("notes.homework.help")
    state = models.CharField(max_length=10, choices=STATES, default="planned")
    happened = SealedText("notes.homework.happened")
    learned = SealedText("notes.homework.learned")
    told = models.CharField(max_length=8, choices=TOLD, blank=True)
    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="planned") | ~Q(told=""), name="notes_practice_told_by_somebody"
            )
        ]

    def __str__(self):
        return str(self.pk)

    @property
    def with_somebody(self):
        """Whether it is tried with a person, in the inventory or not."""
        return self.person is not None or self.someone_else

    @property
    def open(self):
        """Whether it may still be tried."""
        return self.state in ("planned", "tried")
