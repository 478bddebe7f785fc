"""Every route, every role, every relation, every method: the outcome is the matrix's.

The expectation is worked out in tests/support/eyes.py from the table's own text, apart from the
code that enforces it. Canaries stand in every field of three records in two practices.
"""

from functools import partial

import pytest
from django.urls import reverse

from kith.web import once
from tests.support import canaries
from tests.support.eyes import (
    ASKERS,
    LIBRARY,
    OBJECTS,
    ROUTES,
    STAFF,
    gives,
    may_see,
)
from tests.support.full_world import HERE, THERE, is_id
from tests.support.pages import routes
from tests.support.world import ELSEWHERE, SAID

pytestmark = pytest.mark.django_db
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
MARKS = {"object", "side", "minimal", "also", "fresh", "alone"}


def test_SEC_01_every_route_has_a_row_in_the_matrix():
    assert set(routes()) - set(ROUTES) == set()
    assert set(ROUTES) - set(routes()) <= {"demo:enter", "web:components"}


def test_SEC_01_every_row_names_an_object_a_side_and_letters():
    for name, row in ROUTES.items():
        assert row["object"] in OBJECTS, name
        assert row["side"] in ("desk", "home", "open", "own", "enrol"), name
        assert set(row) - MARKS <= set(METHODS), name


def expected(route, column, method):
    """Whether somebody in `column`, for whom the record is in reach, is let in."""
    row = ROUTES[route]
    if row["side"] == "open":
        return method in row
    side = {"home": ("Cl",), "desk": STAFF}.get(row["side"], ("Cl", *STAFF))
    if column not in side or method not in row:
        return False
    if row.get("also") and not gives(OBJECTS[row["also"]].get(column, ""), "R", True):
        return False
    cell = OBJECTS[row["object"]].get(column, "")
    return gives(cell, row[method], row.get("minimal", False))


def keys(name):
    return routes()[name].pattern.converters


def names_a_record(name):
    return any(is_id(kind) for kind in keys(name).values())


# Things that are not Marisol's: an enquiry nobody has taken up, somebody's own absence, a record
# that Ines opened under break-glass and an administrator reviews.
ONLY_FOR = {
    "enquiry_id": {"coordinator"},
    "file_id": {"coordinator"},
    "cover_id": {"own therapist"},
    "opening_id": {"own therapist", "administrator"},
}


def let_in(name, asker, method):
    """Whether the matrix lets an asker do this with Marisol's things."""
    stands = ASKERS[asker]
    if stands == "Th-" and not names_a_record(name):
        stands = "Th+"  # a page of one's own work: about those one does treat
    if stands is None:
        elsewhere = ELSEWHERE[asker].replace("Th-", "Th+")
        return expected(name, elsewhere, method) and not keys(name)
    theirs = any(key in keys(name) and asker not in only for key, only in ONLY_FOR.items())
    return expected(name, stands, method) and not theirs


def is_open(name):
    return ROUTES[name]["side"] == "open"


CASES = [
    (name, method)
    for name in ROUTES
    for method in ("GET", "POST")
    if method in ROUTES[name] and not is_open(name) and not name.startswith(LIBRARY)
]
ROOMS = sorted({name.split(":")[0] for name, _ in CASES})


def cases(room):
    return [case for case in CASES if case[0].split(":")[0] == room]


def ask(browser, address, name, method, fields=None):
    if method in ("GET", "HEAD", "OPTIONS"):
        return browser.generic(method, address)
    sent = fields or {"form_key": once.fresh_key(), **SAID.get(name, {})}
    if method == "POST":
        return browser.post(address, sent)
    return browser.generic(method, address, content_type="application/x-www-form-urlencoded")


def foreign(world, asker, name, answer):
    """Canaries in an answer that the matrix keeps from this asker."""
    here = THERE if asker.endswith("elsewhere") else HERE
    return {
        (whose, what)
        for whose, what in canaries.seen_in(answer)
        if not may_see(asker, name, whose, what, world.canaries.put.get((whose, what)), here)
    }


