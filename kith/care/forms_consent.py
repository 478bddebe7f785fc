"""What is written about consents: who gave it, where something goes, the Part 2 mark."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ipt import consents as book_consents
from kith.web import book
from kith.web.forms import CreateForm, KithForm, Line, Words

from .disclosure import purposes
from .models import Consent, Contract


class WhoForm(KithForm):
    """How the answers were given and, for a young person, who consented to treatment."""

    how = forms.ChoiceField(
        label=_("How it was answered"),
        choices=[c for c in Contract.HOW if c[0] != "screen"],
        widget=forms.RadioSelect,
        initial="said",
        required=False,
    )
    given_as = forms.ChoiceField(
        label=_("Who answered about treatment"),
        choices=Consent._meta.get_field("given_as").choices,
        widget=forms.RadioSelect,
        initial="self",
        required=False,
    )
    giver = Words(
        label=_("Names of the parents or guardians who consented"),
        help_text=_("One on each line. Their own yes of the young person is asked apart."),
        lines=2,
        max_length=400,
    )

    def __init__(self, *args, young=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not young:
            del self.fields["given_as"], self.fields["giver"]

    def clean_how(self):
        return self.cleaned_data["how"] or "said"

    def who(self):
        """(given_as, giver) as `actions.answer_consent` takes them."""
        given_as = self.cleaned_data.get("given_as") or "self"
        giver = self.cleaned_data.get("giver", "") if given_as == "guardian" else ""
        return {"given_as": given_as, "giver": giver.strip()}


class ReleaseForm(CreateForm):
    """A yes to passing something on: to whom, why, what, until when."""

    apart = "release"
    recipient = Line(label=_("To whom"), required=True, help_text=_("A name: nobody else counts."))
    purpose = forms.ChoiceField(label=_("What for"))
    what = Line(
        label=_("What, and how much of it"),
        required=True,
        help_text=_("For example: that I come, and a letter at the end."),
    )
    until_on = forms.DateField(
        label=_("Until and with this day"), widget=forms.DateInput(attrs={"type": "date"})
    )
    how = forms.ChoiceField(
        label=_("How it was agreed"),
        choices=[c for c in Contract.HOW if c[0] != "screen"],
        widget=forms.RadioSelect,
        initial="paper",
    )

    def __init__(self, *args, today, own=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["purpose"].choices = purposes()
        if own:
            del self.fields["how"]

    def clean_until_on(self):
        """A day to come."""
        on = self.cleaned_data["until_on"]
        if on < self.today:
            raise forms.ValidationError(_("This day is over. Choose one to come."))
        return on


class MarkForm(KithForm):
    because = Words(
        label=_("Why 42 CFR Part 2 holds for this course"),
        required=True,
        lines=2,
        error_messages={"required": _("Say why in a sentence.")},
    )


class LiftMarkForm(KithForm):
    because = Words(
        label=_("Why 42 CFR Part 2 does not hold any more"),
        required=True,
        lines=2,
        error_messages={"required": _("Say why in a sentence.")},
    )


class TextForm(CreateForm):
    """The practice's own words for one question."""

    kind = forms.ChoiceField(label=_("Question"))
    words = Words(
        label=_("The words that are asked here"),
        help_text=_("Leave empty to ask in the words of the book."),
        max_length=4000,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [*book_consents.kinds(), "assent", "release"]
        self.fields["kind"].choices = [(k, book.text(f"consent.{k}.title")) for k in kinds]
