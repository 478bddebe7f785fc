import re
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client as Browser

from ipt.measures.scoring import BadAnswer
from kith import clock
from kith.checkins import actions, reading
from kith.checkins.models import Checkin, Response
from kith.people.models import Revision, WorkHours
from kith.post import tick
from kith.post.models import Letter
from kith.safety import due as safety_due
from kith.safety.models import Concern, ConcernEntry

from .conftest import LONDON, answer_all, tap, token_of

NINE = 9  # the place of the item about self-harm


def text(reply):
    return re.sub(r"\s+", " ", reply.content.decode())


def test_S55_S57_a_client_answers_on_a_phone_and_the_scores_are_the_books(
    link, client, weekly, ines
):
    last = answer_all(client, link, phq=(3, 2, 2, 2, 1, 2, 2, 1, 0), gad=(2, 2, 2, 2, 1, 2, 2))
    assert last.status_code == 200
    found = {r.measure: r for r in Response.objects.all()}
    assert (found["phq-9"].total, found["phq-9"].band) == (15, "moderately-severe")
    assert (found["gad-7"].total, found["gad-7"].band) == (13, "moderate")
    assert found["phq-9"].complete and not found["phq-9"].prorated
    assert found["phq-9"].answers["phq9-10"] == 0
    assert (found["phq-9"].measure_version, found["phq-9"].language) == ("1.0.0", "en")
    assert Checkin.objects.get().state == "finished"
    assert reading.for_caseload([weekly.pk], ines)[weekly.pk].latest("phq-9") == 15


def test_every_tap_is_saved_at_once_and_leads_to_the_next_question(link, client):
    reply = tap(client, link, 1, 2)
    assert (reply.status_code, reply["Location"]) == (302, f"{link}2/")
    response = Response.objects.get()
    assert response.answers == {"phq9-1": 2}
    assert response.completed_at is None
    page = text(client.get(f"{link}2/"))
    assert "2 of 16" in page and "saved" in page


def test_REL_05_the_same_tap_twice_is_one_answer_and_one_concern(link, client):
    tap(client, link, NINE, 1)
    tap(client, link, NINE, 1)
    assert Response.objects.get().answers == {"phq9-9": 1}
    assert (Concern.objects.count(), ConcernEntry.objects.filter(nth__isnull=False).count()) == (
        1,
        1,
    )
    assert Letter.objects.filter(kind="concern").count() == 1


def test_the_question_about_getting_along_is_asked_only_if_something_was_hard(link, client):
    assert tap(client, link, NINE, 0)["Location"] == f"{link}11/"
    tap(client, link, 1, 1)
    assert tap(client, link, NINE, 0)["Location"] == f"{link}10/"
    page = text(client.get(f"{link}10/"))
    assert "of 16" not in page.split("progress")[0]


def test_one_may_rather_not_answer_and_the_score_says_so(link, client):
    answer_all(client, link, phq=(1, 1, None, 1, 1, 1, 1, 1, 0), gad=(None, None, 1, 1, 1, 1, 1))
    found = {r.measure: r for r in Response.objects.all()}
    assert (found["phq-9"].total, found["phq-9"].prorated, found["phq-9"].answered) == (8, True, 8)
    assert found["gad-7"].total is None
    assert Checkin.objects.get().state == "finished"


def test_IPT13_11_a_blank_risk_item_is_missing_never_nought_and_is_to_be_asked(
    link, client, weekly, ines, as_user
):
    answer_all(client, link, phq=(1, 1, 1, 1, 1, 1, 1, 1, None))
    response = Response.objects.get(measure="phq-9")
    assert "phq9-9" not in response.answers
    assert response.risk_unanswered and response.prorated
    assert response.total == 9
    assert not Concern.objects.exists()
    page = text(as_user(ines).get(f"/courses/{weekly.pk}/check-ins/"))
    assert "risk item not answered, ask" in page and "not answered, ask" in page
    assert any("ask" in line for line in reading.since_last(weekly, ines))


def test_PRIV_15_a_risk_answer_shows_help_at_once_says_who_reads_and_when_and_stays_open(
    practice, weekly, ines, client, tuesday, settings
):
    """Thursday 20:00, in the middle of the form, mail down: everything still happens."""
    tick.run()
    link = f"/c/{token_of([m for m in mail.outbox if '/c/' in m.body][-1])}/"
    settings.EMAIL_BACKEND = "tests.support.broken_mail.Backend"
    with clock.frozen(datetime(2026, 3, 5, 20, 0, tzinfo=LONDON)):
        tap(client, link, 1, 1)
        reply = tap(client, link, NINE, 1)
        assert "/support/" in reply["Location"]
        page = text(client.get(reply["Location"]))
        assert "112" in page and "0800 000 000" in page
        assert "Read by Friday 12:00. Nobody is watching now." in page
        concern = Concern.objects.get()
        assert (concern.owner, concern.level) == (ines, "review")
        tick.run()
        assert Letter.objects.get(kind="concern").state == "waiting"
    assert Checkin.objects.get().state == "opened"  # abandoned here
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox.clear()
    with clock.frozen(datetime(2026, 3, 6, 9, 0, tzinfo=LONDON)):
        tick.run()
    [letter] = [m for m in mail.outbox if m.to == [ines.address]]
    said = f"{letter.subject} {letter.body}".casefold()
    for word in ("marisol", "phq", "item", "harm", "concern", "session", "therap", "risk"):
        assert word not in said
    concern.refresh_from_db()
    assert concern.open


