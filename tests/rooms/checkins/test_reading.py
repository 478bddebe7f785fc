import re
from datetime import date, time, timedelta
from uuid import uuid4

import pytest

from kith import clock
from kith.care.actions import move
from kith.checkins import actions, due, positions, reading
from kith.checkins.models import Checkin, Response
from kith.people.models import Client, Revision
from kith.schedule.actions import book
from kith.web.pictures.ribbon import course_ribbon

from .conftest import FIRST_SESSION, GAD, PHQ, TUESDAY, answer_all, begin, tap

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


def put(course, by, totals, measure="phq-9", start=FIRST_SESSION):
    """Weekly totals, spread over the items that are not about harm."""
    items = PHQ[:8] if measure == "phq-9" else GAD
    for week, total in enumerate(totals):
        if total is None:
            continue
        values = [min(3, max(0, total - 3 * n)) for n in range(len(items))]
        answers = dict(zip(items, values, strict=True))
        actions.enter(
            course=course,
            on=start + week * WEEK,
            measure=measure,
            answers=answers | ({"phq9-9": 0} if measure == "phq-9" else {}),
            source="paper",
            by=by,
        )


@pytest.fixture
def later():
    with clock.frozen(TUESDAY + 12 * WEEK):
        yield


def test_S25_distress_is_shown_falling_and_called_reliable_only_when_it_is(later, weekly, ines):
    put(weekly, ines, [17, 16, 17, 14])
    assert "can be chance" in reading.ribbon(weekly, ines).sentence
    put(weekly, ines, [9], start=FIRST_SESSION + 4 * WEEK)
    picture = reading.ribbon(weekly, ines)
    assert picture.sentence.startswith("From 17 at the start to 9 now.")
    assert "A change this large is very unlikely to be chance." in picture.sentence
    assert picture.reliable_line == 11
    words = [verdict["words"] for verdict in reading.verdicts(weekly, ines)]
    assert words == ["PHQ-9: reliable improvement −8"]


def test_S57_depression_and_anxiety_have_each_their_course_and_recovery_needs_both(
    later, weekly, ines
):
    put(weekly, ines, [17, 6])
    put(weekly, ines, [13, 9], "gad-7")
    case = reading.for_caseload([weekly.pk], ines)[weekly.pk]
    assert case.recovered is False
    put(weekly, ines, [5], "gad-7", start=FIRST_SESSION + 2 * WEEK)
    put(weekly, ines, [6], start=FIRST_SESSION + 2 * WEEK)
    case = reading.for_caseload([weekly.pk], ines)[weekly.pk]
    assert case.recovered is True
    assert {m: c.verdict for m, c in case.changes.items()} == {
        "phq-9": "improved",
        "gad-7": "improved",
    }
    assert [r.title for r in reading.ribbons(weekly, ines)] == ["PHQ-9", "GAD-7"]


def test_worse_is_said_plainly_to_both(later, weekly, ines, marisol):
    put(weekly, ines, [9, 16])
    assert reading.verdicts(weekly, ines)[0]["words"] == "PHQ-9: reliably worse +7"
    own = reading.ribbon(weekly, marisol.user, audience="client")
    assert "It is worth talking about when you next meet." in own.sentence


def test_the_clients_picture_names_no_instrument_and_no_illness(later, weekly, ines, marisol):
    put(weekly, ines, [17, 9])
    put(weekly, ines, [13, 6], "gad-7")
    for picture in reading.ribbons(weekly, marisol.user, audience="client"):
        words = (
            f"{picture.title} {picture.sentence} {picture.reliable_text} {course_ribbon(picture)}"
        )
        for word in ("PHQ", "GAD", "depress", "anxi", "disorder", "deficit", "fail"):
            assert word.casefold() not in words.casefold()


def test_the_same_picture_stands_on_both_sides(later, weekly, ines, marisol):
    put(weekly, ines, [17, None, 9])
    desk = reading.ribbon(weekly, ines)
    own = reading.ribbon(weekly, marisol.user, audience="client")
    assert (desk.points, desk.phases, desk.bands) == (own.points, own.phases, own.bands)
    assert [p.position for p in desk.points] == [1.0, 3.0]
    assert desk.sessions_planned == 14


def test_S55_IPT13_13_what_was_answered_stands_in_the_opening_of_the_next_session(
    link, client, weekly, ines
):
    answer_all(client, link, phq=(2, 2, 1, 1, 1, 1, 1, 1, 1))
    lines = reading.since_last(weekly, ines)
    assert lines[0] == "PHQ-9 11 (Moderate)"
    assert "better off dead" in lines[1] and "Several days" in lines[1]
    book(
        course=weekly, therapist=ines, on=FIRST_SESSION, at=time(10), zone="Europe/London",
        by=ines, id=uuid4(),
    )  # fmt: skip
    assert "look at it together" in re.sub(r"\s+", " ", client.get(link).content.decode())


def test_a_form_still_being_answered_is_no_score_yet(link, client, weekly, ines):
    for place in range(1, 9):
        tap(client, link, place, 2)
    assert Response.objects.get().total is not None
    assert reading.ribbon(weekly, ines) is None
    assert reading.for_caseload([weekly.pk], ines)[weekly.pk].latest("phq-9") is None


NEXT_DAY = TUESDAY + DAY


def stops_in_the_second(link, client, nine=None):
    """Goes through the first questionnaire, and stops after a question of the next."""
    for place in range(1, 9):
        tap(client, link, place, 2)
    tap(client, link, 9, nine)
    tap(client, link, 10, 1)
    tap(client, link, 11, 1)


