import re
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from kith import clock
from kith.care.actions import answer_consent, open_course
from kith.people.models import Assignment, Cover, User, WorkHours
from kith.post import tick
from kith.post.models import Letter
from kith.safety import actions, due, reading
from kith.safety.models import Concern, ConcernEntry

from .conftest import FRIDAY_EVENING, LONDON, MONDAY_NOON, works

KEY = "11111111-1111-4111-8111-111111111111"


def text(reply):
    return re.sub(r"\s+", " ", reply.content.decode())


def kinds(concern):
    return [e.kind for e in concern.entries.order_by("at")]


def test_PRIV_15_an_answer_opens_a_concern_for_the_therapist_by_their_hours(raised, ines):
    with clock.frozen(FRIDAY_EVENING):
        concern = raised(1)
    assert (concern.owner, concern.level) == (ines, "review")
    assert concern.due_at == MONDAY_NOON


def test_PRIV_15_in_working_hours_it_is_read_within_two_hours(raised):
    at = datetime(2026, 3, 4, 10, 0, tzinfo=LONDON)
    with clock.frozen(at):
        assert raised(1).due_at == at + timedelta(hours=2)


def test_PRIV_15_the_hour_is_that_of_the_wall_across_the_clock_change(raised):
    """Clocks go forward in the night to Sunday, 29 March 2026."""
    with clock.frozen(datetime(2026, 3, 28, 20, 0, tzinfo=LONDON)):
        due_at = raised(1).due_at
    assert due_at == datetime(2026, 3, 30, 12, 0, tzinfo=LONDON)
    assert due_at.utcoffset() == timedelta(hours=1)


def test_an_equal_or_lower_answer_joins_and_a_rise_opens_a_new_one(raised):
    first = raised(1)
    assert raised(1) == first
    higher = raised(2)
    assert higher != first and higher.level == "high_review"
    assert raised(1) == higher
    highest = raised(3)
    assert highest not in (first, higher)
    assert Concern.objects.count() == 3
    assert all(concern.open for concern in Concern.objects.all())


def test_the_same_answer_is_taken_in_once(raised):
    source = uuid4()
    with clock.frozen(FRIDAY_EVENING):
        for _again in range(3):
            raised(1, source=source)
    assert ConcernEntry.objects.count() == 1
    assert Letter.objects.filter(kind="concern").count() == 1


def test_the_database_itself_refuses_the_same_answer_twice(raised):
    concern = raised(1)
    there = concern.entries.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        ConcernEntry.objects.create(
            practice_id=there.practice_id,
            client_id=there.client_id,
            concern=concern,
            kind="joined",
            source_id=there.source_id,
            item=there.item,
            nth=there.nth,
        )


