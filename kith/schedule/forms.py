from django import forms
from django.utils.translation import gettext_lazy as _

from kith.care.models import Contract
from kith.web.forms import CreateForm, EditForm, KithForm, Line, Words

from .models import Appointment, Series


def day_field(**kwargs):
    return forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs
    )


def time_field(**kwargs):
    return forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **kwargs)


class WhereForm(CreateForm):
    """How long a meeting lasts and where it is."""

    minutes = forms.IntegerField(label=_("Minutes"), min_value=10, max_value=180, initial=50)
    mode = forms.ChoiceField(label=_("How we meet"), choices=Contract.MODES)
    place = Line(label=_("Place, or link for the meeting"), help_text=_("The client sees this."))


class SeriesForm(WhereForm):
    """The same hour of the same weekday, until a number or a day."""

    from_on = day_field(label=_("First one on or after"))
    weekday = forms.TypedChoiceField(label=_("Weekday"), coerce=int, choices=Series.WEEKDAYS)
    at = time_field(label=_("At"), help_text=_("It stays at this hour when the clocks change."))
    every_days = forms.TypedChoiceField(label=_("How often"), coerce=int, choices=Series.RHYTHMS)
    count = forms.IntegerField(label=_("How many"), min_value=1, max_value=60, required=False)
    until_on = day_field(label=_("Or until"), required=False)

    field_order = ["from_on", "weekday", "at", "every_days", "count", "until_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        days = self.initial.get("every_days")
        if days and days not in dict(Series.RHYTHMS):
            self.fields["every_days"].help_text = _(
                "Agreed is every %(days)s days. A series keeps to a weekday: plan two of them side "
                "by side, or one meeting at a time."
            ) % {"days": days}

    def clean(self):
        found = super().clean()
        first, until = found.get("from_on"), found.get("until_on")
        if not self.errors and not found.get("count") and not until:
            self.add_error("count", _("Say how many, or until which day."))
        if first and until and until < first:
            self.add_error("until_on", _("This is before the first one."))
        if first and until and (until - first).days > 800:
            self.add_error("until_on", _("Two years ahead is as far as a series goes."))
        return found


class MeetingForm(WhereForm):
    """One meeting on its own."""

    kind = forms.ChoiceField(label=_("What it is"), choices=Appointment.KINDS)
    on = day_field(label=_("Day"))
    at = time_field(label=_("At"))

    field_order = ["kind", "on", "at"]


class OutcomeForm(EditForm):
    """What became of a meeting."""

    STATES = [
        ("held", _("It was held")),
        ("did_not_attend", _("The client did not come")),
        ("cancelled", _("It is cancelled")),
    ]
    state = forms.ChoiceField(
        label=_("What became of it"), choices=STATES, widget=forms.RadioSelect
    )
    cancelled_by = forms.ChoiceField(
        label=_("If cancelled, by whom"),
        choices=Appointment.CANCELLED_BY,
        widget=forms.RadioSelect,
        required=False,
    )
    reason = Words(
        label=_("Why, if you know"),
        lines=2,
        help_text=_("Only those who treat this person read it."),
    )

    def clean(self):
        found = super().clean()
        if found.get("state") == "cancelled" and not found.get("cancelled_by"):
            self.add_error("cancelled_by", _("Say who cancelled it."))
        return found


class MoveForm(EditForm):
    """Another day or hour for one meeting."""

    on = day_field(label=_("Day"))
    at = time_field(label=_("At"))


class CannotComeForm(KithForm):
    words = Words(
        label=_("Anything you want to say"),
        lines=2,
        max_length=1000,
        help_text=_("You need not give a reason. This is not read at once."),
    )
