"""Walking in: each persona has a working home, limited to what the role may see."""

import pytest
from django.urls import NoReverseMatch, reverse

from kith.demo.people import PERSONAS
from kith.people import access

STAFF = [p.key for p in PERSONAS if not p.key.startswith("client_")]
CLIENTS = [p.key for p in PERSONAS if p.key.startswith("client_")]
BANNER = "Everyone here is made up."


def test_the_front_page_offers_every_persona_once(as_the_demo, client):
    page = client.get("/").content.decode()
    assert BANNER in page
    for persona in PERSONAS:
        assert page.count(f'name="persona" value="{persona.key}"') == 1


@pytest.mark.parametrize("key", [p.key for p in PERSONAS])
def test_each_persona_walks_in_to_a_page_of_their_own(walk_in, key):
    browser, page = walk_in(key)
    assert page.status_code == 200
    assert page.request["PATH_INFO"] == reverse("home:today" if key in CLIENTS else "desk:today")
    assert BANNER in page.content.decode()
    assert browser.get("/").status_code == 200


def pages_without_arguments():
    for name, row in access.table()["routes"].items():
        if "GET" in row.methods and name not in ("home:leave", "web:healthz", "web:robots"):
            try:
                yield name, reverse(name)
            except NoReverseMatch:
                continue


@pytest.mark.parametrize("key", ["therapist", "client_aoife", "coordinator", "owner"])
def test_every_page_says_that_it_is_fictional(walk_in, key):
    browser, _page = walk_in(key)
    seen = 0
    for name, address in pages_without_arguments():
        answer = browser.get(address)
        assert answer.status_code < 500, name
        if answer.status_code == 200 and "text/html" in answer["Content-Type"]:
            assert BANNER in answer.content.decode(), name
            seen += 1
    assert seen >= 5


@pytest.mark.parametrize("key", ["coordinator", "supervisor", "outcomes_lead", "owner", "outsider"])
def test_SEC_03_those_who_do_not_treat_learn_nothing_of_a_course(walk_in, course_of, key):
    course = course_of("Aoife")
    browser, _page = walk_in(key)
    for name in ("safety:screen", "notes:sessions", "inventory:people", "intake:consultation"):
        answer = browser.get(reverse(name, args=[course.pk]))
        assert answer.status_code == 404, name
        assert "Aoife" not in answer.content.decode()


def test_the_outsider_has_an_empty_caseload(walk_in):
    browser, _page = walk_in("outsider")
    page = browser.get(reverse("desk:caseload")).content.decode()
    assert "Aoife" not in page and "Samir" not in page


def test_aoife_finds_a_check_in_and_her_next_meeting(walk_in):
    _browser, page = walk_in("client_aoife")
    words = page.content.decode()
    assert reverse("checkins:own") in words and "Maeve" in words


def test_nobody_unknown_walks_in(as_the_demo, client):
    assert client.post("/demo/enter/", {"persona": "somebody"}).status_code == 404
    assert client.post("/demo/enter/", {}).status_code == 404
    assert client.get("/demo/enter/").status_code == 404


def test_one_can_walk_in_as_someone_else_at_once(walk_in, as_the_demo):
    browser, _page = walk_in("therapist")
    browser.post("/demo/enter/", {"persona": "client_marisol"})
    assert browser.get(reverse("home:today")).status_code == 200
    assert browser.get(reverse("desk:caseload")).status_code == 404


def test_the_way_in_exists_only_in_the_demo(demo, client):
    assert client.post("/demo/enter/", {"persona": "therapist"}).status_code == 404
