from django import forms
from django.utils.translation import gettext_lazy as _

from ipt import ending as rules
from kith.care.models import Contract
from kith.schedule.forms import day_field
from kith.web import book
from kith.web.forms import CreateForm, EditForm, KithForm, Line, Words

from .models import EndingReview, FollowUp


class AnnouncementForm(EditForm):
    said_on = day_field(label=_("Said on"))
    last_on = day_field(
        label=_("The last day, as it was said"), help_text=_("It follows from the agreement.")
    )
    reaction = Words(
        label=_("First reaction"), help_text=_("What the client said, and how it was."), lines=3
    )

    def clean(self):
        found = super().clean()
        said, last = found.get("said_on"), found.get("last_on")
        if said and last and last < said:
            self.add_error("last_on", _("The last day lies before the day on which it was said."))
        return found


class ReviewForm(EditForm):
    """Looking back together. Sadness and pride both have their place."""

    scores_seen = forms.BooleanField(
        label=_("We looked at the first and last scores together"), required=False
    )
    hard = Words(label=_("What was hard, and what is unfinished"))
    feelings = forms.MultipleChoiceField(
        label=_("How it feels to end"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Name at least one feeling. Ask, if it was not said yet.")},
    )
    feelings_words = Words(label=_("In the client's own words"), lines=2)
    proud_of = Words(
        label=_("What deserves to be celebrated"),
        lines=2,
        help_text=_("Or that the client would rather not."),
    )
    other_offer = Words(
        label=_("If it has not helped enough: what is offered instead"),
        lines=2,
        help_text=_("It is the treatment that did not help enough, never the client."),
    )
    decision = forms.ChoiceField(
        label=_("What comes after"),
        choices=EndingReview.DECISIONS,
        widget=forms.RadioSelect,
        required=False,
    )
    because = Words(label=_("Why this"), lines=2)

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["feelings"].choices = book.choices("ending_feeling", rules.feelings())
        words = dict(EndingReview.DECISIONS)
        self.fields["decision"].choices = [(id, words[id]) for id in offered]


class GainForm(CreateForm):
    what = Words(label=_("What was gained"), lines=2, required=True)
    how = Words(label=_("How the client did it"), lines=2)
    person = forms.ChoiceField(label=_("With whom it shows"), required=False)

    def __init__(self, *args, people=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.names = {str(person.id): person.name for person in people}
        self.fields["person"].choices = [("", _("nobody in particular")), *self.names.items()]
        if not self.names:
            del self.fields["person"]

    def words(self):
        """The values of the gain, with the name beside the id."""
        person = self.cleaned_data.get("person") or None
        found = {name: self.cleaned_data[name] for name in ("what", "how")}
        return {**found, "person": person, "with_whom": self.names.get(person, "")}


class PlanForm(EditForm):
    """The keeping-well plan; `version` is its number. One line for each sign and each date."""

    LINES = ("signs", "ahead")
    TEXTS = ("if_sign", "keep_doing", "supports", "professionals", "threshold")

    signs = Words(label=_("Warning signs"), help_text=_("One on each line."), lines=4)
    if_sign = Words(label=_("If a sign comes back, I will"), lines=3)
    keep_doing = Words(label=_("What I keep doing"), lines=3)
    supports = Words(label=_("Who helps"), help_text=_("First names are enough."), lines=2)
    professionals = Words(label=_("Whom to call for help"), lines=2)
    ahead = Words(
        label=_("Hard dates and what I will do"), help_text=_("One on each line."), lines=4
    )
    threshold = Words(label=_("When I get in touch"), lines=2)

    def __init__(self, *args, signs_proposed=(), dates_proposed=(), **kwargs):
        super().__init__(*args, **kwargs)
        for name, proposed in (("signs", signs_proposed), ("ahead", dates_proposed)):
            if proposed:
                self.fields[f"take_{name}"] = forms.MultipleChoiceField(
                    label=_("Proposed: choose together what to take over"),
                    choices=[(line, line) for line in proposed],
                    widget=forms.CheckboxSelectMultiple,
                    required=False,
                )
        order = ["version", "take_signs", "signs", "if_sign", "keep_doing", "supports"]
        self.order_fields([*order, "professionals", "take_ahead", "ahead", "threshold"])

    def parts(self):
        """The plan as it is stored."""
        found = {name: self.cleaned_data[name] for name in self.TEXTS}
        for name in self.LINES:
            lines = [line.strip() for line in self.cleaned_data[name].splitlines()]
            taken = self.cleaned_data.get(f"take_{name}") or []
            found[name] = list(dict.fromkeys(line for line in [*lines, *taken] if line))
        return found

    @classmethod
    def start(cls, plan):
        """Initial values from a saved plan, or from none."""
        parts = plan.parts if plan else {}
        saved = {name: parts.get(name, "") for name in cls.TEXTS}
        saved |= {name: "\n".join(parts.get(name, [])) for name in cls.LINES}
        return {**saved, "version": plan.number if plan else 0}


class FollowUpDaysForm(KithForm):
    """On which days a check-in goes out by itself. An empty one is left out."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for each in rules.followups():
            label = book.text(f"followup.{each.id}")
            self.fields[each.id] = day_field(label=label, required=False)


class FollowUpNoteForm(EditForm):
    events = Words(label=_("What has happened since"))
    plan_used = forms.ChoiceField(
        label=_("Was the plan used"),
        choices=FollowUp.PLAN_USED,
        widget=forms.RadioSelect,
        required=False,
    )
    used_elsewhere = Words(label=_("Where else was it of use"), lines=2)
    wants_contact = forms.BooleanField(label=_("Would like to be called"), required=False)


class CloseForm(KithForm):
    reason = forms.ChoiceField(label=_("Why the course is closed"), widget=forms.RadioSelect)
    words = Words(label=_("In a sentence"), lines=3)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = book.choices("close_reason", rules.close_reasons())


class MaintenanceForm(CreateForm):
    """An agreement of its own: length, rhythm, focus."""

    sessions_planned = forms.IntegerField(
        label=_("How many sessions"), min_value=1, max_value=36, initial=6
    )
    every_days = forms.TypedChoiceField(
        label=_("How often"),
        coerce=int,
        choices=[(28, _("every four weeks")), (14, _("every two weeks")), (7, _("every week"))],
        initial=28,
    )
    minutes = forms.IntegerField(
        label=_("Minutes a session"), min_value=15, max_value=120, initial=45
    )
    starts_on = day_field(label=_("First session on"))
    mode = forms.ChoiceField(label=_("How we meet"), choices=Contract.MODES)
    place = Line(label=_("Place, or link for the meeting"), help_text=_("The client sees this."))
    own_words = Words(
        label=_("What this time is for, in the client's own words"),
        help_text=_("The focus may be another one than before."),
        required=True,
    )
    reason = Words(label=_("Why maintenance"), lines=2, required=True)
