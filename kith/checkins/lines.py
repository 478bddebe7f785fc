"""Scores by their days, each measure a line of its own, for the timeline."""

from kith.measures import shelf
from kith.measures.words import plain_title
from kith.web.pictures.timeline import Line

from . import reading
from .picture import way
from .said import wording


def by_day(course, user, audience="desk") -> list[Line]:
    """A line for each measure that was answered, the primary one first.

    audience   "desk", or "client": the plainer title, no instrument
    """
    case = reading.case_scores(course, user)
    return [_line(case, measure, audience) for measure in reading.drawn(case)]


def _line(case, measure, audience):
    definition = shelf.here().load(measure)
    low, high = definition.main.range
    return Line(
        title=plain_title(definition) if audience == "client" else wording(measure).short,
        points=[(each.for_on, each.total) for each in case.of(measure) if each.total is not None],
        floor=low,
        ceiling=high,
        way=way(definition),
    )
