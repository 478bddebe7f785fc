"""The second look: each rule at both sides of its limit, and where nothing is said."""

from dataclasses import replace

import pytest

from ipt.measures import library
from ipt.progress import chance
from ipt.progress import review as looking
from ipt.progress.expected import intake
from ipt.progress.parameters import data, parameters
from ipt.progress.review import (
    OpenReview,
    Review,
    chance_words,
    check_holds,
    course_withheld,
    gain_withheld,
    in_order,
    one_review,
    raised,
    review,
    therapist_lines,
)
from ipt.words import Message, say, text

PHQ9 = library.load("phq-9")
PHQ = parameters("phq-9")
WEEKS = [0, 1, 2, 3, 4]


def look(scores, weeks=None, **how):
    return review(PHQ9, PHQ, range(len(scores)) if weeks is None else weeks, scores, **how)


def at_z(z, first=16, week=4):
    """The score that lies z spreads from the intake curve."""
    curve = intake(PHQ, first, [week])
    return curve.mean[0] + z * curve.sd[0]


def ids(found):
    return [reason.id for reason in found.reasons]


def test_z_by_hand():
    # after a first 16, week 4: 12.216 expected, half-width 6.015, so spread 6.015 / 1.2816 = 4.693
    found = look([16, 16, 17, 16, 16])
    assert found.z == pytest.approx((16 - 12.216) / 4.693, abs=1e-3)
    assert found.flagged
    assert found.reasons == (
        Message("progress.reason.above", {"z": "0.8", "week": "4", "setting": "default"}),
    )
    assert (found.n, found.missing, found.why_not) == (5, 0, None)
    assert found.order == found.z


def test_only_the_first_score_is_what_a_course_is_held_against():
    assert look([16, 5, 5, 5, 16]).z == look([16, 16, 17, 16, 16]).z


@pytest.mark.parametrize(
    "setting, limit", [("sensitive", 0.0), ("default", 0.5), ("specific", 0.84)]
)
def test_each_setting_speaks_strictly_above_its_limit(setting, limit):
    def flagged(z):
        return look([16, 16, 16, 16, at_z(z)], setting=setting).flagged

    assert looking.rule("settings", setting)["z_above"] == limit
    assert not flagged(limit - 1e-6)
    assert flagged(limit + 1e-6)


def test_exactly_the_limit_is_not_above_it(monkeypatch):
    monkeypatch.setattr(looking, "_z", lambda *_: 0.5)
    assert not look([16, 16, 16, 16, 16]).flagged
    assert look([16, 16, 16, 16, 16], setting="sensitive").flagged


def test_an_unknown_setting_is_an_error():
    with pytest.raises(LookupError):
        look([16], setting="loud")


@pytest.mark.parametrize(
    "weeks, told",
    [([0, 1, 2.9], False), ([0, 1, 3], True), ([0, 1, 20 / 7], False), ([0, 1, 22 / 7], True)],
)
def test_it_speaks_from_week_3_on(weeks, told):
    found = look([16, 16, 20], weeks)
    assert found.flagged is told
    assert (found.z is not None) is told
    assert (found.why_not is None) is told


@pytest.mark.parametrize(
    "weeks, told", [([0, 4], False), ([0, 4, 4], False), ([0, 0, 4], False), ([0, 2, 4], True)]
)
def test_it_needs_three_days_with_a_score(weeks, told):
    found = look([16] * len(weeks), weeks)
    assert found.flagged is told
    if not told:
        assert found.why_not == Message("progress.withheld.too_early", {"week": 3, "scores": 3})
        assert found.course_shown


@pytest.mark.parametrize("first, shown", [(10, True), (9, False), (9.9, False)])
def test_below_the_clinical_range_no_course_and_no_flag(first, shown):
    found = look([first, 12, 12, 12, 14.9])
    assert found.flagged is shown
    assert found.course_shown is shown
    if not shown:
        assert found.why_not == Message("progress.withheld.below_clinical", {"line": 10})
        assert (found.z, found.order, found.reasons) == (None, 0.0, ())


