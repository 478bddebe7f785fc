from django.db import models

from kith import clock
from kith.care.models import Course
from kith.people.models import User
from kith.people.records import ClientRecord
from kith.vault.fields import SealedJSON, SealedText


class Sheet(ClientRecord):
    """One form of the book, filled in for a course. Its id follows from course, form and number."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=40)
    form_version = models.CharField(max_length=20)
    number = models.PositiveSmallIntegerField(default=1)
    begun_at = models.DateTimeField(default=clock.now)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=clock.now)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
        ordering = ["begun_at", "pk"]

    def __str__(self):
        return f"{self.form} {self.number}"


class Worksheet(Sheet):
    """A sheet that client and therapist fill in together; both see it."""

    access_object = "worksheet"

    answers = SealedJSON("worksheets.worksheet.answers")

    class Meta(Sheet.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["course", "form", "number"], name="worksheets_one_of_each_number"
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1), name="worksheets_numbered_from_one"
            ),
        ]


class TherapistSheet(Sheet):
    """A sheet that only those who treat the client see."""

    access_object = "therapist_sheet"

    answers = SealedJSON("worksheets.therapist_sheet.answers")

    class Meta(Sheet.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["course", "form", "number"], name="worksheets_one_therapist_sheet"
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1), name="worksheets_therapist_sheet_from_one"
            ),
        ]


class OnlyForTherapist(ClientRecord):
    """What stands beside a shared sheet for the client's therapists alone."""

    access_object = "therapist_only"

    worksheet = models.OneToOneField(Worksheet, on_delete=models.PROTECT, related_name="+")
    answers = SealedJSON("worksheets.only_for_therapist.answers")
    words = SealedText("worksheets.only_for_therapist.words")
    begun_at = models.DateTimeField(default=clock.now)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    def __str__(self):
        return str(self.pk)
