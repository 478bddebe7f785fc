from django import forms
from django.utils.translation import gettext_lazy as _

from kith.web.forms import CreateForm, KithForm, Line, Words

from .. import self_check
from ..models import Enquiry

REACH = [
    ("phone", _("Call me")),
    ("message", _("Send me a text message")),
    ("mail", _("Write me an e-mail")),
    ("letter", _("Write me a letter")),
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

    def thought(self):
        """Whether something of the statements must be seen: what was ticked, or what is wrong."""
        return bool(self.answers()) or any(check.errors for check in self.checks())

    def more(self):
        """Whether something was said of what may help, or is wrong there."""
        fields = [self[name] for name in ("language", "access_needs", "how_found")]
        return any(field.value() or field.errors for field in fields)

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
    may_write = forms.BooleanField(
        label=_("Letters may be sent to this address"),
        help_text=_("Ask before you tick this: somebody else may read what comes there."),
        required=False,
    )
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
