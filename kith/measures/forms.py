from django import forms
from django.utils.translation import gettext_lazy as _

from ipt.reading import BrokenBook
from kith.web.forms import CreateForm, Line, Words, clean_text

from . import checking, shelf
from .models import MeasureConfirmation


class ConfirmForm(CreateForm):
    """On what ground the practice uses a measure."""

    kind = forms.ChoiceField(
        label=_("On what ground"), choices=MeasureConfirmation.KINDS, widget=forms.RadioSelect
    )
    statement = Words(
        label=_("In your own words"),
        help_text=_("Who uses it for what, or who gave the permission and where it is kept."),
        required=True,
        max_length=2000,
    )


class OwnForm(CreateForm):
    """A definition under the practice's own licence: a file, or its text."""

    file = forms.FileField(
        label=_("File"), required=False, widget=forms.FileInput(attrs={"accept": ".json"})
    )
    text = Words(
        label=_("Or its text"),
        help_text=_("A kith-measure/1 definition with its words inside."),
        max_length=checking.LONGEST_TEXT,
        lines=10,
    )
    holder = Line(label=_("Who holds the licence"), required=True)
    proof = Line(
        label=_("Where the licence is kept"),
        help_text=_("A number or a place, so that it can be found."),
        required=True,
    )
    expires_on = forms.DateField(
        label=_("It counts until"),
        help_text=_("Leave open if it has no end."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    sure = forms.BooleanField(
        label=_("The practice may use this text with its clients"),
        error_messages={"required": _("Only a text that the practice may use can be added.")},
    )

    measure = wording = None

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_expires_on(self):
        """A last day that is not over: what has run out is never asked."""
        until = self.cleaned_data["expires_on"]
        if until and until < self.today:
            raise forms.ValidationError(_("This day is over: it would never be asked."))
        return until

    def clean(self):
        cleaned = super().clean()
        text = self._text(cleaned)
        if text and "text" not in self.errors and "file" not in self.errors:
            self._understand(text)
        return cleaned

    def _text(self, cleaned):
        """The text of the file, if one came, kept in the box so that it is not lost."""
        file = cleaned.get("file")
        if file:
            try:
                cleaned["text"] = clean_text(file.read().decode("utf-8-sig"))
            except UnicodeDecodeError:
                self.add_error("file", _("This file is no text in UTF-8."))
                return ""
            self.data = self.data.copy()
            self.data[self.add_prefix("text")] = cleaned["text"]
        elif not cleaned.get("text", "").strip():
            self.add_error("text", _("Choose a file, or put its text here."))
        return cleaned.get("text", "").strip() and cleaned["text"]

    def _understand(self, text):
        try:
            self.measure, self.wording = shelf.read(text)
        except BrokenBook as broken:
            self.add_error("text", f"{broken.where}: {broken.reason}")

    def troubles(self) -> list:
        """What speaks against it."""
        return checking.troubles(self.measure, self.wording)

    def refuse(self, reasons):
        """Put what speaks against it beside its text."""
        for reason in reasons:
            self.add_error("text", reason)

    def words(self):
        """What is kept."""
        return {name: self.cleaned_data[name] for name in ("text", "holder", "proof", "expires_on")}
