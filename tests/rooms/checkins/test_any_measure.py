"""Any questionnaire of the shelf can be assigned, answered on a screen or typed in."""

import html
import re
from datetime import date, timedelta

import pytest

from ipt.measures import library
from kith import clock
from kith.checkins import actions, plans, reading
from kith.checkins.models import Checkin, MeasurePlan, Response
from kith.measures import actions as measures
from kith.safety.models import Concern, ConcernEntry
from tests.support.cast import new_id
from tests.support.office import own_file

from .conftest import FIRST_SESSION, TUESDAY, tap

WEEK = timedelta(weeks=1)


def text(reply):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", reply.content.decode())).split())


def only(course, by, measure, **more):
    """Nothing but this questionnaire goes out."""
    for id in ("phq-9", "gad-7"):
        actions.set_plan(course=course, measure=id, every=0, declined=False, by=by)
    actions.set_plan(course=course, measure=measure, every=1, declined=False, by=by, **more)


def asked(course, on=FIRST_SESSION):
    return plans.asked_at(course, on)


def enter(course, by, measure, values, on=None):
    items = [item.linkId for item in library.load(measure).items]
    return actions.enter(
        course=course,
        on=on or date(2026, 3, 3),
        measure=measure,
        answers={item: v for item, v in zip(items, values, strict=False) if v is not None},
        source="paper",
        by=by,
    )


@pytest.fixture
def confirmed(practice, owner):
    return measures.confirm(
        practice=practice, measure="who-5", kind="non_commercial", statement="A clinic.",
        by=owner, id=new_id(),
    )  # fmt: skip


@pytest.fixture
def licensed(practice, owner):
    """licensed("epds") adds the practice's own definition of it."""

    def add(id, **more):
        return measures.add_own(
            practice=practice, text=own_file(id, "2.0.0"), holder="x", proof="y", by=owner,
            id=new_id(), **({"expires_on": None} | more),
        )  # fmt: skip

    return add


def test_every_measure_that_is_on_can_be_chosen_and_those_that_are_off_cannot(
    weekly, ines, as_user
):
    page = as_user(ines).get(f"/courses/{weekly.pk}/check-ins/").content.decode()
    for id in ("core-10", "pcl-5", "mos-sss", "epds", "wsas"):
        assert f'value="{id}"' in page or f'name="every-{id}"' in page
    assert "who-5" not in page
    assert "kith-goal" not in page
    assert page.index('name="every-phq-9"') < page.index('name="more"')


def test_one_more_is_added_and_off_ones_are_refused(weekly, ines, as_user):
    browser, address = as_user(ines), f"/courses/{weekly.pk}/check-ins/"
    kept = browser.post(address, {"more": "core-10", "more_often": "ends"})
    assert kept.status_code == 302
    plan = MeasurePlan.objects.get(measure="core-10", ended_at=None)
    assert (plan.times, plan.every) == ("ends", 1)
    assert 'name="every-core-10"' in browser.get(address).content.decode()
    assert browser.post(address, {"more": "who-5"}).status_code == 422
    with clock.frozen(TUESDAY):
        assert "core-10" in actions.prepare(course=weekly, on=FIRST_SESSION).measures


def test_once_means_until_it_is_answered(tuesday, weekly, ines):
    only(weekly, ines, "rses", times="once")
    assert asked(weekly) == ["rses"]
    assert asked(weekly, FIRST_SESSION + WEEK) == ["rses"]
    with clock.frozen(TUESDAY + timedelta(hours=1)):
        enter(weekly, ines, "rses", (1,) * 10)
    assert asked(weekly) == []


def test_at_the_beginning_and_at_the_end(tuesday, weekly, ines):
    only(weekly, ines, "rses", times="ends")
    assert asked(weekly) == ["rses"]
    with clock.frozen(TUESDAY + timedelta(hours=1)):
        enter(weekly, ines, "rses", (1,) * 10)
    assert asked(weekly, FIRST_SESSION + WEEK) == []
    assert asked(weekly, FIRST_SESSION + 13 * WEEK) == ["rses"]


