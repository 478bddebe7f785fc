import re
from datetime import date, datetime, timedelta

from django.core import mail
from django.test import Client as Browser

from kith import clock
from kith.care import actions as care
from kith.checkins import actions
from kith.checkins.models import Checkin
from kith.people import links
from kith.people.models import Link
from kith.post import tick

from .conftest import LONDON, TUESDAY, answer_all, tap

NAMES = ("Marisol", "Quintero", "Ines", "Halvorsen", "PHQ", "GAD", "Lindenhof")


def text(reply):
    """The page without what differs at every visit."""
    return re.sub(r"\s+|nonce=\"[^\"]*\"", " ", reply.content.decode())


def pages(browser, link):
    places = [f"{link}{n}/" for n in range(1, 18)]
    return [link, *places, f"{link}support/2/", f"{link}done/"]


def test_by_link_no_page_shows_a_name_or_an_earlier_answer(link):
    first = Browser()
    for place in range(1, 8):
        tap(first, link, place, 3)
    other = Browser()
    for address in pages(other, link):
        reply = other.get(address)
        assert reply.status_code == 200, address
        for name in NAMES:
            assert name not in text(reply), (name, address)
        assert not re.search(r'<input type="radio"[^>]*\schecked', text(reply)), address
        assert reply.headers["Cache-Control"] == "no-store"


def test_PRIV_07_titles_are_neutral(link, client):
    for address in pages(client, link):
        assert "<title>Check · Kith</title>" in text(client.get(address))


def test_coming_back_by_link_tells_only_the_number_of_the_question(link):
    browser = Browser()
    for place in range(1, 4):
        tap(browser, link, place, 3)
    page = text(Browser().get(link))
    assert "question 4 of 16" in page
    assert "Nearly every day" not in page


def test_the_place_to_go_on_never_depends_on_what_was_answered(link):
    """The question that depends on others is not where one comes back to."""
    browser = Browser()
    for place in range(1, 10):
        tap(browser, link, place, 1)
    assert "question 10 of 16" in text(Browser().get(link))
    assert f'href="{link}11/"' in text(Browser().get(link))


def test_the_page_of_help_is_the_same_whatever_was_answered(link):
    before = text(Browser().get(f"{link}support/0/"))
    tap(Browser(), link, 1, 3)
    assert text(Browser().get(f"{link}support/0/")) == before


def test_the_link_of_last_week_leads_to_the_present_check_in(link, weekly):
    answer_all(Browser(), link)
    with clock.frozen(TUESDAY + timedelta(days=7)):
        tick.run()
        page = text(Browser().get(link))
        assert "How was your week?" in page
        tap(Browser(), link, 1, 2)
    new = Checkin.objects.get(replaced_at=None)
    assert new.for_on == date(2026, 3, 11)
    assert new.responses.get().answers == {"phq9-1": 2}


def test_a_finished_check_in_says_so_and_when_the_next_one_comes(link):
    answer_all(Browser(), link)
    page = text(Browser().get(link))
    assert "Thank you. That was all." in page
    assert "Tuesday 10 March 2026" in page


def test_where_the_new_week_was_not_made_yet_the_old_link_offers_it(link):
    answer_all(Browser(), link)
    with clock.frozen(TUESDAY + timedelta(days=7, minutes=1)):
        browser = Browser()
        page = text(browser.get(link))
        assert "A new week has begun" in page
        assert Checkin.objects.count() == 1
        assert browser.post(link)["Location"] == link
        assert "How was your week?" in text(browser.get(link))
    assert Checkin.objects.count() == 2


def test_a_link_ends_after_fourteen_days_and_leads_to_signing_in(link):
    with clock.frozen(TUESDAY + timedelta(days=13, hours=23)):
        assert Browser().get(link).status_code == 200
    with clock.frozen(TUESDAY + timedelta(days=14)):
        over = Browser().get(link)
        assert over.status_code == 410
        assert "Mail me a code" in text(over) and "/sign-in/code/" in text(over)
        assert Browser().post(f"{link}1/", {"answer": 1}).status_code == 410


def test_a_revoked_link_and_one_that_never_was_open_nothing(link, weekly, ines):
    actions.revoke_links(course=weekly, by=ines)
    assert Browser().get(link).status_code == 410
    never = Browser().get("/c/this-was-never-a-link/")
    assert never.status_code == 404
    assert "Mail me a code" in text(never)
    assert Browser().get("/c/%00%ff/").status_code == 404


def test_the_token_is_stored_as_a_hash_only(link):
    token = link.split("/")[2]
    there = Link.objects.get(kind="checkin")
    assert there.token_hash == links.fingerprint(token)
    assert token not in str(vars(there))
    assert len(token) >= 22  # 128 bits


