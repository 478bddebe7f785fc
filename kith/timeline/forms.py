from django import forms
from django.utils.translation import gettext_lazy as _

from ipt import forms as book_forms
from ipt.timeline import VALENCES
from kith.web import book
from kith.web.forms import CreateForm, EditForm, KithForm, Line, Scale, Words
from kith.web.rough_dates import RoughDate

from . import reading
from .models import Event, SymptomMarker


class Labelled(forms.Form):
    """A form whose words are those of the timeline's form in the book.

    zone     of whoever types, for "5 months ago"
    own      whether the client types
    people   [(id, name)] of the inventory
    areas    ids of the focus areas on offer
    """

    LABELS = {}

    def __init__(self, *args, zone="UTC", own=False, people=(), areas=(), **kwargs):
        super().__init__(*args, **kwargs)
        words = book.form_words("timeline")
        for name, path in self.LABELS.items():
            self.fields[name].label = words.label(path)
        for field in self.fields.values():
            if isinstance(field, RoughDate):
                field.zone = zone
        self.set_out(words, own, people, areas)

    def set_out(self, words, own, people, areas):
        """What depends on who asks."""


def kinds():
    choices = book_forms.load("timeline").field("events.kind").choices
    return [("", _("not said")), *book.choices("list.event_kind", choices)]


def valences(words):
    """From very hard to very good, each a number with its sign, the ends in words."""
    ends = dict(zip((VALENCES[0], VALENCES[-1]), words.ends["events.valence"], strict=True))
    signed = {n: f"{'+' if n > 0 else '−' if n < 0 else ''}{abs(n)}" for n in VALENCES}
    told = [(n, f"{signed[n]}, {ends[n]}" if n in ends else signed[n]) for n in VALENCES]
    return [("", _("not said")), *told]


class EventFields(Labelled):
    """What happened, about when, how it was, who was in it."""

    LABELS = {
        "title": "events.title", "when": "events.date", "kind": "events.kind",
        "valence": "events.valence", "person_ids": "events.people",
        "area": "events.focus_area", "told_by": "events.told_by",
        "hide_from_joint_sessions": "events.hide_from_joint",
    }  # fmt: skip

    title = Line(required=True)
    when = RoughDate(required=True)
    kind = forms.ChoiceField(choices=kinds, required=False)
    valence = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)
    person_ids = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    area = forms.ChoiceField(required=False)
    told_by = forms.ChoiceField(choices=Event.TOLD_BY, required=False)
    hide_from_joint_sessions = forms.BooleanField(required=False)

    def set_out(self, words, own, people, areas):
        self.fields["valence"].choices = valences(words)
        self.fields["person_ids"].choices = list(people)
        if not people:
            del self.fields["person_ids"]
        if own:
            del self.fields["area"], self.fields["told_by"]
            return
        lanes = [(area, reading.area_words(area)) for area in areas]
        self.fields["area"].choices = [("", _("none yet")), *lanes]


class MoodFields(Labelled):
    """How mood was at a time, in a number and a word."""

    LABELS = {"when": "mood_points.date", "mood": "mood_points.mood", "label": "mood_points.label"}

    when = RoughDate(required=True)
    mood = Scale(low="", high="", required=True)
    label = Line()

    def set_out(self, words, own, people, areas):
        self.fields["mood"].low, self.fields["mood"].high = words.ends["mood_points.mood"]


class SymptomFields(Labelled):
    """What came, got worse or got better, and when."""

    LABELS = {
        "symptom": "symptom_markers.symptom", "when": "symptom_markers.date",
        "turn": "symptom_markers.turn",
    }  # fmt: skip

    symptom = Line(required=True)
    when = RoughDate(required=True)
    turn = forms.ChoiceField(choices=SymptomMarker.TURNS, widget=forms.RadioSelect)


class OnsetForm(EditForm, Labelled):
    """When it began to get hard, and what was going on then."""

    LABELS = {"when": "onset", "note": "onset_note"}

    when = RoughDate(required=True)
    note = Words(lines=3)


class NoteForm(EditForm):
    """What only the client's therapists read."""

    words = Words(
        label=_("What you think of it"),
        help_text=_("Not shown to the client, not in exports, not in supervision."),
        lines=3,
    )


class LookForm(CreateForm):
    """Nothing but the key: both have gone through the line."""


class AddEvent(CreateForm, EventFields):
    pass


class ChangeEvent(EditForm, EventFields):
    pass


class AddMood(CreateForm, MoodFields):
    pass


class ChangeMood(EditForm, MoodFields):
    pass


class AddSymptom(CreateForm, SymptomFields):
    pass


class ChangeSymptom(EditForm, SymptomFields):
    pass


ADD: dict[str, type[KithForm]] = {"event": AddEvent, "mood": AddMood, "symptom": AddSymptom}
CHANGE: dict[str, type[KithForm]] = {
    "event": ChangeEvent, "mood": ChangeMood, "symptom": ChangeSymptom,
}  # fmt: skip
