import re
from datetime import date, datetime, timedelta

import pytest
from django.core import mail

from kith import clock
from kith.care.actions import open_course
from kith.checkins import actions, reading
from kith.checkins.models import Checkin, Response
from kith.people.models import Revision, WorkHours
from kith.safety.models import Concern

from .conftest import FIRST_SESSION, GAD, LONDON, PHQ, TUESDAY, answer_all, begin

KEY = "11111111-1111-4111-8111-111111111111"
OTHER_KEY = "11111111-1111-4111-8111-222222222222"


def text(reply):
    return re.sub(r"\s+", " ", reply.content.decode())


@pytest.fixture
def wednesday(weekly):
    with clock.frozen(datetime(2026, 3, 4, 14, 0, tzinfo=LONDON)):
        yield


def page(course, measure="phq-9", on="2026-03-04"):
    return f"/courses/{course.pk}/check-ins/enter/?measure={measure}&on={on}"


def filled(items, values, source="paper", key=KEY):
    given = {item: value for item, value in zip(items, values, strict=True) if value is not None}
    return {"form_key": key, "source": source} | given


def test_the_therapist_types_in_what_was_answered_on_paper(wednesday, weekly, ines, as_user):
    browser = as_user(ines)
    assert "Little interest or pleasure" in text(browser.get(page(weekly)))
    kept = browser.post(page(weekly), filled(PHQ, (2, 2, 1, 1, 1, 1, 1, 1, 0)))
    assert kept.status_code == 302
    response = Response.objects.get()
    assert (response.total, response.source, response.entered_by) == (10, "paper", ines)
    assert "answered on paper, Ines Halvorsen" in text(
        browser.get(f"/courses/{weekly.pk}/check-ins/")
    )


def test_a_client_without_a_screen_has_a_course_too(teodor, ines, as_user):
    course = begin(open_course(client=teodor, therapist=ines, by=ines), ines, messaging=False)
    mail.outbox.clear()
    with clock.frozen(datetime(2026, 3, 4, 14, 0, tzinfo=LONDON)):
        made = actions.prepare(course=course, on=FIRST_SESSION)
        assert (made.state, made.unsent_because) == ("waiting", "on_paper")
        browser = as_user(ines)
        browser.post(page(course), filled(PHQ, (1,) * 9, "said"))
        browser.post(page(course, "gad-7"), filled(GAD, (1,) * 7, key=OTHER_KEY))
    made.refresh_from_db()
    assert made.state == "finished"
    assert [r.source for r in Response.objects.order_by("measure")] == ["paper", "said"]
    assert not mail.outbox
    assert Concern.objects.get().level == "review"


def test_PRIV_15_a_risk_answer_typed_in_raises_its_concern(wednesday, weekly, ines, as_user):
    reply = as_user(ines).post(page(weekly), filled(PHQ, (0,) * 8 + (2,)))
    assert reply["Location"] == f"/courses/{weekly.pk}/concerns/"
    concern = Concern.objects.get()
    assert (concern.level, concern.owner) == ("high_review", ines)


def test_IPT13_11_item_10_of_the_EPDS_fires_when_it_is_typed_in(wednesday, weekly, ines, as_user):
    items = [f"epds-{n}" for n in range(1, 11)]
    browser = as_user(ines)
    first = text(browser.get(page(weekly, "epds")))
    assert "Item 10" in first or "10." in first
    reply = browser.post(page(weekly, "epds"), filled(items, (0,) * 9 + (1,)))
    assert reply["Location"] == f"/courses/{weekly.pk}/concerns/"
    assert Concern.objects.get().level == "review"
    assert Response.objects.get().measure == "epds"


def test_IPT13_11_the_EPDS_never_goes_out_on_a_screen(weekly, ines):
    actions.set_plan(course=weekly, measure="epds", every=1, declined=False, by=ines)
    with clock.frozen(TUESDAY):
        assert "epds" not in actions.prepare(course=weekly, on=FIRST_SESSION).measures


def test_IPT13_11_scores_have_a_direction(wednesday, weekly, ines, as_user):
    browser = as_user(ines)
    browser.post(page(weekly), filled(PHQ, (2, 2, 1, 1, 1, 1, 1, 1, 0)))
    assert "Higher is worse" in text(browser.get(f"/courses/{weekly.pk}/check-ins/"))
    assert "Lower is better." in reading.ribbon(weekly, ines).sentence


