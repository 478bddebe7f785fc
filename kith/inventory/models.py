from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith import clock
from kith.people.models import User
from kith.people.records import ClientRecord
from kith.vault.fields import SealedText


class Person(ClientRecord):
    """Somebody in the client's life. Not a user: a first name or nickname is enough."""

    access_object = "inventory"

    display_name = SealedText("inventory.person.display_name")
    relation = SealedText("inventory.person.relation")
    relation_words = SealedText("inventory.person.relation_words")
    status = SealedText("inventory.person.status")
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_aside_at = models.DateTimeField(null=True)
    set_aside_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self):
        return str(self.pk)


class Placement(ClientRecord):
    """Where a person stands in one picture, and what is good and hard there. Only ever added."""

    access_object = "inventory"

    RINGS = [
        ("inner", _("closest")),
        ("middle", _("close")),
        ("outer", _("part of my life")),
        ("outside", _("further away")),
    ]
    MOMENTS = [
        ("before", _("before it began")),
        ("now", _("now")),
        ("wished", _("wished for")),
        ("end", _("at the end")),
    ]

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="placements")
    moment = models.CharField(max_length=8, choices=MOMENTS, default="now")
    picture_on = models.DateField()
    ring = models.CharField(max_length=8, choices=RINGS)
    good = SealedText("inventory.placement.good")
    hard = SealedText("inventory.placement.hard")
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "moment"],
                condition=Q(superseded_at=None),
                name="inventory_one_present_place",
            ),
            models.CheckConstraint(
                condition=Q(ring__in=["inner", "middle", "outer", "outside"]),
                name="inventory_ring_of_the_circle",
            ),
            models.CheckConstraint(
                condition=Q(moment__in=["before", "now", "wished", "end"]),
                name="inventory_moment_of_a_picture",
            ),
        ]

    def __str__(self):
        return self.ring


class SafetyNote(ClientRecord):
    """What to mind about safety with this person. For therapists of the client alone."""

    access_object = "therapist_only"

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    words = SealedText("inventory.safety_note.words")
    conjoint = SealedText("inventory.safety_note.conjoint")
    begun_at = models.DateTimeField(default=clock.now)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    def __str__(self):
        return str(self.pk)