def test_a_link_of_another_kind_does_not_open_the_check_in(weekly, practice):
    token = links.make("client", practice=practice, about_id=weekly.pk)
    assert Browser().get(f"/c/{token}/").status_code == 404


def test_when_everything_is_stopped_the_link_shows_numbers_for_help_only(link, weekly, ines):
    care.stop_everything(course=weekly, reason="danger", words="", by=ines)
    page = text(Browser().get(link))
    assert "Nothing to answer just now" in page and "112" in page
    assert Browser().get(f"{link}1/")["Location"] == link


def test_PRIV_04_a_check_in_already_sent_asks_nothing_while_the_yes_is_taken_back(
    link, weekly, ines, marisol
):
    said = {"course": weekly, "kind": "treatment", "how": "said", "text_version": "1"}
    care.answer_consent(given=True, by=ines, **said)
    assert Browser().get(f"{link}1/").status_code == 200
    care.answer_consent(given=False, by=ines, **said)
    page = text(Browser().get(link))
    assert "Nothing to answer just now" in page and "112" in page
    assert Browser().get(f"{link}1/")["Location"] == link
    care.answer_consent(given=True, by=ines, **said)
    assert Browser().get(f"{link}1/").status_code == 200


def test_after_the_course_is_closed_the_link_is_no_dead_end(link, weekly, ines):
    care.move(course=weekly, by=ines, status="closed")
    page = text(Browser().get(link))
    assert "Nothing to answer just now" in page and "Sign in" in page


def test_the_plan_is_behind_signing_in(link):
    page = text(Browser().get(f"{link}support/0/"))
    assert "Sign in and open my plan" in page
    assert Browser().get("/my/plan/").status_code == 302


def test_a_link_opened_too_often_is_slowed_down(link, settings):
    browser = Browser()
    codes = {browser.get(f"{link}support/0/").status_code for _n in range(160)}
    assert codes == {200, 429}


def test_GET_of_a_link_changes_nothing(link):
    for address in pages(Browser(), link):
        Browser().get(address)
    checkin = Checkin.objects.get()
    assert (checkin.state, checkin.responses.count()) == ("sent", 0)


def test_without_scripts_each_page_is_a_form_with_a_button(link):
    page = text(Browser().get(f"{link}1/"))
    assert page.count('type="radio"') == 4
    assert re.search(r"<button[^>]*>Continue</button>", page)
    assert "I would rather not answer" in page


def test_a_change_of_questionnaire_is_announced(link):
    assert 'role="status"><p>Now some other questions: part 2 of 2.' in text(
        Browser().get(f"{link}11/")
    )


def test_each_questionnaire_begins_by_saying_that_nobody_watches(link):
    for place in (1, 11):
        assert "Nobody is watching now." in text(Browser().get(f"{link}{place}/"))


def test_the_first_page_says_it_before_anything_is_answered(link):
    with clock.frozen(datetime(2026, 3, 7, 20, 0, tzinfo=LONDON)):
        assert "Read by Monday 12:00. Nobody is watching now." in text(Browser().get(link))


def test_the_clients_own_zone_is_used_for_the_time(link, marisol):
    marisol.time_zone = "America/New_York"
    marisol.save(update_fields=["time_zone"])
    with clock.frozen(datetime(2026, 3, 7, 20, 0, tzinfo=LONDON)):
        assert "Read by Monday 08:00." in text(Browser().get(link))


def test_the_letter_is_one(link):
    assert len([m for m in mail.outbox if "/c/" in m.body]) == 1


def test_by_link_the_ways_back_and_on_never_tell_what_was_answered(link):
    def ways(place):
        return re.findall(rf'href="({link}\d+/)"', text(Browser().get(f"{link}{place}/")))

    browser = Browser()
    for place in range(1, 10):
        tap(browser, link, place, 0)
    quiet = [ways(place) for place in (9, 11)]
    tap(browser, link, 1, 3)
    assert [ways(place) for place in (9, 11)] == quiet
    assert f"{link}10/" not in quiet[0] + quiet[1]


def test_a_link_that_is_over_shows_the_numbers_of_its_practice(link):
    with clock.frozen(TUESDAY + timedelta(days=14)):
        for over in (Browser().get(link), Browser().post(f"{link}9/", {"answer": 2})):
            assert over.status_code == 410
            assert "112" in text(over) and "0800 000 000" in text(over)
    assert "0800 000 000" not in text(Browser().get("/c/this-was-never-a-link/"))


def test_the_page_says_who_sees_the_answers(link):
    for address in (link, f"{link}1/"):
        page = text(Browser().get(address))
        assert "who care for you, or who stand in for them, see your answers" in page
