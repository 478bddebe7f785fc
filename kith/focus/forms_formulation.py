from django import forms
from django.utils.translation import gettext_lazy as _

from ipt.focus import formulation as book_formulation
from kith.web.forms import CreateForm, KithForm, Line, OnlyForYou, Words

from .models import FocusChoice


class FormulationWords(KithForm):
    """The text itself, 250 words at most, with the number of the version that was read."""

    read_number = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=32000)
    words = Words(label=_("The text"), lines=9, required=True)

    def clean_words(self):
        """Nothing is cut: what is too long is said, and stays as it was typed."""
        words = self.cleaned_data["words"]
        if book_formulation.too_long(words):
            numbers = {
                "words": book_formulation.words(words),
                "most": book_formulation.WORDS_AT_MOST,
            }
            raise forms.ValidationError(
                _("These are %(words)s words; at most %(most)s. Nothing was cut.") % numbers
            )
        return words

    def take_number(self, number):
        """After another version was shown: the next save is meant to follow `number`."""
        self.data = self.data.copy()
        self.data[self.add_prefix("read_number")] = str(number)


class FormulationForm(FormulationWords):
    """What a formulation is made of, and the text that the client reads."""

    diagnosis_named = Line(
        label=_("What it is called"), help_text=_("You have been suffering from …")
    )
    onset = Line(label=_("When it began"), help_text=_("It began around …"))
    event = Line(label=_("What happened then"), help_text=_("… at about the time …"))
    since = Words(
        label=_("What has happened with people since"), help_text=_("Since then …"), lines=2
    )
    people = forms.MultipleChoiceField(
        label=_("Who is part of it"), widget=forms.CheckboxSelectMultiple, required=False
    )
    link_sentence = Line(
        label=_("How mood and events go together"),
        help_text=_("One whole sentence."),
        max_length=400,
    )
    feeling = Line(label=_("What it makes sense to feel"), help_text=_("It makes sense that …"))
    aim = Line(
        label=_("What for"),
        help_text=_("… so that … Left empty, the goal that you agreed on is said as it is."),
    )
    sessions = forms.IntegerField(
        label=_("In how many sessions"), min_value=1, max_value=60, required=False
    )
    biological = Words(label=_("What in the body plays a part"), lines=2)
    psychological = Words(label=_("What in the person plays a part"), lines=2)
    social = Words(label=_("What around them plays a part"), lines=2)
    cultural_spiritual = Words(label=_("What of culture or faith plays a part"), lines=2)
    strengths = Words(label=_("Strengths"), lines=2)
    supports = Words(label=_("Who and what helps"), lines=2)
    takes_over = forms.BooleanField(
        label=_("This version takes over what the client said"), required=False
    )
    private = OnlyForYou(label=_("Only for you: how the client attaches to people"))
    private_version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, required=False
    )

    def __init__(self, *args, people=(), names_illness=True, waiting=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [(str(person.id), person.name) for person in people]
        dropped = {
            "people": not people,
            "diagnosis_named": not names_illness,
            "takes_over": not waiting,
        }
        for name, gone in dropped.items():
            if gone:
                del self.fields[name]

    def made_of(self):
        """The fields of the sentences, then those around them."""
        around = (*book_formulation.VULNERABILITIES, "strengths", "supports")
        sentences = [name for name in book_formulation.PARTS if name not in around]
        return [
            [self[name] for name in names if name in self.fields]
            for names in (["people", *sentences, "sessions"], around)
        ]

    def parts(self):
        """What it is made of, by the names of the book; what is empty is left out."""
        said = self.cleaned_data
        found = {name: (said.get(name) or "").strip() for name in book_formulation.PARTS}
        return {name: text for name, text in found.items() if text}


class FormulationAnswerForm(CreateForm):
    """What the client says to the version that was read."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=32000)
    fits = forms.ChoiceField(
        label=_("Does it fit?"), choices=FocusChoice.AGREES, widget=forms.RadioSelect
    )
    said = Words(label=_("What fits, and what does not?"))

    def words(self):
        """The values as the action takes them."""
        return {"fits": self.cleaned_data["fits"], "words": self.cleaned_data["said"]}

    def take_number(self, number):
        """After a newer version was shown: the next answer is meant for it."""
        self.data = self.data.copy()
        self.data[self.add_prefix("number")] = str(number)
