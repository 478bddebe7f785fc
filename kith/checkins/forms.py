from django import forms
from django.utils.translation import gettext_lazy as _

from ipt.measures import library
from kith.web.forms import CreateForm, KithForm

from . import questions, said
from .models import SOURCES

HOW_OFTEN = [
    (0, _("not in this course")),
    (1, _("at every check-in")),
    (2, _("at every second check-in")),
    (4, _("at every fourth check-in")),
]


class ItemForm(KithForm):
    """One question. `checkin` says to which check-in the page belongs."""

    checkin = forms.UUIDField(widget=forms.HiddenInput, required=False)
    answer = forms.TypedChoiceField(
        coerce=int,
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
        self.fields["answer"].choices = [
            (value, words.option(id, value)) for value in question.item.options
        ]

    @property
    def passed_over(self):
        """Whether the person would rather not answer."""
        return "skip" in self.data


class WhichForm(KithForm):
    """Which questionnaire is typed in, and for which day."""

    measure = forms.ChoiceField(label=_("Questionnaire"))
    on = forms.DateField(
        label=_("Answered for the meeting on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = [(id, said.wording(id).title) for id in library.ids()]


class EnterForm(CreateForm):
    """A whole questionnaire as it was answered on paper or aloud."""

    source = forms.ChoiceField(
        label=_("How it was answered"),
        choices=[choice for choice in SOURCES if choice[0] != "screen"],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, measure, **kwargs):
        super().__init__(*args, **kwargs)
        self.measure, words = measure, said.wording(measure.id)
        for item in measure.items:
            self.fields[item.linkId] = forms.TypedChoiceField(
                label=f"{item.number}. {words.item(item.linkId)}",
                choices=[
                    (value, self._option(words, item.linkId, value)) for value in item.options
                ],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )

    @staticmethod
    def _option(words, item, value):
        text = words.option(item, value)
        return text if text == str(value) else f"{value} · {text}"

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


class PlanForm(KithForm):
    """How often each questionnaire goes out, and what the client declines."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for id in library.ids():
            words = said.wording(id)
            self.fields[f"every-{id}"] = forms.TypedChoiceField(
                label=words.title, choices=HOW_OFTEN, coerce=int
            )
            self.fields[f"declined-{id}"] = forms.BooleanField(
                label=_("The client does not want this one"), required=False
            )

    @classmethod
    def start(cls, plans, usual) -> dict:
        """Start values: what was set, else the protocol's own."""
        found = {f"every-{id}": 0 for id in library.ids()}
        found |= {f"every-{id}": every for id, every in (usual if not plans else {}).items()}
        for plan in plans:
            found[f"every-{plan.measure}"] = plan.every
            found[f"declined-{plan.measure}"] = plan.declined
        return found

    def rows(self):
        """For the page: the two fields of each questionnaire."""
        return [(self[f"every-{id}"], self[f"declined-{id}"]) for id in library.ids()]

    def chosen(self):
        """(measure, how often, declined) of each questionnaire."""
        said_ = self.cleaned_data
        return [(id, said_[f"every-{id}"], said_[f"declined-{id}"]) for id in library.ids()]


class PrepareForm(KithForm):
    """The day for which a check-in goes out now."""

    on = forms.DateField(
        label=_("For the meeting on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
