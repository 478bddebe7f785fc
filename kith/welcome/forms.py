"""What may be said on public pages, and by whom."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ipt import about
from ipt.conditions import conditions
from kith import clock
from kith.web import book, images
from kith.web.forms import EditForm, KithForm, Line, Words

ROWS_TO_SPARE, MOST_ROWS = 2, 20
EARLIEST = 1940


def honest(words):
    """Words of one's own, refused where they promise more than is known."""
    found = about.claims(words, book.language())
    if found:
        raise forms.ValidationError(
            gettext("“%(claim)s” promises more than anybody knows. Say what it may do instead.")
            % {"claim": found[0]}
        )
    return words


class FaceForm(EditForm):
    """What the practice is called in public, and whether its pages are open."""

    public_name = Line(
        label=_("Name in public"),
        max_length=120,
        help_text=_(
            "On the public pages, where one signs in, on paper. Empty: the practice's name."
        ),
    )
    public_line = Line(
        label=_("One line below it"),
        help_text=_("What you are, where you are: whatever somebody looks for."),
    )
    pages_open = forms.BooleanField(
        label=_("Anybody may read these pages"),
        help_text=_("Until you tick this, only administrators see them."),
        required=False,
    )
    in_search = forms.BooleanField(
        label=_("Search engines may list them"),
        help_text=_("If not, the pages ask every search engine to leave them out."),
        required=False,
    )
    telling_titles = forms.BooleanField(
        label=_("The title of the window says what a page is about"),
        help_text=_(
            "If not, it is a neutral word, so that nobody who passes by can tell. "
            "The title stays in the browser's history."
        ),
        required=False,
    )

    def clean_public_line(self):
        return honest(self.cleaned_data["public_line"])


class OwnWords(EditForm):
    """What the practice says itself on one page."""

    words = Words(
        label=_("Your own words"),
        max_length=4000,
        lines=10,
        help_text=_(
            "Plain text, an empty line between paragraphs. It stands at the top of the page."
        ),
    )

    def clean_words(self):
        return honest(self.cleaned_data["words"])


class LogoForm(KithForm):
    """A picture, judged by what is in it."""

    logo = forms.FileField(
        label=_("A picture"),
        help_text=_(
            "PNG, JPEG or WebP, 10 MB at most. It is drawn anew on white; everything else that "
            "the file holds is left behind."
        ),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        error_messages={"required": _("Choose a file first.")},
    )

    def clean_logo(self):
        sent = self.cleaned_data["logo"]
        if sent.size > images.MOST_BYTES:
            raise forms.ValidationError(images.TOO_HEAVY)
        return sent


class VersionRead(KithForm):
    """A button about what was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class ProfileForm(EditForm):
    """Oneself, for anybody to read. Credentials are rows of what, from whom, and the year."""

    title = Line(
        label=_("Title"),
        max_length=120,
        help_text=_("As on your papers, such as Clinical psychologist. It is checked."),
    )
    languages = Line(label=_("Languages"), help_text=_("In which one can talk with you."))
    areas = forms.MultipleChoiceField(
        label=_("What you offer help with"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    words = Words(
        label=_("A few words"),
        max_length=1200,
        lines=5,
        help_text=_("How you work, in plain words. Promise nothing that nobody can promise."),
    )
    shown = forms.BooleanField(
        label=_("Show me on the public page"),
        help_text=_(
            "It appears once an administrator has seen the papers behind your credentials."
        ),
        required=False,
    )

    def __init__(self, *args, rows=0, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["areas"].choices = [
            (each.id, book.text(f"condition.{each.id}.title")) for each in conditions()
        ]
        asked = self._rows_sent() if self.is_bound else rows
        self.rows = range(1, min(asked + ROWS_TO_SPARE, MOST_ROWS) + 1)
        for n in self.rows:
            self.fields[f"what_{n}"] = Line(label=_("What"), max_length=120)
            self.fields[f"body_{n}"] = Line(label=_("From whom"), max_length=120)
            self.fields[f"year_{n}"] = forms.IntegerField(
                label=_("Year"), required=False, min_value=EARLIEST, max_value=2**15
            )

    def _rows_sent(self):
        sent = [n for n in range(1, MOST_ROWS + 1) if f"what_{n}" in self.data]
        return max([0, *(n - ROWS_TO_SPARE for n in sent)])

    def lines(self):
        """The rows as fields, for the page."""
        return [(n, self[f"what_{n}"], self[f"body_{n}"], self[f"year_{n}"]) for n in self.rows]

    def clean_words(self):
        return honest(self.cleaned_data["words"])

    def clean_title(self):
        return honest(self.cleaned_data["title"])

    def clean(self):
        typed, now = super().clean(), clock.now().year
        for n in self.rows:
            what, body, year = (typed.get(f"{part}_{n}") for part in ("what", "body", "year"))
            if (body or year) and not what and f"what_{n}" not in self.errors:
                self.add_error(f"what_{n}", gettext("Say what it is."))
            if year and year > now:
                self.add_error(f"year_{n}", gettext("This year is still to come."))
        return typed

    def said(self):
        """The values as a profile keeps them; empty rows are left out."""
        typed = self.cleaned_data
        own = ("title", "languages", "areas", "words", "shown")
        rows = [
            {"what": typed[f"what_{n}"], "body": typed[f"body_{n}"], "year": typed[f"year_{n}"]}
            for n in self.rows
        ]
        return {**{k: typed[k] for k in own}, "credentials": [r for r in rows if r["what"]]}

    @staticmethod
    def start(profile):
        """Start values from what is saved."""
        if profile is None:
            return {"version": 0}
        own = ("title", "languages", "areas", "words", "shown", "version")
        rows = {
            f"{part}_{n}": row[part]
            for n, row in enumerate(profile.credentials, start=1)
            for part in ("what", "body", "year")
        }
        return {**{name: getattr(profile, name) for name in own}, **rows}
