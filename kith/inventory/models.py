from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ipt import inventory as book_inventory
from kith import clock
from kith.people.models import User
from kith.people.records import ClientRecord
from kith.vault.fields import SealedJSON, SealedText
from kith.web import book


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
    hidden_at = models.DateTimeField(null=True, help_text="the client keeps the name to themself")
    stand_in = SealedText("inventory.person.stand_in", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self):
        return str(self.pk)

    @property
    def instead(self) -> str:
        """What others read while the client hides the name: the client's word, or the relation."""
        known = self.relation in book_inventory.relations()
        return self.stand_in or (book.text(f"relation.{self.relation}") if known else _("Someone"))

    def called(self, user) -> str:
        """The name as `user` may read it: a hidden one is the client's alone."""
        own = user.own_client
        if self.hidden_at is None or (own is not None and own.pk == self.client_id):
            return self.display_name
        return str(self.instead)


class Sitting(ClientRecord):
    """One dated picture of the circle. What stood in it stays; a later look is a new picture."""

    access_object = "inventory"

    MOMENTS = [
        ("before", _("before it began")),
        ("now", _("now")),
        ("wished", _("wished for")),
        ("end", _("at the end")),
    ]
    PRESENT = ("now", "end")

    number = models.PositiveIntegerField()
    moment = models.CharField(max_length=8, choices=MOMENTS, default="now")
    on = models.DateField()
    title = SealedText("inventory.sitting.title", null=True)
    follows = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    few_people_at = models.DateTimeField(null=True)
    few_people_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["client", "number"], name="inventory_sitting_number"),
            models.CheckConstraint(
                condition=Q(moment__in=["before", "now", "wished", "end"]),
                name="inventory_moment_of_a_picture",
            ),
            models.CheckConstraint(
                condition=Q(few_people_at=None, few_people_by=None)
                | Q(few_people_at__isnull=False, few_people_by__isnull=False),
                name="inventory_few_people_said_by_someone",
            ),
        ]

    def __str__(self):
        return f"{self.moment} {self.on}"


class Placement(ClientRecord):
    """Where a person stands in one picture, and all that is said of them there. Only ever added.

    turn      place on the ring in degrees, clockwise from the top; None: wherever there is room
    said      answers by the field of the book's form, but for good and hard
    carried   taken over from the former picture and not yet looked at in this one
    """

    access_object = "inventory"

    RINGS = [
        ("inner", _("closest")),
        ("middle", _("close")),
        ("outer", _("part of my life")),
        ("outside", _("further away")),
    ]

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="placements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="placements")
    ring = models.CharField(max_length=8, choices=RINGS)
    turn = models.PositiveSmallIntegerField(null=True)
    good = SealedText("inventory.placement.good")
    hard = SealedText("inventory.placement.hard")
    said = SealedJSON("inventory.placement.said", null=True)
    carried = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "sitting"],
                condition=Q(superseded_at=None),
                name="inventory_one_place_in_a_picture",
            ),
            models.CheckConstraint(
                condition=Q(ring__in=["inner", "middle", "outer", "outside"]),
                name="inventory_ring_of_the_circle",
            ),
            models.CheckConstraint(
                condition=Q(turn=None) | Q(turn__lt=360), name="inventory_turn_within_the_circle"
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
    bearing = SealedText("inventory.safety_note.bearing", null=True)
    begun_at = models.DateTimeField(default=clock.now)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    def __str__(self):
        return str(self.pk)
