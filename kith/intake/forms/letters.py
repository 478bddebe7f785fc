from django import forms
from django.utils.translation import gettext_lazy as _

from ipt import intake as book_intake
from kith.web import book
from kith.web.forms import CreateForm, EditForm, KithForm, Line, Words

from .. import letters
from ..models import ReferralLetter, WaitingContact

USUALLY = ("brings", "before", "medication", "health", "scores", "outcome")


def day(**more):
    return forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more
    )


class NewLetterForm(CreateForm):
    """To whom, and what the letter begins with."""

    to_whom = forms.ChoiceField(label=_("To whom"), widget=forms.RadioSelect)
    name = Line(label=_("Name"), help_text=_("Who is to read it."), required=True)
    address = Words(label=_("Address"), lines=2)
    include = forms.MultipleChoiceField(
        label=_("What it begins with"),
        help_text=_("Taken from what is written down. You can change every word before it goes."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ids = [each.id for each in book_intake.letters()]
        self.fields["to_whom"].choices = book.choices("intake.letter", ids)
        self.fields["include"].choices = letters.parts()


class LetterForm(EditForm):
    """The letter itself."""

    name = Line(label=_("Name"), required=True)
    address = Words(label=_("Address"), lines=2)
    text = Words(label=_("The letter"), lines=22, required=True)

    def said(self):
        """What is kept."""
        said = self.words()
        return {"name": said["name"], "address": said["address"], "words": said["text"]}


class SentForm(KithForm):
    """The letter went: on which day and how."""

    sent_on = day(label=_("Went on"))
    sent_how = forms.ChoiceField(
        label=_("How"), choices=ReferralLetter.HOW, widget=forms.RadioSelect
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_sent_on(self):
        on = self.cleaned_data["sent_on"]
        if on > self.today:
            raise forms.ValidationError(_("This day is still ahead."))
        return on


class ContactForm(CreateForm):
    """Somebody on the waiting list was called or seen."""

    on = day(label=_("On"))
    how = forms.ChoiceField(label=_("How"), choices=WaitingContact.HOW, widget=forms.RadioSelect)
    words = Words(
        label=_("How they are"),
        help_text=_("Ask about safety as in the first conversation, and whether they still wait."),
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(_("This day is still ahead."))
        return on