def test_what_was_left_open_is_missing_and_asked_about(wednesday, weekly, ines, as_user):
    reply = as_user(ines).post(page(weekly), filled(PHQ, (1,) * 8 + (None,)), follow=True)
    response = Response.objects.get()
    assert (response.total, response.prorated, response.risk_unanswered) == (9, True, True)
    assert "Risk item not answered: ask." in text(reply)


def test_REL_05_the_form_sent_twice_is_kept_once(wednesday, weekly, ines, as_user):
    form = filled(PHQ, (1,) * 8 + (1,))
    for _again in range(3):
        assert as_user(ines).post(page(weekly), form).status_code == 302
    assert (Response.objects.count(), Concern.objects.count()) == (1, 1)


def test_answers_that_are_there_are_not_written_over(wednesday, weekly, ines, as_user):
    as_user(ines).post(page(weekly), filled(PHQ, (1,) * 9))
    again = as_user(ines).post(page(weekly), filled(PHQ, (0,) * 9, key=OTHER_KEY))
    assert again.status_code == 422
    assert "for that day already" in text(again)
    assert re.search(r'value="paper"[^>]*checked', text(again))
    assert Response.objects.get().total == 9


def test_what_can_not_be_kept_is_told_before_somebody_types(wednesday, weekly, ines, as_user):
    browser = as_user(ines)
    browser.post(page(weekly), filled(PHQ, (1,) * 9))
    there = browser.get(page(weekly))
    assert there.status_code == 422 and "for that day already" in text(there)
    for day, words in (("2026-03-18", "still to come"), ("0026-03-04", "Look at the year")):
        refused = browser.get(page(weekly, on=day))
        assert refused.status_code == 422 and words in text(refused)
        assert browser.post(page(weekly, on=day), filled(PHQ, (1,) * 9)).status_code == 422
    assert Response.objects.count() == 1


def test_REL_05_one_page_is_not_kept_for_two_days(wednesday, weekly, ines, as_user):
    browser = as_user(ines)
    browser.post(page(weekly), filled(PHQ, (1,) * 9))
    for other in (page(weekly, on="2026-03-03"), page(weekly, "gad-7")):
        values = filled(PHQ, (2,) * 9) | filled(GAD, (2,) * 7)
        again = browser.post(other, values)
        assert again.status_code == 422 and "with this page already" in text(again)
    assert Response.objects.get().total == 9
    key = re.search(r'name="form_key" value="([\w-]+)"', again.content.decode()).group(1)
    assert browser.post(other, values | {"form_key": key}).status_code == 302


def test_answers_stay_on_the_page_when_the_questionnaire_is_turned_off(
    wednesday, weekly, ines, as_user
):
    off = page(weekly, "audit-c")
    assert as_user(ines).get(off).status_code == 422
    late = as_user(ines).post(off, {"form_key": KEY, "source": "paper", "auditc-1": "3"})
    assert late.status_code == 422 and "was turned off here" in text(late)
    assert re.search(r'name="auditc-1" value="3"[^>]*checked', text(late))
    assert not Response.objects.exists()


def test_what_the_client_answered_on_a_screen_is_not_written_over(
    link, client, weekly, ines, as_user
):
    answer_all(client, link, phq=(2,) * 8 + (0,))
    with clock.frozen(datetime(2026, 3, 4, 14, 0, tzinfo=LONDON)):
        assert as_user(ines).post(page(weekly), filled(PHQ, (0,) * 9)).status_code == 422
    assert Response.objects.get(measure="phq-9").total == 16


@pytest.mark.parametrize(
    "wrong",
    [
        {"source": ""},
        {"source": "screen"},
        {"phq9-1": "9"},
        {"phq9-1": "x"},
        {"form_key": "no"},
    ],
)
def test_what_does_not_fit_gets_a_sentence_and_keeps_the_rest(
    wednesday, weekly, ines, as_user, wrong
):
    reply = as_user(ines).post(page(weekly), filled(PHQ, (1,) * 9) | wrong)
    assert reply.status_code == 422
    assert not Response.objects.exists()
    assert re.search(r'name="phq9-2" value="1"[^>]*checked', text(reply))


def test_an_empty_form_or_a_day_to_come_is_refused(wednesday, weekly, ines, as_user):
    browser = as_user(ines)
    assert browser.post(page(weekly), {"form_key": KEY, "source": "paper"}).status_code == 422
    later = page(weekly, on="2026-03-18")
    assert browser.post(later, filled(PHQ, (1,) * 9)).status_code == 422
    for broken in (page(weekly, on="32-1-1"), page(weekly, measure="none")):
        assert browser.get(broken).status_code == 422
    assert browser.get(f"/courses/{weekly.pk}/check-ins/enter/").status_code == 200
    assert not Checkin.objects.exists()


