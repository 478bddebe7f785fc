from datetime import date, timedelta

import pytest

from kith.care.actions import NotYet, agree_to_contract, move, stopped
from kith.care.models import Contract, Course
from kith.ending import actions, reading
from kith.ending.models import Announcement, Closing, EndingReview, Gain, KeepingWellPlan
from kith.notes.actions import sign
from kith.schedule import gathered
from kith.schedule.models import Appointment
from tests.rooms.schedule.underway import FIRST, agreed, fresh, held, meet

LAST = date(2026, 6, 9)


def week(number):
    return FIRST + timedelta(days=7 * number)


@pytest.fixture
def late(course, ines):
    """Session 10 of 14 is ahead: the ending is due to be named."""
    course = agreed(course, ines)
    course = move(course=course, by=ines, phase="middle")
    for number in range(9):
        held(course, ines, on=week(number))
    return course


def announced(course, ines):
    actions.announce(
        course=course, by=ines, said_on=week(9), last_on=LAST, reaction="She went quiet."
    )
    return Course.objects.get(pk=course.pk)


def page_of(course, name=""):
    return f"/courses/{course.pk}/ending/{name}"


def test_IPT13_05_the_ending_is_due_at_the_fifth_session_from_the_end(late, ines):
    assert reading.announcement_due(late) == "due"

    held(late, ines, on=week(9))
    assert reading.announcement_due(late) == "late"

    announced(late, ines)
    assert reading.announcement_due(late) == ""


def test_IPT13_05_it_is_not_due_before(course, ines):
    course = agreed(course, ines)
    for number in range(8):
        held(course, ines, on=week(number))

    assert reading.announcement_due(course) == ""


def test_naming_the_ending_opens_the_last_part(as_user, late, ines):
    page = {
        "version": "0",
        "said_on": "2026-05-12",
        "last_on": "2026-06-09",
        "reaction": "She went quiet, then: I knew it.",
    }
    browser = as_user(ines)
    answers = [browser.post(page_of(late), page) for _ in range(2)]

    assert [a.status_code for a in answers] == [302, 302]
    named = Announcement.objects.get()
    assert (named.session, named.reaction) == (9, "She went quiet, then: I knew it.")
    late.refresh_from_db()
    assert (late.status, late.phase) == ("ending", "final")


def test_the_last_day_cannot_lie_before_it_was_said(as_user, late, ines):
    page = {"version": "0", "said_on": "2026-05-12", "last_on": "2026-05-01", "reaction": "Hm."}

    answer = as_user(ines).post(page_of(late), page)

    assert answer.status_code == 422
    assert b"Hm." in answer.content


def test_IPT13_05_a_review_has_its_feelings_and_sadness_has_a_kind_word(as_user, late, ines):
    browser = as_user(ines)
    shown = browser.get(page_of(late, "review/")).content.decode()
    assert "Feeling sad about a goodbye is not a relapse." in shown

    answer = browser.post(page_of(late, "review/"), {"version": "0", "hard": "The silences."})
    assert answer.status_code == 422
    assert b"Name at least one feeling" in answer.content and b"The silences." in answer.content

    page = {"version": "0", "hard": "The silences.", "feelings": ["sad", "proud"]}
    assert browser.post(page_of(late, "review/"), page).status_code == 302
    assert EndingReview.objects.get().feelings == ["sad", "proud"]


def test_REL_06_a_review_saved_elsewhere_is_not_overwritten(as_user, late, ines):
    actions.save_review(course=late, by=ines, version=0, hard="First", feelings=["sad"])
    actions.save_review(course=late, by=ines, version=1, hard="Second", feelings=["sad"])

    page = {"version": "1", "hard": "Third", "feelings": ["proud"]}
    answer = as_user(ines).post(page_of(late, "review/"), page)

    assert answer.status_code == 422
    shown = answer.content.decode()
    assert 'class="conflict"' in shown and "Ines Halvorsen" in shown
    assert "What was hard, and what is unfinished: Second" in shown
    assert "What was hard, and what is unfinished: Third" in shown
    assert EndingReview.objects.get().hard == "Second"


def test_REL_06_a_review_begun_in_two_tabs_shows_both_texts(as_user, late, ines):
    actions.save_review(course=late, by=ines, version=0, hard="First", feelings=["sad"])

    page = {"version": "0", "hard": "Mine", "feelings": ["sad"]}
    shown = as_user(ines).post(page_of(late, "review/"), page)

    assert shown.status_code == 422
    assert b"unfinished: First" in shown.content and b"unfinished: Mine" in shown.content


