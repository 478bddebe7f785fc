"""The client's own first page, and who opened the record."""

from datetime import timedelta

from django.urls import reverse

from kith import clock
from kith.audit.models import AuditEvent
from kith.people.models import Client
from tests.support import story


def text(browser, name):
    return browser.get(reverse(name)).content.decode()


def test_the_next_meeting_stands_in_the_client_s_own_zone(as_user, ines, marisol, course):
    story.begin(course, ines)
    on = clock.today("Europe/London") + timedelta(days=6)
    story.meet(course, ines, on)
    Client.objects.filter(pk=marisol.pk).update(time_zone="America/New_York")

    page = text(as_user(marisol), "home:today")

    assert "at 12:00" in page and "17:00" not in page
    assert "America/New_York" in page
    assert "Room 2" in page


def test_an_empty_page_says_what_will_stand_there(as_user, marisol, course):
    page = text(as_user(marisol), "home:today")
    assert "Nothing to do just now" in page
    assert "Nobody watches this page" in page


def test_S85_the_course_page_says_where_one_is_and_what_comes_next(as_user, ines, marisol, course):
    story.begin(course, ines)
    page = text(as_user(marisol), "home:course")
    for words in ("First conversation", "Getting clear", "Working on it", "Ending well"):
        assert words in page
    assert 'aria-current="step"' in page
    assert "of 14 meetings" in page


def test_S55_the_client_sees_the_same_numbers_as_picture_and_table(as_user, ines, marisol, course):
    story.begin(course, ines)
    story.answer(course, clock.today("Europe/London"), phq_9="233322200", gad_7="3222121")
    page = text(as_user(marisol), "home:course")
    assert "<svg" in page and "<table" in page and ">17<" in page
    assert "PHQ" not in page


def test_PRIV_11_the_client_sees_who_opened_the_record(as_user, ines, marisol, course):
    as_user(ines).get(reverse("desk:course", args=[course.pk]))
    page = text(as_user(marisol), "home:opened")

    assert "Ines Halvorsen" in page
    rows = AuditEvent.objects.filter(client_id=marisol.pk, actor_id=ines.pk)
    assert page.count("Ines Halvorsen") == rows.count()


def test_PRIV_11_nobody_else_s_trace_is_there(as_user, ines, marisol, aoife, course):
    as_user(ines).get(reverse("desk:course", args=[course.pk]))
    assert "course" not in text(as_user(aoife), "home:opened").split("<tbody>")[-1].lower()


def test_help_now_needs_no_sign_in(client, practice):
    page = client.get(reverse("home:help")).content.decode()
    assert practice.emergency_number in page
    assert "Nobody is watching this page" in page


def test_PRIV_06_quick_exit_ends_the_session(as_user, marisol, course):
    browser = as_user(marisol)
    assert browser.get(reverse("home:today")).status_code == 200

    answer = browser.get(reverse("home:leave"))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("https://")
    assert browser.get(reverse("home:today")).status_code == 302


def test_PRIV_07_client_titles_are_neutral_and_distinct(as_user, ines, marisol, course):
    story.begin(course, ines)
    browser = as_user(marisol)
    titles = [
        text(browser, name).split("<title>")[1].split("</title>")[0]
        for name in ("home:today", "home:course", "home:more", "home:opened", "home:help")
    ]
    assert len(set(titles)) == len(titles)
    for word in ("therapy", "PHQ", "session", "mood", "depress", "IPT"):
        assert not any(word.lower() in title.lower() for title in titles)


def test_the_roles_page_explains_what_404_means(client, practice):
    page = client.get(reverse("web:roles")).content.decode()
    assert "looks exactly like a page that does not exist" in page
