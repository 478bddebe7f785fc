from django import forms
from django.utils.translation import gettext_lazy as _

from ipt.protocol.due import CALL
from kith.web import book
from kith.web.forms import CreateForm, KithForm, Words

from .models import Contract, FullStop

BETWEEN = ("worse", "risk_up", "missed", "next_review")


class DecisionForm(CreateForm):
    """How the course goes on: a choice of therapist and client, and its reason."""

    settles = forms.MultipleChoiceField(
        label=_("What was looked at"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Say which review this is.")},
    )
    choice = forms.ChoiceField(
        label=_("How it goes on"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it goes on.")},
    )
    why = Words(
        label=_("Why"),
        required=True,
        help_text=_("Only staff who treat this person read it."),
        error_messages={"required": _("Say why in a sentence.")},
    )
    next_review_on = forms.DateField(
        label=_("Look again on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Leave empty if the next point of the protocol is soon enough."),
    )

    def __init__(self, *args, plan, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        points = [
            (point.id, book.text(f"decision.point.{point.id}.title"))
            for point in plan.decision_points
        ]
        between = [(id, book.text(f"decision.point.{id}.title")) for id in BETWEEN]
        self.fields["settles"].choices = [*points, *between]
        offered = dict.fromkeys(c for point in plan.decision_points for c in point.choices)
        self.fields["choice"].choices = book.choices("decision.choice", offered)

    def clean_next_review_on(self):
        """A day to come: one that is over would ask for a review at once."""
        on = self.cleaned_data["next_review_on"]
        if on and on < self.today:
            raise forms.ValidationError(_("This day is over. Choose one to come."))
        return on


class TaskForm(KithForm):
    """Which task of the protocol was done, or whose mark is taken back."""

    task = forms.CharField(max_length=60)
    undo = forms.BooleanField(required=False)

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {CALL, *(each.id for each in (*plan.tasks, *plan.watches))}

    def clean_task(self):
        """A task that the course's protocol has, or the call after a missed meeting."""
        if self.cleaned_data["task"] not in self.known:
            raise forms.ValidationError(_("This protocol has no such task."))
        return self.cleaned_data["task"]


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