def test_PRIV_15_the_in_app_alert_waits_for_the_therapist_when_mail_is_down(
    link, client, ines, as_user, settings
):
    settings.EMAIL_BACKEND = "tests.support.broken_mail.Backend"
    tap(client, link, NINE, 3)
    tick.run()
    page = text(as_user(ines).get("/concerns/"))
    assert "Marisol Quintero-Hale" in page and "Nearly every day" in page


@pytest.mark.parametrize("value", [1, 2, 3])
def test_IPT13_12_nobody_finishes_a_risk_answer_without_seeing_help_before_the_thank_you(
    link, client, value
):
    for place in range(1, 9):
        tap(client, link, place, 0)
    reply = tap(client, link, NINE, value)
    assert reply["Location"] == f"{link}support/10/"
    assert "Whom you can call" in text(client.get(reply["Location"]))
    done = text(answer_all(Browser(), link, phq=(0,) * 8 + (value,)))
    assert "112" in done and "Nobody is watching now." in done
    for promise in ("monitor", "we are watching", "we watch you"):
        assert promise not in done.casefold()


def test_PRIV_15_the_last_question_answered_with_risk_shows_help_before_the_thank_you(
    link, client, weekly
):
    checkin = Checkin.objects.get()
    checkin.measures = ["gad-7", "phq-9"]
    checkin.save(update_fields=["measures"])
    for place in [*range(1, 16), 17]:
        tap(client, link, place, 0)
    tap(client, link, 17, 0)
    reply = tap(client, link, 16, 2)
    assert reply["Location"].startswith(f"{link}support/")


def test_PRIV_15_changing_the_answer_never_closes_the_concern(link, client, ines):
    tap(client, link, NINE, 2)
    tap(client, link, NINE, 0)
    tap(client, link, NINE, None)
    concern = Concern.objects.get()
    assert concern.open and concern.level == "high_review"
    said = [e.answer["value"] for e in concern.entries.exclude(nth=None).order_by("nth")]
    assert said == [2, 0, None]


def test_PRIV_15_an_answer_changed_after_the_end_still_raises_and_shows_help(link, client):
    answer_all(client, link)
    assert not Concern.objects.exists()
    reply = tap(client, link, NINE, 1)
    assert "/support/" in reply["Location"]
    assert Concern.objects.get().open
    response = Response.objects.get(measure="phq-9")
    assert response.total == 1 and response.completed_at
    assert Revision.objects.filter(row_id=response.pk).count() == 1


def test_PRIV_15_a_page_left_open_over_the_week_keeps_its_answer_and_its_question(
    link, client, weekly, ines
):
    tap(client, link, 1, 3)
    old = Checkin.objects.get()
    with clock.frozen(datetime(2026, 3, 10, 9, 0, tzinfo=LONDON)):
        actions.set_plan(course=weekly, measure="phq-9", every=1, declined=False, by=ines)
        actions.set_plan(course=weekly, measure="gad-7", every=0, declined=False, by=ines)
        actions.prepare(course=weekly, on=old.for_on + timedelta(days=7))
        reply = tap(client, link, 11, 2, checkin=str(old.pk))
        assert reply["Location"] == link
        reply = tap(client, link, NINE, 2, checkin=str(old.pk))
        assert "/support/" in reply["Location"]
    answers = {r.measure: r.answers for r in Response.objects.filter(checkin=old)}
    assert answers == {"phq-9": {"phq9-1": 3, "phq9-9": 2}, "gad-7": {"gad7-1": 2}}
    assert not Response.objects.exclude(checkin=old).exists()
    assert Concern.objects.get().level == "high_review"


def test_PRIV_15_an_answer_is_kept_and_seen_to_although_its_owner_has_gone_meanwhile(
    link, client, practice, ines
):
    tap(client, link, 1, 1)
    WorkHours.objects.all().delete()
    page = text(client.get(f"{link}2/", follow=True))
    assert "Nothing to answer just now" in page
    reply = tap(client, link, NINE, 1)
    assert "/support/" in reply["Location"]
    page = text(client.get(reply["Location"]))
    assert "112" in page and "Nobody is watching now." in page and "Read by" not in page
    concern = Concern.objects.get()
    assert concern.owner is None and concern.open
    from datetime import time

    WorkHours.objects.create(practice=practice, user=ines, weekday=2, starts=time(9), ends=time(17))
    safety_due.run(practice)
    concern.refresh_from_db()
    assert concern.owner == ines and concern.due_at


