"""What is written down for an adaptation: people by name, medical checks, a birthday, a change."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.web import book
from kith.web.forms import CreateForm, EditForm, Line, Words

from .models import ToldParents

OLDEST = 1900  # year


def _day(**more):
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), **more)


class PastDay:
    """A day that cannot lie ahead."""

    def past(self, name):
        on = self.cleaned_data[name]
        if on and on > self.today:
            raise forms.ValidationError(_("This day lies ahead."))
        return on


class NamedForm(PastDay, CreateForm):
    """Somebody whom this form of treatment needs by name."""

    apart = "named"
    role = forms.ChoiceField(label=_("Who it is"))
    name = Line(label=_("Name"), required=True)
    reach = Line(label=_("How to reach them"), help_text=_("Used by you alone: Kith never writes."))
    agreed_on = _day(label=_("Agreed with them on"), required=False)
    person = forms.ChoiceField(label=_("Their card in the closeness circle"), required=False)
    words = Words(label=_("More about it"), lines=2)

    def __init__(self, *args, plan, children, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["role"].choices = [(role.id, book.text(role.title)) for role in plan.people]
        self.fields["person"].choices = [("", _("none")), *children]
        if not any(role.id == "baby" for role in plan.people):
            del self.fields["person"]

    def clean_agreed_on(self):
        return self.past("agreed_on")

    def said(self):
        said = super().words()
        return {**said, "person": said.get("person") or None}


class PersonForm(PastDay, EditForm):
    """What is known of somebody who is named; `row` is who, and goes into the ids on the page."""

    name = Line(label=_("Name"), required=True)
    reach = Line(label=_("How to reach them"), help_text=_("Used by you alone: Kith never writes."))
    agreed_on = _day(label=_("Agreed with them on"), required=False)
    person = forms.ChoiceField(label=_("Their card in the closeness circle"), required=False)
    words = Words(label=_("More about it"), lines=2)

    def __init__(self, *args, row, children, today, **kwargs):
        names = ("name", "reach", "agreed_on", "person", "words", "version")
        kwargs.setdefault("initial", {name: getattr(row, name) for name in names})
        super().__init__(*args, auto_id=f"id_{row.pk}_%s", **kwargs)
        self.row, self.today = row, today
        self.fields["person"].choices = [("", _("none")), *children]
        if row.role != "baby":
            del self.fields["person"]

    def clean_agreed_on(self):
        return self.past("agreed_on")

    def said(self):
        """What is kept."""
        said = {k: v for k, v in self.cleaned_data.items() if k != "version"}
        if "person" in said:
            said["person"] = said["person"] or None
        return said


class CheckForm(PastDay, CreateForm):
    """What a doctor said of weight and physical risk."""

    apart = "check"
    on = _day(label=_("Checked on"))
    by_whom = Line(label=_("By whom"), required=True)
    safe = forms.ChoiceField(
        label=_("Safe to go on"),
        choices=[("yes", _("yes")), ("no", _("no"))],
        widget=forms.RadioSelect,
    )
    underweight = forms.BooleanField(label=_("The doctor says: underweight"), required=False)
    next_by_on = _day(
        label=_("Next check by"),
        required=False,
        help_text=_("Without a day it counts for four weeks."),
    )
    words = Words(label=_("What was said"), lines=2)

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self):
        return self.past("on")

    def clean(self):
        said = super().clean()
        if said.get("underweight") and said.get("safe") == "yes":
            self.add_error("safe", _("Underweight is never “safe to go on” in this form."))
        on, until = said.get("on"), said.get("next_by_on")
        if on and until and until < on:
            self.add_error("next_by_on", _("This day lies before the check."))
        return said

    def said(self):
        return {**super().words(), "safe": self.cleaned_data["safe"] == "yes"}


class BirthdayForm(PastDay, EditForm):
    born_on = _day(
        label=_("Birthday"),
        help_text=_("Who consents depends on the age, by your practice's rule."),
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_born_on(self):
        on = self.past("born_on")
        if on.year < OLDEST:
            raise forms.ValidationError(_("This day lies too far back."))
        return on


class ToldForm(CreateForm):
    """A decision to tell parents something."""

    apart = "told"
    on = _day(label=_("Told, or to be told, on"))
    whom = Line(label=_("Whom"), required=True)
    what = Words(label=_("What they are told"), required=True, lines=2)
    why = Words(label=_("Why"), required=True, lines=2)
    asked = forms.ChoiceField(
        label=_("Was the young person asked"), choices=ToldParents.ASKED, widget=forms.RadioSelect
    )
    they_said = Words(label=_("What they said to it"), lines=2)
    for_safety = forms.BooleanField(
        label=_("For safety: it cannot be kept secret, and that was said beforehand"),
        required=False,
    )

    def clean(self):
        said = super().clean()
        if said.get("asked") in ("refused", "not_asked") and not said.get("for_safety"):
            self.add_error(
                "asked", _("Without the young person's yes parents are told for safety only.")
            )
        return said


class ChangeForm(CreateForm):
    """Going on in another form of treatment."""

    apart = "change"
    to = forms.ChoiceField(label=_("Go on in"))
    why = Words(
        label=_("Why"),
        required=True,
        lines=2,
        error_messages={"required": _("Say why in a sentence.")},
    )
    client_said = Words(
        label=_("What the client says to it"),
        required=True,
        lines=2,
        error_messages={"required": _("It is a decision of both: write down what they say.")},
    )

    def __init__(self, *args, offers, present, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [
            (each.protocol.id, book.text(each.protocol.title))
            for each in offers
            # sent a second time, it names what has become the present one
            if each.offered and (self.is_bound or each.protocol.id != present)
        ]
