from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from ipt.safety import plan, risk_screen, stops
from kith import clock
from kith.web import book
from kith.web.forms import CreateForm, EditForm, KithForm, Line, Words

from . import pages
from .models import EmergencyContact, RiskScreen

LOWER = _("Why lower than the answers suggest")
HELP = {"past_attempts": _("Left empty: none was told of.")}
YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def _yes_no(label, **more):
    return forms.ChoiceField(
        label=label, choices=YES_NO, widget=forms.RadioSelect, required=False, **more
    )


class ScreenForm(CreateForm):
    """The risk screen: what was asked, the level as the clinician judges it, and the private
    question, asked alone. A question left open was not asked."""

    def __init__(self, *args, zone="UTC", **kwargs):
        super().__init__(*args, **kwargs)
        self.today = clock.today(zone)
        for question in risk_screen.questions():
            label = book.text(f"risk_screen.{question.id}")
            make = _yes_no if question.kind == "yes-no" else Words
            self.fields[question.id] = make(label=label, help_text=HELP.get(question.id, ""))
        self._add_judgement()
        self._add_private()

    def _add_judgement(self):
        def words(name):
            return book.text(f"risk_screen.{name}")

        self.fields["clinician_level"] = forms.ChoiceField(
            label=words("level"),
            choices=book.choices("risk_level", [level for level, _same in RiskScreen.LEVELS]),
            widget=forms.RadioSelect,
        )
        self.fields["rationale"] = Words(label=words("rationale"), required=True)
        self.fields["lower_because"] = Line(
            label=LOWER, help_text=_("Only where the level is below what the answers suggest.")
        )
        self.fields["action"] = Words(label=words("action"))
        self.fields["next_check_on"] = forms.DateField(
            label=words("next_check"),
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        )
        self.fields["told_whom"] = Line(label=words("told_whom"))
        self.fields["consent"] = Line(label=words("consent"))

    def _add_private(self):
        for name in stops.questions():
            self.fields[f"private_{name}"] = _yes_no(book.text(f"private_question.{name}"))
        self.fields["private_question"] = forms.ChoiceField(
            label=_("The private question, asked alone"),
            choices=book.choices("private_answer", [a for a, _same in RiskScreen.PRIVATE]),
            widget=forms.RadioSelect,
            initial="not_asked",
            help_text=_(
                "Until it is asked, or if the answer is fear or harm, three acts wait: a joint "
                "session, practice with a person, a letter to the home address."
            ),
        )
        self.fields["safety_note"] = Words(
            label=_("Safety note"), help_text=_("For you alone; never on the client's pages.")
        )

    def suggestion(self):
        """What the answers as typed suggest, in words; None while nothing raises the level."""
        return pages.suggestion(self._answers())

    @property
    def begun(self):
        """Whether any question of the screen has an answer yet."""
        return bool(self._answers())

    def _answers(self):
        typed = self.cleaned_data if self.is_bound else self.initial
        said = {q.id: typed.get(q.id) for q in risk_screen.questions()}
        return {id: given for id, given in said.items() if given}

    def asked(self):
        """The bound fields of the screen itself, in order."""
        return [self[question.id] for question in risk_screen.questions()]

    def private(self):
        """The bound fields of the private question, in order."""
        return [self[f"private_{name}"] for name in stops.questions()]

    def clean(self):
        said = super().clean()
        level = said.get("clinician_level")
        if level:
            self._needs_a_next_step(said, level)
        if level and risk_screen.lower(level, risk_screen.suggest(pages.as_asked(self._answers()))):
            self._needs_a_reason(said)
        if said.get("private_question") in ("not_asked", "asked_no_fear") and any(
            said.get(f"private_{name}") == "yes" for name in stops.questions()
        ):
            self.add_error(
                "private_question",
                _("One of the answers above is yes: choose 'fear or harm', or correct the answer."),
            )
        return said

    def _needs_a_next_step(self, said, level):
        hours = {each.id: each.next_contact_hours for each in risk_screen.levels()}[level]
        if risk_screen.asks_for_crisis_steps(level) and not (said.get("action") or "").strip():
            self.add_error("action", _("At this level, write down what was done."))
        day = said.get("next_check_on")
        if hours and not day and "next_check_on" not in self.errors:
            self.add_error("next_check_on", _("At this level, set the day of the next check."))
        elif hours and day and day > self.today + timedelta(hours=hours):
            self.add_error(
                "next_check_on",
                _("At this level the next contact is due within %(hours)d hours.")
                % {"hours": hours},
            )

    def _needs_a_reason(self, said):
        level = self.suggestion()["level"]
        if not said.get("lower_because"):
            self.add_error(
                "lower_because",
                _("The answers suggest: %(level)s. Your level stands; say why it is lower.")
                % {"level": level},
            )
        if not said.get("next_check_on") and "next_check_on" not in self.errors:
            self.add_error(
                "next_check_on",
                _("The answers suggest: %(level)s. Set the day of the next check.")
                % {"level": level},
            )

    def said(self):
        """The values as record_screen takes them. Why a level is lower stands with its reasons."""
        words = self.words()
        if lower := words.pop("lower_because"):
            words["rationale"] += f"\n\n{LOWER}: {lower}"
        asked = {q.id: words.pop(q.id) for q in risk_screen.questions()}
        private = {name: words.pop(f"private_{name}") for name in stops.questions()}
        return {
            **words,
            "answers": {id: given for id, given in asked.items() if given},
            "private_answers": {name: given for name, given in private.items() if given},
        }