def test_a_rare_one_is_asked_at_the_last_meeting_too(tuesday, weekly, ines):
    actions.set_plan(course=weekly, measure="pcl-5", every=4, declined=False, by=ines)
    with clock.frozen(TUESDAY):
        actions.prepare(course=weekly, on=FIRST_SESSION)
    assert "pcl-5" not in asked(weekly, FIRST_SESSION + WEEK)
    assert "pcl-5" in asked(weekly, FIRST_SESSION + 13 * WEEK)


def test_hidden_questions_are_asked_only_after_the_answer_that_opens_them(
    tuesday, weekly, ines, marisol, as_user
):
    only(weekly, ines, "pc-ptsd-5")
    actions.prepare(course=weekly, on=FIRST_SESSION)
    browser = as_user(marisol)
    no = tap(browser, "/my/check-in/", 1, 0)
    assert no["Location"] == "/my/check-in/done/"
    assert Response.objects.get().total == 0
    yes = tap(browser, "/my/check-in/", 1, 1)
    assert yes["Location"] == "/my/check-in/2/"


def test_who_has_signed_in_comes_back_to_a_question_that_was_opened(
    tuesday, weekly, ines, marisol, as_user
):
    only(weekly, ines, "pc-ptsd-5")
    actions.prepare(course=weekly, on=FIRST_SESSION)
    browser = as_user(marisol)
    tap(browser, "/my/check-in/", 1, 1)
    assert 'href="/my/check-in/2/"' in browser.get("/my/check-in/").content.decode()


def test_answers_stand_in_the_order_of_the_form(tuesday, weekly, ines, marisol, as_user, confirmed):
    only(weekly, ines, "who-5")
    actions.prepare(course=weekly, on=FIRST_SESSION)
    page = as_user(marisol).get("/my/check-in/1/").content.decode()
    assert re.findall(r'name="answer" value="(\d)"', page) == ["5", "4", "3", "2", "1", "0"]
    assert "WHO" not in text(as_user(marisol).get("/my/check-in/"))


def test_what_does_not_apply_is_an_answer_where_the_form_has_it(tuesday, weekly, ines, as_user):
    browser = as_user(ines)
    address = f"/courses/{weekly.pk}/check-ins/enter/?measure=wsas&on=2026-03-03"
    page = browser.get(address).content.decode()
    assert page.count('value="na"') == 1
    key = re.search(r'name="form_key" value="([^"]+)"', page).group(1)
    answers = {"wsas-1": "na", "wsas-2": "4", "wsas-3": "4", "wsas-4": "4", "wsas-5": "4"}
    form = {"form_key": key, "source": "paper", **answers}
    assert browser.post(address, form | {"wsas-2": "na"}).status_code == 422
    assert browser.post(address, form).status_code == 302
    response = Response.objects.get()
    assert (response.total, response.shorter, response.answers["wsas-1"]) == (16, True, "na")
    shown = text(browser.get(f"/courses/{weekly.pk}/check-ins/"))
    assert "does not apply" in shown
    assert "From 0 to 32." in shown


def test_a_total_over_fewer_items_is_not_compared_with_a_full_one(tuesday, weekly, ines):
    enter(weekly, ines, "wsas", (8, 8, 8, 8, 8), on=date(2026, 2, 26))
    enter(weekly, ines, "wsas", ("na", 2, 2, 2, 2), on=date(2026, 3, 2))
    assert reading.case_scores(weekly, ines).change("wsas") is None


@pytest.mark.parametrize(
    ("measure", "item", "quiet", "loud"),
    [("core-10", 6, 0, 1), ("pcl-5", 16, 2, 3), ("epds", 10, 0, 1)],
)
def test_PRIV_15_a_risk_item_of_any_measure_opens_a_concern(
    tuesday, weekly, ines, measure, item, quiet, loud
):
    values = [0] * len(library.load(measure).items)
    values[item - 1] = quiet
    enter(weekly, ines, measure, values, on=date(2026, 3, 2))
    assert not Concern.objects.exists()
    values[item - 1] = loud
    enter(weekly, ines, measure, values)
    concern = Concern.objects.get()
    assert (concern.measure, concern.owner) == (measure, ines)