def test_PRIV_15_a_questionnaire_gone_through_counts_though_the_check_in_is_not_finished(
    link, client, weekly, ines, as_user
):
    stops_in_the_second(link, client)
    assert Checkin.objects.get().state == "opened"
    assert reading.for_caseload([weekly.pk], ines)[weekly.pk].latest("phq-9") == 18
    with clock.frozen(NEXT_DAY):
        page = re.sub(r"\s+", " ", as_user(ines).get(f"/courses/{weekly.pk}/").content.decode())
        assert "PHQ-9 18" in page and "PHQ-9: the check-in is not finished" in page
        assert "Risk item not answered: ask." in page
        assert "GAD-7" not in " ".join(reading.since_last(weekly, ines))
        page = as_user(ines).get(f"/courses/{weekly.pk}/check-ins/").content.decode()
        assert "the check-in is not finished" in page


def test_IPT13_11_a_risk_item_passed_over_is_marked_at_that_tap(link, client, weekly, ines):
    tap(client, link, 9, None)
    assert Response.objects.get().risk_unanswered
    assert any("not answered: ask" in line for line in reading.since_last(weekly, ines))
    tap(client, link, 1, 1)
    assert Response.objects.get().risk_unanswered
    tap(client, link, 9, 0)
    assert not Response.objects.get().risk_unanswered


def test_IPT13_11_a_risk_item_never_reached_is_to_be_asked_on_the_day_of_the_meeting(
    link, client, practice, weekly, ines
):
    tap(client, link, 1, 1)
    due.run(practice)
    assert not Response.objects.get().risk_unanswered
    with clock.frozen(NEXT_DAY):
        due.run(practice)
        assert Response.objects.get().risk_unanswered
        assert any("not answered: ask" in line for line in reading.since_last(weekly, ines))
        tap(client, link, 2, 1)
        assert Response.objects.get().risk_unanswered, "it is still blank"


def test_IPT13_11_on_the_day_nobody_is_asked_about_what_was_answered(link, client, practice):
    tap(client, link, 9, 0)
    with clock.frozen(NEXT_DAY):
        due.run(practice)
    assert not Response.objects.get().risk_unanswered


def test_IPT13_11_a_risk_item_blank_as_the_next_check_in_comes_is_to_be_asked(link, client, weekly):
    tap(client, link, 1, 1)
    old = str(Checkin.objects.get().pk)
    actions.prepare(course=weekly, on=FIRST_SESSION + WEEK)
    assert Response.objects.get().risk_unanswered
    tap(client, link, 2, 1, checkin=old)
    assert Response.objects.get().risk_unanswered
    tap(client, link, 9, 0, checkin=old)
    assert not Response.objects.get().risk_unanswered


def test_a_correction_of_what_was_gone_through_keeps_what_it_said(link, client):
    stops_in_the_second(link, client, nine=0)
    assert not Revision.objects.exists()
    tap(client, link, 1, 0)
    tap(client, link, 1, 0)
    assert Response.objects.get(measure="phq-9").total == 14
    assert Revision.objects.count() == 1


def test_a_risk_answer_counts_before_the_form_is_finished(link, client, weekly, ines):
    tap(client, link, 9, 2)
    assert Response.objects.get().risk_level == "high_review"


def test_the_caseload_tells_risk_and_who_has_not_answered(link, client, weekly, ines):
    with clock.frozen(TUESDAY + 3 * DAY):
        assert reading.for_caseload([weekly.pk], ines)[weekly.pk].unanswered_days == 3
    answer_all(client, link, phq=(1,) * 8 + (2,))
    case = reading.for_caseload([weekly.pk], ines)[weekly.pk]
    assert (case.unanswered_days, case.risk_level, case.risk_value) == (None, "high_review", 2)


def test_a_caseload_of_any_size_takes_the_same_queries(
    later, weekly, ines, practice, django_assert_num_queries
):
    from kith.care.actions import open_course
    from kith.people.actions import assign, register_client

    put(weekly, ines, [17, 9])
    ids = [weekly.pk]
    with django_assert_num_queries(2):
        reading.for_caseload(ids, ines)
    for number in range(4):
        client = register_client(practice=practice, name=f"Person {number}", by=ines)
        assign(client=client, therapist=ines, by=ines)
        course = begin(open_course(client=client, therapist=ines, by=ines), ines)
        put(course, ines, [17, 9])
        ids.append(course.pk)
    assert Client.objects.count() >= 5
    with django_assert_num_queries(2):
        assert len(reading.for_caseload(ids, ines)) == 5


def test_an_outsider_reads_no_scores(later, weekly, ines, omar, kwame, outcomes, aoife):
    put(weekly, ines, [17, 9])
    for person in (omar, kwame, outcomes, aoife.user):
        assert reading.ribbons(weekly, person) == []
        assert reading.answers(weekly, person) == []
        assert reading.for_caseload([weekly.pk], person)[weekly.pk].scores == []


def test_a_follow_up_stands_after_the_last_session(later, weekly, ines):
    put(weekly, ines, [17, 9])
    move(course=weekly, by=ines, status="completed", phase="followup")
    with clock.frozen(TUESDAY + 60 * WEEK):
        put(weekly, ines, [7], start=FIRST_SESSION + 40 * WEEK)
        assert [p.position for p in reading.ribbon(weekly, ines).points] == [1.0, 2.0, 15.0]


def test_places_follow_the_sessions_that_were_held():
    first = date(2026, 3, 4)
    held = [(first, 1), (first + 2 * WEEK, 2), (first + 3 * WEEK, 3)]
    days = [first - 2 * WEEK, first, first + WEEK, first + 2 * WEEK, first + 4 * WEEK]
    placed = positions.place(days, held, first, 7, 14)
    assert list(placed.values()) == [0.0, 1.0, 1.5, 2.0, 4.0]
    assert list(positions.place(days[:2], []).values()) == [-1.0, 0.0]
