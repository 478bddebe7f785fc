"""Every route, every role, every relation, every method: the outcome is the matrix's.

The expectation is worked out here from the table's own text, apart from the code that enforces it.
"""

import re
import tomllib
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.support.world import CANARY, TheirWorld

MATRIX = tomllib.loads(Path("kith/people/matrix.toml").read_text(encoding="utf-8"))
OBJECTS, ROUTES = MATRIX["objects"], MATRIX["routes"]
STAFF = ("Th+", "Th-", "Su", "Co", "Ou", "Ad")
# Routes whose address is asked for by the sign-in library, tested in tests/rooms/people.
LIBRARY = ("account_", "mfa_")
# (role in the story, column, whether the record in question is in this person's reach)
ASKERS = {
    "own client": "Cl",
    "own therapist": "Th+",
    "therapist of others": "Th-",
    "other client": None,
    "supervisor": "Su",
    "coordinator": "Co",
    "outcomes lead": "Ou",
    "administrator": "Ad",
    "therapist elsewhere": None,
    "client elsewhere": None,
    "administrator elsewhere": None,
    "nobody": "No",
}


def every_route():
    """(view name, pattern) of each route of the resolver."""

    def walk(patterns, space):
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from walk(pattern.url_patterns, inner)
            elif isinstance(pattern, URLPattern):
                yield f"{space}{pattern.name}", pattern

    return dict(walk(get_resolver().url_patterns, ""))


def test_SEC_01_every_route_has_a_row_in_the_matrix():
    rows, routes = set(ROUTES), set(every_route())
    assert routes - rows == set()
    assert rows - routes <= {"demo:enter", "web:components"}


def test_SEC_01_every_row_names_an_object_a_side_and_letters():
    for name, row in ROUTES.items():
        assert row["object"] in OBJECTS, name
        assert row["side"] in ("desk", "home", "open", "own", "enrol"), name
        assert set(row) - {"object", "side", "minimal", "also"} <= {"GET", "POST"}, name


def gives(cell, letter, minimal):
    """Whether a cell of the table, as written, gives a letter on single rows."""
    if not cell or cell == "BG" or set(cell) & {"s", "g", "b"}:
        return False
    if "m" in cell:
        return (minimal and letter == "R") or (letter != "R" and letter in cell)
    return letter in cell


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


def names_a_record(pattern):
    kinds = [type(converter).__name__ for converter in pattern.pattern.converters.values()]
    return "UUIDConverter" in kinds


@pytest.fixture
def world(practice, other_practice, ines, omar, kwame, coordinator, outcomes, owner):
    return TheirWorld(
        practice, other_practice, ines, omar, kwame, coordinator, outcomes, owner
    ).told()


# Things that are not a client's: an enquiry nobody has taken up, somebody's own absence.
ONLY_FOR = {"enquiry_id": {"coordinator"}, "cover_id": {"own therapist"}}


def out_of_reach(pattern, asker):
    """Whether the thing belongs to somebody else, though the role may do this with its own."""
    return any(
        key in pattern.pattern.converters and asker not in only for key, only in ONLY_FOR.items()
    )


CASES = [
    (name, method)
    for name in ROUTES
    for method in ("GET", "POST")
    if method in ROUTES[name] and ROUTES[name]["side"] != "open" and not name.startswith(LIBRARY)
]
ROOMS = sorted({name.split(":")[0] for name, _ in CASES})


@pytest.mark.parametrize("room", ROOMS)
def test_SEC_02_the_outcome_is_the_matrix_for_every_role_and_relation(room, world, as_user):
    routes = every_route()
    for name, method in CASES:
        if name.split(":")[0] != room:
            continue
        pattern = routes[name]
        for asker, column in ASKERS.items():
            browser = as_user(world.askers[asker])
            with world.trial():
                answer = world.ask(browser, name, pattern, method)
            where = f"{method} {name} as {asker}"
            if column == "Th-" and not names_a_record(pattern):
                column = "Th+"  # a page of one's own work: about those one does treat
            if column is None:
                elsewhere = world.column_elsewhere(asker).replace("Th-", "Th+")
                letting_in = expected(name, elsewhere, method)
                letting_in = letting_in and not pattern.pattern.converters
                if pattern.pattern.converters and not names_a_record(pattern):
                    continue  # a place in their own row of questions, which they may not have
            else:
                letting_in = expected(name, column, method) and not out_of_reach(pattern, asker)
            if asker == "nobody":
                assert answer.status_code in (302, 401), where
            elif letting_in:
                assert answer.status_code in (200, 302, 303, 422), (where, answer.status_code)
            else:
                assert answer.status_code == 404, (where, answer.status_code)
            shown = answer.content.decode("utf-8", "replace") + answer.headers.get("Location", "")
            foreign = world.canaries_not_for(asker, name)
            for canary in foreign:
                assert canary not in shown, f"{where} shows {canary}"


@pytest.mark.parametrize("room", ROOMS)
def test_SEC_03_out_of_scope_looks_exactly_like_absent_and_changes_nothing(room, world, as_user):
    routes = every_route()
    for name, method in CASES:
        pattern = routes[name]
        if name.split(":")[0] != room or not names_a_record(pattern):
            continue
        for asker in ("therapist of others", "other client", "therapist elsewhere"):
            browser = as_user(world.askers[asker])
            before = world.dump()
            with world.trial():
                real = world.ask(browser, name, pattern, method)
                absent = world.ask(browser, name, pattern, method, absent=True)
                after = world.dump()
            where = f"{method} {name} as {asker}"
            if real.status_code != 404:
                continue
            assert absent.status_code == 404, where
            assert real.content == absent.content, where
            assert after == before, where


@pytest.mark.parametrize("room", ROOMS)
def test_SEC_09_a_get_leaves_the_database_unchanged(room, world, as_user):
    routes = every_route()
    for name, method in CASES:
        if name.split(":")[0] != room or method != "GET":
            continue
        for asker in ("own therapist", "own client", "administrator", "coordinator"):
            browser = as_user(world.askers[asker])
            before = world.dump()
            with world.trial():
                world.ask(browser, name, routes[name], "GET")
                assert world.dump() == before, f"GET {name} as {asker} wrote"


def test_SEC_04_ids_in_addresses_are_random(world):
    for name, pattern in every_route().items():
        if name.startswith(LIBRARY):
            continue
        for converter in pattern.pattern.converters.values():
            kind = type(converter).__name__
            # A place in the row of questions is no id of anything.
            counts = kind == "IntConverter" and "place" in pattern.pattern.converters
            assert kind in ("UUIDConverter", "SlugConverter", "StringConverter") or counts, name


def test_SEC_02_the_check_can_fail(world, as_user):
    page = as_user(world.ines).get(reverse("desk:course", args=[world.ids["course_id"]]))
    assert page.status_code == 200
    assert re.search(CANARY.format(who="marisol", what="people.client.name"), page.content.decode())
