from django import forms
from django.utils.translation import gettext_lazy as _

from kith.web.forms import CreateForm, KithForm, Line, Words

from .models import Contract, FullStop


class ContractForm(CreateForm):
    """The frame of the work, in words that both can keep to."""

    sessions_planned = forms.IntegerField(
        label=_("How many sessions"), min_value=1, max_value=60, initial=14
    )
    every_days = forms.TypedChoiceField(
        label=_("How often"),
        coerce=int,
        choices=[(7, _("every week")), (14, _("every two weeks")), (28, _("every four weeks"))],
        initial=7,
    )
    minutes = forms.IntegerField(
        label=_("Minutes a session"), min_value=15, max_value=120, initial=50
    )
    starts_on = forms.DateField(
        label=_("First session on"), widget=forms.DateInput(attrs={"type": "date"})
    )
    mode = forms.ChoiceField(label=_("How we meet"), choices=Contract.MODES)
    place = Line(label=_("Place, or link for the meeting"), help_text=_("The client sees this."))
    fee = Line(label=_("Fee"), help_text=_("Leave empty if nothing is to be paid."))
    missed = forms.ChoiceField(
        label=_("A missed session"),
        choices=Contract.MISSED,
        help_text=_("The number of sessions never grows silently."),
    )
    cancel_hours = forms.IntegerField(
        label=_("Cancel at least this many hours ahead"), min_value=0, max_value=168, initial=24
    )
    contact_between = Words(
        label=_("Contact between sessions"),
        help_text=_("How, when, and how soon you answer. Not for emergencies: say so."),
    )
    own_words = Words(label=_("Our agreement in the client's own words"))
    reason = Words(
        label=_("What is new in this version, and why"),
        required=True,
        error_messages={"required": _("Say in a sentence why the agreement changes.")},
    )

    def __init__(self, *args, plan=None, version=1, **kwargs):
        super().__init__(*args, **kwargs)
        self.version = version
        if version == 1:
            del self.fields["reason"]
        if plan:
            field = self.fields["sessions_planned"]
            field.initial = plan.sessions_default
            field.help_text = _("This protocol foresees %(least)s to %(most)s.") % {
                "least": plan.sessions_min,
                "most": plan.sessions_max,
            }


class AgreedForm(KithForm):
    """How the client said yes, when the therapist notes it."""

    how = forms.ChoiceField(
        label=_("How the client agreed"),
        choices=[c for c in Contract.HOW if c[0] != "screen"],
        widget=forms.RadioSelect,
    )


class StopForm(KithForm):
    reason = forms.ChoiceField(
        label=_("Why everything stops"), choices=FullStop.REASONS, widget=forms.RadioSelect
    )
    words = Words(
        label=_("What happened"), help_text=_("Only staff who treat this person read it.")
    )


class LiftForm(KithForm):
    because = Words(label=_("Why messages may go out again"), required=True)
