from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith import clock
from kith.care.models import Course
from kith.people.models import Client, User
from kith.people.records import ClientRecord, PracticeRecord
from kith.vault.fields import SealedJSON, SealedText


class ReferralFile(PracticeRecord):
    """A list of referrals that came as a file: what stands in it, how its columns are read, what
    became of it. Its words go as soon as it is taken in or put away, after a day in any case."""

    access_object = "referral_file"
    access_client = None

    STATES = [
        ("open", _("looked at")),
        ("taken", _("taken in")),
        ("undone", _("taken back")),
        ("put_away", _("put away")),
    ]

    mark = models.CharField(max_length=64, help_text="keyed hash of its content")
    columns = SealedJSON("intake.referral_file.columns")
    rows = SealedJSON("intake.referral_file.rows")
    reads = models.JSONField(default=dict, help_text="what is said: number of the column")
    left_out = models.JSONField(default=list, help_text="numbers of rows not wanted")
    state = models.CharField(max_length=10, choices=STATES, default="open")
    count = models.PositiveIntegerField(default=0, help_text="enquiries made of it")
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-added_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "mark"],
                condition=Q(state__in=["open", "taken"]),
                name="intake_a_file_is_taken_in_once",
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_at=None)
                | (~Q(state="open") & Q(settled_at__isnull=False)),
                name="intake_a_settled_file_has_a_time",
            ),
        ]

    def __str__(self):
        return self.state

    @property
    def vault_owner(self):
        return self.pk


class Enquiry(PracticeRecord):
    """Somebody asked for help, or was referred. No client yet: sealed with a key of its own, which
    is destroyed when the record of whoever it became is erased."""

    access_object = "enquiry"

    STATES = [
        ("waiting", _("Waiting")),
        ("accepted", _("Accepted")),
        ("declined", _("Declined")),
        ("closed", _("Closed")),
    ]
    SOURCES = [("own", _("wrote through the enquiry page")), ("referral", _("was referred"))]
    REASONS = [
        ("no_place", _("We have no place at present")),
        ("other_service", _("Another service fits better")),
        ("outside", _("Outside what this practice offers")),
        ("no_answer", _("No answer to our messages")),
        ("withdrew", _("They no longer want it")),
        ("duplicate", _("The same enquiry came twice")),
    ]
    DECLINING = {"no_place", "other_service", "outside"}

    source = models.CharField(max_length=10, choices=SOURCES, default="own")
    name = SealedText("intake.enquiry.name")
    reach = SealedText("intake.enquiry.reach")
    preferred = SealedText("intake.enquiry.preferred")
    words = SealedText("intake.enquiry.words")
    language = SealedText("intake.enquiry.language")
    access_needs = SealedText("intake.enquiry.access_needs")
    how_found = SealedText("intake.enquiry.how_found")
    referrer = SealedText("intake.enquiry.referrer")
    self_check = SealedJSON("intake.enquiry.self_check")
    urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=STATES, default="waiting")
    received_at = models.DateTimeField(default=clock.now)
    typed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(
        ReferralFile, null=True, on_delete=models.PROTECT, related_name="enquiries"
    )
    client = models.ForeignKey(Client, null=True, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    close_reason = models.CharField(max_length=20, choices=REASONS, blank=True)
    close_words = SealedText("intake.enquiry.close_words")

    class Meta:
        ordering = ["-urgent", "received_at"]
        indexes = [models.Index(fields=["practice", "state"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="accepted", course__isnull=False, client__isnull=False)
                | ~Q(state="accepted"),
                name="intake_accepted_has_a_course",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None)
                | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="intake_decision_has_a_time",
            ),
        ]

    def __str__(self):
        return self.state

    @property
    def vault_owner(self):
        return self.pk


class Part(ClientRecord):
    """A part of the consultation of one course; changed by versions."""

    access_object = "consultation"

    course = models.OneToOneField(Course, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=clock.now)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def __str__(self):
        return str(self.pk)


