"""When things were, as people know it; and how far they lie from the beginning (2.2.1)."""

from datetime import date, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt import timeline, words
from ipt.timeline import dates
from ipt.timeline.dates import NotADate, day, read, southern, understand, written

TODAY = date(2026, 3, 4)
DAYS = st.dates(date(1910, 1, 1), TODAY)
WHENS = st.one_of(
    st.builds(day, DAYS, st.booleans()),
    st.builds(lambda on, rough: dates.month(on.year, on.month, rough), DAYS, st.booleans()),
    st.builds(
        lambda on, id, rough: dates.season(on.year - 1, id, rough),
        DAYS,
        st.sampled_from(["spring", "summer", "autumn", "winter"]),
        st.booleans(),
    ),
    st.builds(lambda on, rough: dates.whole_year(on.year, rough), DAYS, st.booleans()),
)


@pytest.mark.parametrize(
    "typed, kept, said",
    [
        ("2019", "2019", "2019"),
        (" 2019? ", "~2019", "about 2019"),
        ("in the year 2019", "2019", "2019"),
        ("2019-03", "2019-03", "March 2019"),
        ("March 2019", "2019-03", "March 2019"),
        ("mar 2019", "2019-03", "March 2019"),
        ("03/2019", "2019-03", "March 2019"),
        ("spring 2019", "2019-spring", "spring 2019"),
        ("Fall of 2018", "2018-autumn", "autumn 2018"),
        ("winter 2019", "2019-winter", "winter 2019/20"),
        ("winter 2019/20", "2019-winter", "winter 2019/20"),
        ("winter 2019/2020", "2019-winter", "winter 2019/20"),
        ("12 March 2019", "2019-03-12", "12 March 2019"),
        ("12th of March, 2019", "2019-03-12", "12 March 2019"),
        ("March 12, 2019", "2019-03-12", "12 March 2019"),
        ("12.3.2019", "2019-03-12", "12 March 2019"),
        ("2019/3/12", "2019-03-12", "12 March 2019"),
        ("13/3/2019", "2019-03-13", "13 March 2019"),
        ("3/13/2019", "2019-03-13", "13 March 2019"),
        ("3/3/2019", "2019-03-03", "3 March 2019"),
        ("29 Feb 2020", "2020-02-29", "29 February 2020"),
        ("about 5 months ago", "~2025-10", "about October 2025"),
        ("five months ago", "2025-10", "October 2025"),
        ("a month ago", "2026-02", "February 2026"),
        ("half a year ago", "2025-09", "September 2025"),
        ("two years ago", "2024", "2024"),
        ("3 weeks ago", "~2026-02-11", "about 11 February 2026"),
        ("10 days ago", "2026-02-22", "22 February 2026"),
        ("yesterday", "2026-03-03", "3 March 2026"),
        ("today", "2026-03-04", "4 March 2026"),
        ("early 2020", "~2020", "about 2020"),
        ("~2019-spring", "~2019-spring", "about spring 2019"),
    ],
)
def test_a_date_is_understood_as_people_say_it(typed, kept, said):
    found = understand(typed, TODAY)
    assert (found.code, written(found)) == (kept, said)


@pytest.mark.parametrize(
    "typed, reason",
    [
        ("", "empty"),
        ("  ", "empty"),
        ("a long time before we met, when the children were still at school, in May", "long"),
        ("when we met", "words"),
        ("x", "words"),
        ("~", "words"),
        ("ma 2019", "words"),
        ("2019 2020", "words"),
        ("5 2019 2020", "words"),
        ("spring summer 2019", "words"),
        ("spring 2019/20", "words"),
        ("winter 2019/21", "words"),
        ("winter 9999", "words"),
        ("5 spring 2019", "words"),
        ("12 13 March 2019", "words"),
        ("some time ago", "words"),
        ("a few long and hard years ago", "words"),
        ("12", "words"),
        ("1/2", "words"),
        ("3/2019/12", "words"),
        ("May", "year_missing"),
        ("spring", "year_missing"),
        ("12 March", "year_missing"),
        ("12/3/2019", "ambiguous"),
        ("31 February 2019", "no_such_day"),
        ("29 Feb 2019", "no_such_day"),
        ("2019-13", "no_such_day"),
        ("2019-02-30", "no_such_day"),
        ("5 March 2026", "ahead"),
        ("2027", "ahead"),
        ("1800", "old"),
        ("9999 years ago", "old"),
        ("9999 weeks ago?", "old"),
    ],
)
def test_what_is_no_date_is_refused_with_a_sentence(typed, reason):
    with pytest.raises(NotADate) as refused:
        understand(typed, TODAY)
    assert refused.value.reason == reason
    assert words.say(refused.value.message).endswith(".")