def test_the_clinical_line_stands_on_its_head_where_higher_is_better():
    who, model = library.load("who-5"), parameters("who-5", sd=18, mean=30)
    assert course_withheld(who, model, first=50) is None
    assert course_withheld(who, model, first=51) is not None
    found = review(who, model, WEEKS, [30, 30, 28, 28, 28])
    assert found.z > 0.5 and found.flagged
    assert review(who, model, WEEKS, [30, 40, 50, 60, 60]).z < 0


@pytest.mark.parametrize(
    "scores, told",
    [
        ([16, 22, 22], "progress.reason.worse_twice"),
        ([16, 22, 21], None),
        ([16, 21, 22], None),
        ([16, 22, 21, 22], None),
        ([16, 22], None),
        ([16], None),
        ([16, 10, 10], None),
    ],
)
def test_reliably_worse_than_the_first_score_counts_twice_in_a_row(scores, told):
    weeks = [each / 2 for each in range(len(scores))]
    assert ids(look(scores, weeks)) == ([told] if told else [])


def test_reliably_worse_counts_once_if_the_risk_item_is_worse_too():
    assert ids(look([16, 21, 22], risk_rise=True)) == ["progress.reason.worse_with_risk"]
    assert ids(look([16, 22], risk_rise=True)) == ["progress.reason.worse_with_risk"]
    assert ids(look([16, 22, 22], risk_rise=True)) == ["progress.reason.worse_twice"]
    assert ids(look([16, 22, 21], risk_rise=True)) == []
    assert ids(look([16, 16, 16], risk_rise=True)) == []


def test_reliably_worse_is_told_with_its_points():
    assert look([16, 22, 23]).reasons[0].values == {"points": "7"}
    assert look([16, 22, 22.5]).reasons[0].values == {"points": "6.5"}


def test_reliably_worse_is_told_whatever_the_first_score_and_the_protocol():
    for how in ({"protocol": "ipsrt"}, {"protocol": "ipt_a"}, {}):
        found = look([5, 11, 12, 12, 12], **how)
        assert ids(found) == ["progress.reason.worse_twice"]
        assert found.flagged and found.order == 100.0
        assert not found.course_shown


def test_a_measure_without_a_published_threshold_has_no_such_reason():
    k10 = library.load("k10")
    assert not review(k10, None, WEEKS, [20, 50, 50, 50, 50], risk_rise=True).flagged


def test_no_parameters_no_course():
    found = review(library.load("gad-7"), None, WEEKS, [10] * 5)
    assert found.why_not == Message("progress.withheld.no_parameters")
    assert (found.z, found.flagged, found.course_shown) == (None, False, False)


def test_no_clinical_line_no_course():
    k10 = library.load("k10")
    assert k10.change.clinical_cutoff is None
    model = parameters("k10", sd=7, mean=30)
    said = course_withheld(k10, model, first=30)
    assert said == Message("progress.withheld.no_clinical_line")


def test_IPT13_10_with_bipolar_disorder_nothing_is_told_before_the_mania_check():
    found = look([16, 16, 17, 16, 16], protocol="ipsrt")
    assert say(found.why_not) == "Withheld: mania check first."
    assert (found.z, found.flagged, found.course_shown) == (None, False, False)
    assert look([16, 16, 17, 16, 16], protocol="ipsrt", mania_checked=True).flagged
    assert gain_withheld(protocol="ipsrt") == Message("progress.withheld.mania_check")
    assert gain_withheld(protocol="ipsrt", mania_checked=True) is None
    assert gain_withheld(protocol="ipt_standard") is None


def test_IPT13_10_a_raised_mania_scale_withholds_as_one_not_looked_at_does():
    up = {"protocol": "ipsrt", "mania_checked": True, "mania_raised": True}
    found = look([16, 16, 17, 16, 16], **up)
    assert (found.z, found.course_shown) == (None, False)
    assert say(found.why_not) == "Withheld: the mania scale is at its line or above."
    assert gain_withheld(**up) == Message("progress.withheld.mania_raised")
    assert gain_withheld(**up | {"protocol": "ipt_standard"}) is None


