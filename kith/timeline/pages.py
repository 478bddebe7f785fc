"""What stands on the timeline's page: the picture, its sentence and the list that equals it.

Scores come from a later room: whoever serves the page (`desk`, `home`) hands them in as lines.
"""

from dataclasses import dataclass, field
from string import ascii_lowercase
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ipt import timeline as book_timeline
from ipt.timeline.dates import When, read
from kith import clock
from kith.care.reading import plan_of
from kith.web import book
from kith.web.pictures.timeline import Lane, Line, Pin, TimelineData

from . import reading, spans
from . import when as said
from .models import ON_0_TO_10, Event, MoodPoint, SymptomMarker

SYMPTOMS = "symptoms"


@dataclass(frozen=True)
class Row:
    """A line of the list: what stands at one place of the picture, all in words."""

    part: str
    when: When
    words: str
    what: str
    id: UUID | None = None
    tag: str = ""
    facts: list = field(default_factory=list)
    hue: str = ""
    area: str = ""
    distance: str = ""
    near: str = ""
    hidden: bool = False
    noted: bool = False
    new: bool = False


def context(of, course, user, *, zone, asked, lines=(), others=False) -> dict:
    """Everything for the page.

    of       the Course or the Client whose timeline it is
    course   for the beginning and the areas; None while there is none
    asked    the query: zoom, at, shared
    others   whether somebody else looks at the screen, without being asked for in the query
    lines    pictures.timeline.Line of each measure
    """
    shared = others or asked.get("shared") == "1"
    began, people = reading.onset(course, user), reading.names(of, user)
    events = reading.events(of, user, shared=shared, began=began, people=people)
    points = reading.rows(MoodPoint, of, user)
    symptoms = reading.rows(SymptomMarker, of, user)
    looked = reading.looked_at(course, user)
    own_notes = set() if shared else reading.noted(events, user)
    since = read(began.when) if began else None
    rows = [
        *_event_rows(events, own_notes, looked, shared),
        *_symptom_rows(symptoms, since, looked),
        *_mood_rows(points, since, looked),
        *_onset_rows(began, since),
    ]
    rows.sort(key=lambda row: (row.when.middle, row.part, row.tag.zfill(3)))
    span = _span(rows, lines, since, asked, zone)
    data = _picture(events, symptoms, points, since, lines, course, span, rows)
    return {
        "timeline": data,
        "rows": rows,
        "measures": [_table(line) for line in lines],
        "began": began,
        "began_words": said.words(since) if since else "",
        "looked": looked,
        "shared": shared,
        "span": span,
        "zooms": _zooms(span, shared),
        "aside": [] if shared else _aside(of, user),
        "questions": [book.text(f"timeline.question.{id}") for id in book_timeline.QUESTIONS],
        "zone": zone,
    }


def _event_rows(events, own_notes, looked, shared):
    for number, one in enumerate(events, start=1):
        yield Row(
            part="event",
            when=one.when,
            words=one.words,
            what=one.title,
            id=one.id,
            tag=str(number),
            facts=_facts(one, shared),
            hue=one.hue,
            area=one.area_words,
            distance=one.distance,
            near=one.in_window,
            hidden=one.hidden,
            noted=one.id in own_notes,
            new=_new(one, looked),
        )


def _facts(one, shared):
    valence = _("%(number)s of −3 to +3") % {"number": signed(one.valence)}
    elsewhere = one.told_by not in ("", "client") and not shared
    told = _("told by: %(who)s") % {"who": dict(Event.TOLD_BY)[one.told_by]} if elsewhere else ""
    found = [one.kind_words, valence if one.valence is not None else "", ", ".join(one.people)]
    return [words for words in (*found, told) if words]


def signed(number) -> str:
    """A number with its sign: −3, 0, +2."""
    if not number:
        return "0"
    return f"{'+' if number > 0 else '−'}{abs(number)}"


def _new(row, looked) -> bool:
    """Whether it was added after the two last went through the line."""
    return bool(looked and row.added_at > looked.at)


def letters(number) -> str:
    """1, 2, … 27 as a, b, … aa."""
    said = ""
    while number:
        number, rest = divmod(number - 1, 26)
        said = ascii_lowercase[rest] + said
    return said


def _apart(since, when):
    return said.distance(book_timeline.distance(since, when)) if since else ""


def _symptom_rows(symptoms, since, looked):
    for number, row in enumerate(symptoms, start=1):
        at = read(row.when)
        yield Row(
            part="symptom",
            when=at,
            words=said.words(at),
            what=row.symptom,
            id=row.pk,
            tag=letters(number),
            facts=[row.get_turn_display()],
            distance=_apart(since, at),
            new=_new(row, looked),
        )


def _mood_rows(points, since, looked):
    for row in points:
        at = read(row.when)
        words = _("Mood %(value)d") if row.scale != ON_0_TO_10 else _("Mood %(value)d of 10")
        yield Row(
            part="mood",
            when=at,
            words=said.words(at),
            what=words % {"value": row.mood},
            id=row.pk,
            facts=[row.label] if row.label else [],
            distance=_apart(since, at),
            new=_new(row, looked),
        )


def _onset_rows(began, since):
    if began:
        facts = [began.note] if began.note else []
        yield Row("onset", since, said.words(since), _("It began"), facts=facts)