def test_REL_06_a_reaction_saved_elsewhere_is_shown_beside_yours(as_user, late, ines):
    announced(late, ines)
    page = {"version": "0", "said_on": "2026-05-12", "last_on": "2026-06-09", "reaction": "Tears."}

    answer = as_user(ines).post(page_of(late), page)

    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "First reaction: She went quiet." in shown and "First reaction: Tears." in shown
    assert Announcement.objects.get().reaction == "She went quiet."


def test_S44_gains_carry_what_how_and_with_whom(as_user, late, ines):
    page = {
        "form_key": "a7a0dd0e-3b2e-4a27-8d14-2f4b8d2d5a11",
        "what": "I say what I want first",
        "how": "I practised the sentence aloud",
    }
    browser = as_user(ines)
    for _ in range(2):
        assert browser.post(page_of(late, "gains/"), page).status_code == 302

    gain = Gain.objects.get()
    assert (gain.what, gain.how) == (page["what"], page["how"])
    assert b"I practised the sentence aloud" in browser.get(page_of(late, "review/")).content
    browser.post(page_of(late, "gains/"), {"drop": str(gain.pk)})
    assert reading.gains(late) == []


def test_S43_goals_that_moved_are_proposed_as_gains(as_user, late, ines):
    from kith.focus.actions import add_goal, rate_goal

    goal = add_goal(
        course=late, id=fresh(), by=ines, text="Say one want a week", baseline=0, target=8
    )
    rate_goal(goal=goal, value=8, by=ines, id=fresh())

    page = as_user(ines).get(page_of(late, "review/")).content.decode()

    assert "Reached: Say one want a week (from 0 to 8)" in page


def test_S45_signs_and_hard_dates_are_proposed_from_low_weeks_and_events(as_user, late, ines):
    meeting = Appointment.objects.get(course=late, number=6)
    opening = {"before": 5, "after": 2, "event": "Birthday dinner, silent", "people": []}
    sign(
        meeting=meeting,
        by=ines,
        facts=gathered.facts(late),
        said={"opening": opening, "worked_on": "", "summary": "", "time_left_said": True},
    )
    page = as_user(ines).get(page_of(late, "keeping-well/")).content.decode()
    assert "Session 6 was a low week: Birthday dinner, silent" in page
    assert "14 April 2027" in page

    sent = {
        "version": "0",
        "signs": "Quiet for three days\nWaking at four",
        "take_signs": ["Session 6 was a low week: Birthday dinner, silent"],
        "if_sign": "A walk, and tell Tamsin.",
    }
    assert as_user(ines).post(page_of(late, "keeping-well/"), sent).status_code == 302
    assert reading.plan(late).parts["signs"] == [
        "Quiet for three days",
        "Waking at four",
        "Session 6 was a low week: Birthday dinner, silent",
    ]


def saved(course, by, number=0, **parts):
    return actions.save_plan(course=course, by=by, parts=parts, read_number=number)


def test_S45_the_client_reads_and_changes_their_own_plan(as_user, late, ines, marisol):
    saved(late, ines, signs=["Quiet for three days"], if_sign="Tell Tamsin.")
    browser = as_user(marisol)
    assert b"Quiet for three days" in browser.get("/my/keeping-well/").content

    page = {"version": "1", "signs": "Quiet for two days", "if_sign": "Tell Tamsin."}
    assert browser.post("/my/keeping-well/", page).status_code == 302

    newest = reading.plan(late)
    assert (newest.number, newest.saved_by) == (2, marisol.user)
    assert KeepingWellPlan.objects.get(number=1).parts["signs"] == ["Quiet for three days"]


def test_REL_06_a_plan_saved_elsewhere_is_shown_beside_yours(as_user, late, ines, marisol):
    saved(late, ines, signs=["Quiet"])
    saved(late, ines, number=1, signs=["Quiet", "Crying in the car"])

    page = {"version": "1", "signs": "Not calling Tamsin"}
    answer = as_user(marisol).post("/my/keeping-well/", page)

    assert answer.status_code == 422
    assert b"Crying in the car" in answer.content and b"Not calling Tamsin" in answer.content
    assert reading.plan(late).number == 2


def test_REL_06_a_draft_brought_back_meets_what_was_saved_since(as_user, late, ines, marisol):
    saved(late, ines, signs=["Quiet"])
    browser = as_user(marisol)
    typed = {"place": "/my/keeping-well/", "version": "1", "signs": "Not calling Tamsin"}
    assert browser.post("/drafts/", typed).status_code == 204
    saved(late, ines, number=1, signs=["Quiet", "Crying in the car"])

    form = browser.get("/my/keeping-well/").context["form"]
    assert form["signs"].value() == "Not calling Tamsin"
    page = {name: form[name].value() or "" for name in form.fields}
    answer = browser.post("/my/keeping-well/", page)

    assert answer.status_code == 422
    assert b"Crying in the car" in answer.content and b"Not calling Tamsin" in answer.content
    assert reading.plan(late).number == 2