@given(WHENS)
def test_what_is_written_back_is_understood_again(when):
    assert read(when.code) == when
    assert understand(written(when), TODAY) == when
    assert understand(when.code, TODAY) == when


@given(WHENS)
def test_a_date_holds_its_middle_and_only_a_day_is_exact(when):
    assert when.first <= when.middle <= when.last
    assert when.exact == (when.precision == "day" and not when.about)


@given(st.text(max_size=2000))
def test_whatever_is_typed_is_understood_or_refused(typed):
    try:
        assert understand(typed, TODAY).first <= TODAY
    except NotADate as refused:
        assert words.say(refused.message)


@given(st.lists(st.sampled_from("about 5 2019 19 march may spring ago half a year 0 / . - ~ ? th")))
def test_however_the_words_stand_nothing_breaks(parts):
    for glue in ("", " "):
        try:
            understand(glue.join(parts), TODAY)
        except NotADate:
            pass


@pytest.mark.parametrize(
    "code", ["", "19", "2019-", "2019-fall", "2019-3-", "2019-02-30", "x", "~"]
)
def test_a_notation_that_stands_for_nothing_is_refused(code):
    with pytest.raises(ValueError, match="no notation"):
        read(code)


@pytest.mark.parametrize(
    "on, months, then",
    [
        (date(2026, 5, 31), 3, date(2026, 2, 28)),
        (date(2024, 5, 31), 3, date(2024, 2, 29)),
        (date(2026, 1, 15), 3, date(2025, 10, 15)),
        (date(2026, 3, 4), 0, date(2026, 3, 4)),
    ],
)
def test_months_are_counted_by_the_calendar(on, months, then):
    assert dates.months_before(on, months) == then


@pytest.mark.parametrize(
    "onset, event, side, count, unit, about",
    [
        ("2026-03-01", "2026-03-01", "same", 0, "day", False),
        ("2026-03-01", "2026-02-24", "before", 5, "day", False),
        ("2026-03-01", "2026-03-11", "after", 10, "day", False),
        ("2026-03-01", "2026-02-08", "before", 3, "week", True),
        ("2026-03-01", "2025-03-01", "before", 12, "month", True),
        ("2026-03-01", "2004", "before", 22, "year", True),
        ("2026-03", "2026-03-20", "same", 0, "day", True),
        ("~2026-03-01", "2026-03-05", "after", 4, "day", True),
    ],
)
def test_distance_to_the_beginning_is_told_as_exactly_as_it_is_known(
    onset, event, side, count, unit, about
):
    found = timeline.distance(read(onset), read(event))
    assert (found.side, found.count, found.unit, found.about) == (side, count, unit, about)


def test_distance_in_days_is_that_of_the_worked_case():
    """Case A: onset -150, the forgotten anniversary -95, the quarrel -190."""
    zero = date(2026, 3, 3)
    onset = day(zero - timedelta(days=150))
    for at, days in ((-95, 55), (-190, -40), (-900, -750)):
        assert timeline.distance(onset, day(zero + timedelta(days=at))).days == days


