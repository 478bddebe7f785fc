from datetime import date, datetime, timedelta

import pytest
from django.core import mail

from kith import clock
from kith.care import actions as care
from kith.checkins import actions, due, reading
from kith.checkins.models import Checkin, Response
from kith.people.models import Cover, User, WorkHours
from kith.post import tick
from kith.post.models import Letter

from .conftest import FIRST_SESSION, LONDON, TUESDAY, begin


def letters():
    return [m for m in mail.outbox if "/c/" in m.body]


def test_S55_the_check_in_goes_out_the_day_before_each_session(practice, weekly):
    mail.outbox.clear()
    with clock.frozen(TUESDAY - timedelta(minutes=1)):
        tick.run()
        assert not Checkin.objects.exists()
    for week in range(3):
        with clock.frozen(TUESDAY + timedelta(weeks=week)):
            tick.run()
    made = Checkin.objects.filter(course=weekly)
    assert [c.for_on for c in made] == [FIRST_SESSION + timedelta(weeks=n) for n in range(3)]
    assert made[0].measures == ["phq-9", "gad-7"]
    assert len(letters()) == 3


def test_S55_the_hour_stays_nine_on_the_clients_wall_across_the_clock_change(practice, weekly):
    before = datetime(2026, 3, 24, 9, 0, tzinfo=LONDON)
    after = datetime(2026, 3, 31, 9, 0, tzinfo=LONDON)
    assert before.utcoffset() != after.utcoffset()
    for moment in (before, after):
        with clock.frozen(moment - timedelta(minutes=1)):
            assert due.run(practice) == 0
        with clock.frozen(moment):
            assert due.run(practice) == 1


def test_a_client_in_another_zone_gets_it_at_their_own_nine_o_clock(practice, weekly, marisol):
    marisol.time_zone = "America/New_York"
    marisol.save(update_fields=["time_zone"])
    with clock.frozen(TUESDAY + timedelta(hours=1)):
        assert due.run(practice) == 0
    with clock.frozen(TUESDAY + timedelta(hours=5)):
        assert due.run(practice) == 1


def test_REL_10_each_check_in_is_made_and_mailed_once(practice, weekly):
    mail.outbox.clear()
    with clock.frozen(TUESDAY):
        for _again in range(3):
            tick.run()
            actions.prepare(course=weekly, on=FIRST_SESSION)
    assert Checkin.objects.count() == 1
    assert len(letters()) == 1


def test_nobody_is_asked_about_a_meeting_that_has_passed(practice, weekly):
    with clock.frozen(TUESDAY + timedelta(days=3)):
        assert due.run(practice) == 0


def test_PRIV_15_nothing_with_a_risk_item_goes_out_without_an_owner(practice, weekly, ines):
    WorkHours.objects.all().delete()
    mail.outbox.clear()
    with clock.frozen(TUESDAY):
        tick.run()
    held = Checkin.objects.get()
    assert (held.state, held.unsent_because) == ("held", "no_owner")
    assert not letters()
    assert [c.pk for c in reading.held(ines)] == [held.pk]
    assert reading.held(ines)[0].held_words
    assert reading.current_for(weekly, weekly.client.user) is None


def test_PRIV_15_a_held_check_in_goes_out_once_somebody_owns_it(practice, weekly, ines):
    from datetime import time

    User.objects.filter(pk=ines.pk).update(is_active=False)
    with clock.frozen(TUESDAY):
        due.run(practice)
        assert Checkin.objects.get().state == "held"
    User.objects.filter(pk=ines.pk).update(is_active=True)
    WorkHours.objects.create(practice=practice, user=ines, weekday=5, starts=time(9), ends=time(12))
    with clock.frozen(TUESDAY + timedelta(minutes=5)):
        tick.run()
    assert Checkin.objects.get().state == "sent"
    assert len(letters()) == 1


def test_PRIV_15_a_therapist_away_without_cover_or_duty_owns_nothing(practice, weekly, ines, omar):
    practice.duty_clinician = None
    practice.save()
    Cover.objects.create(
        practice=practice,
        user=ines,
        covered_by=omar,  # has no working hours, so nobody can say when he reads
        from_on=date(2026, 3, 2),
        until_on=date(2026, 5, 1),
    )
    with clock.frozen(TUESDAY):
        due.run(practice)
    assert Checkin.objects.get().state == "held"


