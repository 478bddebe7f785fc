from django import forms
from django.utils.translation import gettext_lazy as _

from ipt import intake as book_intake
from ipt import protocol
from kith.web import book
from kith.web.forms import CreateForm, EditForm, KithForm, Line, Scale, Words

from . import self_check
from .models import Enquiry

REACH = [
    ("phone", _("Call me")),
    ("message", _("Send me a text message")),
    ("mail", _("Write me an e-mail")),
    ("letter", _("Write me a letter")),
]
SO_FAR = [
    ("first", _("For the first time")),
    ("recurrent", _("It has come back")),
    ("chronic", _("It has been there for years")),
    ("unclear", _("Not clear yet")),
]


class EnquiryForm(CreateForm):
    """What somebody who asks for help may say. Two things are needed: a name and a way back."""

    name = Line(label=_("Your name"), required=True, help_text=_("As you would like to be called."))
    reach = Line(
        label=_("How we can reach you"),
        required=True,
        help_text=_("A phone number or an e-mail address that only you read."),
    )
    preferred = forms.ChoiceField(
        label=_("The best way"), choices=REACH, widget=forms.RadioSelect, required=False
    )
    words = Words(
        label=_("What brings you"),
        help_text=_("In your own words, as much or as little as you like."),
    )
    urgent = forms.BooleanField(
        label=_("Please look at this soon"),
        help_text=_("It moves up in our list. It does not call anybody."),
        required=False,
    )
    language = Line(label=_("The language you would like to speak"))
    access_needs = Line(
        label=_("What would make it easier to come"),
        help_text=_("Stairs, hearing, childcare, certain hours: whatever matters."),
    )
    how_found = Line(label=_("How you found us"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for id, (statement, _talk) in self_check.STATEMENTS.items():
            self.fields[f"check_{id}"] = forms.ChoiceField(
                label=statement,
                choices=self_check.ANSWERS,
                widget=forms.RadioSelect,
                required=False,
            )

    def checks(self):
        """The statements as fields, for the page."""
        return [self[f"check_{id}"] for id in self_check.STATEMENTS]

    def answers(self):
        """What was answered to the statements, from what was typed, valid or not."""
        known = dict(self_check.ANSWERS)
        typed = {id: self.data.get(self.add_prefix(f"check_{id}")) for id in self_check.STATEMENTS}
        return {id: answer for id, answer in typed.items() if answer in known}

    def kept(self):
        """The values as an enquiry keeps them."""
        words = {k: v for k, v in self.words().items() if not k.startswith("check_")}
        return {**words, "self_check": self.answers()}


class ReferralForm(CreateForm):
    """A referral, typed in while somebody is on the phone: under a minute."""

    name = Line(label=_("Name"), required=True)
    reach = Line(label=_("How to reach them"), required=True, help_text=_("Phone or e-mail."))
    referrer = Line(label=_("Who refers"), help_text=_("A doctor, a midwife, themselves by phone."))
    words = Words(label=_("What was said"))
    urgent = forms.BooleanField(label=_("Urgent"), required=False)
    language = Line(label=_("Language"))
    access_needs = Line(label=_("What would make it easier to come"))


class AcceptForm(KithForm):
    """Who it is and who will see them."""

    who = forms.ChoiceField(label=_("Who this is"), widget=forms.RadioSelect)
    name = Line(label=_("Name"), required=True)
    call_me = Line(label=_("Likes to be called"))
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=200)
    phone = Line(label=_("Phone"))
    on_paper = forms.BooleanField(
        label=_("Works without a screen"),
        help_text=_("Everything can be done on paper and in the room."),
        required=False,
    )
    therapist = forms.ChoiceField(label=_("Therapist"))

    def __init__(self, *args, therapists=(), same=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.therapists = {str(user.pk): user for user in therapists}
        self.same = {str(client.pk): client for client in same}
        self.fields["therapist"].choices = [(id, u.name) for id, u in self.therapists.items()]
        known = [(id, _("%(name)s, known here") % {"name": c.name}) for id, c in self.same.items()]
        self.fields["who"].choices = [("new", _("Somebody new")), *known]
        if not same:
            del self.fields["who"]

    def deed(self):
        """The values as `actions.accept` takes them."""
        said = dict(self.cleaned_data)
        existing = self.same.get(said.pop("who", "new"))
        therapist = self.therapists[said.pop("therapist")]
        return {"therapist": therapist, "existing": existing, **({} if existing else said)}


class TurnDownForm(KithForm):
    reason = forms.ChoiceField(label=_("Why"), choices=Enquiry.REASONS, widget=forms.RadioSelect)
    words = Words(label=_("What was said or sent"), help_text=_("Where else they might ask."))


class PartForm(EditForm):
    """A part of the consultation, with its private twin."""

    private = Words(
        label=_("Only for you"),
        help_text=_("Not shown to the client, not in exports, not in supervision."),
    )
    private_version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields([n for n in self.fields if not n.startswith("private")])

    def shared(self):
        """What goes into the record that may be shared."""
        own = {"private", "private_version", "explained"}
        return {k: v for k, v in self.words().items() if k not in own}

    def take_private_version(self, version):
        self.data = self.data.copy()
        self.data[self.add_prefix("private_version")] = str(version)


class PresentingForm(PartForm):
    challenges = Words(
        label=_("In their own words"),
        help_text=_("What is hardest just now, and since when."),
        lines=4,
    )
    onset = Line(
        label=_("When it began"),
        help_text=_("A day, a month, a season: as exact as they can say."),
    )
    course_so_far = forms.ChoiceField(
        label=_("How it has gone so far"),
        choices=SO_FAR,
        widget=forms.RadioSelect,
        required=False,
    )
    mood = Scale(
        label=_("Mood in the last week"),
        help_text=_("0 is the worst it has ever been, 10 the best."),
        low=_("worst"),
        high=_("best"),
    )
    treatments = Words(label=_("What has been tried before"), lines=2)
    medication = Words(label=_("Medication"), lines=2)
    health = Words(label=_("Physical health"), lines=2)
    substances = Words(label=_("Alcohol and other substances"), lines=2)
    who_knows = Words(label=_("Who knows how things are"), lines=2)

    def clean_mood(self):
        mood = self.cleaned_data["mood"]
        return "" if mood is None else str(mood)


class PatternsForm(PartForm):
    key_people = Words(
        label=_("People who matter now"),
        help_text=_("Up to five for the first conversation; the circle comes later."),
        lines=4,
    )
    patterns = Words(
        label=_("How it goes with them"),
        help_text=_("What happens, who says what, how it ends."),
        lines=4,
    )
    recent_changes = Words(label=_("What has changed lately"), lines=2)
    supports = Words(label=_("Who helps now"), lines=2)


class HopesForm(PartForm):
    first = Line(
        label=_("What they hope will change"),
        help_text=_("One is enough, three at most."),
        required=True,
    )
    second = Line(label=_("A second hope"))
    third = Line(label=_("A third hope"))
    explained = forms.BooleanField(
        label=_("I have explained IPT: how it works, how long it takes, what is asked of both"),
        required=False,
    )
    questions = Words(label=_("What they asked about it"), lines=2)


class FitForm(CreateForm):
    """Twelve rows to judge, an outcome to sign. Nothing is added up."""

    outcome = forms.ChoiceField(label=_("What this leads to"), widget=forms.RadioSelect)
    protocol = forms.ChoiceField(
        label=_("Which adapted form"),
        help_text=_("Only for an adapted form of IPT."),
        required=False,
    )
    reasons = Words(
        label=_("Reasons"),
        help_text=_("A judgement, not a sum. What you write here is what counts."),
        required=True,
    )
    next_step = Line(label=_("Next step"), help_text=_("In your own words."))
    next_on = forms.DateField(
        label=_("By when"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    private = PartForm.base_fields["private"]
    private_version = PartForm.base_fields["private_version"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for row in book_intake.rows():
            self.fields[f"rate_{row.id}"] = forms.ChoiceField(
                label=book.text(f"suitability.{row.id}.title"),
                choices=[(rating, SHORT[rating]) for rating in row.ratings],
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"note_{row.id}"] = Line(label=_("In a few words"))
        self.fields["outcome"].choices = book.choices(
            "intake.outcome", [outcome.id for outcome in book_intake.outcomes()]
        )
        others = [id for id in protocol.ids() if id not in ("ipt_standard", "ipt_maintenance")]
        titles = [(id, book.text(f"protocol.{id}.title")) for id in others]
        self.fields["protocol"].choices = [("", _("none")), *titles]

    def rows(self):
        """Each row with its two fields and what each rating stands for."""
        return [
            {
                "rate": self[f"rate_{row.id}"],
                "note": self[f"note_{row.id}"],
                "anchors": [
                    (SHORT[r], book.text(f"suitability.{row.id}.{r}"))
                    for r in row.ratings
                    if r != "neutral"
                ],
            }
            for row in book_intake.rows()
        ]

    def clean(self):
        said = super().clean()
        if not said.get("outcome"):
            return said
        outcome = book_intake.outcome(said["outcome"])
        if outcome.id == "ipt_adapted" and not said.get("protocol"):
            self.add_error("protocol", _("Say which adapted form it is to be."))
        if outcome.id != "ipt_adapted":
            said["protocol"] = ""
        if (
            outcome.verdict != "elsewhere"
            and not said.get("next_on")
            and "next_on" not in self.errors
        ):
            self.add_error("next_on", _("Set a day, so that nobody waits without an end."))
        return said

    def judgement(self):
        """The values as `actions.sign_fit` takes them."""
        said = self.cleaned_data
        ids = [row.id for row in book_intake.rows()]
        return {
            "ratings": {id: said[f"rate_{id}"] for id in ids if said[f"rate_{id}"]},
            "notes": {id: said[f"note_{id}"] for id in ids if said[f"note_{id}"]},
            **{k: said[k] for k in ("outcome", "protocol", "reasons", "next_step", "next_on")},
        }

    take_private_version = PartForm.take_private_version


SHORT = {
    "favours": _("speaks for"),
    "neutral": _("neutral"),
    "caution": _("be careful"),
    "stop": _("not now"),
}
