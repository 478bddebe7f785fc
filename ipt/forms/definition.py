"""The shape of a form and of its words. Values only; nothing here is computed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ipt.evidence import Evidence
from ipt.forms.conditions import Condition
from ipt.words import Message

Actor = Literal["therapist", "client", "both", "client_then_therapist"]
ACTORS: tuple[Actor, ...] = ("therapist", "client", "both", "client_then_therapist")

FREE_TEXT = ("text", "long_text", "texts")
NUMBERS = ("scale", "integer", "number", "duration")
REFERENCES = ("person", "event", "emotion", "worksheet", "practice", "goal")
LISTS = {
    "texts": "text",
    "people": "person",
    "events": "event",
    "emotions": "emotion",
    "worksheets": "worksheet",
    "practices": "practice",
    "goals": "goal",
}
TYPES = (
    "text",
    "long_text",
    "choice",
    "choices",
    "yes_no",
    "date",
    "time",
    "group",
    "computed",
    *NUMBERS,
    *REFERENCES,
    *LISTS,
)


@dataclass(frozen=True)
class Field:
    """One thing to fill in. What a value looks like, by type:

    text, long_text           str
    choice                    one of `choices` (str, or int on a measure)
    choices                   list of them, each once
    yes_no                    bool
    scale, integer, duration  int; a scale is 0 to 10 unless it says otherwise, a duration minutes
    number                    int or float
    date                      "2026", "2026-03" or "2026-03-09", or as `ipt.timeline.dates` notes
                              it ("~2026-spring"); `exact` asks for the day
    time                      "HH:MM"
    person, event, emotion, worksheet, practice, goal
                              str: an id the caller knows; an emotion may be a word of one's own
    texts, people, events, emotions, worksheets, practices, goals
                              list of such
    group                     list of rows, each a mapping of its `fields`
    computed                  never answered; `rule` works it out of the fields `of`

    min, max   of a number its bounds; of a list or group how many; of a text its most letters
    always     values that one row of a group must keep (waiting is always an option)
    ordered    rows keep the order the person gives them
    private    for the therapist alone, on a form a client sees
    living     of people: only those who can be spoken with (no pet, no group, nobody who has died)
    depth      from which depth on it is asked ("" always)
    area       focus area it is about ("" any): left out where a protocol has no such area
    evidence   None where the form's own counts
    """

    id: str
    type: str
    required: bool = False
    choices: tuple[str | int, ...] = ()
    named: str = ""
    show_if: Condition | None = None
    fields: tuple["Field", ...] = ()
    min: float | None = None
    max: float | None = None
    always: Mapping[str, Any] = field(default_factory=dict, hash=False)
    ordered: bool = False
    private: bool = False
    exact: bool = False
    living: bool = False
    rule: str = ""
    of: tuple[str, ...] = ()
    depth: str = ""
    area: str = ""
    evidence: Evidence | None = None


@dataclass(frozen=True)
class Reminder:
    """A sentence worth saying when something holds. It stops nothing."""

    id: str
    when: Condition


@dataclass(frozen=True)
class Form:
    """One version of one form, without its words. Never changes once used.

    tasks   ids of the protocol tasks it serves
    stop    the act (`ipt.safety.stops`) that must be free before it is used with a person
    depths  how far it may be filled in, least first; empty if there is one depth
    """

    id: str
    version: str
    actor: Actor
    client_visible: bool
    fields: tuple[Field, ...]
    reminders: tuple[Reminder, ...] = ()
    tasks: tuple[str, ...] = ()
    stop: str = ""
    depths: tuple[str, ...] = ()
    evidence: Evidence | None = None

    def field(self, path: str) -> Field:
        """Return a field by its path ("lines.words"). Raises KeyError."""
        return dict(walk(self.fields))[path]


@dataclass(frozen=True)
class FormWords:
    """The words of a form in one language, by the path of a field ("lines.words").

    title    for the therapist; `client` what the client reads, "" if they never see it
    about    a sentence on top
    ends     what the lowest and the highest point of a scale mean
    """

    form: str
    version: str
    language: str
    title: str
    client: str
    about: str
    labels: Mapping[str, str]
    help: Mapping[str, str]
    ends: Mapping[str, tuple[str, str]]
    choices: Mapping[str, Mapping[str, str]]
    reminders: Mapping[str, str]

    def label(self, path: str) -> str:
        """Return the words of a field."""
        return self.labels[path]

    def choice(self, path: str, value: str | int) -> str:
        """Return the words of one answer of a field."""
        return self.choices[path][str(value)]


@dataclass(frozen=True)
class Problem:
    """What does not fit, and where: "lines.2.words" is the third row's words."""

    path: str
    message: Message


def walk(fields: tuple[Field, ...], path: str = "") -> Iterator[tuple[str, Field]]:
    """Yield every field with its path, a group before its own fields."""
    for each in fields:
        here = f"{path}{each.id}"
        yield here, each
        yield from walk(each.fields, f"{here}.")
