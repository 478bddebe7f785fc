"""Rights that end do so at the next request (SEC-07); lists know the same bounds (SEC-08)."""

import re
from functools import partial

import pytest

from kith.people import actions as people
from kith.people.models import User
from kith.web import tenancy
from tests.rules.test_access_matrix import ask, foreign, keys, let_in, names_a_record
from tests.support import canaries, cast, story
from tests.support.eyes import ASKERS, LIBRARY, ROUTES
from tests.support.pages import routes

pytestmark = pytest.mark.django_db
TOKENS = re.compile(
    r'nonce="[^"]*"|name="(csrfmiddlewaretoken|form_key)" value="[^"]*"|[0-9a-f-]{36}'
    r'|data-[a-z-]+="[^"]*"|datetime="[^"]*"|<time[^>]*>[^<]*</time>'
)


def mine(asker):
    """Routes about a record that this asker may use, with their methods."""
    for name, row in ROUTES.items():
        if name in routes() and names_a_record(name) and not name.startswith(("glass:", *LIBRARY)):
            for method in ("GET", "POST"):
                if method in row and row["side"] != "open" and let_in(name, asker, method):
                    yield name, method


OF_NOBODY = {"user_id", "definition_id", "enquiry_id", "file_id", "cover_id", "leaflet_id"}


def test_SEC_07_an_assignment_that_ends_shuts_every_page_of_an_open_tab(world):
    browser = world.browser("own therapist")
    about = [c for c in mine("own therapist") if not set(keys(c[0])) & OF_NOBODY]
    assert len(about) > 60
    before = {c: ask(browser, world.address(c[0]), c[0], "GET").status_code for c in about}
    assert 200 in before.values()
    with world.trial():
        people.end_assignment(client=world.marisol, therapist=world.ines, by=world.owner)
        for name, method in about:
            real = ask(browser, world.address(name), name, method)
            absent = ask(browser, world.address(name, absent=True), name, method)
            assert real.status_code == 404, f"{method} {name}"
            assert real.content == absent.content, f"{method} {name}"
        for name, row in ROUTES.items():
            if name in routes() and "GET" in row and not keys(name) and name != "home:leave":
                answer = browser.get(world.address(name) + "?name=kanari")
                shown = {whose for whose, _ in canaries.seen_in(answer)}
                assert "marisol" not in shown, name


@pytest.mark.parametrize("asker", ["coordinator", "administrator", "supervisor", "own therapist"])
def test_SEC_07_a_role_that_ends_shuts_every_page(asker, world):
    with world.trial():
        user = User.objects.get(pk=world.askers[asker].pk)
        people.give_role(user=world.outcomes, role="administrator", by=None)
        world.practice.duty_clinician = world.omar
        world.practice.save()
        browser = world.browser(asker)
        (role,) = user.roles
        people.end_role(user=user, role=role, by=None)
        _shut(world, browser, asker)


@pytest.mark.parametrize("asker", ["own therapist", "own client", "coordinator"])
def test_SEC_07_a_closed_account_is_out_of_every_page(asker, world):
    with world.trial():
        world.practice.duty_clinician = world.omar
        world.practice.save()
        browser = world.browser(asker)
        user = getattr(world.askers[asker], "user", world.askers[asker])
        people.disable(user=user, by=world.owner)
        _shut(world, browser, asker)


def _shut(world, browser, asker):
    for name, row in ROUTES.items():
        if name not in routes() or row["side"] == "open" or name.startswith(LIBRARY):
            continue
        for method in ("GET", "POST"):
            if method in row:
                answer = ask(browser, world.address(name), name, method)
                assert answer.status_code in (302, 401, 404), f"{method} {name} as {asker}"
                assert not canaries.seen_in(answer), f"{method} {name} as {asker}"


QUERIES = ("", "?name=kanari", "?q=kanari&page=2&order=oldest")
WAYS = ({}, {"HTTP_HX_REQUEST": "true"}, {"HTTP_ACCEPT": "application/json"})


def lists():
    """Pages that show many: every GET without a record in its address."""
    for name, row in ROUTES.items():
        if name in routes() and "GET" in row and not name.startswith((*LIBRARY, "home:leave")):
            if not names_a_record(name):
                yield name


@pytest.mark.parametrize("asker", [asker for asker in ASKERS if asker != "nobody"])
def test_SEC_08_no_list_search_or_answer_to_a_script_shows_anybody_out_of_reach(asker, world):
    browser, wrong, seen = world.browser(asker), [], set()
    for name in lists():
        for query in QUERIES if ROUTES[name]["side"] == "desk" else QUERIES[:1]:
            for way in WAYS if query == "?name=kanari" else WAYS[:1]:
                answer = browser.get(world.address(name) + query, **way)
                seen |= canaries.seen_in(answer)
                found = foreign(world, asker, name, answer)
                wrong += [f"{name}{query} {way} as {asker} shows {c}" for c in found]
    assert not wrong, "\n".join(wrong)
    assert seen or asker in ("supervisor", "outcomes lead"), asker


def plain(answer):
    return answer.status_code, TOKENS.sub("", answer.content.decode("utf-8", "replace"))


@pytest.mark.parametrize("asker", ["therapist of others", "other client", "therapist elsewhere"])
def test_SEC_08_no_count_or_order_changes_by_what_is_out_of_reach(asker, world):
    """One more client of Ines, with something in every room: for others each page is the same."""
    browser = world.browser(asker)
    asked = {name: partial(browser.get, world.address(name)) for name in lists()}
    del asked["upkeep:metrics"]  # numbers of the whole house, for the machine that watches it
    before = {name: plain(deed()) for name, deed in asked.items()}
    with world.trial(), tenancy.within(world.practice.pk):
        client = cast.make_client(world.practice, "Zora Another", world.ines)
        story.whole_course(client, world.ines, hour=story.time(15))
        after = {name: plain(deed()) for name, deed in asked.items()}
    assert {name for name in asked if before[name] != after[name]} == set()