def _span(rows, lines, since, asked, zone):
    today = clock.today(zone)
    days = [row.when.first for row in rows] + [day for line in lines for day, _value in line.points]
    first = min(days, default=today)
    last = max([today, *(day for line in lines for day, _value in line.points)])
    onset = since.middle if since else None
    return spans.span(asked.get("zoom", ""), asked.get("at", ""), first, last, onset)


def _zooms(span, shared):
    """The links that change the stretch; they work without scripts."""
    more = "&shared=1" if shared else ""
    return {
        "here": span.zoom,
        "all": [
            {"id": id, "name": name, "query": f"?zoom={id}{more}"}
            for id, name in spans.NAMES.items()
        ],
        "earlier": f"?zoom={span.zoom}&at={span.earlier}{more}" if span.earlier else "",
        "later": f"?zoom={span.zoom}&at={span.later}{more}" if span.later else "",
    }


def _picture(events, symptoms, points, since, lines, course, span, rows):
    pins = [
        Pin(str(n), one.when.first, one.when.last, one.title, one.area, apart=one.hidden)
        for n, one in enumerate(events, start=1)
    ]
    for n, row in enumerate(symptoms, start=1):
        at = read(row.when)
        pins.append(Pin(letters(n), at.first, at.last, row.symptom, SYMPTOMS, row.turn))
    return TimelineData(
        title=_("Timeline"),
        sentence=sentence(events, points, since, span, rows),
        start=span.start,
        end=span.end,
        onset=(since.first, since.last) if since else None,
        window=book_timeline.window(since) if since else None,
        lanes=_lanes(events, course),
        pins=pins,
        lines=[*_mood_lines(points), *lines],
    )


def _lanes(events, course):
    """Symptoms first, then the areas of the protocol, then what belongs to none. Where no illness
    is named there are none, only what came and went."""
    offered = plan_of(course).areas if course else ()
    ill = course is None or plan_of(course).names_illness
    used = dict.fromkeys([*offered, *(one.area for one in events if one.area)])
    sorted_in = any(one.area for one in events)
    lanes = [Lane(area, reading.area_words(area), reading.area_hue(area)) for area in used]
    rest = Lane("", _("No area yet") if sorted_in else _("What happened"))
    return [Lane(SYMPTOMS, _("Symptoms") if ill else _("What came and went")), *lanes, rest]


def _mood_lines(points) -> list[Line]:
    """The line of mood; points of another scale are a line of their own, never mixed in."""
    low, high = book.form_words("timeline").ends["mood_points.mood"]
    lines = []
    for scale in sorted({ON_0_TO_10, *(row.scale for row in points)}, key=_known_first):
        here = [(read(row.when).middle, row.mood) for row in points if row.scale == scale]
        if scale == ON_0_TO_10:
            lines.append(Line(_("Mood"), here, 0, 10, low, high))
        else:
            title = _("Mood, measured otherwise")
            lines.append(Line(title, here, 0, max(value for _day, value in here) or 1))
    return lines


def _known_first(scale):
    return scale != ON_0_TO_10, scale


def sentence(events, points, since, span, rows) -> str:
    """What the picture shows, in a few sentences. What lay before is not called a cause."""
    parts = []
    if since:
        parts.append(_("It began: %(when)s.") % {"when": said.words(since)})
        near = sum(one.in_window == "yes" for one in events)
        perhaps = sum(one.in_window == "perhaps" for one in events)
        parts.append(_near(near, len(events)))
        if perhaps:
            parts.append(
                ngettext(
                    "Of one it is not known closely enough.",
                    "Of %(count)d it is not known closely enough.",
                    perhaps,
                )
                % {"count": perhaps}
            )
    if drawn := [row for row in points if row.scale == ON_0_TO_10]:
        first, last = drawn[0], drawn[-1]
        words = _("Mood is told from %(first)d (%(then)s) to %(last)d (%(now)s) of 10.")
        parts.append(
            words
            % {
                "first": first.mood,
                "then": said.words(read(first.when)),
                "last": last.mood,
                "now": said.words(read(last.when)),
            }
        )
    if since and events:
        parts.append(_("What comes before something has not by that alone caused it."))
    outside = sum(row.when.last < span.start or row.when.first > span.end for row in rows)
    if outside:
        parts.append(
            ngettext(
                "One line of the list lies outside this stretch.",
                "%(count)d lines of the list lie outside this stretch.",
                outside,
            )
            % {"count": outside}
        )
    return " ".join(parts) or _("So far only questionnaires stand here.")


def _near(near, count):
    if not count:
        return ""
    words = ngettext(
        "In the three months before it lies %(near)d of %(count)d event.",
        "In the three months before it lie %(near)d of %(count)d events.",
        count,
    )
    return words % {"near": near, "count": count}


def _table(line):
    points = sorted(line.points, key=lambda each: each[0])
    return {"line": line, "points": points}


def _aside(of, user):
    """What was taken off the line, with the way back."""
    found = []
    for part, model in reading.MODELS.items():
        for row in reading.rows(model, of, user, aside=True):
            title = getattr(row, "title", "") or getattr(row, "symptom", "")
            what = title or _("Mood %(value)d of 10") % {"value": row.mood}
            found.append({"part": part, "id": row.pk, "what": what,
                          "words": said.words(read(row.when))})  # fmt: skip
    return found
