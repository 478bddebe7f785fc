"""Whatever comes over the wire, the answer is a page of the house (REL-17, SEC-21)."""

import os
import tomllib
from pathlib import Path

import pytest
from django.urls import reverse
from django.urls.converters import IntConverter, StringConverter, UUIDConverter
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.support import hostile_values as worst
from tests.support.hostile import anything, encoded
from tests.support.hostile_house import IN_FULL, House
from tests.support.pages import Story, address, routes

TRIES = int(os.environ.get("HOSTILE_TRIES", "15"))
ROWS = tomllib.loads(Path("kith/people/matrix.toml").read_text(encoding="utf-8"))["routes"]
SIDE = {"home": "client", "open": "nobody"}
WHO = {"audit:practice": "administrator", "intake:new": "coordinator"}


@pytest.fixture
def story(practice, other_practice, ines, omar, kwame, coordinator, outcomes, owner):
    return Story(practice, other_practice, ines, omar, kwame, coordinator, outcomes, owner).told()


@pytest.fixture
def houses(story):
    """The same story before a client, a therapist, an administrator, and nobody."""
    who = ("therapist", "client", "administrator", "coordinator", "nobody")
    return {persona: House(story, persona) for persona in who}


def places(story, method):
    """(route, path, persona) of every route that takes a method."""
    for name, row in ROWS.items():
        if method in row and name in routes():
            path = address(story, name)
            if path:
                yield name, path, WHO.get(name) or SIDE.get(row["side"], "therapist")


def sound(houses):
    for house in houses.values():
        house.assert_sound()


def turn(them, nth, share=4):
    """A part of them, another part each time; all of them in `make audit`."""
    return them if IN_FULL else them[nth % share :: share]


def law(tries):
    return settings(
        max_examples=tries,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def test_REL_17_SEC_21_every_route_that_takes_a_form_takes_a_broken_one(story, houses):
    seen = 0
    for nth, (_name, path, persona) in enumerate(places(story, "POST")):
        for kind, body in turn(list(worst.BROKEN.values()), nth):
            houses[persona].send("POST", path, body, kind)
        seen += 1
    sound(houses)
    assert seen > 60


def test_REL_17_SEC_21_too_much_is_told_with_a_page_of_its_own(houses):
    for name in ("one byte too many", "a thousand and one fields"):
        kind, body = worst.BROKEN[name]
        answer = houses["nobody"].send("POST", "/sign-in/", body, kind)
        assert answer.status_code in (400, 413), name
        assert "Nothing was changed" in answer.content.decode()


def test_REL_17_every_page_takes_a_broken_question(story, houses):
    seen = 0
    for nth, (_name, path, persona) in enumerate(places(story, "GET")):
        for query in turn(worst.QUERIES, nth):
            houses[persona].send("GET", path, QUERY_STRING=query)
        seen += 1
    sound(houses)
    assert seen > 80


ASKED = {  # what the pages of the house read off an address
    "desk:find": ("name",),
    "schedule:calendar": ("from",),
    "audit:practice": ("page", "who", "what", "since", "until", "kind", "client", "actor"),
    "home:opened": ("page",),
    "checkins:schedule": ("measure",),
    "checkins:enter": ("measure", "on", "source"),
    "safety:plan": ("edit",),
    "account_login": ("next",),
    "focus:choose": ("area", "person"),
}


@pytest.mark.parametrize("name", ASKED)
def test_REL_17_what_a_page_asks_for_may_be_anything(story, houses, name):
    path = address(story, name)
    persona = WHO.get(name) or SIDE.get(ROWS[name]["side"], "therapist")

    @law(TRIES)
    @given(st.lists(st.tuples(st.sampled_from(ASKED[name]), anything), min_size=1, max_size=4))
    def ask(pairs):
        houses[persona].send("GET", path, QUERY_STRING=encoded(pairs)[:1_900].decode())

    ask()
    sound(houses)


NAMES_IN_ADDRESSES = {
    UUIDConverter: [worst.NIL],
    IntConverter: ["0", "9" * 18, "9" * 400],
    StringConverter: ["x", "%00", "a" * 1_500, "é\u202e", "..", "{}", "' OR 1=1"],
}


def test_REL_17_SEC_20_names_in_addresses_may_be_anything(story, houses):
    seen = set()
    for method in ("GET", "POST"):
        for nth, (name, known, persona) in enumerate(places(story, method)):
            for key, converter in routes()[name].pattern.converters.items():
                for kind, values in NAMES_IN_ADDRESSES.items():
                    if isinstance(converter, kind):
                        seen.add(kind)
                        for value in turn(values, nth, 3):
                            there = story.token(name) if key == "token" else story.ids.get(key, 1)
                            spoilt = known.replace(f"/{there}/", f"/{value}/")
                            houses[persona].send(method, spoilt)
    sound(houses)
    assert UUIDConverter in seen and StringConverter in seen


PATHS = [
    "/\xff/",
    "/\x00",
    "/%",
    "//",
    "/../etc/passwd",
    "/" + "a/" * 900,
    "/\u202e",
    "/x\r\ny: z",
    "*",
]


def test_REL_17_an_address_may_be_anything(houses):
    for path in PATHS:
        for method in ("GET", "POST", "PUT", "TRACE", "PROPFIND", "get"):
            houses["therapist"].send(method, "/", PATH_INFO=path.encode().decode("latin-1"))
    sound(houses)


def test_REL_17_headers_may_be_anything(story, houses):
    there = {reverse("web:front"), address(story, "desk:course"), reverse("account_login")}
    for name, value in worst.HEADERS.items():
        for path in sorted(there):
            houses["therapist"].send("GET", path, **{name: value})
            houses["therapist"].send("POST", path, b"a=1", **{name: value})
    sound(houses)


def test_REL_17_the_sweep_sees_a_fault_and_a_page_of_another_look(story, houses, monkeypatch):
    house = houses["therapist"]
    monkeypatch.setattr("kith.desk.views.render", lambda *a, **k: 1 / 0)
    house.send("GET", reverse("desk:find"))
    assert any("500 ZeroDivisionError" in kind for kind in house.faults)
