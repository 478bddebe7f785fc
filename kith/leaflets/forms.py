from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ipt import forms as book_forms
from kith.web import book
from kith.web.forms import CreateForm, Line, Words


def topics():
    form, words = book_forms.load("psychoeducation"), book.form_words("psychoeducation")
    rows = [(id, words.choice("topics", id)) for id in form.field("topics").choices]
    return [("", _("something else")), *rows]


class LeafletForm(CreateForm):
    """A text of the practice."""

    title = Line(
        label=_("Title"), required=True, error_messages={"required": _("Give it a title.")}
    )
    topic = forms.ChoiceField(label=_("What it explains"), choices=topics, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    names_condition = forms.BooleanField(
        label=_("It speaks of an illness or a condition"),
        help_text=_("Then it is not offered on a course without a diagnosis."),
        required=False,
    )
    words = Words(
        label=_("Text"),
        lines=12,
        required=True,
        help_text=_("Plain words. An empty line begins a new paragraph."),
        error_messages={"required": _("Write what it says.")},
    )

    def text(self):
        """The cleaned values, as `actions.write` takes them."""
        return {k: v for k, v in self.cleaned_data.items() if k != "form_key"}


class GiveForm(forms.Form):
    """Which leaflet is handed over."""

    leaflet = forms.UUIDField()
