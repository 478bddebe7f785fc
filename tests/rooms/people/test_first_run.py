"""An empty house: one link, one owner, and no client before the help numbers are there."""

import pytest
from django.test import Client as Browser

from kith.people import setup
from tests.rooms.people.conftest import PASSWORD

pytestmark = pytest.mark.django_db
TYPED = {
    "name": "Lindenhof Practice",
    "discreet_name": "Lindenhof",
    "time_zone": "Europe/Vienna",
    "owner": "Petra Lindenhof",
    "address": "petra@lindenhof.example",
    "therapist": "on",
    "password": PASSWORD,
}


def path(link):
    return link[link.index("/set-up/") :]


def test_SEC_30_there_is_no_account_until_the_link_of_the_first_start_is_used(visitor):
    from kith.people.models import Practice, User

    assert not User.objects.exists()
    page = path(setup.link_if_needed())
    assert visitor.get(page).status_code == 200
    answer = visitor.post(page, TYPED)
    assert answer.status_code == 302 and answer.url == "/second-step/"
    practice = Practice.objects.get()
    assert (practice.slug, practice.time_zone) == ("lindenhof-practice", "Europe/Vienna")
    assert visitor.get("/settings/").url == "/second-step/", "no way on without a second step"
    assert setup.link_if_needed() is None
    assert Browser().get(page).status_code == 410


def test_SEC_30_each_start_gives_a_new_link_and_ends_the_older(visitor):
    first, second = path(setup.link_if_needed()), path(setup.link_if_needed())
    assert visitor.get(first).status_code == 410
    assert visitor.get(second).status_code == 200
    assert visitor.get("/set-up/guessed/").status_code == 410


def test_SEC_30_the_link_is_good_for_a_day(visitor, at):
    from datetime import timedelta

    from kith import clock

    page = path(setup.link_if_needed())
    with at(clock.now() + timedelta(hours=25)):
        assert visitor.get(page).status_code == 410


def test_the_first_password_is_long_and_what_was_typed_stays(visitor):
    page = path(setup.link_if_needed())
    for weak in ("fourteen chars", "lindenhof practice", ""):
        answer = visitor.post(page, {**TYPED, "password": weak})
        assert answer.status_code == 422
        assert "Petra Lindenhof" in answer.content.decode()
        assert weak not in answer.content.decode() or not weak


def test_the_owner_sets_up_an_app_keeps_the_codes_and_is_asked_for_the_help_numbers(visitor):
    import re

    from tests.rooms.people.conftest import app_code

    visitor.post(path(setup.link_if_needed()), TYPED)
    page = visitor.get("/second-step/app/").content.decode()
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page).group(1).replace(" ", "")
    assert "data:image/svg+xml" in page
    assert visitor.post("/second-step/app/", {"code": "12345"}).status_code == 422
    answer = visitor.post("/second-step/app/", {"code": app_code(secret)})
    assert answer.url == "/second-step/codes/"
    assert visitor.get(answer.url).content.decode().count("<li><code>") == 10
    assert visitor.post(answer.url).url == "/settings/"
    again = visitor.get(answer.url).content.decode()
    assert "<li><code>" not in again and "10 codes are left" in again
    settings = visitor.get("/settings/").content.decode()
    for words in ("Emergency number", "Crisis line", "Outside your hours", "Duty clinician"):
        assert words in settings.split("</ul>")[0] + settings.split("still missing")[1]
