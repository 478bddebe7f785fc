from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from ipt.measures.definition import NOT_APPLICABLE
from kith.measures import shelf
from kith.measures.words import by_domain, domain_words
from kith.web.forms import CreateForm, KithForm

from . import questions, said, sending
from .models import SOURCES

HOW_OFTEN = [
    ("0", _("not in this course")),
    ("1", _("at every check-in")),
    ("2", _("at every second check-in")),
    ("4", _("at every fourth check-in, and the last")),
    ("once", _("once, until it is answered")),
    ("ends", _("at the beginning and at the end")),
]
DOES_NOT_APPLY = (NOT_APPLICABLE, _("does not apply to me"))


def value(text):
    """An answer as it is kept: a number, or that the question does not apply."""
    return text if text == NOT_APPLICABLE else int(text)


class ItemForm(KithForm):
    """One question. `checkin` says to which check-in the page belongs."""

    checkin = forms.UUIDField(widget=forms.HiddenInput, required=False)
    answer = forms.TypedChoiceField(
        coerce=value,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the answers, or say that you would rather not answer.")
        },
    )

    def __init__(self, *args, question, **kwargs):
        super().__init__(*args, **kwargs)
        words, id = questions.words(question), question.item.linkId
        self.fields["answer"].label = words.item(id)
        offered = [(each, words.option(id, each)) for each in question.item.options]
        apart = [DOES_NOT_APPLY] if question.item.not_applicable_allowed else []
        self.fields["answer"].choices = offered + apart

    @property
    def passed_over(self):
        """Whether the person would rather not answer."""
        return "skip" in self.data


class WhichForm(KithForm):
    """Which questionnaire is typed in, and for which day. `also`: one that is being typed in, so
    that its answers stay on the page even if it was turned off meanwhile."""

    measure = forms.ChoiceField(label=_("Questionnaire"))
    on = forms.DateField(
        label=_("Answered for the meeting on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args, also=None, **kwargs):
        super().__init__(*args, **kwargs)
        offered = grouped()
        self.on_now = {id for _domain, group in offered for id, _title in group}
        if also in set(shelf.here().all_ids()) - self.on_now:
            offered = [*offered, (also, said.wording(also).title)]
        self.fields["measure"].choices = offered


class AnswersForm(KithForm):
    """A whole questionnaire, question by question."""

    def __init__(self, *args, measure, **kwargs):
        super().__init__(*args, **kwargs)
        self.measure, words = measure, said.wording(measure.id)
        for item in measure.items:
            offered = [(each, said.option(words, item.linkId, each)) for each in item.options]
            apart = [DOES_NOT_APPLY] if item.not_applicable_allowed else []
            self.fields[item.linkId] = forms.TypedChoiceField(
                label=f"{item.number}. {words.item(item.linkId)}",
                help_text=_("Asked only after some of the answers before.") if item.show_if else "",
                choices=offered + apart,
                coerce=value,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )

    def items(self):
        """The bound fields of the questions, in order."""
        return [self[item.linkId] for item in self.measure.items]

    def answers(self) -> dict:
        """What was filled in; a question left open is missing, never 0."""
        given = {item.linkId: self.cleaned_data[item.linkId] for item in self.measure.items}
        return {item: value for item, value in given.items() if value is not None}

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.answers():
            raise forms.ValidationError(_("Fill in at least one answer."))
        return cleaned


class EnterForm(AnswersForm, CreateForm):
    """The answers as they were given on paper or aloud."""

    source = forms.ChoiceField(
        label=_("How it was answered"),
        choices=[choice for choice in SOURCES if choice[0] != "screen"],
        widget=forms.RadioSelect,
    )


class CorrectForm(AnswersForm):
    """The same, to put right what was typed in."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def take_version(self, version):
        """After a conflict was shown: the next save is meant to replace `version`."""
        self.data = self.data.copy()
        self.data["version"] = str(version)


class PlanForm(KithForm):
    """How often each questionnaire goes out, and what the client declines. Those that the protocol
    names and those planned stand in rows; any other can be added.

    told   those that what was told in the first conversation asks for
    """

    more = forms.ChoiceField(label=_("One more"), required=False)
    more_often = forms.ChoiceField(
        label=_("How often"), required=False, choices=HOW_OFTEN[1:], initial="1"
    )

    def __init__(self, *args, ids, told=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.ids, self.told = ids, told
        self.fields["more"].choices = [("", _("none")), *grouped(ids)]
        for id in ids:
            every = forms.ChoiceField(
                label=said.wording(id).title,
                choices=self._often(id),
                required=self._said(id),
            )
            declined = forms.BooleanField(
                label=_("The client does not want this one"), required=False
            )
            self.fields |= {f"every-{id}": every, f"declined-{id}": declined}

    def _said(self, id):
        """Whether the form says anything about it; if not, it stays as it is."""
        return not self.is_bound or f"every-{id}" in self.data

    def _often(self, id):
        """The choices, and what is set now where it is none of them."""
        code = self.initial.get(f"every-{id}", "0")
        if code in dict(HOW_OFTEN):
            return HOW_OFTEN
        words = _("at each of %(number)s check-ins, the last") % {"number": code}
        return [*HOW_OFTEN, (code, words)]

    @classmethod
    def start(cls, plans, usual, ids) -> dict:
        """Start values: what was set, else the protocol's own."""
        found = {f"every-{id}": "0" for id in ids}
        found |= {f"every-{id}": str(every) for id, every in (usual if not plans else {}).items()}
        for plan in plans:
            often = str(plan.every) if plan.times == "every" else plan.times
            found[f"every-{plan.measure}"] = often
            found[f"declined-{plan.measure}"] = plan.declined
        return found

    def rows(self):
        """For the page: the two fields of each questionnaire."""
        return [
            {
                "every": self[f"every-{id}"],
                "declined": self[f"declined-{id}"],
                "help": " ".join(str(words) for words in (self._told(id), self._way(id)) if words),
            }
            for id in self.ids
        ]

    def _told(self, id):
        """That what was told asks for a questionnaire, in words."""
        return _("Made for what was told in the first conversation.") if id in self.told else ""

    @staticmethod
    def _way(id):
        """What hinders a questionnaire from going out on a screen, in words."""
        if sending.on_screen(id):
            return ""
        if shelf.here().state(id).on:
            return _("Typed in from a licensed form, never sent.")
        return _("Off in this practice: it does not go out.")

    def chosen(self):
        """(measure, how often, when, declined) of each questionnaire."""
        given = self.cleaned_data
        set_ = [id for id in self.ids if given[f"every-{id}"]]
        rows = [(id, *_when(given[f"every-{id}"]), given[f"declined-{id}"]) for id in set_]
        if given["more"]:
            rows.append((given["more"], *_when(given["more_often"] or "1"), False))
        return rows


def _when(code):
    """How many check-ins apart, and the kind of rhythm (MeasurePlan.TIMES)."""
    return (int(code), "every") if code.isdigit() else (1, code)


def grouped(without=()):
    """Every questionnaire that may be used here, by what it is about, for a list to choose from."""
    here = shelf.here()
    known = [here.load(id) for id in here.ids() if id not in without]
    asked = [measure for measure in known if measure.repeat_per is None]
    return [
        (domain_words(name), [(each.id, said.wording(each.id).title) for each in group])
        for name, group in by_domain(asked)
    ]


class PrepareForm(KithForm):
    """The day for which a check-in goes out now."""

    on = forms.DateField(
        label=_("For the meeting on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2199, 12, 31))],
    )