@pytest.mark.parametrize("room", ROOMS)
def test_SEC_02_the_outcome_is_the_matrix_for_every_role_and_relation(room, world):
    wrong = []
    for asker in ASKERS:
        browser = world.browser(asker)
        for name, method in cases(room):
            if ASKERS[asker] is None and keys(name) and not names_a_record(name):
                continue  # a place in their own row of questions, which they may not have
            with world.trial():
                answer = ask(browser, world.address(name), name, method)
            where = f"{method} {name} as {asker}: {answer.status_code}"
            if asker == "nobody":
                fits = answer.status_code in (302, 401)
            elif let_in(name, asker, method):
                fits = answer.status_code in (200, 302, 303, 422)
            else:
                fits = answer.status_code == 404
            wrong += [] if fits else [where]
            wrong += [f"{where} shows {c}" for c in foreign(world, asker, name, answer)]
    assert not wrong, "\n".join(wrong)


def _same_as(absent, wrong, browser, address, name, method, sent):
    real = ask(browser, address, name, method, sent)
    if real.status_code != 404 or real.content != absent.content:
        wrong.append(f"{method} {address}: {real.status_code}")


@pytest.mark.parametrize("room", ROOMS)
def test_SEC_03_out_of_scope_looks_exactly_like_absent_and_changes_nothing(room, world):
    """Also with a form that is filled in as its own page offers it to somebody who may."""
    wrong = []
    for asker in ASKERS:
        browser, deeds = world.browser(asker), {}
        for name, method in cases(room):
            if asker == "nobody" or not names_a_record(name) or let_in(name, asker, method):
                continue
            fields = [None]
            if method == "POST":
                fields += [form.plausible() for _, form in world.forms().get(name, ())]
            absent = ask(browser, world.address(name, absent=True), name, method)
            for number, sent in enumerate(fields):
                deeds[f"{method} {name} as {asker}, {number}"] = partial(
                    _same_as, absent, wrong, browser, world.address(name), name, method, sent
                )
        wrong += [f"{where} wrote" for where in world.unchanged_by(deeds)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("asker", ["own therapist", "own client", "administrator"])
def test_SEC_02_a_method_that_the_matrix_does_not_name_does_nothing(asker, world):
    browser, wrong, deeds = world.browser(asker), [], {}

    def refused(name, method):
        answer = ask(browser, world.address(name), name, method)
        if answer.status_code not in (404, 405):
            wrong.append(f"{method} {name} as {asker}: {answer.status_code}")

    for name, row in ROUTES.items():
        if name in routes() and not name.startswith(LIBRARY):
            for method in set(METHODS) - set(row):
                deeds[f"{method} {name}"] = partial(refused, name, method)
    assert not world.unchanged_by(deeds)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("asker", ["therapist of others", "other client", "therapist elsewhere"])
def test_SEC_02_SEC_03_asking_for_the_head_alone_tells_no_more(asker, world):
    browser = world.browser(asker)
    for name, method in CASES:
        if method != "GET" or not names_a_record(name) or let_in(name, asker, "GET"):
            continue
        for other in ("HEAD", "OPTIONS"):
            real = ask(browser, world.address(name), name, other)
            absent = ask(browser, world.address(name, absent=True), name, other)
            assert real.status_code == absent.status_code, f"{other} {name} as {asker}"
            assert real.status_code in (404, 405), f"{other} {name} as {asker}"
            assert real.content == absent.content, f"{other} {name} as {asker}"


@pytest.mark.parametrize(
    "asker", ["own client", "own therapist", "coordinator", "administrator", "supervisor"]
)
def test_SEC_09_a_get_leaves_the_database_unchanged(asker, world):
    browser = world.browser(asker)
    deeds = {
        f"GET {name} as {asker}": partial(ask, browser, world.address(name), name, "GET")
        for name, row in ROUTES.items()
        if "GET" in row and name in routes() and name != "home:leave"
        if not name.startswith(LIBRARY)
    }
    assert not world.unchanged_by(deeds)


def test_SEC_04_ids_in_addresses_are_random():
    for name in routes():
        if name.startswith(LIBRARY):
            continue
        for kind in keys(name).values():
            kind = type(kind).__name__
            # A place in the row of questions is no id of anything.
            counts = kind == "IntConverter" and "place" in keys(name)
            assert kind in ("UUIDConverter", "SlugConverter", "StringConverter") or counts, name


def test_SEC_02_the_check_can_fail(world):
    page = world.browser("own therapist").get(reverse("desk:course", args=[world.ids["course_id"]]))
    assert ("marisol", "people.client.name") in canaries.seen_in(page)
    assert foreign(world, "therapist of others", "desk:course", page)
