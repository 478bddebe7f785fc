"""What may be said in an agreement."""

import re

from django import forms
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from ipt import protocol
from kith.web.forms import CreateForm, Line, Words

from .models import Contract

OTHERS_AT_MOST = 4
OTHERWISE = 0
OFTEN = [
    (7, _("every week")),
    (14, _("every two weeks")),
    (28, _("every four weeks")),
    (OTHERWISE, _("otherwise")),
]
GROUPS = [
    (
        _("How many, how often, until when"),
        "sessions_planned every_days other_days minutes starts_on mode place",
    ),
    (_("Fee and missed meetings"), "fee fee_payer missed cancel_hours attendance lateness"),
    (_("Between the meetings"), "contact_by contact_hours answer_within contact_between"),
    (_("What we work on, and who else is part of it"), "own_words practice_ok others"),
    (_("What stays between us, and looking back"), "confidentiality review_points after_ending"),
    (_("Why it changes"), "reason supervisor_note"),
]


def _day(**more):
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), **more)


class SessionNumbers(Line):
    """Session numbers in one line: "4, 8"; kept as a list in order."""

    def prepare_value(self, value):
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value):
        found = re.split(r"[,;\s]+", super().to_python(value) or "")
        try:
            numbers = sorted({int(each) for each in found if each})
        except ValueError:
            numbers = [0]
        if any(not 1 <= number <= 60 for number in numbers):
            raise forms.ValidationError(gettext("Write session numbers, such as 4, 8."))
        return numbers


