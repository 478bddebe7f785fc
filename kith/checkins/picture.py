"""The course as a picture: the same data for the desk, the client's page and print."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ipt.measures import library
from kith.care import reading as care
from kith.care.models import Course
from kith.web.pictures.ribbon import Point, RibbonData

from .said import number, wording

# The client reads what it is about, never the name of an instrument.
PLAIN = {
    "phq-9": gettext_lazy("How the weeks felt"),
    "gad-7": gettext_lazy("How tense the weeks were"),
    "epds": gettext_lazy("How you have been since the birth"),
}


def draw(course, case, measure, audience) -> RibbonData:
    """One measure of a course. `audience`: "desk" or "client" (plainer words, no instrument)."""
    definition, words = library.load(measure), wording(measure)
    frame, scores = care.treatment_frame(course), case.of(measure)
    first = case.first(measure)
    line = reliable_line(definition, first)
    client = audience == "client"
    title = PLAIN.get(measure, _("Your answers")) if client else words.short
    return RibbonData(
        title=str(title),
        sentence=sentence(case, measure, definition, audience),
        sessions_planned=max(frame.planned, _furthest(scores)),
        phases=_phases(frame, scores),
        points=[_point(score) for score in scores],
        bands=[(band.min, words.band(band.id)) for band in definition.bands],
        floor=definition.main.range[0],
        ceiling=definition.main.range[1],
        reliable_line=line,
        reliable_text=_("from here on more than chance") if client else _("reliable improvement"),
        held=None,
        higher=definition.higher_is,
    )


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


def sentence(case, measure, definition, audience) -> str:
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
    if change.verdict in ("improved", "worse"):
        parts.append(_("A change this large is very unlikely to be chance."))
    if change.verdict == "worse" and audience == "client":
        parts.append(_("It is worth talking about when you next meet."))
    if change.verdict == "unclear":
        parts.append(_("A difference of this size can be chance."))
    return " ".join(parts)


def way(definition) -> str:
    """Which way is good news: a score is never shown without it."""
    return _("Lower is better.") if definition.higher_is == "worse" else _("Higher is better.")
