"""Who leaves is out with the next request, on every route, in every tab that is still open."""

import pytest

from kith.people import access, actions, links, sessions
from kith.people.models import OpenSession, User
from tests.support.routes import patterns
from tests.support.world import TheirWorld

pytestmark = pytest.mark.django_db
ROUTES = access.table()["routes"]
WHO = (
    "own therapist",
    "coordinator",
    "outcomes lead",
    "administrator",
    "supervisor",
    "own client",
)


@pytest.fixture
def world(practice, other_practice, ines, omar, kwame, coordinator, outcomes, owner):
    told = TheirWorld(practice, other_practice, ines, omar, kwame, coordinator, outcomes, owner)
    told = told.told()
    practice.duty_clinician = omar
    practice.save()
    return told


def allowed(user):
    """(name, method, pattern) of each route that this person may enter."""
    found = dict(patterns())
    for name, row in ROUTES.items():
        if row.side == "open" or name.startswith(("account_", "mfa_")) or name not in found:
            continue
        for method in row.methods:
            if access.may_enter(user, row, method):
                yield name, method, found[name]


def is_open_to_all(name, method):
    """Whether every therapist may go there, whoever treats the client."""
    row = ROUTES[name]
    return access.cell(row.object, "Th-").gives(row.letter(method), minimal=row.minimal)


def names_a_record(pattern):
    kinds = [type(converter).__name__ for converter in pattern.pattern.converters.values()]
    return "UUIDConverter" in kinds


def someone(world, who):
    """The account as the database has it now."""
    person = world.askers[who]
    return User.objects.get(pk=getattr(person, "user", person).pk)


def out(answer):
    away = answer.headers.get("Location", "").startswith("/sign-in/")
    return answer.status_code == 401 or (answer.status_code == 302 and away)


@pytest.mark.parametrize("who", WHO)
def test_SEC_07_a_closed_account_is_out_on_every_route_of_its_role(world, as_user, owner, who):
    asked = 0
    if who == "administrator":
        actions.give_role(user=world.kwame, role="administrator", by=owner)
    for name, method, pattern in allowed(someone(world, who)):
        with world.trial():
            user = someone(world, who)
            tab = as_user(user)
            assert not out(tab.get("/account/")), name
            actions.disable(user=user, by=owner)
            assert out(world.ask(tab, name, pattern, method)), f"{method} {name} as {who}"
            asked += 1
    assert asked > 5


@pytest.mark.parametrize("role", ["therapist", "coordinator", "outcomes_lead"])
def test_SEC_07_a_role_taken_away_ends_every_open_tab_of_it(world, as_user, owner, role):
    who = {"therapist": "own therapist", "outcomes_lead": "outcomes lead"}.get(role, role)
    for name, method, pattern in allowed(someone(world, who)):
        with world.trial():
            user = someone(world, who)
            tab = as_user(user)
            actions.end_role(user=user, role=role, by=owner)
            assert out(world.ask(tab, name, pattern, method)), f"{method} {name}"
            again = as_user(user)
            if ROUTES[name].side == "desk":
                answer = world.ask(again, name, pattern, method)
                assert answer.status_code == 404, f"{method} {name} without the role"


def test_SEC_07_the_end_of_an_assignment_closes_every_page_of_the_record(world, as_user):
    tab, asked = as_user(world.ines), 0
    canaries = world.canaries["marisol"]
    for name, method, pattern in allowed(someone(world, "own therapist")):
        if not names_a_record(pattern) or "enquiry_id" in pattern.pattern.converters:
            continue
        if set(pattern.pattern.converters) & {"user_id", "cover_id", "colleague_id"}:
            continue
        with world.trial():
            actions.end_assignment(client=world.marisol, therapist=world.ines, by=world.coordinator)
            answer = world.ask(tab, name, pattern, method)
            shown = answer.content.decode("utf-8", "replace")
            assert not any(canary in shown for canary in canaries), f"{method} {name}"
            if is_open_to_all(name, method):  # a page that every therapist may have
                continue
            assert answer.status_code == 404, f"{method} {name}: {answer.status_code}"
            asked += 1
    assert asked > 20


def test_SEC_07_a_closed_account_has_no_link_and_no_session_left(practice, as_user, owner, visitor):
    from kith.people import invitations
    from kith.web import once

    user = invitations.invite_staff(
        practice=practice,
        name="Nora New",
        address="nora@example.org",
        roles=["therapist"],
        by=owner,
        form_key=once.fresh_key(),
    )
    token = links.make("staff", practice=practice, about_id=user.pk)
    assert visitor.get(f"/join/{token}/").status_code == 200
    tab = as_user(user)
    actions.disable(user=user, by=owner)
    assert visitor.get(f"/join/{token}/").status_code == 410
    assert out(tab.get("/account/"))
    assert sessions.of(User.objects.get(pk=user.pk), "") == []


def test_SEC_16_signing_out_ends_the_session_on_the_server(as_user, ines):
    from django.test import Client as Browser

    tab = as_user(ines)
    cookie = tab.cookies["kith"].value
    tab.post("/sign-out/")
    thief = Browser()
    thief.cookies["kith"] = cookie
    assert out(thief.get("/account/"))
    assert not OpenSession.objects.filter(user=ines).exists()