class ContractForm(CreateForm):
    """The frame of the work, in words that both can keep to."""

    sessions_planned = forms.IntegerField(label=_("How many sessions"), min_value=1, max_value=60)
    every_days = forms.TypedChoiceField(label=_("How often"), coerce=int, choices=OFTEN)
    other_days = forms.IntegerField(
        label=_("If otherwise, every so many days"),
        help_text=_("3 for about twice a week, 10, 21."),
        min_value=1,
        max_value=90,
        required=False,
    )
    minutes = forms.IntegerField(label=_("Minutes a session"), min_value=15, max_value=120)
    starts_on = _day(label=_("First session on"))
    mode = forms.ChoiceField(label=_("How we meet"), choices=Contract.MODES)
    place = Line(label=_("Place, or link for the meeting"), help_text=_("The client sees this."))
    fee = Line(label=_("Fee"), help_text=_("Leave empty if nothing is to be paid."))
    fee_payer = Words(label=_("Who pays, and when"), lines=2)
    missed = forms.ChoiceField(
        label=_("A missed session"),
        choices=Contract.MISSED,
        help_text=_("The number of sessions never grows silently."),
    )
    cancel_hours = forms.IntegerField(
        label=_("Cancel at least this many hours ahead"), min_value=0, max_value=168
    )
    attendance = Words(label=_("More about missed meetings"), max_length=4000, lines=2)
    lateness = Line(label=_("If one of us is late"))
    contact_by = Line(label=_("How to reach each other"), help_text=_("By telephone, for example."))
    contact_hours = Line(label=_("At which hours"))
    answer_within = Line(label=_("How soon there is an answer"))
    contact_between = Words(
        label=_("Anything else about it"),
        help_text=_("“Not for emergencies”, with the numbers to call, always stands beside it."),
        lines=2,
    )
    own_words = Words(label=_("Our agreement in the client's own words"))
    practice_ok = forms.BooleanField(
        label=_("Trying things between the meetings is welcome"), required=False
    )
    confidentiality = Words(
        label=_("What stays between us, and what cannot"), max_length=4000, lines=4
    )
    review_points = SessionNumbers(
        label=_("When we look at how it goes"), help_text=_("Session numbers, such as 4, 8.")
    )
    after_ending = Words(label=_("What comes afterwards"), lines=2)
    reason = Words(label=_("What is new in this version, and why"))
    supervisor_note = Words(
        label=_("What your supervisor says to it"),
        help_text=_("Needed for more sessions than the protocol adds. The client does not see it."),
        lines=2,
    )

    def __init__(self, *args, plan, version=1, first=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan, self.version, self.first = plan, version, first
        days = str(self.initial.get("every_days", ""))
        if days and days not in {str(each) for each, _words in OFTEN}:
            self.initial |= {"every_days": OTHERWISE, "other_days": days}
        for number in range(OTHERS_AT_MOST):
            self.fields[f"other_who_{number}"] = Line(label=_("Who"))
            self.fields[f"other_for_{number}"] = Line(label=_("For what"))
        self.fields["sessions_planned"].help_text = _(
            "This protocol foresees %(least)s to %(most)s."
        ) % {"least": plan.sessions_min, "most": plan.sessions_max}
        if version == 1:
            self.fields["reason"].label = _("Why this number, if it is another than foreseen")

    def clean(self):
        said = super().clean()
        if said.get("every_days") == OTHERWISE and "other_days" not in self.errors:
            said["every_days"] = said.get("other_days")
            if not said["every_days"]:
                self.add_error("other_days", _("Say every how many days you meet."))
        sessions = said.get("sessions_planned")
        if not sessions:
            return said
        for need in protocol.agreement_needs(self.plan, sessions, self.first):
            if not said.get(need, "").strip() and need not in self.errors:
                first = self.version == 1 and need == "reason"
                self.add_error(need, OTHER_NUMBER if first else LACKING[need])
        if self.version > 1 and not said.get("reason", "").strip() and "reason" not in self.errors:
            self.add_error("reason", LACKING["reason"])
        said["review_points"] = [n for n in said.get("review_points") or () if n <= sessions]
        return said

    def words(self):
        """The terms, as `actions.propose_contract` takes them."""
        said = super().words()
        said.pop("other_days")
        pairs = [
            (said.pop(f"other_who_{number}"), said.pop(f"other_for_{number}"))
            for number in range(OTHERS_AT_MOST)
        ]
        rows = [{"who": who, "for_what": what} for who, what in pairs if who or what]
        return {**said, "others": {"rows": rows}}

    def groups(self):
        """The fields as the page shows them: (title, fields, pairs of who and for what)."""
        for title, names in GROUPS:
            fields = [self[name] for name in names.split() if name in self.fields]
            yield title, fields, self._others() if "others" in names.split() else ()

    def _others(self):
        return [
            (self[f"other_who_{number}"], self[f"other_for_{number}"])
            for number in range(OTHERS_AT_MOST)
        ]


OTHER_NUMBER = gettext_lazy("Say why it is another number than this form foresees.")
LACKING = {
    "reason": gettext_lazy("Say in a sentence why the agreement changes."),
    "supervisor_note": gettext_lazy(
        "So many sessions more need a word of your supervisor: write down what was said."
    ),
}


FEE = 200  # characters of the practice's words that stand as the fee; the rest says who pays


def beginning(practice, plan) -> dict:
    """What stands in the form before the first agreement: protocol and practice."""
    fee = practice.fee_text.strip()
    first = fee.split("\n", 1)[0][:FEE].strip()
    return {
        "sessions_planned": plan.sessions_default,
        "every_days": plan.every_days,
        "minutes": plan.session_minutes,
        "cancel_hours": 24,
        "missed": "moved",
        "fee": first,
        "fee_payer": fee[len(first) :].strip(),
        "attendance": practice.attendance_text,
        "confidentiality": practice.confidentiality_text,
        "practice_ok": True,
        "review_points": list(plan_reviews(plan)),
    }


def plan_reviews(plan) -> tuple:
    """The sessions at which the protocol looks at how it goes."""
    return tuple(
        point.session for point in plan.decision_points if point.session and point.session > 0
    )


def again(version) -> dict:
    """The terms of the last version, as the form shows them."""
    apart = {"form_key", "reason", "supervisor_note", "other_days"}
    said = {n: getattr(version, n) for n in ContractForm.base_fields if n not in apart}
    rows = (version.others or {}).get("rows", [])[:OTHERS_AT_MOST]
    for number, row in enumerate(rows):
        said |= {f"other_who_{number}": row["who"], f"other_for_{number}": row["for_what"]}
    return said
