"""After an attack: which accounts, which records, which clients. The list is exact."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kith import clock
from kith.audit.actions import record
from kith.audit.models import AuditEvent
from kith.care.actions import open_course
from kith.cli import main
from kith.keeping import incidents, saying
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


@pytest.mark.parametrize(
    "wrong", [["--since", "yesterday"], ["--since", "2026-01-01", "--account", "x@y.z"]]
)
def test_PRIV_14_a_wrong_day_or_account_is_refused_in_a_sentence(practice, wrong, capsys):
    assert main(["incident", "report", *wrong]) == 1
    assert "kith:" in capsys.readouterr().err
