from django.db import models

from kith import clock
from kith.care.models import Course
from kith.people.models import User
from kith.people.records import ClientRecord, PracticeRecord
from kith.vault.fields import SealedText


class Leaflet(PracticeRecord):
    """One version of a text of the practice. Never changed: the next version is a new row."""

    access_object = "library"
    access_client = None

    key = models.UUIDField(help_text="the same for all versions of a text")
    number = models.PositiveSmallIntegerField(help_text="version, from 1")
    topic = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=12)
    names_condition = models.BooleanField(help_text="whether it speaks of a condition")
    title = SealedText("leaflets.leaflet.title", scope="practice")
    words = SealedText("leaflets.leaflet.words", scope="practice")
    written_at = models.DateTimeField(default=clock.now)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["topic", "written_at"]
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="leaflets_versions"),
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(replaced_at=None), name="leaflets_one_present"
            ),
        ]

    def __str__(self):
        return f"{self.key} {self.number}"


class Given(ClientRecord):
    """A version of a leaflet was handed to a client."""

    access_object = "leaflet_given"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    leaflet = models.ForeignKey(Leaflet, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["course", "leaflet"], name="leaflets_given_once")
        ]

    def __str__(self):
        return str(self.pk)
