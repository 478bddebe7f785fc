"""The forms of the pages about the practice, its staff, oneself and a client."""

from datetime import date

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kith.web.forms import CreateForm, EditForm, KithForm, Line, Words

from . import setup
from .forms import SharedDevice
from .models import Practice, RoleGrant
from .zones import languages, zones


def address_field(**more):
    more.setdefault("label", _("E-mail address"))
    widget = forms.EmailInput(attrs={"autocomplete": "email"})
    return forms.EmailField(max_length=254, widget=widget, **more)


class Days(Words):
    """Days as dates, one a line; kept as a list of ISO dates in order."""

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        lines = [line.strip() for line in super().to_python(value).splitlines()]
        return sorted({self._day(line) for line in lines if line})

    @staticmethod
    def _day(line):
        try:
            return date.fromisoformat(line).isoformat()
        except ValueError:
            wrong = gettext('"%(line)s" is not a date. Write one date a line, such as 2026-12-25.')
            raise forms.ValidationError(wrong % {"line": line[:40]}) from None


class SetUp(KithForm):
    """The first practice and its owner."""

    name = Line(label=_("Name of the practice"), required=True, max_length=120)
    discreet_name = Line(
        label=_("Sender of letters"),
        required=True,
        max_length=60,
        help_text=_("Stands on every e-mail. Choose words that give nothing away."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), initial="Europe/London")
    owner = Line(
        label=_("Your name"), required=True, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    address = address_field(label=_("Your e-mail address"))
    therapist = forms.BooleanField(
        label=_("I also treat clients here"), required=False, initial=True
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=4096,
        help_text=_("At least 15 characters. A few words in a row are fine."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = zones()

    def clean(self):
        typed = super().clean()
        if "password" in typed:
            try:
                setup.check_password(
                    typed["password"],
                    practice_name=typed.get("name", ""),
                    owner=typed.get("owner", ""),
                    address=typed.get("address", ""),
                )
            except forms.ValidationError as weak:
                self.add_error("password", weak)
        return typed


class Settings(EditForm):
    """What a practice says about itself. The first four stand between it and its first client."""

    emergency_number = Line(
        label=_("Emergency number"),
        required=True,
        max_length=60,
        help_text=_("For danger right now, such as 112 or 999. Clients see it on every help page."),
    )
    crisis_line = Line(
        label=_("Crisis line"),
        required=True,
        max_length=160,
        help_text=_("Somebody to talk to at any hour: its number, and its name if you like."),
    )
    out_of_hours = Words(
        label=_("Outside your hours"),
        required=True,
        max_length=2000,
        help_text=_("Two or three sentences: what a client can do when nobody here is working."),
    )
    duty_clinician = forms.ModelChoiceField(
        queryset=None,
        label=_("Duty clinician"),
        required=False,
        empty_label=_("nobody yet"),
        help_text=_("Reads an answer that worries us when the client's own therapist cannot."),
    )
    closed_on = Days(
        label=_("Closed days"),
        max_length=4000,
        help_text=_(
            "Holidays on which nobody here reads, one date a line, such as 2026-12-25. "
            "No client is told that something is read on them."
        ),
    )
    name = Line(label=_("Name of the practice"), required=True, max_length=120)
    discreet_name = Line(
        label=_("Sender of letters"),
        required=True,
        max_length=60,
        help_text=_("Stands on every e-mail and gives nothing away."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    exit_site = forms.URLField(
        label=_("Where the quick exit leads"),
        max_length=200,
        assume_scheme="https",
        help_text=_("A harmless page, such as a weather report."),
    )
    attendance_text = Words(label=_("When a meeting is missed"), max_length=4000)
    fee_text = Words(
        label=_("About fees"),
        max_length=4000,
        help_text=_("The first line is offered in new agreements."),
    )
    confidentiality_text = Words(
        label=_("What stays confidential, and what cannot"),
        max_length=4000,
        help_text=_("Offered in new agreements: your duties to tell differ by place."),
    )
    age_of_consent = forms.IntegerField(
        label=_("Age from which people consent to treatment themselves"),
        required=False,
        min_value=7,
        max_value=25,
        help_text=_("In years, by your law. Until it is set, IPT for young people is not offered."),
    )
    consents_below = forms.ChoiceField(
        label=_("Who consents below that age"),
        required=False,
        choices=[("", _("not said yet")), *Practice.CONSENTS_BELOW],
    )
    part2 = forms.BooleanField(
        label=_("42 CFR Part 2 holds for every new course (United States, substance use)"),
        required=False,
    )

    def __init__(self, *args, clinicians, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = zones()
        duty = self.fields["duty_clinician"]
        duty.queryset = clinicians
        duty.required = bool(self.initial.get("duty_clinician"))
        duty.label_from_instance = lambda user: user.name

    def clean_exit_site(self):
        site = self.cleaned_data["exit_site"]
        if not site.startswith(("https://", "http://")):
            raise forms.ValidationError(gettext("Give an address that begins with https://"))
        return site


class InviteStaff(CreateForm):
    name = Line(label=_("Name"), required=True)
    address = address_field()
    roles = forms.MultipleChoiceField(
        label=_("What they do here"),
        choices=RoleGrant.ROLES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )


class Once(CreateForm):
    """A button that does something once."""


class OneRole(KithForm):
    role = forms.ChoiceField(label=_("Role"), choices=RoleGrant.ROLES)


class Account(EditForm):
    """Oneself, as colleagues and pages see one."""

    name = Line(label=_("Name"), required=True)
    credentials = Line(
        label=_("Profession"), max_length=120, help_text=_("Stands under letters and plans.")
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages()
        if "time_zone" in self.fields:
            self.fields["time_zone"].choices = zones(_("as the practice"))


class OwnAccount(Account):
    """A client's: the name and the rest stand with their contact choices."""

    name = credentials = time_zone = None


class Week(KithForm):
    """Working hours: one span a weekday, in wall time. An empty day is a free day."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for day in range(7):
            for end, label in (("from", _("from")), ("until", _("until"))):
                self.fields[f"day{day}_{end}"] = forms.TimeField(
                    label=label, required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M")
                )

    def days(self):
        """(name, from, until) for the page."""
        for day in range(7):
            yield WEEKDAYS[day], self[f"day{day}_from"], self[f"day{day}_until"]

    def clean(self):
        typed = super().clean()
        for day in range(7):
            starts, ends = typed.get(f"day{day}_from"), typed.get(f"day{day}_until")
            if bool(starts) != bool(ends):
                missing = "until" if starts else "from"
                if f"day{day}_{missing}" not in self.errors:
                    self.add_error(f"day{day}_{missing}", gettext("Give both times, or none."))
            elif starts and ends <= starts:
                self.add_error(f"day{day}_until", gettext("This is not later than the beginning."))
        return typed

    def spans(self):
        """{weekday: (starts, ends)} as `changes.set_hours` takes it."""
        typed = self.cleaned_data
        pairs = {day: (typed[f"day{day}_from"], typed[f"day{day}_until"]) for day in range(7)}
        return {day: pair for day, pair in pairs.items() if pair[0]}

    @staticmethod
    def start(spans):
        """Start values from what is saved."""
        return {
            f"day{day}_{end}": value
            for day, pair in spans.items()
            for end, value in zip(("from", "until"), pair, strict=True)
        }


class AddCover(CreateForm):
    from_on = forms.DateField(label=_("Away from"), widget=forms.DateInput({"type": "date"}))
    until_on = forms.DateField(
        label=_("Until and including"), widget=forms.DateInput({"type": "date"})
    )
    covered_by = forms.ModelChoiceField(
        queryset=None,
        label=_("Who reads for you"),
        required=False,
        empty_label=_("nobody"),
        help_text=_(
            "They see what is unread and worrying, for these days. With nobody named it goes to "
            "the duty clinician; without one, clients are told the day you are back."
        ),
    )

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["covered_by"].queryset = colleagues
        self.fields["covered_by"].label_from_instance = lambda user: user.name

    def clean(self):
        typed = super().clean()
        first, last = typed.get("from_on"), typed.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", gettext("This is before the first day."))
        return typed


class ClientIdentity(EditForm):
    """Who a client is and how to reach them, as staff keep it."""

    name = Line(label=_("Name"), required=True)
    call_me = Line(label=_("Likes to be called"))
    pronouns = Line(label=_("Pronouns"), max_length=60)
    email = address_field(required=False)
    phone = Line(label=_("Phone"), max_length=60)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)
    on_paper = forms.BooleanField(
        label=_("Works without a screen"),
        required=False,
        help_text=_("Nothing is sent; you enter what was said or written."),
    )
    may_write = forms.BooleanField(
        label=_("Letters may be sent"),
        required=False,
        help_text=_("Ask before you tick this. What they answer under consents counts as well."),
    )

    def __init__(self, *args, has_account=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = zones(_("as the practice"))
        if has_account:
            del self.fields["may_write"], self.fields["on_paper"]
            self.fields["email"].disabled = True
            self.fields["email"].help_text = gettext(
                "They sign in with it, so only they can change it, on their own pages."
            )


class OwnContact(EditForm):
    """What a client says about how they are named, reached and left alone."""

    call_me = Line(label=_("What shall we call you?"))
    pronouns = Line(label=_("Your pronouns"), max_length=60)
    phone = Line(label=_("Your phone number"), max_length=60)
    time_zone = forms.ChoiceField(
        label=_("Where you are"),
        required=False,
        help_text=_("So that times on these pages are your times."),
    )
    never_write = forms.BooleanField(
        label=_("Never write to me"),
        required=False,
        help_text=_("Then no e-mail goes out, not even a reminder. Codes you ask for still come."),
    )
    write_from = forms.TimeField(
        label=_("E-mail may come from"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, "%H:%M"),
    )
    write_until = forms.TimeField(
        label=_("and until"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, "%H:%M"),
        help_text=_("Leave both empty if any time is fine."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = zones(gettext("same as the practice"))

    def clean(self):
        typed = super().clean()
        starts, ends = typed.get("write_from"), typed.get("write_until")
        if bool(starts) != bool(ends):
            missing = "write_until" if starts else "write_from"
            self.add_error(missing, gettext("Give both times, or none."))
        elif starts and ends == starts:
            self.add_error("write_until", gettext("These are the same time."))
        return typed

    def choices(self):
        """The words of the form as the client's row keeps them."""
        words = self.words()
        words["may_write"] = not words.pop("never_write")
        return words


class OwnAddress(KithForm):
    """The address that letters and codes go to."""

    email = address_field(label=_("Your e-mail address"))


class CodeFromThere(KithForm):
    """The code that went to the new address."""

    code = Line(
        label=_("Code"),
        required=True,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class MoveAddress(KithForm):
    """Whose account, and where to: both typed, nobody is listed."""

    present = address_field(label=_("Address they sign in with now"))
    address = address_field(label=_("Address they will sign in with"))


class Assign(KithForm):
    therapist = forms.ModelChoiceField(queryset=None, label=_("Therapist"), empty_label=_("choose"))

    def __init__(self, *args, therapists, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["therapist"].queryset = therapists
        self.fields["therapist"].label_from_instance = lambda user: user.name


class HowToSignIn(SharedDevice, KithForm):
    """The client's choice, when they open their own pages."""

    way = forms.ChoiceField(
        label=_("How would you like to sign in?"),
        choices=[
            ("code", _("Send me a code by e-mail each time")),
            ("password", _("I choose a password")),
        ],
        widget=forms.RadioSelect,
    )
    password = forms.CharField(
        label=_("Password, if you choose one"),
        required=False,
        strip=False,
        max_length=4096,
        help_text=_("At least 12 characters. A few words in a row are fine."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self):
        typed = super().clean()
        if typed.get("way") == "password":
            if not typed.get("password"):
                self.add_error("password", gettext("Type a password, or choose codes."))
            else:
                try:
                    validate_password(typed["password"], self.user)
                except forms.ValidationError as weak:
                    self.add_error("password", weak)
        return typed

    def chosen_password(self):
        """The password, or None for codes alone."""
        typed = self.cleaned_data
        return typed["password"] if typed["way"] == "password" else None
