"""After an attack: which accounts, which records, which clients. The list is exact."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kith import clock
from kith.audit.actions import record
from kith.audit.models import AuditEvent
from kith.care.actions import open_course
from kith.care.models import Course
from kith.cli import main
from kith.intake import actions as intake
from kith.intake import importing
from kith.keeping import actions, incidents, saying
from kith.people.actions import assign, end_assignment
from tests.support import cast

NAMES = ("Ada One", "Bea Two", "Cora Three", "Dina Four", "Edda Five")


@pytest.fixture
def caseload(practice, ines):
    """Five clients of Ines, each with a course."""
    clients = [cast.make_client(practice, name, ines) for name in NAMES]
    return clients, [open_course(client=c, therapist=ines, by=ines) for c in clients]


@pytest.fixture
def attacked(caseload, practice, ines, omar, owner, signed_in):
    """A stolen session of Ines reads three of her five clients, takes one copy, tries more; then
    a week later everybody works as usual."""
    clients, courses = caseload
    began = clock.now() + timedelta(days=1)
    with clock.frozen(began):
        stolen = signed_in(ines)
        for course in courses[:3]:
            assert stolen.get(reverse("inventory:people", args=[course.pk])).status_code == 200
        stolen.get(reverse("people:client", args=[clients[0].pk]))
        assert stolen.post(reverse("keeping:copy", args=[clients[1].pk])).status_code == 200
        for route in ("keeping:schedule", "audit:practice", "audit:practice"):
            assert stolen.get(reverse(route)).status_code == 404
        stranger = cast.make_client(practice, "Fay Foreign", omar)
        assert stolen.get(reverse("people:client", args=[stranger.pk])).status_code == 404
    with clock.frozen(began + timedelta(days=7)):
        signed_in(ines).get(reverse("people:client", args=[clients[4].pk]))
    return began, clients


def touched(found):
    return {one.id for one in found.clients}


def of(found, id):
    return next(one for one in found.accounts if one.id == id)


def test_PRIV_14_the_list_names_exactly_what_a_stolen_session_touched(attacked, practice, ines):
    began, clients = attacked
    found = incidents.report(
        practice.pk, since=began, until=began + timedelta(days=2), account=ines.pk
    )
    assert touched(found) == {c.pk for c in clients[:3]}
    account = of(found, ines.pk)
    assert account.others == {c.pk for c in clients[:3]}
    assert dict(account.refused) == {"keeping:schedule": 1, "audit:practice": 2}
    assert [(client, what) for _at, client, what in account.copies] == [
        (clients[1].pk, "keeping.record_exported")
    ]
    assert account.kinds["opened.people"] == 3
    assert account.kinds["opened.client"] == 1
    assert (account.first, account.last) == (began, began)
    assert found.fault == ""


def test_PRIV_14_each_client_is_listed_with_who_and_what(attacked, practice, ines):
    began, clients = attacked
    found = incidents.report(practice.pk, since=began, until=began + timedelta(days=2))
    first = next(one for one in found.clients if one.id == clients[0].pk)
    assert first.others == {ines.pk}
    assert set(first.kinds) == {"opened.people", "opened.client"}


def test_PRIV_14_what_lies_outside_the_time_is_not_in_it(attacked, practice, ines):
    began, clients = attacked
    later = incidents.report(
        practice.pk, since=began + timedelta(days=3), until=began + timedelta(days=30)
    )
    assert touched(later) == {clients[4].pk}
    before = incidents.report(practice.pk, since=began - timedelta(days=9), until=began)
    assert clients[4].pk in touched(before), "registered then"


def test_PRIV_14_other_accounts_are_not_in_the_report_of_one(attacked, practice, ines, omar):
    began, clients = attacked
    found = incidents.report(
        practice.pk, since=began, until=began + timedelta(days=2), account=ines.pk
    )
    assert {one.id for one in found.accounts} == {ines.pk}


def test_PRIV_14_failed_sign_ins_are_counted_where_they_were_tried(practice, ines):
    since = clock.now() - timedelta(minutes=1)
    for _n in range(3):
        record("people.sign_in_failed", about=ines, practice=practice)
    found = incidents.report(practice.pk, since=since, until=clock.now() + timedelta(minutes=1))
    assert of(found, ines.pk).failed == 3


def test_PRIV_14_a_trace_that_was_tampered_with_is_said(practice, ines):
    since = clock.now() - timedelta(minutes=1)
    AuditEvent.objects.filter(practice_id=practice.pk, seq=1).update(action="people.nothing")
    found = incidents.report(practice.pk, since=since, until=clock.now() + timedelta(minutes=1))
    assert "row 1" in found.fault
    assert any("row 1" in line for line in saying.incident(practice, found))


def test_PRIV_14_the_command_prints_ids_and_names_only_when_asked(attacked, ines, capsys):
    began, clients = attacked
    since, until = began.isoformat(), (began + timedelta(days=2)).isoformat()
    asked = ["incident", "report", "--since", since, "--until", until, "--account", ines.address]
    assert main(asked) == 0
    said = capsys.readouterr().out
    assert all(str(c.pk) in said for c in clients[:3])
    assert not any(str(c.pk) in said for c in clients[3:])
    assert "records of 3 clients" in said and "1 copies taken" in said
    assert "3 tries refused" in said and "refused: audit:practice 2, keeping:schedule 1" in said
    assert not any(name in said for name in ("Ada", "Bea", "Cora", "Ines"))
    assert main([*asked, "--names"]) == 0
    said = capsys.readouterr().out
    assert all(name in said for name in (*NAMES[:3], "Ines Halvorsen"))
    assert not any(name in said for name in NAMES[3:])


def test_PRIV_14_a_quiet_time_is_said_to_be_quiet(practice, capsys):
    with clock.frozen(clock.now() + timedelta(days=400)):
        assert main(["incident", "report", "--since", clock.today().isoformat()]) == 0
    said = capsys.readouterr().out
    assert "0 events, 0 accounts, 0 clients touched" in said
    assert "record opened: 0; seen in a list alone: 0" in said
    assert "What the lists show" not in said


@pytest.mark.parametrize(
    "wrong", [["--since", "yesterday"], ["--since", "2026-01-01", "--account", "x@y.z"]]
)
def test_PRIV_14_a_wrong_day_or_account_is_refused_in_a_sentence(practice, wrong, capsys):
    assert main(["incident", "report", *wrong]) == 1
    assert "kith:" in capsys.readouterr().err


DAY = timedelta(days=1)


def within(practice, began, account=None):
    """What was touched from a moment on, for a day."""
    return incidents.report(practice.pk, since=began, until=began + DAY, account=account)


def only_seen(found):
    return {one.id for one in found.only_seen()}


@pytest.fixture
def watched(caseload, practice, ines, omar, signed_in):
    """A stolen session of Ines reads the caseload and nothing else. Before it, her care of Edda
    ended; after it, that of Dina does and Fay comes into her care. Gus is with Omar."""
    clients, _courses = caseload
    gus = cast.make_client(practice, "Gus Gone", omar)
    before, began = clock.now() + DAY, clock.now() + 2 * DAY
    with clock.frozen(before):
        end_assignment(client=clients[4], therapist=ines, by=ines)
    with clock.frozen(began):
        assert signed_in(ines).get(reverse("desk:caseload")).status_code == 200
    with clock.frozen(began + 2 * DAY):
        end_assignment(client=clients[3], therapist=ines, by=ines)
        assign(client=gus, therapist=ines, by=omar)
        cast.make_client(practice, "Fay Fresh", ines)
    return began, clients


def test_PRIV_14_a_caseload_names_exactly_those_in_care_at_that_moment(watched, practice, ines):
    began, clients = watched
    found = within(practice, began, ines.pk)
    assert only_seen(found) == {c.pk for c in clients[:4]}
    assert found.opened == []
    assert all(one.kinds == {"opened.caseload": 1} for one in found.only_seen())
    assert all(one.others == {ines.pk} for one in found.only_seen())


def test_PRIV_14_the_command_tells_what_was_only_seen_apart_and_by_name_if_asked(
    watched, ines, capsys
):
    began, clients = watched
    since, until = began.isoformat(), (began + DAY).isoformat()
    asked = ["incident", "report", "--since", since, "--until", until, "--account", ines.address]
    assert main(asked) == 0
    said = capsys.readouterr().out
    assert "4 clients touched\n  record opened: 0; seen in a list alone: 4" in said
    assert "records of 0 clients; 4 more people in lists" in said
    opened, seen = said.split("Seen in a list: name and phase")
    assert "Record opened: clients whose records were opened or changed (0)" in opened
    assert all(str(c.pk) in seen and str(c.pk) not in opened for c in clients[:4])
    assert str(clients[4].pk) not in said
    assert "opened.caseload: phase, focus, scores" in seen
    assert max(len(line) for line in said.splitlines()) < 200
    assert main([*asked, "--names"]) == 0
    said = capsys.readouterr().out
    assert all(name in said for name in NAMES[:4])
    assert not any(name in said for name in (NAMES[4], "Fay", "Gus"))


def test_PRIV_14_a_record_that_was_opened_stands_with_the_lists_it_was_in(
    caseload, practice, ines, signed_in
):
    clients, _courses = caseload
    began = clock.now() + DAY
    with clock.frozen(began):
        browser = signed_in(ines)
        browser.get(reverse("desk:today"))
        browser.get(reverse("people:client", args=[clients[0].pk]))
    found = within(practice, began, ines.pk)
    assert {one.id for one in found.opened} == {clients[0].pk}
    assert only_seen(found) == {c.pk for c in clients[1:]}
    said = "\n".join(saying.incident(practice, found))
    assert "did: opened.client 1\n    also in lists: opened.desk 1" in said


@pytest.mark.parametrize("route", ["desk:find", "schedule:calendar", "intake:enquiries"])
def test_PRIV_14_every_other_list_of_a_therapist_counts_too(
    caseload, practice, ines, signed_in, route
):
    clients, _courses = caseload
    began = clock.now() + DAY
    with clock.frozen(began):
        assert signed_in(ines).get(reverse(route), {"name": "a"}).status_code == 200
    assert only_seen(within(practice, began)) == {c.pk for c in clients}


def test_PRIV_14_a_search_that_found_nobody_named_nobody(caseload, practice, ines, signed_in):
    began = clock.now() + DAY
    with clock.frozen(began):
        browser = signed_in(ines)
        for text in ("", "zzz"):
            browser.get(reverse("desk:find"), {"name": text})
    assert within(practice, began).seen == {}


def test_PRIV_14_a_coordinator_reads_everybody_and_who_asked(
    caseload, practice, coordinator, omar, signed_in
):
    clients, _courses = caseload
    other = cast.make_client(practice, "Gus Given", omar)
    asks = {"practice": practice, "reach": "x@example.org", "words": "I am low."}
    wanda = intake.receive(id=cast.new_id(), name="Wanda Waiting", **asks)
    began = clock.now() + DAY
    with clock.frozen(began):
        browser = signed_in(coordinator)
        browser.get(reverse("desk:waiting"))
        browser.get(reverse("intake:enquiry_open", args=[wanda.pk]))
    with clock.frozen(began + DAY):
        cast.make_client(practice, "Hal Hereafter", omar)
        intake.receive(id=cast.new_id(), name="Will Later", **asks)
    found = within(practice, began, coordinator.pk)
    assert only_seen(found) == {other.pk, *(c.pk for c in clients)}
    assert [one.id for one in found.enquiries] == [wanda.pk]
    assert found.only_seen(asked=True) == []
    said = "\n".join(saying.incident(practice, found, {wanda.pk: "Wanda Waiting"}))
    assert f"enquiry {wanda.pk} Wanda Waiting" in said


def test_PRIV_14_who_asked_and_was_taken_on_since_is_told_as_one_client(
    practice, coordinator, ines, signed_in
):
    asks = {"name": "Wanda Waiting", "reach": "x@example.org", "words": "I am low."}
    wanda = intake.receive(practice=practice, id=cast.new_id(), **asks)
    began = clock.now() + DAY
    with clock.frozen(began):
        signed_in(coordinator).get(reverse("desk:waiting"))
    with clock.frozen(began + 2 * DAY):
        course = intake.accept(
            enquiry=wanda, therapist=ines, by=coordinator, name=wanda.name, email=""
        )
    found = within(practice, began)
    assert only_seen(found) == {course.client_id}
    assert found.only_seen(asked=True) == []


def test_PRIV_14_a_referral_that_was_taken_back_is_told_as_gone(practice, coordinator, signed_in):
    table = b"Name,Phone,Words\nRita Referred,0201,Asks through her doctor.\n"
    file, _made = importing.add(practice=practice, content=table, by=coordinator)
    importing.take_in(file=file, by=coordinator)
    began = clock.now() + timedelta(hours=1)
    with clock.frozen(began):
        signed_in(coordinator).get(reverse("intake:enquiries"))
    with clock.frozen(began + timedelta(hours=1)):
        (rita,) = file.enquiries.values_list("pk", flat=True)
        importing.take_back(file=file, by=coordinator)
    found = incidents.report(practice.pk, since=began, until=began + timedelta(minutes=5))
    assert [one.id for one in found.only_seen(asked=True)] == [rita]
    assert any(f"enquiry {rita} (erased)" in line for line in saying.incident(practice, found))


@pytest.mark.parametrize("role", ["administrator", "supervisor", "outcomes_lead"])
def test_PRIV_14_the_day_of_who_treats_nobody_names_nobody(caseload, practice, signed_in, role):
    asker = cast.make_staff(practice, "Nils Nobody", role)
    began = clock.now() + DAY
    with clock.frozen(began):
        assert signed_in(asker).get(reverse("desk:today")).status_code == 200
    assert within(practice, began).seen == {}


def test_PRIV_14_somebody_erased_since_is_told_as_erased(
    watched, practice, ines, omar, owner, schedule, signed_in, django_capture_on_commit_callbacks
):
    began, clients = watched
    ada = clients[0]
    with clock.frozen(began):
        signed_in(omar).get(reverse("desk:caseload"))
    Course.objects.filter(client=ada).update(status="closed", closed_at=began)
    with clock.frozen(began + 4000 * DAY):
        row = actions.ask(client=ada, by=ines, why="period_over")
        actions.confirm(erasing=row, copy="declined", by=ines)
        with django_capture_on_commit_callbacks(execute=True):
            actions.carry_out(erasing=row, by=owner)
    with clock.frozen(began + 4001 * DAY):
        signed_in(ines).get(reverse("desk:caseload"))
    found = within(practice, began, ines.pk)
    assert only_seen(found) == {c.pk for c in clients[:4]}
    said = saying.incident(practice, found)
    assert any(f"client {ada.pk} (erased)" in line for line in said)
    assert any("erased since it is not kept who cared" in line for line in said)
    assert ada.pk in only_seen(within(practice, began, omar.pk)), "not known whose care it was"
    assert ada.pk not in only_seen(within(practice, began + 4001 * DAY))


def test_PRIV_14_the_questions_asked_do_not_grow_with_the_people(
    watched, practice, ines, django_assert_max_num_queries
):
    began, _clients = watched
    with django_assert_max_num_queries(10):
        within(practice, began, ines.pk)
