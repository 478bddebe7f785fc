"""The course as a picture: the same data for the desk, the client's page and print."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ipt.measures.definition import recalled
from ipt.progress.review import CLIENT_LINES
from kith.care import reading as care
from kith.care.models import Course
from kith.measures import shelf
from kith.measures.words import plain_title
from kith.web import book
from kith.web.pictures.ribbon import Point, RibbonData

from . import expected
from .said import number, wording


def draw(course, case, measure, audience, show_expected=True, frame=None) -> RibbonData:
    """One measure of a course. `audience`: "desk" or "client" (plainer words, no instrument).

    show_expected   whether the expected course is drawn; a client sees its band, no more
    """
    definition, words = shelf.here().load(measure), wording(measure)
    frame, scores = frame or care.treatment_frame(course), case.of(measure)
    client = audience == "client"
    withheld = case.gain_withheld(course)
    line = None if withheld else reliable_line(definition, case.first(measure))
    outlook = expected.of(course, case, measure, frame) if show_expected else expected.Outlook()
    return RibbonData(
        title=plain_title(definition) if client else words.short,
        sentence=sentence(case, measure, definition, audience, withheld),
        sessions_planned=max(frame.planned, _furthest(scores)),
        phases=_phases(frame, scores),
        points=[_point(score) for score in scores],
        bands=_bands(course, definition, words),
        floor=definition.main.range[0],
        ceiling=definition.main.range[1],
        reliable_line=line,
        reliable_text=_reliable_words(definition, client),
        held=None,
        higher=definition.higher_is,
        expected=outlook.band,
        expected_text=_shade_words(client),
        ahead=[] if client else outlook.ahead,
        notes=_notes(definition, outlook, client),
        about=[] if client or not outlook.band else [*outlook.lines, *_limits()],
        name=measure,
    )


def _bands(course, definition, words):
    """Bands of severity; none where the course names no illness."""
    if not care.plan_of(course).names_illness:
        return []
    return [(band.min, words.band(band.id)) for band in definition.bands]


def _reliable_words(definition, client):
    if client:
        return _("from here on more than chance")
    if recalled(definition.change.verified):
        return _("reliable improvement (recalled figure)")
    return _("reliable improvement")


def _shade_words(client):
    band, _up_and_down = CLIENT_LINES
    return book.say(band) if client else _("shaded: four of five scores, from the first one on")


def _notes(definition, outlook, client):
    """What stands beside the picture in words."""
    if client:
        return [book.say(CLIENT_LINES[1])] if outlook.band else []
    own = [] if definition.validated else [book.text("measures.not_validated")]
    return own + ([] if outlook.band else outlook.lines[:1])


def _limits():
    return [book.text(f"progress.limits.{name}") for name in ("band", "flag", "person")]


def _furthest(scores):
    return int(max((score.position or 0 for score in scores), default=0))


def _phases(frame, scores):
    """The phases of the treatment, and what came after it as one more part."""
    spans = [(_phase(span.code), span.first, span.last) for span in frame.spans]
    last = _furthest(scores)
    if last > frame.planned:
        spans.append((_("Afterwards"), frame.planned + 1, last))
    return spans


def _phase(code):
    return str(dict(Course.PHASES).get(code, code))


def _point(score):
    return Point(
        score.position, score.total, date_format(score.for_on, "j M Y"), prorated=score.prorated
    )


def reliable_line(definition, first) -> float | None:
    """The score at which an improvement counts as reliable; None if it lies outside the range."""
    threshold = definition.change.threshold
    if first is None or threshold is None:
        return None
    line = first - threshold if definition.higher_is == "worse" else first + threshold
    low, high = definition.main.range
    return line if low <= line <= high else None


def sentence(case, measure, definition, audience, withheld=None) -> str:
    """What the picture shows, in a line or two. A change is called one only if it is reliable."""
    first, latest = case.first(measure), case.latest(measure)
    if first is None:
        return _("Too much was left open for a score.")
    change = case.change(measure)
    if change is None:
        return _("The first answers: %(first)s. %(way)s") % {
            "first": number(first),
            "way": way(definition),
        }
    parts = [
        _("From %(first)s at the start to %(latest)s now. %(way)s")
        % {"first": number(first), "latest": number(latest), "way": way(definition)}
    ]
    if change.verdict == "worse" or (change.verdict == "improved" and not withheld):
        parts.append(_("A change this large is very unlikely to be chance."))
    if change.verdict == "worse" and audience == "client":
        parts.append(_("It is worth talking about when you next meet."))
    if withheld and audience != "client":
        parts.append(book.say(withheld))
    if change.verdict == "unclear":
        parts.append(_("A difference of this size can be chance."))
    return " ".join(parts)


def way(definition) -> str:
    """Which way is good news: a score is never shown without it."""
    return _("Lower is better.") if definition.higher_is == "worse" else _("Higher is better.")