def test_PRIV_15_a_rule_on_a_whole_scale_opens_one_concern(tuesday, weekly, ines, as_user):
    enter(weekly, ines, "asrm", (1, 1, 1, 1, 1), on=date(2026, 3, 2))
    assert not Concern.objects.exists()
    enter(weekly, ines, "asrm", (2, 2, 2, 0, 0))
    concern = Concern.objects.get()
    assert (concern.measure, concern.item) == ("asrm", "total")
    page = text(as_user(ines).get(f"/concerns/{concern.pk}/"))
    assert library.words("asrm").scales["total"] in page
    assert any("6" in line for line in reading.since_last(weekly, ines))


def test_a_scale_that_goes_on_rising_on_the_screen_stays_one_concern(
    tuesday, weekly, ines, marisol, as_user, licensed
):
    licensed("asrm")
    only(weekly, ines, "asrm")
    checkin = actions.prepare(course=weekly, on=FIRST_SESSION)
    browser = as_user(marisol)
    where = [tap(browser, "/my/check-in/", place, 3)["Location"] for place in range(1, 6)]
    assert [("support" in address) for address in where] == [False, True, False, False, False]
    assert Concern.objects.count() == 1
    said = [
        entry.answer["value"] for entry in ConcernEntry.objects.exclude(nth=None).order_by("nth")
    ]
    assert said[-1] == 15
    checkin.refresh_from_db()
    assert checkin.state == "finished"


def test_a_measure_with_a_risk_item_is_held_where_nobody_owns_it(tuesday, weekly, ines):
    from kith.people.models import WorkHours

    only(weekly, ines, "core-10")
    WorkHours.objects.all().delete()
    assert actions.prepare(course=weekly, on=FIRST_SESSION).state == "held"


def test_an_ended_licence_stops_the_questions_and_loses_no_answer(
    tuesday, weekly, ines, marisol, as_user, licensed
):
    licensed("epds", expires_on=date(2026, 3, 3))
    actions.set_plan(course=weekly, measure="epds", every=1, declined=False, by=ines)
    checkin = actions.prepare(course=weekly, on=FIRST_SESSION)
    assert checkin.measures == ["phq-9", "gad-7", "epds"]
    browser = as_user(marisol)
    assert "A question of our own, 1" in text(browser.get("/my/check-in/18/"))
    tap(browser, "/my/check-in/", 18, 2, checkin=checkin.pk)
    with clock.frozen(TUESDAY + timedelta(days=1)):
        assert browser.get("/my/check-in/19/").status_code == 302
        assert "16" in text(browser.get("/my/check-in/"))
        tap(browser, "/my/check-in/", 19, 1, checkin=checkin.pk)
        for place in range(1, 18):
            tap(browser, "/my/check-in/", place, 0)
        response = Response.objects.get(measure="epds")
        assert response.answers == {"epds-1": 2, "epds-2": 1}
        assert "A question of our own, 2" in text(
            as_user(ines).get(f"/courses/{weekly.pk}/check-ins/")
        )
        assert Checkin.objects.get().state == "finished"
        later = actions.prepare(course=weekly, on=FIRST_SESSION + WEEK)
        assert later.measures == ["phq-9", "gad-7"]


def test_a_questionnaire_that_was_turned_off_says_so_and_goes_out_no_more(
    tuesday, weekly, practice, owner, ines, as_user, confirmed
):
    actions.set_plan(course=weekly, measure="who-5", every=1, declined=False, by=ines)
    assert "who-5" in actions.prepare(course=weekly, on=FIRST_SESSION).measures
    measures.withdraw_confirmation(practice=practice, measure="who-5", by=owner)
    later = actions.prepare(course=weekly, on=FIRST_SESSION + WEEK)
    assert "who-5" not in later.measures
    assert "Off in this practice" in text(as_user(ines).get(f"/courses/{weekly.pk}/check-ins/"))
