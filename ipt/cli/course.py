"""The expected course of each person's scores, and whether it asks for a second look.

Columns: id, t_days (day of the score, counted from any day), score; one row a score. Rows
without a score are left out; several scores of one day are averaged.

Printed, a row for every fourth week up to the planned end and that end itself: expected, low
and high (from all scores; four of five lie between low and high), first_expected, first_low,
first_high (from the first score only); and for the person as a whole: z (the last score
against the curve of the first, above 0 is worse), review (true, false, or empty where it may
not be told), reasons, and how likely the score is not halved at the planned end, in words.
A review opens a conversation; it is no diagnosis and no reason to stop.

  ipt course scores.csv --measure phq-9 --planned-weeks 16
"""

import argparse
from collections.abc import Iterator
from typing import Any

from ipt.cli import choose
from ipt.cli.table import Refused, Table, note, read, write
from ipt.measures.definition import Measure
from ipt.words import say

STEP_WEEKS = 4
MOST_WEEKS = 520
LINES = ("expected", "low", "high", "first_expected", "first_low", "first_high")
HEADER = ("id", "week", *LINES, "z", "review", "reasons", "not_halved")


def arguments(command: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    add = command.add_argument
    add("file", metavar="FILE")
    add("--measure", required=True, metavar="ID", help="a questionnaire, see: ipt measures")
    add("--planned-weeks", type=int, default=16, metavar="N",
        help="from the first score to the planned end; default: 16")  # fmt: skip
    add("--setting", choices=("sensitive", "default", "specific"), default="default",
        help="how early a review is asked for")  # fmt: skip
    add("--protocol", default="ipt_standard", metavar="ID", help="some withhold the course")
    add("--mania-checked", action="store_true", help="the mania scale was looked at beside it")
    add("--mean", type=float, metavar="M", help="mean of first scores, where you know it better")
    add("--sd", type=float, metavar="S", help="spread of first scores, likewise")


def run(asked: argparse.Namespace) -> None:
    """Every person's course."""
    from ipt.progress.parameters import parameters

    if not 1 <= asked.planned_weeks <= MOST_WEEKS:
        raise Refused(f"--planned-weeks must be 1 to {MOST_WEEKS}, not {asked.planned_weeks}")
    one = choose.measure(asked.measure)
    protocol = choose.protocol(asked.protocol).id
    known = {name: getattr(asked, name) for name in ("mean", "sd")}
    try:
        model = parameters(one, **{name: v for name, v in known.items() if v is not None})
    except ValueError as error:
        raise Refused(str(error)) from error
    table = read(asked.file)
    rows = [row for id, scores in _people(table, one).items()
            for row in _course(asked, protocol, one, model, id, scores)]  # fmt: skip
    write(asked.output, [HEADER, *rows], table.delimiter)


def _people(table: Table, one: Measure) -> dict[str, list[tuple[float, float]]]:
    """(day, score) by person, in the order in which people first come."""
    people: dict[str, list[tuple[float, float]]] = {}
    for row, (id, day, score) in table.columns("id", "t_days", "score"):
        if not id:
            raise table.refused("is empty", row, "id")
        value = table.number(score, row, "score", one.main.range)
        if value is not None:
            people.setdefault(id, []).append((table.needed(day, row, "t_days"), value))
    return people


def _course(
    asked: argparse.Namespace,
    protocol: str,
    one: Measure,
    model: Any,
    id: str,
    scores: list[tuple[float, float]],
) -> Iterator[list[Any]]:
    from ipt.progress.course import weeks
    from ipt.progress.expected import daily, expected, intake
    from ipt.progress.review import chance_words, review

    at = [*range(STEP_WEEKS, asked.planned_weeks, STEP_WEEKS), asked.planned_weeks]
    days, values = weeks([day for day, _ in scores]), [score for _, score in scores]
    found = review(one, model, days, values, setting=asked.setting,
                   protocol=protocol, mania_checked=asked.mania_checked)  # fmt: skip
    if found.why_not:
        note(f"{id}: {say(found.why_not)}")
    if found.course_shown:
        chance = chance_words(model, found, days, values, planned_weeks=asked.planned_weeks)
        first = daily(days, values)[1][0]
        curves = expected(model, days, values, at), intake(model, first, at)
        lines = list(zip(*(v for c in curves for v in (c.mean, c.low, c.high)), strict=True))
    else:
        chance, lines = None, [(None,) * len(LINES)] * len(at)
    told = found.flagged if found.flagged or found.z is not None else None
    reasons = " ".join(map(say, found.reasons))
    for week, line in zip(at, lines, strict=True):
        yield [id, week, *map(_three, line), _three(found.z), told, reasons,
               chance and say(chance)]  # fmt: skip


def _three(value: float | None) -> str | None:
    return None if value is None else f"{value:.3f}"
