from django import forms
from django.utils.translation import gettext_lazy as _

from kith.web.forms import CreateForm, KithForm, Line, Words

SHORTEST = 15


class StartForm(CreateForm):
    """Whose record, and why."""

    name = Line(
        label=_("Full name of the client"),
        help_text=_("As in the record, first name and surname."),
        required=True,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    contact = Line(
        label=_("Their e-mail address or telephone number"),
        help_text=_("Only needed when two people have the same name."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = Words(
        label=_("Reason"),
        help_text=_("Why you must read it now. The therapist and the administrators read this."),
        required=True,
        max_length=1000,
        lines=3,
    )

    def clean_reason(self):
        reason = self.cleaned_data["reason"].strip()
        if len("".join(reason.split())) < SHORTEST:
            raise forms.ValidationError(
                _("Say a little more: %(n)d letters at least.") % {"n": SHORTEST}
            )
        return reason


class ReviewForm(KithForm):
    """What came of looking into it."""

    note = Words(label=_("What you found"), required=True, max_length=1000, lines=2, min_length=3)


class SeenForm(KithForm):
    """The notices that stood on the page."""

    told = forms.MultipleChoiceField(required=False)

    def __init__(self, *args, ids=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["told"].choices = [(str(id), str(id)) for id in ids]
