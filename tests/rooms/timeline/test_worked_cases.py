"""The timelines of the three worked cases, day by day, as the specification tells them (11)."""

from datetime import date, time, timedelta
from types import SimpleNamespace

import pytest

from ipt.timeline import distance
from ipt.timeline.dates import read
from kith.care.actions import open_course
from kith.demo import lifeline, weeks
from kith.demo.cases import read as read_case
from kith.demo.told import Told
from kith.timeline import pages, reading
from kith.timeline.models import MoodPoint, SymptomMarker

ZERO = date(2026, 3, 3)
# days to session 1: how it was (None: not said), who was in it as far as the specification says
EVENTS = {
    "a": {-900: 1, -420: 0, -240: 1, -190: -2, -95: -3, -60: -1, -20: -2},
    "b": {-420: 2, -240: -1, -150: -2, -140: -2, -90: -1, -60: -3, -25: -1},
    "c": {-8000: None, -2200: 2, -700: -2, -425: -3, -420: -2, -360: 0, -300: -2, -120: -1,
          -60: -2, -30: -2},
}  # fmt: skip
MOOD = {
    "a": {-240: 7, -190: 6, -150: 4, -95: 3, -60: 3, -20: 2},
    "b": {-420: 8, -160: 6, -120: 4, -60: 2, -30: 3},
    "c": {-430: 8, -420: 2, -360: 4, -300: 3, -120: 2, -30: 2},
}
ONSET = {"a": (-150, True), "b": (-120, False), "c": (-350, False)}
WHO = {"a": {-190: "Devin", -95: "Devin"}, "b": {}, "c": {-420: "Rasmus"}}
NEAR = {"a": {-190, -240}, "b": {-150, -140}, "c": {-425, -420, -360}}  # three months before


@pytest.fixture(params="abc")
def told(request, practice, ines, marisol, at):
    from tests.support.cast import WEDNESDAY

    with at(WEDNESDAY):
        course = open_course(client=marisol, therapist=ines, by=ines)
        house = SimpleNamespace(practice=practice)
        t = Told(house, request.param, ZERO, ines, time(17), course=course)
        case = read_case(f"case_{request.param}")
        weeks.add_people(t, case["people"])
        lifeline.tell(t, case)
        yield request.param, course


def days(when) -> int:
    return (read(when).first - ZERO).days


def test_S17_events_stand_at_their_days_with_how_they_were(told, ines):
    key, course = told
    found = reading.events(course, ines)
    assert {(one.when.first - ZERO).days: one.valence for one in found} == EVENTS[key]
    assert all(one.when.precision == "day" for one in found)
    by_day = {(one.when.first - ZERO).days: one for one in found}
    for day, name in WHO[key].items():
        assert by_day[day].people == [name]


def test_S17_the_line_of_mood_is_the_cases(told, ines):
    key, course = told
    points = reading.rows(MoodPoint, course, ines)
    assert {days(row.when): row.mood for row in points} == MOOD[key]
    assert {row.scale for row in points} == {"mood_0_10"}


def test_it_began_when_the_case_says(told, ines):
    key, course = told
    when = read(reading.onset(course, ines).when)
    assert ((when.first - ZERO).days, when.about) == ONSET[key]
    symptoms = reading.rows(SymptomMarker, course, ines)
    assert [days(row.when) for row in symptoms] == ([-150] if key == "a" else [])


def test_distance_and_the_three_months_before_follow(told, ines):
    key, course = told
    onset = read(reading.onset(course, ines).when)
    found = reading.events(course, ines)
    for one in found:
        day = (one.when.first - ZERO).days
        assert distance(onset, one.when).days == day - ONSET[key][0]
    near = {(one.when.first - ZERO).days for one in found if one.in_window == "yes"}
    assert near == NEAR[key]


def test_the_task_of_the_protocol_is_done(told, ines):
    key, course = told
    assert reading.counted(course, ines) == {
        "onset": 1, "timeline_events": len(EVENTS[key]), "mood_line": 1,
    }  # fmt: skip


def test_the_list_and_the_picture_hold_all_of_it(told, ines):
    key, course = told
    shown = pages.context(course, course, ines, zone="UTC", asked={"zoom": "years"})
    picture, rows = shown["timeline"], shown["rows"]
    assert len([pin for pin in picture.pins if pin.look == "event"]) == len(EVENTS[key])
    assert [value for _day, value in picture.lines[0].points] == list(MOOD[key].values())
    assert len(rows) == len(EVENTS[key]) + len(MOOD[key]) + 1 + (key == "a")
    assert picture.start <= ZERO + timedelta(days=min(EVENTS[key])) and picture.end >= ZERO
