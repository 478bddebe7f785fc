"""What is typed on the pages of this room."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.web import book
from kith.web.forms import CreateForm, KithForm, Words

from . import periods
from .models import Erasing, Hold


class Leaving(KithForm):
    """The client asks that their record be erased."""

    copy = forms.ChoiceField(
        label=_("Your own copy"),
        choices=[("taken", _("I have taken my copy")), ("declined", _("I do not want a copy"))],
        widget=forms.RadioSelect,
    )
    sure = forms.BooleanField(label=_("I know that nobody can bring it back afterwards."))

    def __init__(self, *args, taken_at=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.taken_at = taken_at

    def clean_copy(self):
        if self.cleaned_data["copy"] == "taken" and not self.taken_at:
            raise forms.ValidationError(_("You have not taken one yet. Take it first, then ask."))
        return self.cleaned_data["copy"]


class TakeOut(KithForm):
    """Under which yes a copy goes to somebody else, where the law asks for one."""

    release = forms.ChoiceField(
        label=_("To whom it goes"), widget=forms.RadioSelect, required=False
    )

    def __init__(self, *args, releases, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["release"].choices = [
            (str(row.pk), f"{row.recipient} · {book.text(f'purpose.{row.purpose}')}")
            for row in releases
        ]


class Propose(KithForm):
    """A therapist proposes that a record be erased, or confirms what was asked."""

    why = forms.ChoiceField(
        label=_("Why"),
        choices=[
            row for row in Erasing.WHY if row[0] in ("period_over", "client_asked", "mistake")
        ],
        widget=forms.RadioSelect,
    )
    copy = forms.ChoiceField(
        label=_("The copy, which you have to offer first"),
        choices=Erasing.COPIES,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, asked=None, **kwargs):
        super().__init__(*args, **kwargs)
        if asked:
            del self.fields["why"]
            if asked.copy:
                del self.fields["copy"]


class CarryOut(KithForm):
    """An administrator has a record erased."""

    early_because = Words(
        label=_("Why before its time is over"),
        help_text=_("No name and nothing about the person: these words stay."),
        lines=2,
        max_length=1000,
    )
    sure = forms.BooleanField(label=_("I know that nobody can bring it back afterwards."))

    def __init__(self, *args, early=False, **kwargs):
        super().__init__(*args, **kwargs)
        if early:
            self.fields["early_because"].required = True
        else:
            del self.fields["early_because"]


class Choose(KithForm):
    """How long this practice keeps a record."""

    place = forms.ChoiceField(label=_("The rule that counts for this practice"))
    more_years = forms.IntegerField(
        label=_("Years on top, of your own choice"), min_value=0, max_value=100, initial=0
    )
    confirmed = forms.BooleanField(
        label=_("We have checked with our professional body or a lawyer that this rule is ours."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        places = [(rule.id, rule.title) for rule in periods.rules().values()]
        self.fields["place"].choices = [("", _("choose")), *places]


class PlaceHold(CreateForm):
    """A record stays for now."""

    kind = forms.ChoiceField(label=_("Why it stays"), choices=Hold.KINDS, widget=forms.RadioSelect)
    because = Words(label=_("In your own words"), required=True, lines=2, max_length=2000)
    until_on = forms.DateField(
        label=_("Until and with this day"),
        required=False,
        help_text=_("Leave it empty if there is no end yet."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
