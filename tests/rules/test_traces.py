"""SEC-32: who looks into a record, or changes it, leaves a trace; on every route that exists."""

import pytest
from django.http import HttpResponse

from kith.audit import lists
from kith.audit.models import AuditEvent
from tests.journeys import ground
from tests.support import canaries, traced
from tests.support.eyes import LIBRARY
from tests.support.pages import readable

pytestmark = pytest.mark.django_db
STAFF = ("own therapist", "therapist of others", "coordinator", "supervisor", "administrator")
# Pages that show several people at once: finding somebody is not opening their record.
LISTS = {
    "desk:today",
    "desk:caseload",
    "desk:find",
    "intake:enquiries",
    "schedule:calendar",
    "safety:concerns",
    "glass:review",
    "glass:told",
    "glass:start",
}
NAMED = {
    "people.client.name",
    "people.client.pronouns",
    "schedule.appointment.place",
    "glass.opening.reason",
}


WHO = (
    "people.client.name",
    "people.client.call_me",
    "intake.enquiry.name",
    "intake.referral_file.rows",
)


def clients_traced(after):
    """Clients whose record was touched since an event's place in the chain."""
    return set(AuditEvent.objects.filter(seq__gt=after).values_list("client_id", flat=True))


def last_place():
    return AuditEvent.objects.order_by("-seq").values_list("seq", flat=True).first() or 0


def shown_on(world, browser, name):
    """What a page shows of whose record, {client: fields}, and whose opening was written down."""
    with world.trial():
        before = last_place()
        answer = browser.get(world.address(name))
        left = {world.names.get(pk) for pk in clients_traced(before)}
    found = {}
    for whose, what in canaries.seen_in(answer) if answer.status_code == 200 else ():
        if whose in world.ids_of:
            found.setdefault(whose, set()).add(what)
    return found, left


@pytest.mark.parametrize("asker", STAFF)
def test_SEC_32_whoever_opens_a_record_leaves_a_trace(asker, world):
    browser, seen, untraced = world.browser(asker), [], []
    for name in readable():
        if name in LISTS or name.startswith(LIBRARY):
            continue
        shown, left = shown_on(world, browser, name)
        seen += [name for _ in shown]
        untraced += [(name, whose, sorted(shown[whose])) for whose in set(shown) - left]
    assert not untraced
    if asker == "own therapist":
        assert len(seen) > 20


@pytest.mark.parametrize("asker", STAFF)
def test_SEC_32_a_list_names_people_and_no_more(asker, world):
    browser = world.browser(asker)
    for name in LISTS:
        shown, _left = shown_on(world, browser, name)
        for whose, what in shown.items():
            assert what <= NAMED, f"{name} as {asker} shows more of {whose}: {what - NAMED}"


def names_on(world, browser, name):
    """Whom a page names, clients or people who asked, and the links that reading it left."""
    with world.trial():
        before = last_place()
        answer = browser.get(world.address(name))
        left = list(AuditEvent.objects.filter(seq__gt=before, action__startswith="opened."))
    found = canaries.seen_in(answer) if answer.status_code == 200 else ()
    return {(whose, what) for whose, what in found if what.startswith(WHO)}, left


@pytest.mark.parametrize("asker", STAFF)
def test_PRIV_14_a_page_that_names_somebody_leaves_a_link(asker, world):
    browser, silent, listing = world.browser(asker), set(), set()
    for name in readable():
        if name.startswith(LIBRARY):
            continue
        named, left = names_on(world, browser, name)
        silent |= {name} if named and not left else set()
        listing |= {link.action for link in left if named and link.client_id is None}
    assert silent == set()
    assert listing <= set(lists.LISTS), "a list whose readings no incident report would name"
    if asker == "coordinator":
        assert {"opened.calendar", "opened.waiting", "opened.enquiries"} <= listing


def test_SEC_32_a_deed_without_a_trace_would_be_seen(world, rf):
    def forgetful(request):
        world.marisol.save()
        return HttpResponse()

    request = rf.post("/nowhere/")
    request.resolver_match = None
    with pytest.raises(AssertionError, match="without a trace"):
        traced.Traced(forgetful)(request)


def test_SEC_32_the_told_courses_are_watched():
    assert "tests.support.traced.Traced" in ground.QUICK["MIDDLEWARE"]
    assert {"people_client", "notes_sessionrecord"} <= traced.of_the_record()