@pytest.mark.parametrize("missing", ["emergency_number", "crisis_line", "out_of_hours"])
def test_PRIV_15_nothing_goes_out_while_the_practice_has_no_numbers_for_help(
    practice, weekly, ines, as_user, missing
):
    numbers = getattr(practice, missing)
    setattr(practice, missing, "")
    practice.save()
    mail.outbox.clear()
    with clock.frozen(TUESDAY):
        tick.run()
        held = Checkin.objects.get()
        assert (held.state, held.unsent_because) == ("held", "not_ready")
        assert not letters()
        page = as_user(ines).get(f"/courses/{weekly.pk}/check-ins/").content.decode()
        assert "the practice lacks its numbers for help" in page
        setattr(practice, missing, numbers)
        practice.save()
        tick.run()
    assert Checkin.objects.get().state == "sent" and len(letters()) == 1


def test_PRIV_15_no_answer_page_opens_once_the_numbers_for_help_are_gone(practice, link, client):
    assert client.get(f"{link}1/").status_code == 200
    practice.emergency_number = practice.crisis_line = ""
    practice.save()
    assert client.get(f"{link}1/")["Location"] == link
    page = client.get(link).content.decode()
    assert "Nothing to answer just now" in page and "call your local emergency number" in page


def test_PRIV_15_an_answer_already_on_its_way_is_kept_without_numbers_too(practice, link, client):
    practice.emergency_number = practice.crisis_line = ""
    practice.save()
    sent = {"answer": 3, "checkin": Checkin.objects.get().pk}
    page = client.post(f"{link}9/", sent, follow=True).content.decode()
    assert Response.objects.get().answers == {"phq9-9": 3}
    assert "call your local emergency number" in page


def test_PRIV_15_the_rule_counts_again_as_the_letter_leaves(practice, weekly, ines):
    mail.outbox.clear()
    with clock.frozen(TUESDAY):
        actions.prepare(course=weekly, on=FIRST_SESSION)
        WorkHours.objects.all().delete()
        tick.run()
        assert not letters()
        tick.run()
    assert Checkin.objects.get().state == "held"


def test_a_questionnaire_without_a_risk_item_needs_no_owner(practice, weekly, ines):
    WorkHours.objects.all().delete()
    with clock.frozen(TUESDAY):
        actions.set_plan(course=weekly, measure="gad-7", every=1, declined=False, by=ines)
        actions.set_plan(course=weekly, measure="phq-9", every=0, declined=False, by=ines)
        made = actions.prepare(course=weekly, on=FIRST_SESSION)
    assert (made.measures, made.state) == (["gad-7"], "sent")


def test_a_declined_questionnaire_is_left_out(weekly, ines):
    with clock.frozen(TUESDAY):
        actions.set_plan(course=weekly, measure="phq-9", every=1, declined=False, by=ines)
        actions.set_plan(course=weekly, measure="gad-7", every=1, declined=True, by=ines)
        assert actions.prepare(course=weekly, on=FIRST_SESSION).measures == ["phq-9"]


def test_every_second_check_in_has_the_rarer_questionnaire(weekly, ines):
    actions.set_plan(course=weekly, measure="phq-9", every=1, declined=False, by=ines)
    actions.set_plan(course=weekly, measure="gad-7", every=2, declined=False, by=ines)
    made = [
        actions.prepare(course=weekly, on=FIRST_SESSION + timedelta(weeks=n)).measures
        for n in range(3)
    ]
    assert made == [["phq-9", "gad-7"], ["phq-9"], ["phq-9", "gad-7"]]


@pytest.mark.parametrize(
    ("obstacle", "reason"),
    [
        ("stop", "stopped"),
        ("withdrawn", "no_consent"),
        ("never", "never_write"),
        ("paper", "on_paper"),
        ("address", "no_address"),
    ],
)
def test_a_check_in_is_made_but_not_sent_where_nobody_is_written_to(
    weekly, marisol, ines, obstacle, reason
):
    if obstacle == "stop":
        care.stop_everything(course=weekly, reason="complaint", words="", by=ines)
    if obstacle == "withdrawn":
        consent = weekly.consents.get(kind="messaging", withdrawn_at=None)
        care.withdraw_consent(consent=consent, by=marisol.user)
    if obstacle == "never":
        marisol.may_write = False
    if obstacle == "paper":
        marisol.on_paper = True
    if obstacle == "address":
        marisol.email = ""
    marisol.save()
    with clock.frozen(TUESDAY):
        made = actions.prepare(course=weekly, on=FIRST_SESSION)
    assert (made.state, made.unsent_because) == ("waiting", reason)
    assert not Letter.objects.filter(kind="checkin").exists()


