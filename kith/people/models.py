import uuid
from datetime import date
from functools import cached_property

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from kith import clock
from kith.vault.fields import SealedJSON, SealedText
from kith.web.trouble import AWAY

from . import addresses
from .records import ClientRecord, PracticeRecord


class Practice(models.Model):
    """The organisation that treats. One installation holds several; each row belongs to one."""

    before_sign_in = True

    CONSENTS_BELOW = [
        ("one", _("one parent or guardian")),
        ("both", _("both parents, or every guardian")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    slug = models.SlugField(unique=True)
    discreet_name = models.CharField(max_length=60, help_text=_("Sender of letters; says nothing."))
    time_zone = models.CharField(max_length=60, default="Europe/London")
    language = models.CharField(max_length=12, default="en")
    emergency_number = models.CharField(max_length=60, blank=True)
    crisis_line = models.CharField(max_length=160, blank=True)
    out_of_hours = models.TextField(blank=True)
    exit_site = models.URLField(default=AWAY)
    duty_clinician = models.ForeignKey(
        "people.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_on = models.JSONField(default=list, blank=True, help_text="ISO dates; nobody reads then")
    public_name = models.CharField(max_length=120, blank=True)
    public_line = models.CharField(max_length=200, blank=True)
    pages_open = models.BooleanField(default=False, help_text="anybody may read its public pages")
    in_search = models.BooleanField(default=False, help_text="search engines may list them")
    telling_titles = models.BooleanField(default=False, help_text="titles say what a page is of")
    logo = models.UUIDField(null=True, editable=False, help_text="the picture shown now")
    attendance_text = models.TextField(blank=True)
    fee_text = models.TextField(blank=True)
    confidentiality_text = models.TextField(blank=True)
    age_of_consent = models.PositiveSmallIntegerField(
        null=True, help_text="in years; None: no treatment of young people"
    )
    consents_below = models.CharField(max_length=12, choices=CONSENTS_BELOW, blank=True)
    part2 = models.BooleanField(default=False, help_text="42 CFR Part 2 holds for new courses")
    fictional = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    directory_version = models.PositiveIntegerField(default=1, editable=False)
    shelf_version = models.PositiveIntegerField(default=1, editable=False)

    def __str__(self):
        return self.name

    @property
    def practice_id(self):
        return self.pk

    @property
    def shown_name(self):
        """The name that anybody reads: on public pages, at the door, on paper."""
        return self.public_name or self.name

    @property
    def closed_days(self):
        """The days on which nobody here works, as dates."""
        return frozenset(date.fromisoformat(day) for day in self.closed_on)

    def lacks(self):
        """What must be there before a client can be invited: the go-live gate, in order."""
        needed = {
            "emergency_number": self.emergency_number,
            "crisis_line": self.crisis_line,
            "out_of_hours": self.out_of_hours,
            "duty_clinician": self.duty_clinician_id,
        }
        return [name for name, there in needed.items() if not there]


class UserManager(BaseUserManager):
    def get_by_natural_key(self, email):
        return self.get(email=addresses.veil(email))


class User(AbstractBaseUser):
    """Somebody who signs in. The address is stored as a keyed hash; the real one is sealed, as is
    the name, with the person's own key, which goes when they are erased."""

    before_sign_in = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="users")
    email = models.EmailField(unique=True, max_length=120, help_text="veiled, see addresses.py")
    address = SealedText("people.user.address", scope="author")
    name = SealedText("people.user.name", scope="author")
    credentials = models.CharField(max_length=120, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=12, blank=True)
    is_active = models.BooleanField(default=True)
    session_round = models.PositiveIntegerField(
        default=1, editable=False, help_text="one more ends every session of this person"
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    def __str__(self):
        return str(self.pk)

    @property
    def vault_owner(self):
        return self.pk

    @cached_property
    def roles(self):
        """The names of present roles; "client" for somebody in treatment here."""
        own = {"client"} if self.own_client is not None else set()
        if own and not self.own_client.works_here:
            return frozenset(own)
        held = RoleGrant.objects.filter(user=self, ended_at=None).values_list("role", flat=True)
        return frozenset(own.union(held))

    @cached_property
    def own_client(self):
        """The client that this person is here; None for those who only work here."""
        grants = RoleGrant.objects.filter(user=self, ended_at=None)
        found = Client.objects.select_related("practice").annotate(works_here=Exists(grants))
        found = found.filter(user=self).first()
        if found and found.practice_id == self.practice_id:
            self.practice = found.practice
        return found

    @property
    def role_words(self):
        return ",".join(sorted(self.roles))

    @property
    def is_staff_member(self):
        return bool(self.roles - {"client"})

    @property
    def zone(self):
        return self.time_zone or self.practice.time_zone

    def _get_session_auth_hash(self, secret=None):
        return salted_hmac(
            "kith.people.session",
            f"{self.session_round}|{self.password}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class RoleGrant(PracticeRecord):
    """A role that somebody holds, since when, given by whom. Ended, never deleted."""

    ROLES = [
        ("therapist", _("Therapist")),
        ("supervisor", _("Supervisor")),
        ("coordinator", _("Coordinator")),
        ("outcomes_lead", _("Outcomes lead")),
        ("administrator", _("Administrator")),
    ]
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20, choices=ROLES)
    granted_at = models.DateTimeField(default=clock.now)
    granted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(ended_at=None), name="people_role_held_once"
            )
        ]

    def __str__(self):
        return self.role


class Client(PracticeRecord):
    """A person treated here. May never sign in: everything works without a screen."""

    access_object = "client_identity"
    access_client = ""

    user = models.OneToOneField(User, null=True, on_delete=models.PROTECT, related_name="as_client")
    name = SealedText("people.client.name")
    call_me = SealedText("people.client.call_me")
    pronouns = SealedText("people.client.pronouns")
    email = SealedText("people.client.email")
    phone = SealedText("people.client.phone")
    time_zone = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=12, blank=True)
    may_write = models.BooleanField(default=True, help_text=_("Off means: never write to me."))
    write_from = models.TimeField(null=True)
    write_until = models.TimeField(null=True)
    on_paper = models.BooleanField(default=False, help_text=_("Works without a screen."))
    created_at = models.DateTimeField(default=clock.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    def __str__(self):
        return str(self.pk)

    @property
    def vault_owner(self):
        return self.pk

    @property
    def client_id(self):
        return self.pk

    @property
    def zone(self):
        return self.time_zone or self.practice.time_zone

    @property
    def short_name(self):
        """How the person wants to be called, else the first word of the name."""
        return self.call_me or (self.name.split() or [""])[0]

    @classmethod
    def own_ids(cls, user):
        return cls.objects.filter(user=user).values("pk")


class Assignment(ClientRecord):
    """A therapist cares for a client, from a day until a day. The end takes effect at once."""

    access_object = "assignment"

    therapist = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments")
    began_at = models.DateTimeField(default=clock.now)
    began_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "therapist"],
                condition=Q(ended_at=None),
                name="people_assigned_once_at_a_time",
            )
        ]

    def __str__(self):
        return str(self.pk)

    @classmethod
    def client_ids(cls, user):
        return cls.objects.filter(therapist=user, ended_at=None).values("client")


