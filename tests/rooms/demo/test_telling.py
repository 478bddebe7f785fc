"""Stories are told in the order of time, up to the present."""

from datetime import UTC, datetime, timedelta

import pytest

from kith import clock
from kith.demo.telling import BackInTime, tell

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def story(name, hours, heard):
    for hour in hours:
        yield NOON + timedelta(hours=hour)
        heard.append((name, clock.now() - NOON))


def test_whichever_story_comes_next_goes_on():
    heard = []
    tell([story("a", [0, 3], heard), story("b", [1, 2], heard)], NOON + timedelta(hours=9))
    assert [name for name, _ in heard] == ["a", "b", "b", "a"]
    assert [at / timedelta(hours=1) for _, at in heard] == [0, 1, 2, 3]


def test_what_lies_ahead_is_not_told():
    heard = []
    tell([story("a", [0, 1, 5], heard)], NOON + timedelta(hours=1))
    assert len(heard) == 2


def test_a_story_never_goes_back():
    with pytest.raises(BackInTime):
        tell([story("a", [2, 1], [])], NOON + timedelta(hours=9))
