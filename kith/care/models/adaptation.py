from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith import clock
from kith.people.models import User
from kith.people.records import ClientRecord
from kith.vault.fields import SealedText

from .course import Course


class NamedPerson(ClientRecord):
    """Somebody whom the form of treatment needs by name: prescriber, medical monitor, parent, baby.

    role     id of the book (`protocol_person.<role>`)
    person   their card in the closeness circle, where they have one
    """

    access_object = "adaptation"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="named_people")
    role = models.CharField(max_length=20)
    name = SealedText("care.named_person.name")
    reach = SealedText("care.named_person.reach")
    agreed_on = models.DateField(null=True)
    words = SealedText("care.named_person.words")
    person = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["added_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(role=""), name="care_named_person_has_a_role")
        ]

    def __str__(self):
        return self.role


class MedicalCheck(ClientRecord):
    """What a doctor said about weight and physical risk on a day: whether it is safe to go on."""

    access_object = "adaptation"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="medical_checks")
    on = models.DateField()
    by_whom = SealedText("care.medical_check.by_whom")
    safe = models.BooleanField()
    underweight = models.BooleanField(default=False)
    words = SealedText("care.medical_check.words")
    next_by_on = models.DateField(null=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(safe=True, underweight=True), name="care_underweight_is_not_safe"
            )
        ]

    def __str__(self):
        return str(self.on)


class YoungPerson(ClientRecord):
    """The birthday of a client below or about the age of consent, as it was told."""

    access_object = "adaptation"

    course = models.OneToOneField(Course, on_delete=models.PROTECT, related_name="young_person")
    born_on = SealedText("care.young_person.born_on")
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=clock.now)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self):
        return str(self.pk)

    @property
    def birthday(self) -> date | None:
        """The day that was told, if one is written down."""
        return date.fromisoformat(self.born_on) if self.born_on else None


class ToldParents(ClientRecord):
    """A decision to tell parents something: what, why, what the young person said to it."""

    access_object = "note_signed"

    ASKED = [
        ("agreed", _("asked, and agreed")),
        ("partly", _("asked, and agreed in part")),
        ("refused", _("asked, and said no")),
        ("not_asked", _("not asked")),
    ]
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="told_parents")
    whom = SealedText("care.told_parents.whom")
    what = SealedText("care.told_parents.what")
    why = SealedText("care.told_parents.why")
    asked = models.CharField(max_length=10, choices=ASKED)
    they_said = SealedText("care.told_parents.they_said")
    for_safety = models.BooleanField(default=False)
    on = models.DateField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(asked__in=["agreed", "partly"]) | Q(for_safety=True),
                name="care_told_against_a_no_only_for_safety",
            )
        ]

    def __str__(self):
        return str(self.on)


class ProtocolChange(ClientRecord):
    """The course goes on in another form of treatment: from which to which, why, who said so."""

    access_object = "episode"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="protocol_changes")
    from_protocol = models.CharField(max_length=40)
    from_version = models.CharField(max_length=20)
    to_protocol = models.CharField(max_length=40)
    to_version = models.CharField(max_length=20)
    why = SealedText("care.protocol_change.why")
    client_said = SealedText("care.protocol_change.client_said")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_protocol=models.F("to_protocol")),
                name="care_protocol_change_is_one",
            )
        ]

    def __str__(self):
        return f"{self.from_protocol} to {self.to_protocol}"