def test_IPT13_06_the_client_never_reads_the_words_of_failure(as_user, late, ines, marisol):
    saved(late, ines, signs=["Quiet"])
    closed = announced(late, ines)
    actions.close(course=closed, by=ines, reason="completed")
    for address in ("/my/keeping-well/", "/my/practice/", "/my/meetings/"):
        words = as_user(marisol).get(address).content.decode().casefold()
        for word in ("terminat", "deficit", "failed", "non-compliant", "dysfunction", "overdue"):
            assert word not in words


def test_IPT13_06_no_improvement_is_the_treatments_limit(as_user, late, ines):
    from kith.checkins.actions import enter, set_plan

    set_plan(course=late, measure="phq-9", every=1, declined=False, by=ines)
    for number in (0, 8):
        _answer_on_paper(enter, late, week(number), ines)

    page = as_user(ines).get(page_of(late, "review/")).content.decode()

    assert "This treatment has not helped enough. There are others that may." in page


def _answer_on_paper(enter, course, on, by):
    from ipt.measures import library

    answers = {item.linkId: 1 for item in library.load("phq-9").items}
    enter(course=course, on=on, measure="phq-9", answers=answers, source="paper", by=by)


def test_closing_reminds_and_does_not_block(as_user, late, ines):
    browser = as_user(ines)
    shown = browser.get(page_of(late, "close/")).content.decode()
    assert "How it feels to end was not noted." in shown
    assert "Notes of this course are not signed yet." in shown

    meet(late, ines, on=date(2030, 1, 8))
    answer = browser.post(page_of(late, "close/"), {"reason": "completed", "words": "As agreed."})

    assert answer.status_code == 302
    late.refresh_from_db()
    assert (late.status, late.phase, late.close_reason) == ("completed", "followup", "completed")
    assert Closing.objects.get().words == "As agreed."
    assert not Appointment.objects.filter(state="planned").exists()
    assert browser.post(page_of(late, "close/"), {"reason": "admin"}).status_code == 422


def test_an_early_end_is_closed_with_its_reason(late, ines):
    actions.close(course=late, by=ines, reason="client_ended_early", words="Moved to Leeds.")

    late.refresh_from_db()
    assert (late.status, late.close_reason) == ("closed", "client_ended_early")
    with pytest.raises(NotYet):
        actions.close(course=late, by=ines, reason="admin")


def test_a_death_stops_everything(late, ines):
    actions.close(course=late, by=ines, reason="deceased")

    assert stopped(late).reason == "death"


def test_IPT13_20_maintenance_is_a_contract_of_its_own(as_user, late, ines):
    course = announced(late, ines)
    page = {
        "form_key": "a7a0dd0e-3b2e-4a27-8d14-2f4b8d2d5a11",
        "sessions_planned": "6",
        "every_days": "28",
        "minutes": "45",
        "starts_on": "2026-07-07",
        "mode": "in_person",
        "own_words": "Keeping the Saturday walk.",
        "reason": "Third episode.",
    }
    browser = as_user(ines)
    assert browser.post(page_of(course, "maintenance/"), page).status_code == 302
    waiting = Contract.objects.get(kind="maintenance")
    assert not waiting.agreed
    with pytest.raises(NotYet):
        actions.begin_maintenance(course=course, by=ines)

    agree_to_contract(contract=waiting, by=ines, how="said")
    assert browser.post(page_of(course, "maintenance/"), {"begin": "1"}).status_code == 302

    course.refresh_from_db()
    assert (course.status, course.phase) == ("maintenance", "maintenance")
    assert Contract.objects.filter(kind="acute").count() == 1


@pytest.mark.parametrize("who", ["omar", "coordinator", "outcomes", "owner", "kwame", "marisol"])
def test_SEC_03_nobody_else_sees_an_ending(request, as_user, late, who):
    browser = as_user(request.getfixturevalue(who))
    for name in ("", "review/", "keeping-well/", "follow-ups/", "close/", "maintenance/"):
        assert browser.get(page_of(late, name)).status_code == 404
        assert browser.post(page_of(late, name), {"reason": "admin"}).status_code == 404
    assert browser.post(page_of(late, "gains/"), {"what": "x"}).status_code == 404
    assert not Closing.objects.exists()


def test_another_client_reads_no_plan_but_their_own(as_user, late, ines, aoife):
    saved(late, ines, signs=["Quiet for three days"])

    assert b"Quiet" not in as_user(aoife).get("/my/keeping-well/").content