class AcknowledgeForm(CreateForm):
    """What a clinician did about a concern."""

    done = Words(label=_("What you did"), required=True, lines=4)


class ContactForm(EditForm):
    """Whom to call, asked alone."""

    name = Line(label=_("Name"), required=True)
    relation = Line(label=_("Who this is to the client"))
    phone = Line(label=_("Telephone"), widget=forms.TextInput(attrs={"type": "tel"}))
    safe_to_call = forms.ChoiceField(
        label=_("May we call them?"), choices=EmergencyContact.SAFE, widget=forms.RadioSelect
    )
    not_to_say = Words(
        label=_("What must not be said to them"),
        help_text=_("For example, that the client comes here at all."),
    )


class PlanForm(KithForm):
    """The seven parts of a safety plan, some lines each. An empty line is left out."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    SPARE = 1

    def __init__(self, *args, saved=None, **kwargs):
        super().__init__(*args, **kwargs)
        saved = saved or {}
        self.shown = {}
        for part in plan.parts():
            self.shown[part.id] = min(part.most, max(2, self._filled(part, saved) + self.SPARE))
            for row in range(part.most):
                self._add_row(part, row, saved)

    def _filled(self, part, saved):
        """How many lines of a part were saved, or typed into an unsaved draft."""
        typed = [
            row + 1
            for row in range(part.most)
            if any(self.initial.get(f"{part.id}-{row}-{field.name}") for field in part.fields)
        ]
        return max([len(saved.get(part.id, [])), *typed])

    def _add_row(self, part, row, saved):
        lines = saved.get(part.id, [])
        values = lines[row] if row < len(lines) else {}
        for field in part.fields:
            name = f"{part.id}-{row}-{field.name}"
            self.fields[name] = _plan_field(part, field)
            self.fields[name].initial = values.get(field.name, "")

    def take_number(self, number):
        """After a conflict was shown: the next save is meant to follow version `number`."""
        self.data = self.data.copy()
        self.data["number"] = str(number)

    def parts(self):
        """For the page: each part with its lines of bound fields."""
        for part in plan.parts():
            yield {
                "part": part,
                "lines": [
                    [self[f"{part.id}-{row}-{field.name}"] for field in part.fields]
                    for row in range(self._rows(part))
                ],
            }

    def _rows(self, part):
        if not self.is_bound:
            return self.shown[part.id]
        sent = [
            row for row in range(part.most) if f"{part.id}-{row}-{part.fields[0].name}" in self.data
        ]
        return max([*[row + 1 for row in sent], 1])

    def said(self):
        """The parts as they are stored: part id to its filled lines."""
        return {part.id: lines for part in plan.parts() if (lines := self._lines(part))}

    def _lines(self, part):
        rows = (
            {
                field.name: self.cleaned_data.get(f"{part.id}-{row}-{field.name}") or ""
                for field in part.fields
            }
            for row in range(part.most)
        )
        return [row for row in rows if any(row.values())]


def _plan_field(part, field):
    label = book.text(f"plan.field.{field.name}")
    if field.kind == "choice":
        return forms.ChoiceField(
            label=label,
            required=False,
            choices=[("", _("not said")), *book.choices("plan.choice", part.choices)],
        )
    if field.kind == "yes-no":
        return forms.ChoiceField(
            label=label, required=False, choices=[("", _("not said")), *YES_NO]
        )
    if field.kind == "0-10":
        numbers = [(str(number), str(number)) for number in range(11)]
        return forms.ChoiceField(
            label=label, required=False, choices=[("", _("not said")), *numbers]
        )
    kind = "tel" if field.kind == "phone" else "text"
    return Line(label=label, widget=forms.TextInput(attrs={"type": kind}))