@pytest.mark.parametrize(
    "onset, event, lies",
    [
        ("2026-03-01", "2026-02-28", "yes"),
        ("2026-03-01", "2026-03-01", "yes"),
        ("2026-03-01", "2025-12-01", "yes"),
        ("2026-03-01", "2025-11-30", "no"),
        ("2026-03-01", "2026-03-02", "no"),
        ("2026-03-01", "2026-01", "yes"),
        ("2026-03-01", "2025-11", "no"),
        ("2026-03-01", "2025", "perhaps"),
        ("2026-03-01", "2025-winter", "yes"),
        ("2026-03", "2026-03-10", "perhaps"),
        ("2026-03", "2025-12-20", "perhaps"),
        ("2026-03", "2026-02-20", "yes"),
    ],
)
def test_the_three_months_before_are_not_claimed_of_a_rough_date(onset, event, lies):
    assert timeline.in_window(read(onset), read(event)) == lies


@given(WHENS, WHENS)
def test_the_window_agrees_with_the_days_it_spans(onset, event):
    start, end = timeline.window(onset)
    lies = timeline.in_window(onset, event)
    if onset.exact and event.exact:
        assert (lies == "yes") == (start <= event.first <= end)
    if lies == "yes":
        assert event.last <= onset.first


def test_a_line_needs_two_points_of_one_scale():
    assert not timeline.line_drawn([])
    assert not timeline.line_drawn(["mood_0_10"])
    assert not timeline.line_drawn(["mood_0_10", "another"])
    assert timeline.line_drawn(["mood_0_10", "another", "mood_0_10"])


def test_mood_runs_from_nought_the_worst_to_ten_the_best():
    line = timeline.scale("mood_0_10")
    assert (line["lowest"], line["highest"], line["higher"]) == (0, 10, "better")


def test_the_four_questions_have_their_words():
    for id in timeline.QUESTIONS:
        assert words.text(f"timeline.question.{id}").endswith("?")


@pytest.mark.parametrize(
    "typed, kept, said, first",
    [
        ("spring 2019", "2019-southern_spring", "spring 2019", date(2019, 9, 1)),
        ("fall 2019", "2019-southern_autumn", "autumn 2019", date(2019, 3, 1)),
        ("about winter 2019", "~2019-southern_winter", "about winter 2019", date(2019, 6, 1)),
        ("summer 2019/20", "2019-southern_summer", "summer 2019/20", date(2019, 12, 1)),
        ("March 2019", "2019-03", "March 2019", date(2019, 3, 1)),
    ],
)
def test_south_of_the_equator_spring_begins_in_september(typed, kept, said, first):
    found = understand(typed, TODAY, south=True)
    assert (found.code, written(found), found.first) == (kept, said, first)
    assert understand(written(found), TODAY, south=True) == found == read(kept)


def test_winter_of_two_years_is_a_northern_one():
    with pytest.raises(NotADate):
        understand("winter 2019/20", TODAY, south=True)


def test_every_zone_is_known_to_lie_north_or_south():
    zones = available_timezones()
    assert {zone for zone in zones if southern(zone)} >= {"Australia/Hobart", "Pacific/Auckland"}
    assert not [z for z in zones if z.startswith("Australia/") and not southern(z)]
    north = ("Europe/", "Asia/Tokyo", "US/Pacific", "Iceland", "Africa/Cairo", "Asia/Kolkata")
    assert not [zone for zone in zones if zone.startswith(north) and southern(zone)]


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("last summer", "2025-summer"),
        ("last winter", "2025-winter"),
        ("this winter", "2025-winter"),
        ("about last spring", "~2025-spring"),
        ("this year", "2026"),
        ("last year", "2025"),
        ("last February", "2026-02"),
        ("last March", "2025-03"),
        ("this March", "2026-03"),
        ("this October", "2025-10"),
    ],
)
def test_a_season_or_month_is_said_from_today(typed, kept):
    assert understand(typed, TODAY).code == kept


@pytest.mark.parametrize("typed", ["last", "last week long ago", "this last summer", "last straw"])
def test_what_follows_from_no_day_is_refused(typed):
    with pytest.raises(NotADate):
        understand(typed, TODAY)


def test_what_lies_ahead_is_understood_where_it_may():
    assert understand("summer 2026", TODAY, ahead=True).code == "2026-summer"