def test_an_answer_that_is_not_offered_is_refused_and_nothing_is_saved(link, client, weekly):
    for wrong in ("7", "", "drop table", "1e9", "\x00"):
        assert tap(client, link, 1, wrong).status_code == 422
    assert not Response.objects.exists()
    checkin = Checkin.objects.get()
    with pytest.raises(BadAnswer):
        actions.answer(checkin=checkin, measure="phq-9", item="phq9-1", value=4)
    with pytest.raises(BadAnswer):
        actions.answer(checkin=checkin, measure="phq-9", item="gad7-1", value=None)
    assert not Response.objects.exists()
    assert client.get(f"{link}99/")["Location"] == link


def test_SEC_24_answers_lie_sealed_and_only_totals_in_clear(link, client):
    from django.db import connection

    answer_all(client, link, phq=(3, 0, 3, 0, 3, 0, 3, 0, 2))
    with connection.cursor() as cursor:
        for table in ("checkins_response", "safety_concernentry", "safety_concern"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own tables
            raw = b" ".join(
                bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode()
                for row in cursor.fetchall()
                for v in row
            )
            assert b'"phq9-1"' not in raw and b'"value"' not in raw and b'phq9-9":' not in raw
        cursor.execute("SELECT total FROM checkins_response WHERE measure = 'phq-9'")
        assert cursor.fetchone()[0] == 14


def test_signed_in_the_client_sees_their_own_earlier_answer(tuesday, link, as_user, marisol):
    browser = as_user(marisol)
    own = "/my/check-in/"
    assert browser.get(own).status_code == 200
    assert tap(browser, own, 1, 2)["Location"] == f"{own}2/"
    page = text(browser.get(f"{own}1/"))
    assert re.search(r'value="2"[^>]*checked', page)
    assert "/support/" in tap(browser, own, NINE, 1)["Location"]


def test_signed_in_staff_and_strangers_have_no_check_in_of_their_own(as_user, ines, omar, aoife):
    assert as_user(ines).get("/my/check-in/").status_code == 404
    assert as_user(omar).get("/my/check-in/1/").status_code == 404
    page = as_user(aoife).get("/my/check-in/")
    assert "Nothing to answer just now" in text(page)
    assert as_user(None).get("/my/check-in/").status_code == 302


def test_a_supervisor_and_the_outcomes_lead_do_not_see_answers(
    as_user, kwame, outcomes, owner, weekly
):
    for person in (kwame, outcomes, owner):
        assert as_user(person).get(f"/courses/{weekly.pk}/check-ins/").status_code == 404


def test_PRIV_15_an_answer_to_a_page_that_was_served_is_kept_although_it_is_held_by_now(
    link, client, ines
):
    checkin = Checkin.objects.get()
    WorkHours.objects.all().delete()
    actions.not_sent(checkin=checkin, reason="no_owner")
    assert Checkin.objects.get().state == "held"
    reply = tap(client, link, NINE, 2, checkin=str(checkin.pk))
    assert "/support/" in reply["Location"]
    assert "112" in text(client.get(reply["Location"]))
    assert Concern.objects.get().open
    assert Checkin.objects.get().state == "held", "it still waits for somebody who owns it"


def test_PRIV_15_an_answer_that_cannot_be_kept_says_so_beside_the_numbers_for_help(link, client):
    checkin = Checkin.objects.get()
    tap(client, link, 1, 1)
    Checkin.objects.update(state="held")
    unknown = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
    for more in ({}, {"checkin": unknown}, {"checkin": "x"}):
        for value in (0, 2, None):
            reply = tap(client, link, NINE, value, **more)
            page = text(reply)
            assert reply.status_code == 409
            assert "was not saved" in page and "112" in page and "0800 000 000" in page
    Checkin.objects.update(state="opened")
    assert tap(client, link, NINE, 2, checkin=unknown).status_code == 409
    assert not Concern.objects.exists()
    assert Response.objects.get(checkin=checkin).answers == {"phq9-1": 1}


def test_PRIV_15_a_page_of_the_course_before_keeps_its_answer_where_it_belongs(
    link, client, weekly, ines, marisol, as_user
):
    from kith.care import actions as care

    old = Checkin.objects.get()
    care.move(course=weekly, by=ines, status="closed")
    later = care.open_course(client=marisol, therapist=ines, by=ines)
    new = Checkin.objects.create(
        practice_id=old.practice_id, client_id=old.client_id, course=later, for_on=old.for_on,
        measures=["phq-9"], state="sent",
    )  # fmt: skip
    reply = tap(as_user(marisol), "/my/check-in/", NINE, 2, checkin=str(old.pk))
    assert "/support/" in reply["Location"]
    assert Response.objects.get().checkin == old and not new.responses.exists()
    assert Concern.objects.get().course == weekly


def test_PRIV_15_an_answer_of_somebody_else_is_never_taken(link, aoife, ines, as_user):
    from kith.care import actions as care

    care.open_course(client=aoife, therapist=ines, by=ines)
    old = Checkin.objects.get()
    reply = tap(as_user(aoife), "/my/check-in/", NINE, 2, checkin=str(old.pk))
    assert reply.status_code == 409 and not Response.objects.exists()


def test_the_end_speaks_of_no_next_meeting_where_none_is_planned(link, client):
    assert "when you next meet" not in text(answer_all(client, link))
