"""What every form of the house shares: clean text, limits, keys and versions, kept words."""

import re
import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from .once import fresh_key

LONGEST = 20_000
REQUIRED = forms.Field.default_error_messages["required"]  # Django's own, where a field has none
# Control characters but tab and new line, lone surrogates, and the non-characters of Unicode.
UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean_text(text: str) -> str:
    """Text as it may be stored: line ends unified, control characters removed, all else exact."""
    return UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def search_form(text: str) -> str:
    """Text as it is searched: NFKD without marks, case-folded. Never shown, never stored."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(c for c in parts if not unicodedata.combining(c)).casefold()


class Words(forms.CharField):
    """Free text: a box that grows, 20,000 characters at most, nothing changed but control signs."""

    def __init__(self, *args, lines=3, required=False, **kwargs):
        kwargs.setdefault("max_length", LONGEST)
        kwargs.setdefault("strip", False)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": lines}))
        super().__init__(*args, required=required, **kwargs)
        self.error_messages["max_length"] = _(
            "This is %(show_value)d characters long; at most %(limit_value)d can be kept."
        )

    def to_python(self, value):
        return super().to_python(clean_text(value) if isinstance(value, str) else value)

    def validate(self, value):
        super().validate(value.strip() if isinstance(value, str) else value)


class OnlyForYou(Words):
    """What a therapist notes for their own eyes. While somebody else looks at the screen it is on
    no page (`alone`); a form that was sent without it leaves what stands (`was_shown`)."""

    alone = True

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label", _("Only for you"))
        kwargs.setdefault(
            "help_text", _("Not shown to the client, not in exports, not in supervision.")
        )
        super().__init__(*args, **kwargs)


LEFT_OUT = "left_out"  # of a form: names of fields that were not on its page


def left_out(typed) -> list[str]:
    """The fields that were not on the page from which something was sent: {name: word or words}."""
    said = typed.get(LEFT_OUT, "")
    return " ".join([said] if isinstance(said, str) else said).split()


def unticked(typed, name, was):
    """What a field that is not in `typed` holds: boxes that were unticked are not sent, so ticks
    that were there before (`was`: True or a list) are gone; any other field stays as it was."""
    if not isinstance(was, bool | list) or name in typed or name in left_out(typed):
        return was
    return type(was)()


def was_shown(form, name) -> bool:
    """Whether a field stood on the page from which a form was sent."""
    return form.add_prefix(name) in form.data


class Line(Words):
    """One line of text, 200 characters at most."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault("widget", forms.TextInput())
        super().__init__(*args, **kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        return " ".join(text.splitlines()).strip() if isinstance(text, str) else text


class Scale(forms.TypedChoiceField):
    """0 to 10, both ends named."""

    def __init__(self, *args, low="", high="", required=False, **kwargs):
        self.low, self.high = low, high
        super().__init__(
            *args,
            choices=[(n, str(n)) for n in range(11)],
            coerce=int,
            empty_value=None,
            required=required,
            widget=forms.RadioSelect,
            **kwargs,
        )


class KithForm(forms.Form):
    """Base of all forms. Errors are sentences; what was typed stays.

    apart   a word in the ids of its fields, where it stands on a page with others
    """

    required_css_class = "required"
    use_required_attribute = False
    apart = ""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        if self.apart:
            kwargs.setdefault("auto_id", f"id_{self.apart}_%s")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") == REQUIRED:
                field.error_messages["required"] = _("Please fill this in: it is needed.")


class CreateForm(KithForm):
    """A form that makes something: carries the key that makes it once."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = fresh_key

    def renew_key(self):
        """After SentAlready: the next sending makes a second thing, on purpose."""
        self.data = self.data.copy()
        self.data[self.add_prefix("form_key")] = fresh_key()

    def words(self):
        """The cleaned values without the key."""
        return {k: v for k, v in self.cleaned_data.items() if k != "form_key"}


class EditForm(KithForm):
    """A form that changes something: carries the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def words(self):
        """The cleaned values without the version."""
        return {k: v for k, v in self.cleaned_data.items() if k != "version"}

    def take_version(self, version):
        """After a conflict was shown: the next save is meant to replace `version`."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(version)
