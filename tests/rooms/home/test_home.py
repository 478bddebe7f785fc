"""The client's own pages: what matters now, who looked, help, and the way out."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kith import clock
from kith.audit.models import AuditEvent
from tests.support import cast, story
from tests.support.walk import Walk

NEW_YORK = "America/New_York"
WEDNESDAY = datetime(2026, 3, 4, 9, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def begun(course, ines, at):
    """Marisol's treatment has begun; a session is planned for tomorrow at five in London."""
    with at(WEDNESDAY):
        story.begin(course, ines)
        story.meet(course, ines, clock.today(ines.zone) + timedelta(days=1))
    return course


@pytest.fixture
def far_away(practice, ines, at):
    """A client who lives in New York."""
    with at(WEDNESDAY):
        client = cast.make_client(practice, "Nora Newyork", ines, time_zone=NEW_YORK)
        course = story.care.open_course(client=client, therapist=ines, by=ines)
        story.meet(course, ines, clock.today(ines.zone) + timedelta(days=1), time(17))
    return client


def test_the_next_meeting_stands_in_the_clients_own_zone_with_its_place(far_away, at):
    with at(WEDNESDAY):
        page = Walk(far_away).open("/home/").page
    assert page.sees("Hello Nora", "Thursday 5 March 2026 at 12:00", NEW_YORK, "Room 2")


def test_I_cannot_come_is_said_in_two_steps_and_taken_back_within_minutes(begun, marisol, at):
    with at(WEDNESDAY):
        client = Walk(marisol).open("/home/").follow("I can't come")
        client.press("Say that I can't come", {"words": "The car."})
        assert client.sees("you said you can't come. Thank you for saying so.")
        client.press("I can come after all")
        assert client.sees("Thursday 5 March 2026 at 17:00") and "you said" not in client.text


def test_a_week_has_its_check_in_its_practice_and_its_picture(begun, marisol, ines, at):
    with at(WEDNESDAY):
        story.answer(begun, clock.today(ines.zone), phq_9="233322200", gad_7="3222121")
        story.note(story.meet(begun, ines, clock.today(ines.zone), time(8)), ines)
        page = Walk(marisol).open("/home/").page
    assert page.sees("This week's practice", "Ask again with a time.", "How did it go?")
    assert page.sees("Your course", "The first answers: 17. Lower is better.", "1 of 14 meetings")
    assert "PHQ" not in page.text


def test_everything_that_is_hers_is_one_tap_away(begun, marisol):
    client = Walk(marisol).open("/home/more/")
    for words in ("Meetings", "Check-in", "Our agreement", "Who opened my record", "My course"):
        assert client.open("/home/more/").follow(words).page.status == 200


def test_PRIV_11_who_opened_the_record_is_what_the_audit_holds(begun, marisol, ines, omar):
    Walk(ines).open(f"/courses/{begun.pk}/")
    Walk(omar).open(f"/courses/{begun.pk}/", status=404)
    page = Walk(marisol).open("/my/record/").page
    events = AuditEvent.objects.filter(client_id=marisol.pk).exclude(actor_id=None)
    others = events.exclude(actor_id=marisol.user_id)
    assert page.text.count("Ines Halvorsen") == others.filter(actor_id=ines.pk).count() > 5
    assert page.sees("Ines Halvorsen therapist opened your record")
    assert page.markup.count("<tr>") - 1 == others.count()
    assert page.links_to("/what-each-role-sees/")


def test_PRIV_11_nobody_sees_who_opened_somebody_elses_record(begun, aoife, ines):
    Walk(ines).open(f"/courses/{begun.pk}/")
    page = Walk(aoife).open("/my/record/").page
    assert "opened your record" not in page.text.replace("Who opened your record", "")


def test_help_is_there_for_anybody(practice):
    page = Walk().open("/help/").page
    assert page.sees("Nobody is watching this page.", "112", "Lifeline 0800 000 000")
    assert page.sees("Sign in and open my plan")


def test_help_leads_a_client_to_the_own_plan(begun, marisol):
    client = Walk(marisol).open("/help/").follow("Open my plan")
    assert client.page.address == "/my/plan/"


def test_PRIV_06_quick_exit_stands_on_every_page_of_hers(begun, marisol):
    for address in ("/home/", "/my/plan/", "/my/people/", "/my/check-in/", "/help/"):
        assert Walk(marisol).open(address).page.links_to("/leave/"), address


def test_S10_a_page_says_in_words_what_each_role_can_see(begun, marisol):
    for walk in (Walk(), Walk(marisol)):
        page = walk.open("/what-each-role-sees/").page
        assert page.sees("Coordinator", "No notes, no answers, no scores.", "Not the therapist")


def test_SEC_03_staff_have_no_home_here_and_clients_no_desk(ines, marisol):
    Walk(ines).open("/home/", status=404)
    Walk(marisol).open("/today/", status=404)
    Walk(marisol).open("/caseload/", status=404)


IPT13_06 = "deficit terminat failed overdue non-compliant dysfunction".split()


def test_IPT13_06_her_pages_use_no_harsh_word(begun, marisol):
    client = Walk(marisol)
    for address in ("/home/", "/home/course/", "/home/more/", "/my/record/", "/my/meetings/"):
        text = client.open(address).text.lower()
        assert not [word for word in IPT13_06 if word in text], address
