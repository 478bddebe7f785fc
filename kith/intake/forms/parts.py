from django import forms
from django.utils.translation import gettext_lazy as _

from kith.web.book_forms.fields import YES_NO
from kith.web.forms import EditForm, Line, OnlyForYou, Scale, Words

from .. import rows

SO_FAR = [
    ("first", _("For the first time")),
    ("recurrent", _("It has come back")),
    ("chronic", _("It has been there for years")),
    ("unclear", _("Not clear yet")),
]


class PartForm(rows.Rows, EditForm):
    """A part of the consultation, with its private twin.

    before   {field: kind of rows that stand before it}; titles: their headings
    """

    before: dict = {}
    titles: dict = {}

    private = OnlyForYou()
    private_version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields([n for n in self.fields if not n.startswith("private")])
        self.add_rows()

    def clean(self):
        said = super().clean()
        self.check_rows()
        return said

    def shared(self):
        """What goes into the record that may be shared."""
        own = {"private", "private_version", "explained"}
        return self.with_rows({k: v for k, v in self.words().items() if k not in own})

    def groups(self):
        """The page in order: fields, and rows where the field after which they stand is reached."""
        cells = {f"{kind}-" for kind in self.kinds}
        for field in self:
            if any(field.name.startswith(cell) for cell in cells):
                continue
            kind = self.before.get(field.name)
            if kind:
                shown, further = self.lines(kind)
                yield {"kind": kind, "title": self.titles[kind], "shown": shown, "more": further}
            yield {"field": field}

    def take_private_version(self, version):
        self.data = self.data.copy()
        self.data[self.add_prefix("private_version")] = str(version)


class PresentingForm(PartForm):
    kinds = ("tried", "medicines")
    before = {"treatments": "tried", "medication": "medicines"}
    titles = {"tried": _("What has been tried before"), "medicines": _("Medication")}

    challenges = Words(
        label=_("In their own words"),
        help_text=_("What is hardest just now, and since when."),
        lines=4,
    )
    onset = Line(
        label=_("When it began"),
        help_text=_("A day, a month, a season: as exact as they can say."),
    )
    course_so_far = forms.ChoiceField(
        label=_("How it has gone so far"),
        choices=SO_FAR,
        widget=forms.RadioSelect,
        required=False,
    )
    mood = Scale(
        label=_("Mood in the last week"),
        help_text=_("0 is the worst it has ever been, 10 the best."),
        low=_("worst"),
        high=_("best"),
    )
    treatments = Words(label=_("More about what was tried"), lines=1)
    medication = Words(label=_("More about medication"), lines=1)
    health = Words(label=_("Physical health"), lines=2)
    substances = Words(label=_("Alcohol and other substances"), lines=2)
    around_birth = forms.ChoiceField(
        label=_("Expecting a baby, or a birth within the last twelve months"),
        help_text=_("Then a questionnaire made for that time is offered."),
        choices=YES_NO,
        widget=forms.RadioSelect,
        required=False,
    )
    who_knows = Words(label=_("Who knows how things are"), lines=2)

    def clean_mood(self):
        mood = self.cleaned_data["mood"]
        return "" if mood is None else str(mood)


class PatternsForm(PartForm):
    kinds = ("people",)
    before = {"key_people": "people"}
    titles = {"people": _("People who matter now")}

    key_people = Words(
        label=_("More about them"),
        help_text=_("Up to five for the first conversation; the circle comes later."),
        lines=2,
    )
    patterns = Words(
        label=_("How it goes with them"),
        help_text=_("What happens, who says what, how it ends."),
        lines=4,
    )
    recent_changes = Words(label=_("What has changed lately"), lines=2)
    supports = Words(label=_("Who helps now"), lines=2)


class HopesForm(PartForm):
    first = Line(
        label=_("What they hope will change"),
        help_text=_("One is enough, three at most."),
        required=True,
    )
    second = Line(label=_("A second hope"))
    third = Line(label=_("A third hope"))
    explained = forms.BooleanField(
        label=_("I have explained IPT: how it works, how long it takes, what is asked of both"),
        required=False,
    )
    leaflet = Line(label=_("Leaflet given"), help_text=_("Which one, with its version or date."))
    questions = Words(label=_("What they asked about it"), lines=2)