@pytest.mark.parametrize(("total", "is_raised"), [(5, False), (6, True), (15, True), (None, False)])
def test_IPT13_10_the_line_of_the_mania_scale_is_its_own(total, is_raised):
    assert raised(library.load("asrm"), total) is is_raised


def test_nothing_is_claimed_for_people_under_18():
    found = look([16, 16, 17, 16, 16], protocol="ipt_a", mania_checked=True)
    assert found.why_not == Message("progress.withheld.under_18")
    assert not found.course_shown
    assert gain_withheld(protocol="ipt_a") is None


def test_weeks_without_a_score_are_counted():
    assert look([16] * 3, [0, 1, 4]).missing == 2
    assert look([16] * 3, [0, 6 / 7, 15 / 7]).missing == 0
    assert look([16], [0]).missing == 0
    assert look([16] * 4, [0, 1, 8 / 7, 3]).missing == 1


def test_scores_that_cannot_be_a_course_are_refused():
    with pytest.raises(ValueError, match="on a scale of 0 to 27"):
        look([16, 28])


def test_one_review_per_course_and_this_opens_none_of_its_own():
    found = look([16, 22, 22, 22, 22])
    assert found.flagged
    assert one_review([], found) is None
    assert one_review(["review_4", "deteriorated"], found) == OpenReview(
        ("review_4", "deteriorated"), found.reasons, found.order
    )


def test_an_open_review_stays_open_though_nothing_is_added():
    assert one_review(["review_4"], look([16, 8, 8, 8, 4])).reasons == ()


def test_the_caseload_is_sorted_by_who_needs_a_look_first():
    rows = {
        "Aoife": look([16, 12, 10, 8, 6]),
        "Teodor": look([16]),
        "Marisol": look([16, 16, 17, 16, 16]),
        "Noor": look([16]),
        "Omar": look([16, 22, 22]),
    }
    assert in_order(rows) == ["Omar", "Marisol", "Teodor", "Noor", "Aoife"]
    assert in_order({1: OpenReview((), (), 0.0), 2: OpenReview((), (), 1.0)}) == [2, 1]
    assert rows["Omar"].order == 100.0


def test_what_stands_beside_the_curve():
    found = look([16, 16, 17, 16], [0, 1, 2, 4])
    said = [say(line) for line in therapist_lines(PHQ, found, first=16, week=4)]
    assert said == [
        "Week 4, from the first score: 12.2 expected; four of five scores lie between "
        "6.2 and 18.2.",
        "Last score 0.8 spreads from the expected one (above 0: worse than expected).",
        "Days with a score: 4. Weeks without: 1.",
        "Source of the course: default, not from your clients.",
    ]


def test_too_early_the_curve_stands_there_but_no_z():
    lines = therapist_lines(PHQ, look([16, 16]), first=16, week=1.5)
    assert [line.id for line in lines] == [
        "progress.therapist.band",
        "progress.withheld.too_early",
        "progress.therapist.scores",
        "progress.source.default",
    ]
    assert lines[0].values["week"] == "1.5"


def test_a_withheld_course_says_why_and_draws_no_band():
    found = look([16, 16], protocol="ipsrt")
    assert [line.id for line in therapist_lines(PHQ, found, first=16, week=1)] == [
        "progress.withheld.mania_check",
        "progress.therapist.scores",
    ]


def test_the_client_reads_no_label_and_the_band_is_off_by_default():
    assert looking.CLIENT_BAND_ON is False
    assert [say(line) for line in looking.CLIENT_LINES] == [
        "most people starting where you started",
        "Scores go up and down; one week means little.",
    ]