def test_the_database_refuses_a_concern_that_nobody_closed(raised):
    concern = raised(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Concern.objects.filter(pk=concern.pk).update(acknowledged_at=clock.now())


def test_a_high_answer_is_told_to_a_second_person_too(raised, ines, duty):
    concern = raised(2)
    told = concern.entries.get(kind="told")
    assert (concern.owner, told.to) == (ines, duty)
    assert {letter.user for letter in Letter.objects.filter(kind="concern")} == {ines, duty}


def test_after_it_was_closed_a_new_answer_opens_a_new_one(raised, ines):
    first = raised(1)
    actions.acknowledge(concern=first, done="Called her.", by=ines)
    assert raised(1) != first


def test_PRIV_15_unread_past_its_time_it_passes_to_the_duty_clinician(
    practice, raised, ines, duty, course
):
    with clock.frozen(FRIDAY_EVENING):
        concern = raised(1)
        assert due.run(practice) == 0
    with clock.frozen(MONDAY_NOON - timedelta(seconds=1)):
        assert due.run(practice) == 0
    with clock.frozen(MONDAY_NOON):
        assert due.run(practice) == 1
        assert due.run(practice) == 0
        concern.refresh_from_db()
        assert (concern.owner, concern.due_at) == (duty, MONDAY_NOON + timedelta(hours=2))
    assert kinds(concern) == ["raised", "passed"]
    assert Letter.objects.filter(kind="concern", user=duty).count() == 1


def test_PRIV_15_a_dated_cover_comes_before_the_duty_clinician(practice, raised, ines, cover, duty):
    Cover.objects.create(
        practice=practice,
        user=ines,
        covered_by=cover,
        from_on=date(2026, 3, 9),
        until_on=date(2026, 3, 13),
    )
    with clock.frozen(datetime(2026, 3, 4, 10, 0, tzinfo=LONDON)):
        assert raised(1).owner == ines
    Concern.objects.update(acknowledged_at=clock.now(), acknowledged_by=ines)
    with clock.frozen(FRIDAY_EVENING):
        concern = raised(1)
        assert (concern.owner, concern.due_at) == (cover, MONDAY_NOON)
        assert reading.owner(concern.course) == cover
    with clock.frozen(MONDAY_NOON):
        due.run(practice)
        concern.refresh_from_db()
        assert concern.owner == duty


def test_a_cover_who_is_away_too_is_passed_over(practice, raised, ines, cover, duty):
    for person, by in ((ines, cover), (cover, ines)):
        Cover.objects.create(
            practice=practice,
            user=person,
            covered_by=by,
            from_on=date(2026, 3, 2),
            until_on=date(2026, 3, 31),
        )
    with clock.frozen(FRIDAY_EVENING):
        assert raised(1).owner == duty


def test_who_stands_in_for_the_duty_clinician_reads(practice, raised, ines, cover, duty):
    WorkHours.objects.filter(user=ines).delete()
    Cover.objects.create(
        practice=practice,
        user=duty,
        covered_by=cover,
        from_on=date(2026, 3, 2),
        until_on=date(2026, 3, 31),
    )
    with clock.frozen(FRIDAY_EVENING):
        assert raised(1).owner == cover


def test_at_the_end_of_the_line_a_reminder_a_day_goes_on_until_somebody_reads(
    practice, raised, ines
):
    with clock.frozen(FRIDAY_EVENING):
        concern = raised(1)
    for hours in (0, 1, 24, 25, 49):
        with clock.frozen(MONDAY_NOON + timedelta(hours=hours)):
            due.run(practice)
    concern.refresh_from_db()
    assert concern.open and concern.owner == ines and concern.late
    assert kinds(concern) == ["raised", "reminded", "reminded", "reminded"]
    assert Letter.objects.filter(kind="concern", user=ines).count() == 4


def test_when_the_owner_leaves_it_passes_on_at_once(practice, raised, ines, duty):
    with clock.frozen(FRIDAY_EVENING):
        concern = raised(1)
        User.objects.filter(pk=ines.pk).update(is_active=False)
        due.run(practice)
        concern.refresh_from_db()
        assert concern.owner == duty


def test_without_anybody_it_is_kept_and_given_to_the_first_who_comes(practice, raised, ines):
    WorkHours.objects.all().delete()
    with clock.frozen(FRIDAY_EVENING):
        concern = raised(2)
        assert concern.owner is None
        due.run(practice)
        works(practice, ines)
        due.run(practice)
        concern.refresh_from_db()
        assert (concern.owner, concern.due_at) == (ines, MONDAY_NOON)


def test_one_concern_in_trouble_does_not_hold_up_the_others(
    practice, raised, ines, duty, aoife, monkeypatch
):
    from kith.care.actions import open_course
    from kith.safety import handing

    with clock.frozen(FRIDAY_EVENING):
        other = open_course(client=aoife, therapist=ines, by=ines)
        broken = raised(1)
        sound = actions.raise_concern(
            client=aoife, course=other, source_label="x", source_id=uuid4(), measure="phq-9",
            item="phq9-9", value=1, level="review", at=clock.now(),
        )  # fmt: skip
    whole = handing.pass_on

    def trouble(concern, staff):
        if concern.pk == broken.pk:
            raise RuntimeError
        return whole(concern, staff)

    monkeypatch.setattr(handing, "pass_on", trouble)
    with clock.frozen(MONDAY_NOON):
        assert due.run(practice) == 1
    sound.refresh_from_db()
    assert sound.owner == duty


def test_who_gets_it_may_see_this_client_for_as_long_as_it_takes_and_no_longer(
    practice, raised, ines, duty, course, as_user
):
    browser = as_user(duty)
    assert browser.get(f"/courses/{course.pk}/concerns/").status_code == 404
    with clock.frozen(FRIDAY_EVENING):
        concern = raised(1)
    with clock.frozen(MONDAY_NOON):
        due.run(practice)
        assert "Marisol Quintero-Hale" in text(browser.get("/concerns/"))
        page = browser.get(f"/concerns/{concern.pk}/")
        assert page.status_code == 200
        sent = browser.post(f"/concerns/{concern.pk}/", {"form_key": KEY, "done": "Called, safe."})
        assert sent.status_code == 302
    with clock.frozen(MONDAY_NOON + timedelta(hours=71)):
        due.run(practice)
        assert browser.get(f"/concerns/{concern.pk}/").status_code == 200
    with clock.frozen(MONDAY_NOON + timedelta(hours=73)):
        due.run(practice)
        assert browser.get(f"/concerns/{concern.pk}/").status_code == 404
    assert Assignment.objects.filter(therapist=ines, ended_at=None).exists()


def test_a_named_clinician_closes_it_by_saying_what_was_done(raised, ines, as_user, course):
    concern = raised(2)
    browser = as_user(ines)
    page = text(browser.get(f"/concerns/{concern.pk}/"))
    assert "More than half the days" in page and "Marisol Quintero-Hale" in page
    empty = browser.post(f"/concerns/{concern.pk}/", {"form_key": KEY, "done": "  "})
    assert empty.status_code == 422
    sent = browser.post(f"/concerns/{concern.pk}/", {"form_key": KEY, "done": "Called at 9:20."})
    assert sent.status_code == 302
    concern.refresh_from_db()
    assert (concern.acknowledged_by, concern.done) == (ines, "Called at 9:20.")
    assert not reading.open_concerns(ines, course)


def test_REL_05_closing_twice_keeps_both_words(raised, ines, cover, as_user, course):
    from kith.people.actions import assign

    assign(client=course.client, therapist=cover, by=ines)
    concern = raised(1)
    address = f"/concerns/{concern.pk}/"
    for _twice in range(2):
        assert as_user(ines).post(address, {"form_key": KEY, "done": "Called."}).status_code == 302
    late = as_user(cover).post(address, {"form_key": KEY, "done": "I called too."})
    assert late.status_code == 422 and "I called too." in text(late)
    note = {"form_key": KEY, "done": "I called too.", "as": "note"}
    for _twice in range(2):
        assert as_user(cover).post(address, note).status_code == 302
    concern.refresh_from_db()
    assert concern.done == "Called."
    assert [e.words for e in concern.entries.filter(kind="noted")] == ["I called too."]


def test_an_outsider_the_office_and_the_client_see_no_concern(
    raised, omar, coordinator, owner, kwame, marisol, as_user
):
    concern = raised(1)
    for person in (omar, coordinator, owner, kwame, marisol):
        browser = as_user(person)
        assert browser.get(f"/concerns/{concern.pk}/").status_code == 404
        sent = browser.post(f"/concerns/{concern.pk}/", {"form_key": KEY, "done": "x"})
        assert sent.status_code == 404
    assert "Nothing waits here" in text(as_user(omar).get("/concerns/"))
    concern.refresh_from_db()
    assert concern.open


def test_PRIV_05_the_letter_tells_nothing(raised, ines):
    raised(3)
    mail.outbox.clear()
    tick.run()
    [letter] = [m for m in mail.outbox if m.to == [ines.address]]
    said = f"{letter.subject} {letter.body} {letter.from_email}".casefold()
    forbidden = "marisol quintero phq item harm concern risk session therap depress client urgent"
    for word in forbidden.split():
        assert word not in said


def test_SEC_24_what_was_answered_and_done_lies_sealed(raised, ines):
    from django.db import connection

    concern = raised(1)
    actions.acknowledge(concern=concern, done="CANARY-DONE", by=ines)
    with connection.cursor() as cursor:
        for table in ("safety_concern", "safety_concernentry"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own tables
            rows = cursor.fetchall()
            raw = b" ".join(
                bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode()
                for row in rows
                for v in row
            )
            assert rows and b"CANARY" not in raw and b'{"value"' not in raw


def test_a_missed_session_asks_for_a_call_while_a_concern_is_open_or_two_weeks_long(
    raised, course, ines
):
    friday = FRIDAY_EVENING.date()
    assert not reading.to_call_today({}) and not reading.to_call_today({course.pk: friday})
    with clock.frozen(FRIDAY_EVENING):
        concern = raised(1)
    assert reading.to_call_today({course.pk: friday + timedelta(days=30)})
    with clock.frozen(FRIDAY_EVENING + timedelta(days=30)):
        actions.acknowledge(concern=concern, done="Seen.", by=ines)
        assert not reading.to_call_today({course.pk: friday + timedelta(days=14)})
        assert reading.to_call_today({course.pk: friday + timedelta(days=13)}), "until it is noted"


def test_the_client_is_told_when_it_is_read_in_their_own_zone(raised, course):
    with clock.frozen(FRIDAY_EVENING):
        raised(1)
        assert (
            reading.told(course).words("America/New_York")
            == "Read by Monday 08:00. Nobody is watching now."
        )


def test_somebody_who_works_on_saturday_reads_on_saturday(practice, raised, ines):
    works(practice, ines, days=[5], starts=time(10), ends=time(13))
    with clock.frozen(FRIDAY_EVENING):
        assert raised(1).due_at == datetime(2026, 3, 7, 12, 0, tzinfo=LONDON)


def test_only_a_questionnaire_with_a_risk_item_needs_an_owner(course, ines):
    assert reading.may_send(course, "phq-9") and reading.may_send(course, "gad-7")
    WorkHours.objects.all().delete()
    assert not reading.may_send(course, "phq-9") and reading.may_send(course, "gad-7")
    assert not reading.may_send(course, "epds")


def test_PRIV_15_on_a_closed_day_nobody_is_promised_to_read(practice, raised, course, ines):
    """Christmas 2026 is a Friday; so is New Year's Day."""
    practice.closed_on = ["2026-12-25", "2026-12-28"]
    practice.save(update_fields=["closed_on"])
    with clock.frozen(datetime(2026, 12, 24, 20, 0, tzinfo=LONDON)):
        assert raised(1).due_at == datetime(2026, 12, 29, 12, 0, tzinfo=LONDON)
        assert reading.told(course).words(LONDON).startswith("Read by Tuesday 12:00.")
    with clock.frozen(datetime(2026, 12, 25, 10, 0, tzinfo=LONDON)):
        assert reading.reader(course).due_at == datetime(2026, 12, 29, 12, 0, tzinfo=LONDON)


def away(person, first, last, by=None):
    return Cover.objects.create(
        practice=person.practice, user=person, covered_by=by, from_on=first, until_on=last
    )


def test_away_with_nobody_standing_in_it_goes_to_the_duty_clinician(raised, ines, duty):
    away(ines, date(2026, 3, 9), date(2026, 3, 13))
    with clock.frozen(FRIDAY_EVENING):
        concern = raised(1)
    assert (concern.owner, concern.due_at) == (duty, MONDAY_NOON)


def test_a_lone_therapist_who_is_away_promises_a_later_day_or_nothing(course, ines):
    cover = away(ines, date(2026, 3, 6), date(2026, 3, 13))
    with clock.frozen(FRIDAY_EVENING):
        assert reading.reader(course).due_at == MONDAY_NOON + timedelta(days=7)
        cover.until_on = date(2026, 6, 30)
        cover.save()
        assert reading.reader(course).who is None
        assert not reading.may_send(course, "phq-9")


def test_a_concern_shows_its_highest_answer_and_the_last_one(raised, ines, as_user):
    source = uuid4()
    concern = raised(3, source=source)
    raised(1, source=source)
    for address in ("/concerns/", f"/concerns/{concern.pk}/"):
        page = text(as_user(ines).get(address))
        assert "Highest: 3 · Nearly every day. Last: 1 · Several days" in page
        assert "Changed afterwards once." in page
    actions.answer_changed(
        course=concern.course, source_label="x", source_id=source, item="phq9-9", value=0,
        at=clock.now(),
    )  # fmt: skip
    page = text(as_user(ines).get(f"/concerns/{concern.pk}/"))
    assert "Last: 0 · Not at all" in page and "Changed afterwards 2 times." in page


def test_the_highest_answer_stands_under_its_own_question(raised, ines, as_user):
    concern = raised(3)
    raised(1, item="epds-10")
    page = text(as_user(ines).get(f"/concerns/{concern.pk}/"))
    assert "Highest: PHQ-9: 3 · Nearly every day. Last: EPDS: 1" in page
    assert "Changed afterwards" not in page


def test_without_a_second_reader_the_page_says_so_until_one_can_be_told(
    practice, raised, ines, cover, as_user
):
    words = "No second reader could be named. Name a stand-in."
    with clock.frozen(FRIDAY_EVENING):
        concern = raised(2)
        assert words in text(as_user(ines).get(f"/concerns/{concern.pk}/"))
        practice.duty_clinician = cover
        practice.save()
        due.run(practice)
        due.run(practice)
        assert concern.entries.get(kind="told").to == cover
        assert words not in text(as_user(ines).get(f"/concerns/{concern.pk}/"))


def say_about_calling(course, by, given):
    answer_consent(
        course=course, kind="emergency_contact", given=given, how="said", by=by, text_version="1"
    )


def test_PRIV_15_a_no_to_calling_somebody_stands_above_their_number(raised, ines, as_user, course):
    actions.save_contact(
        client=course.client, version=0, by=ines, name="Pilar", phone="0800 55", safe_to_call="yes"
    )
    concern, no = raised(1), "The client said no to calling somebody"
    say_about_calling(course, ines, True)
    assert no not in text(as_user(ines).get(f"/concerns/{concern.pk}/"))
    say_about_calling(course, ines, False)
    page = text(as_user(ines).get(f"/concerns/{concern.pk}/"))
    assert page.index(no) < page.index("May we call them?") < page.index("0800 55")


def test_a_no_to_calling_outlasts_the_course_until_the_client_says_otherwise(
    raised, ines, as_user, course
):
    later = datetime(2027, 1, 4, 9, 0, tzinfo=LONDON)
    say_about_calling(course, ines, False)
    course.status = "closed"
    course.save()
    again = open_course(client=course.client, therapist=ines, by=ines)
    assert reading.said_no_to_calling(course.client)
    with clock.frozen(later):
        say_about_calling(again, ines, True)
    assert not reading.said_no_to_calling(course.client)