class WorkHours(PracticeRecord):
    """When somebody reads what comes in: wall times in their own zone."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(help_text="0 Monday to 6 Sunday")
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        ordering = ["weekday", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__gte=0, weekday__lte=6), name="people_weekday_of_a_week"
            ),
            models.CheckConstraint(
                condition=Q(ends__gt=models.F("starts")), name="people_hours_forward"
            ),
        ]

    def __str__(self):
        return f"{self.weekday} {self.starts}-{self.ends}"


class Cover(PracticeRecord):
    """Away from a day to a day, and who reads for them meanwhile; nobody, where none is named."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="away")
    covered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="covers")
    from_on = models.DateField()
    until_on = models.DateField()

    class Meta:
        ordering = ["from_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=models.F("from_on")), name="people_cover_forward"
            )
        ]

    def __str__(self):
        return f"{self.from_on} to {self.until_on}"


class Link(models.Model):
    """A one-time or dated address sent to somebody: 128 random bits, stored as a hash.

    Read before anybody signs in, so it holds nothing about a person.
    """

    before_sign_in = True
    KINDS = [(k, k) for k in ("setup", "staff", "client", "checkin")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=KINDS)
    token_hash = models.CharField(max_length=64, unique=True)
    about_id = models.UUIDField(null=True)
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "about_id"]),
            models.Index(
                fields=["practice", "expires_at"],
                condition=models.Q(used_at=None, revoked_at=None),
                name="people_links_that_work",
            ),
        ]

    def __str__(self):
        return self.kind


class Revision(ClientRecord):
    """What a row said before it was changed, by whom and when. Sealed with the client's key."""

    label = models.CharField(max_length=60)
    row_id = models.UUIDField()
    version = models.PositiveIntegerField()
    said = SealedJSON("people.revision")
    saved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["label", "row_id", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["label", "row_id", "version"], name="people_one_revision"
            )
        ]

    def __str__(self):
        return f"{self.label} {self.version}"


class PracticeRevision(PracticeRecord):
    """What the practice's settings said before they were changed, by whom and when."""

    version = models.PositiveIntegerField()
    said = SealedJSON("people.practice_revision", scope="practice")
    saved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "version"], name="people_one_practice_revision"
            )
        ]

    def __str__(self):
        return str(self.version)


class Draft(PracticeRecord):
    """What somebody has typed and not yet saved, for that person's eyes alone (REL-07)."""

    author = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=300, help_text="path of the page")
    typed = SealedJSON("people.draft", scope="author")
    kept_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "place"], name="people_one_draft_a_place")
        ]

    def __str__(self):
        return self.place


class OpenSession(PracticeRecord):
    """Whose session it is. Its times stand in the session itself (SEC-16)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)

    def __str__(self):
        return str(self.pk)


class Tries(models.Model):
    """How often something was tried lately, under a keyed hash. Numbers are seconds of the epoch.

    Written before anybody signs in, so it holds nothing about a person.
    """

    before_sign_in = True

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    since = models.BigIntegerField(default=0)
    until = models.BigIntegerField(default=0, help_text="no further try before")
    forget_at = models.BigIntegerField(default=0, db_index=True)

    def __str__(self):
        return str(self.count)


class Notice(PracticeRecord):
    """Something about how a person signs in that they should hear of, by letter and inside."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30)
    at = models.DateTimeField(default=clock.now)
    told_at = models.DateTimeField(null=True, help_text="when it was said inside")

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["user", "told_at"])]

    def __str__(self):
        return self.kind