def test_an_earlier_paper_does_not_take_the_place_of_the_present_check_in(link, weekly, ines):
    actions.enter(
        course=weekly,
        on=date(2026, 2, 20),
        measure="phq-9",
        answers={item: 2 for item in PHQ[:8]} | {"phq9-9": 0},
        source="paper",
        by=ines,
    )
    assert Checkin.objects.get(replaced_at=None).for_on == FIRST_SESSION
    assert reading.for_caseload([weekly.pk], ines)[weekly.pk].values("phq-9") == [16]


def test_an_outsider_and_the_office_type_in_nothing(
    wednesday, weekly, omar, coordinator, owner, as_user
):
    for person in (omar, coordinator, owner):
        assert as_user(person).post(page(weekly), filled(PHQ, (1,) * 9)).status_code == 404
    assert not Response.objects.exists()


def test_the_concern_of_a_paper_answer_needs_no_owner_to_be_kept(wednesday, weekly, ines, as_user):
    WorkHours.objects.all().delete()
    as_user(ines).post(page(weekly), filled(PHQ, (0,) * 8 + (3,)))
    assert Concern.objects.get().owner is None
    assert "Nobody is named to read it" in text(as_user(ines).get("/concerns/"))


def test_days_are_counted_from_the_day_of_the_meeting(wednesday, weekly, ines):
    for week, value in enumerate((3, 2, 1)):
        actions.enter(
            course=weekly,
            on=FIRST_SESSION - timedelta(weeks=2 - week),
            measure="phq-9",
            answers={item: value for item in PHQ[:8]} | {"phq9-9": 0},
            source="said",
            by=ines,
        )
    points = reading.course_points(weekly, ines)["phq-9"]
    assert [p.total for p in points["points"]] == [24, 16, 8]
    assert (points["first"], points["latest"], points["change"].verdict) == (24, 8, "improved")


@pytest.fixture
def mistyped(wednesday, weekly, ines, as_user):
    """Item 9 was typed in as 0; on paper it is 2."""
    as_user(ines).post(page(weekly), filled(PHQ, [1] * 8 + [0]))
    return Response.objects.get()


def corrected(values, version=1):
    return {"version": version, "form_key": KEY} | dict(zip(PHQ, values, strict=True))


def test_REL_06_what_was_typed_in_wrongly_is_put_right_and_the_former_answers_are_kept(
    mistyped, weekly, ines, as_user
):
    browser, again = as_user(ines), page(weekly) + "&again=1"
    assert "again=1" in browser.get(f"/courses/{weekly.pk}/check-ins/").content.decode()
    assert "typed these in" in text(browser.get(again))
    assert browser.post(again, corrected([1] * 8 + [2])).status_code == 302
    mistyped.refresh_from_db()
    assert (mistyped.total, mistyped.version, mistyped.answers[PHQ[8]]) == (10, 2, 2)
    [former] = Revision.objects.filter(row_id=mistyped.pk)
    assert former.said["answers"][PHQ[8]] == 0 and former.saved_by == ines


def test_a_risk_answer_that_comes_to_light_by_it_raises_its_concern_and_none_is_closed(
    mistyped, weekly, ines, as_user
):
    browser, again = as_user(ines), page(weekly) + "&again=1"
    assert not Concern.objects.exists()
    answer = browser.post(again, corrected([1] * 8 + [2]))
    assert answer.url == f"/courses/{weekly.pk}/concerns/"
    browser.post(again, corrected([1] * 8 + [0], version=2))
    assert Concern.objects.get().acknowledged_at is None


def test_REL_06_two_who_put_it_right_at_once_see_both(mistyped, weekly, ines, as_user):
    browser, again = as_user(ines), page(weekly) + "&again=1"
    browser.post(again, corrected([1] * 8 + [2]))
    second = browser.post(again, corrected([3] * 8 + [2]))
    assert second.status_code == 422 and "as saved" in text(second)
    assert Response.objects.get().total == 10


def test_what_a_client_answered_is_not_put_right_by_staff(mistyped, weekly, ines, as_user):
    Response.objects.update(source="screen")
    shown = as_user(ines).get(page(weekly) + "&again=1")
    assert "There are answers to this questionnaire for that day already" in text(shown)
    mistyped.refresh_from_db()
    with pytest.raises(ValueError, match="by the client"):
        actions.correct(response=mistyped, version=1, answers={}, by=ines)