def test_PRIV_04_a_check_in_waits_while_the_yes_to_treatment_is_taken_back(
    weekly, marisol, ines, as_user, practice
):
    yes = {"course": weekly, "kind": "treatment", "how": "said", "text_version": "1"}
    care.answer_consent(given=True, by=ines, **yes)
    care.answer_consent(given=False, by=marisol.user, **yes)
    with clock.frozen(TUESDAY):
        made = actions.prepare(course=weekly, on=FIRST_SESSION)
        assert (made.state, made.unsent_because) == ("held", "paused")
        assert reading.current_for(weekly, marisol.user) is None
        desk = as_user(ines).get("/today/").content.decode()
        assert "held back: the client took the yes to treatment back" in desk
        care.answer_consent(given=True, by=marisol.user, **yes)
        due.run(practice)
    made.refresh_from_db()
    assert (made.state, made.unsent_because) == ("sent", "")


def test_consent_never_given_means_no_letter(course, ines):
    weekly = begin(course, ines, messaging=False)
    with clock.frozen(TUESDAY):
        assert actions.prepare(course=weekly, on=FIRST_SESSION).unsent_because == "no_consent"


def test_a_closed_course_is_asked_nothing(weekly, ines):
    closed = care.move(course=weekly, by=ines, status="closed")
    with clock.frozen(TUESDAY), pytest.raises(actions.NotNow):
        actions.prepare(course=closed, on=FIRST_SESSION)


def test_a_follow_up_check_in_goes_out_after_the_course(weekly, ines):
    over = care.move(course=weekly, by=ines, status="completed", phase="followup")
    with clock.frozen(TUESDAY + timedelta(days=200)):
        assert actions.prepare(course=over, on=date(2026, 9, 20)).state == "sent"


def test_one_check_in_is_the_present_one_and_the_older_letter_is_taken_back(weekly):
    with clock.frozen(TUESDAY):
        old = actions.prepare(course=weekly, on=FIRST_SESSION)
        new = actions.prepare(course=weekly, on=FIRST_SESSION + timedelta(days=7))
    assert list(Checkin.objects.filter(replaced_at=None)) == [new]
    assert Letter.objects.get(event=old.event).state == "withheld"
    assert Letter.objects.get(event=new.event).state == "waiting"


def test_PRIV_05_the_letter_says_nothing_of_what_it_is_for(link):
    letter = [m for m in mail.outbox if "/c/" in m.body][0]
    text = f"{letter.subject} {letter.body} {letter.from_email}".casefold()
    for word in ("therap", "depress", "phq", "gad", "session", "mood", "ipt", "anxi", "question"):
        assert word not in text
    for name in ("marisol", "quintero", "ines", "halvorsen"):
        assert name not in text
    assert letter.from_email.startswith("Lindenhof <")


def test_an_outsider_can_neither_see_nor_send(as_user, omar, coordinator, weekly):
    for person in (omar, coordinator):
        browser = as_user(person)
        for page in ("", "enter/"):
            assert browser.get(f"/courses/{weekly.pk}/check-ins/{page}").status_code == 404
        sent = browser.post(f"/courses/{weekly.pk}/check-ins/send/", {"on": "2026-03-04"})
        assert sent.status_code == 404
    assert not Checkin.objects.exists()


def test_the_therapist_sends_one_now_and_sees_what_went_out(as_user, ines, weekly):
    browser = as_user(ines)
    with clock.frozen(TUESDAY):
        sent = browser.post(f"/courses/{weekly.pk}/check-ins/send/", {"on": "2026-03-04"})
        page = browser.get(f"/courses/{weekly.pk}/check-ins/")
    assert sent.status_code == 302
    assert page.status_code == 200
    assert Checkin.objects.get().made_by == ines
    assert not Response.objects.exists()


def test_the_therapist_sets_which_questionnaires_go_out(as_user, ines, weekly):
    browser = as_user(ines)
    form = {"every-phq-9": "1", "every-gad-7": "2", "every-epds": "0"}
    kept = browser.post(f"/courses/{weekly.pk}/check-ins/", form)
    assert kept.status_code == 302
    assert {p.measure: p.every for p in reading.plans(weekly, ines)} == {"phq-9": 1, "gad-7": 2}
    refused = browser.post(f"/courses/{weekly.pk}/check-ins/", form | {"every-phq-9": "99"})
    assert refused.status_code == 422
