"""One field of the book as a field of a page, and its value in both directions."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ipt.forms import bounds
from kith.web.forms import Line, Scale, Words
from kith.web.rough_dates import RoughDate

FEW = 6  # choices that are shown as radios; more become a list to open
YES_NO = [("", _("not said")), ("yes", _("Yes")), ("no", _("No"))]
ONE_A_LINE = _("One a line.")
MANY = {"people": "person", "events": "event", "goals": "goal"}


@dataclass(frozen=True)
class Refs:
    """What fields may refer to: (id, words) of people, events and goals, and words for feelings.

    cannot_be_told   ids of people who cannot be spoken with
    zone      of whoever types, for dates that are said
    suggest   by path of a line of text ("symptoms.item"), words that may be taken over
    """

    people: list = field(default_factory=list)
    events: list = field(default_factory=list)
    goals: list = field(default_factory=list)
    cannot_be_told: set = field(default_factory=set)
    emotions: dict = field(default_factory=dict)
    suggest: dict = field(default_factory=dict)
    zone: str = "UTC"

    def of(self, kind: str) -> list:
        """The choices for a field of a type; [] when there is nothing to refer to."""
        return {
            "person": self.people, "people": self.people, "event": self.events,
            "events": self.events, "goal": self.goals, "goals": self.goals,
        }.get(kind, [])  # fmt: skip

    def for_field(self, asked, kept=None) -> "Refs":
        """The same for one field: where it asks for the living, the others only if kept before."""
        if not asked.living:
            return self
        out = self.cannot_be_told - set(kept if isinstance(kept, list) else [kept])
        return replace(self, people=[(id, name) for id, name in self.people if id not in out])


@dataclass(frozen=True)
class Typed:
    """How a field is typed: makes the page's field, reads a value from it, shows one in it."""

    make: Callable[..., forms.Field]
    read: Callable[[Any], Any] = lambda value: value
    show: Callable[[Any], Any] = lambda value: value


def page_field(asked, words, path, refs) -> forms.Field:
    """The field of a page for a field of the book; labels and help are the book's words."""
    common = {"label": words.labels[path], "required": False}
    if path in words.help:
        common["help_text"] = words.help[path]
    made = TYPED[asked.type].make(asked, words, path, refs, common)
    made.never_asked_twice = True  # nothing on a sheet is a must: said once, not at each question
    if refs.suggest.get(path):
        made.widget.attrs["list"] = list_id(path)
    return made


def list_id(path) -> str:
    """The id of the list of suggestions for a line of text."""
    return f"suggest-{path.replace('.', '-')}"


def value_of(asked, given, refs):
    """The book's value for what was typed; None when nothing was."""
    value = TYPED[asked.type].read(given)
    if asked.type in ("emotion", "emotions"):
        felt = _felt(value, refs)
        return felt[0] if felt and asked.type == "emotion" else felt
    if asked.type == "choice" and value not in (None, ""):
        return next((each for each in asked.choices if str(each) == value), value)
    if asked.type == "choices" and value:
        return [next((e for e in asked.choices if str(e) == one), one) for one in value]
    return None if value in ("", [], None) else value


def shown(asked, value, refs):
    """What stands in the page's field for a value of the book."""
    if asked.type in ("emotion", "emotions"):
        felt = value if isinstance(value, list) else [value] if value else []
        return ", ".join(str(refs.emotions.get(each, each)) for each in felt)
    return TYPED[asked.type].show(value)


def _help(common, help_text):
    return {"help_text": help_text, **common}


def _choice(asked, words, path, refs, common):
    choices = [(str(each), words.choice(path, each)) for each in asked.choices]
    few = len(choices) <= FEW
    return forms.ChoiceField(
        choices=choices if few else [("", _("choose")), *choices],
        widget=forms.RadioSelect if few else forms.Select,
        **common,
    )


def _choices(asked, words, path, refs, common):
    return forms.MultipleChoiceField(
        choices=[(str(each), words.choice(path, each)) for each in asked.choices],
        widget=forms.CheckboxSelectMultiple,
        **common,
    )


def _one_of(asked, words, path, refs, common):
    return forms.ChoiceField(choices=[("", _("choose")), *refs.of(asked.type)], **common)


def _some_of(asked, words, path, refs, common):
    return forms.MultipleChoiceField(
        choices=refs.of(asked.type), widget=forms.CheckboxSelectMultiple, **common
    )


def _scale(asked, words, path, refs, common):
    low, high = words.ends[path]
    field = Scale(low=low, high=high, **common)
    least, most = bounds(asked)
    field.choices = [(n, str(n)) for n in range(int(least), int(most) + 1)]
    return field


def _whole(asked, words, path, refs, common):
    least, most = bounds(asked)
    return forms.IntegerField(min_value=least, max_value=most, **common)


def _number(asked, words, path, refs, common):
    least, most = bounds(asked)
    return forms.FloatField(min_value=least, max_value=most, **common)


def _day(asked, words, path, refs, common):
    if asked.exact:
        return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), **common)
    return RoughDate(zone=refs.zone, ahead=True, **common)


def _time(asked, words, path, refs, common):
    return forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **common)


def _yes_no(asked, words, path, refs, common):
    return forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect, **common)


def _text(asked, words, path, refs, common):
    return Line(max_length=int(asked.max or 500), **common)


def _long_text(asked, words, path, refs, common):
    return Words(**common) if asked.max is None else Words(max_length=int(asked.max), **common)


def _lines(asked, words, path, refs, common):
    return Words(lines=3, **_help(common, ONE_A_LINE))


def _feelings(asked, words, path, refs, common):
    return Line(**_help(common, _("In their own words; several with commas between.")))


def _felt(value, refs):
    """Ids of the feelings that the book knows, words of one's own as they are."""
    known = {str(label).casefold(): id for id, label in refs.emotions.items()}
    parts = [part.strip() for part in (value or "").split(",")]
    found = list(dict.fromkeys(known.get(part.casefold(), part) for part in parts if part))
    return found or None


def _iso(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


def _split(value):
    return [line.strip() for line in (value or "").splitlines() if line.strip()]


def _joined(value):
    return "\n".join(value) if isinstance(value, list) else value


NO_YES = {"yes": True, "no": False}
TYPED = {
    "text": Typed(_text),
    "long_text": Typed(_long_text, read=lambda v: v if v and v.strip() else None),
    "choice": Typed(_choice, show=lambda v: "" if v is None else str(v)),
    "choices": Typed(_choices, show=lambda v: [str(each) for each in v or ()]),
    "yes_no": Typed(_yes_no, NO_YES.get, lambda v: {True: "yes", False: "no"}.get(v, "")),
    "scale": Typed(_scale),
    "integer": Typed(_whole),
    "duration": Typed(_whole),
    "number": Typed(_number),
    "date": Typed(_day, read=_iso),
    "time": Typed(_time, read=lambda v: v.strftime("%H:%M") if v else None),
    "texts": Typed(_lines, _split, _joined),
    "emotion": Typed(_feelings),
    "emotions": Typed(_feelings),
    **{one: Typed(_one_of) for one in MANY.values()},
    **{many: Typed(_some_of) for many in MANY},
}
REFERS = {*MANY, *MANY.values()}