class Presenting(Part):
    """What brings the person, as told in the consultation."""

    challenges = SealedText("intake.presenting.challenges")
    onset = SealedText("intake.presenting.onset")
    course_so_far = SealedText("intake.presenting.course_so_far")
    mood = SealedText("intake.presenting.mood")
    tried = SealedJSON("intake.presenting.tried", null=True, help_text="treatments, a row each")
    treatments = SealedText("intake.presenting.treatments")
    medicines = SealedJSON("intake.presenting.medicines", null=True, help_text="a row each")
    medication = SealedText("intake.presenting.medication")
    health = SealedText("intake.presenting.health")
    substances = SealedText("intake.presenting.substances")
    around_birth = SealedText("intake.presenting.around_birth", null=True)
    who_knows = SealedText("intake.presenting.who_knows")


class Patterns(Part):
    """The people who matter now, and how it goes with them."""

    people = SealedJSON("intake.patterns.people", null=True, help_text="up to five, a row each")
    key_people = SealedText("intake.patterns.key_people")
    patterns = SealedText("intake.patterns.patterns")
    recent_changes = SealedText("intake.patterns.recent_changes")
    supports = SealedText("intake.patterns.supports")


class Hopes(Part):
    """What the person hopes will change: one to three things."""

    first = SealedText("intake.hopes.first")
    second = SealedText("intake.hopes.second")
    third = SealedText("intake.hopes.third")
    questions = SealedText("intake.hopes.questions")
    leaflet = SealedText("intake.hopes.leaflet", null=True)


class Explained(ClientRecord):
    """IPT was explained to the person, by whom and when."""

    access_object = "consultation"

    course = models.OneToOneField(Course, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self):
        return str(self.pk)


class PrivateTwin(ClientRecord):
    """What a therapist writes beside a shared text, for therapists of this client alone."""

    access_object = "therapist_only"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=40, help_text="beside which text")
    words = SealedText("intake.private_twin.words")
    begun_at = models.DateTimeField(default=clock.now)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "place"], name="intake_one_twin_a_place")
        ]

    def __str__(self):
        return self.place


class Fit(ClientRecord):
    """A signed judgement whether IPT fits, and what happens next. A later one adds a row."""

    access_object = "consultation"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="fits")
    ratings = SealedJSON("intake.fit.ratings")
    notes = SealedJSON("intake.fit.notes")
    condition = SealedText("intake.fit.condition", null=True)
    outcome = models.CharField(max_length=30)
    protocol = models.CharField(max_length=40, blank=True)
    in_place = SealedJSON("intake.fit.in_place")
    reasons = SealedText("intake.fit.reasons")
    next_step = SealedText("intake.fit.next_step")
    next_on = models.DateField(null=True)
    signed_at = models.DateTimeField(default=clock.now)
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["signed_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(outcome=""), name="intake_fit_has_an_outcome")
        ]

    def __str__(self):
        return self.outcome


class WaitingContact(ClientRecord):
    """Somebody on the waiting list was called or seen: when, and how they are. Added to, never
    changed."""

    access_object = "consultation"

    HOW = [
        ("reached", _("Spoken with")),
        ("not_reached", _("Tried, not reached")),
    ]

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="waiting_contacts")
    on = models.DateField()
    how = models.CharField(max_length=12, choices=HOW)
    words = SealedText("intake.waiting_contact.words")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-on", "-at"]

    def __str__(self):
        return f"{self.on} {self.how}"


class ReferralLetter(ClientRecord):
    """A letter that follows from the consultation. Changed by versions until it is noted as sent;
    from then on it stays as it went. Kith sends none by itself."""

    access_object = "consultation"

    HOW = [
        ("post", _("by post")),
        ("secure_mail", _("by a secure mail of the practice")),
        ("by_hand", _("handed over")),
    ]

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="letters")
    to_whom = models.CharField(max_length=12)
    name = SealedText("intake.letter.name")
    address = SealedText("intake.letter.address")
    words = SealedText("intake.letter.words")
    begun_at = models.DateTimeField(default=clock.now)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    sent_on = models.DateField(null=True)
    sent_how = models.CharField(max_length=12, choices=HOW, blank=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-begun_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None, sent_on=None, sent_by=None, sent_how="")
                | (Q(sent_at__isnull=False, sent_on__isnull=False, sent_by__isnull=False)
                   & ~Q(sent_how="")),
                name="intake_a_letter_went_on_a_day_by_somebody",
            )
        ]  # fmt: skip

    def __str__(self):
        return self.to_whom
