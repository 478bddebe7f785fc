"""The worksheets of a case: what is filled in at which session, as the case tells it."""

import re

from kith.leaflets import actions as leaflets
from kith.leaflets import reading
from kith.web import once
from kith.worksheets import actions as worksheets
from kith.worksheets import sheets as kinds_of

from .told import Told, just_after

PERSON = re.compile(r"\A[ABC]\d\Z")
DAY = re.compile(r"\Aday (-?\d+)\Z")


def told(t: Told, case: dict, session: int):
    """What is filled in at a session; each line of the case names its form and its answers."""
    kinds = {kind.form.id: kind for kind in kinds_of.kinds(t.course)}
    rows = [row for row in case.get("sheets", ()) if row["session"] == session]
    for number, row in enumerate(rows):
        with just_after(number):
            _fill_in(t, kinds[row["form"]], row)


def _fill_in(t, kind, row):
    nth = row.get("number", 1)
    there = kind.model.objects.filter(pk=kind.row_id(t.course, nth)).first()
    sheet = worksheets.save(
        course=t.course,
        kind=kind,
        number=nth,
        version=there.version if there else 0,
        answers=_said(t, row["answers"]),
        by=t.therapist,
    )
    beside = row.get("beside")
    if beside:
        worksheets.save_private(
            sheet=sheet,
            version=0,
            answers={k: v for k, v in beside.items() if k != "words"},
            words=beside.get("words", ""),
            by=t.therapist,
        )


def _said(t, value):
    """Names of people and days of the case as the ids and dates of this story."""
    if isinstance(value, dict):
        return {key: _said(t, one) for key, one in value.items()}
    if isinstance(value, list):
        return [_said(t, one) for one in value]
    if isinstance(value, str) and PERSON.match(value):
        return str(t.people[value].pk)
    if isinstance(value, str) and (found := DAY.match(value)):
        return t.on(int(found[1])).isoformat()
    return value


def shelf(house, by):
    """The practice's leaflets, taken over from the book's texts."""
    for number, one in enumerate(reading.to_start_from(by)):
        with just_after(number):
            leaflets.write(
                practice=house.practice,
                id=once.row_id(f"demo-leaflet-{one['id']}", by),
                by=by,
                title=one["title"],
                words=one["words"],
                topic=one["topic"],
                language="en",
                names_condition=one["names_condition"],
            )


def hand_over(t: Told):
    """At the first session: what it is, and how the work goes."""
    topics = ("what_it_is", "course_of_ipt")
    offered = [one for one in reading.offered(t.course, t.therapist) if one.topic in topics]
    for number, one in enumerate(offered):
        with just_after(number):
            leaflets.give(course=t.course, leaflet=one, by=t.therapist)
