from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kith import clock
from kith.people.models import Client, User
from kith.people.records import ClientRecord, PracticeRecord
from kith.vault.fields import SealedText

UNDERWAY = ("asked", "confirmed", "going")


class Schedule(PracticeRecord):
    """How long this practice keeps a record: a place of the table, and years of its own on top.
    The present one has no end; a change adds a row."""

    access_object = "retention"
    access_client = None

    place = models.CharField(max_length=40, help_text="id in jurisdictions.toml")
    more_years = models.PositiveSmallIntegerField(default=0)
    set_at = models.DateTimeField(default=clock.now)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-set_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice"], condition=Q(ended_at=None), name="keeping_one_schedule"
            ),
            models.CheckConstraint(
                condition=Q(more_years__lte=100), name="keeping_years_of_a_life"
            ),
        ]

    def __str__(self):
        return f"{self.place} +{self.more_years}"


class Hold(ClientRecord):
    """A record that stays for now, whatever the schedule says, and why."""

    access_object = "record_hold"

    KINDS = [
        ("legal", _("A court, an authority or a lawyer needs it")),
        ("complaint", _("A complaint or an incident is open")),
        ("child", _("They were a child: it is kept until a later birthday")),
        ("other", _("Another reason")),
    ]
    kind = models.CharField(max_length=10, choices=KINDS)
    because = SealedText("keeping.hold.because")
    until_on = models.DateField(null=True, help_text="the last day; none: until it is lifted")
    placed_at = models.DateTimeField(default=clock.now)
    placed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-placed_at"]

    def __str__(self):
        return self.kind

    def holds(self, today) -> bool:
        """Whether it counts on a day."""
        return self.lifted_at is None and (self.until_on is None or today <= self.until_on)


class Erasing(PracticeRecord):
    """A record is to be erased: asked, confirmed by the therapist, carried out by an
    administrator. Afterwards this row is what stays: an id, days, who and why."""

    access_object = "erase_client"

    STATES = [
        ("asked", _("Asked for")),
        ("confirmed", _("Confirmed by the therapist")),
        ("going", _("Being erased")),
        ("erased", _("Erased")),
        ("withdrawn", _("Taken back")),
    ]
    WHY = [
        ("client_asked", _("The client asked for it")),
        ("period_over", _("The time for keeping it is over")),
        ("mistake", _("It was made by mistake")),
        ("came_back", _("A restored backup had brought it back")),
    ]
    COPIES = [
        ("taken", _("The client has a copy")),
        ("declined", _("The client wants no copy, or cannot be asked")),
    ]
    client = models.ForeignKey(Client, null=True, on_delete=models.SET_NULL, related_name="+")
    erased_id = models.UUIDField(help_text="the id that the client has, or had")
    state = models.CharField(max_length=10, choices=STATES, default="asked")
    why = models.CharField(max_length=20, choices=WHY)
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    by_client = models.BooleanField(default=False)
    copy = models.CharField(max_length=10, choices=COPIES, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=40, blank=True, help_text="the line of the table used")
    kept_until = models.DateField(null=True, help_text="as shown when it was carried out")
    early_because = SealedText("keeping.erasing.early_because", scope="practice")
    carried_at = models.DateTimeField(null=True)
    carried_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    keys_at = models.DateTimeField(null=True, help_text="when the key was destroyed")
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["client"],
                condition=Q(state__in=UNDERWAY),
                name="keeping_one_erasing_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(carried_by=None) | ~Q(carried_by=F("confirmed_by")),
                name="keeping_two_persons_erase",
            ),
            models.CheckConstraint(
                condition=~Q(state="erased") | Q(keys_at__isnull=False, erased_at__isnull=False),
                name="keeping_erased_has_its_times",
            ),
        ]

    def __str__(self):
        return f"{self.erased_id} {self.state}"