def test_a_flag_asks_and_every_message_has_words():
    assert [line.id.rsplit(".", 1)[1] for line in looking.asks()] == [
        "alliance",
        "focus",
        "practice",
        "life_events",
        "risk",
        "medication",
        "supervision",
    ]
    for table, prefix in (
        ("ask", "ask"),
        ("settings", "setting"),
        ("withheld", "withheld"),
        ("chances", "chance"),
        ("checks", "check"),
    ):
        assert all(text(f"progress.{prefix}.{row['id']}", line=1) for row in data()[table])
    found = look([16, 22, 23, 22, 22])
    assert "Reliably worse than the first score, twice in a row (6 points)." in [
        say(reason) for reason in found.reasons
    ]
    assert say(look([16, 22], risk_rise=True).reasons[0]).endswith("risk item is worse.")
    assert ids(found) == ["progress.reason.worse_twice", "progress.reason.above"]
    assert found.order == 100.0 + found.z


@pytest.mark.parametrize(
    "value, id",
    [
        (0.0, "less_likely"),
        (0.3999, "less_likely"),
        (0.4, "about_even"),
        (0.5999, "about_even"),
        (0.6, "more_likely"),
        (1.0, "more_likely"),
    ],
)
def test_three_bands_of_words_and_never_a_percentage(value, id):
    assert chance.word(value) == Message(f"progress.chance.{id}")
    assert "%" not in say(chance.word(value))


def test_the_chance_by_hand():
    # 16 16 17 16 16, planned 16 weeks: 12.833 expected, spread 6.438 / 1.2816 = 5.023, half of 16
    # is 8: z = 0.962, raw chance 0.832, logit 1.600, times 0.6 = 0.960, shrunk 0.723
    shrunk = chance.not_halved(PHQ, [0, 1, 2, 3, 4], [16, 16, 17, 16, 16], 16)
    assert shrunk == pytest.approx(0.723, abs=1e-3)
    falling = chance.not_halved(PHQ, [0, 1, 2, 3, 4], [16, 15, 13, 12, 11], 16)
    assert falling == pytest.approx(0.532, abs=2e-3)


def test_a_chance_far_out_stays_a_chance():
    far = replace(PHQ, range=(-1000, 1000))
    assert chance.not_halved(far, [0, 1], [20, 400], 2) == pytest.approx(1, abs=1e-6)
    assert chance.not_halved(far, [0, 1], [20, -400], 2) == pytest.approx(0, abs=1e-6)


def words_of(scores, weeks=None, model=PHQ, planned=16, **how):
    days = range(len(scores)) if weeks is None else weeks
    found = review(PHQ9, model, days, scores, **how)
    return chance_words(model, found, days, scores, planned_weeks=planned)


def test_the_words_of_a_course():
    assert words_of([16, 16, 17, 16, 16]) == Message("progress.chance.more_likely")
    assert words_of([16, 15, 13, 12, 11]) == Message("progress.chance.about_even")
    assert words_of([16, 10, 6, 4, 2]) == Message("progress.chance.less_likely")


def test_no_words_where_they_would_mean_nothing():
    assert words_of([16, 16, 17, 16, 16], planned=4) is None
    assert words_of([16, 16, 17, 16, 16], planned=4.1) is not None
    assert words_of([16, 16, 17, 16, 16], protocol="ipsrt") is None
    assert words_of([9, 9, 9, 9, 9]) is None
    assert words_of([16, 16, 16, 16, 16], model=None) is None
    assert chance.words_for(PHQ, [0], [0], planned_weeks=16) is None
    assert chance.words_for(PHQ, [0], [1], planned_weeks=16) is not None
    better = parameters("who-5", sd=18, mean=30)
    assert chance.words_for(better, [0], [30], planned_weeks=16) is None


def test_a_review_is_a_plain_value():
    assert Review(None, False, (), 0.0, 1, 0, None).course_shown


@pytest.mark.parametrize("days, holds", [(0, True), (14, True), (15, False)])
def test_IPT13_10_a_mania_check_counts_for_two_weeks(days, holds):
    assert check_holds(days) is holds
