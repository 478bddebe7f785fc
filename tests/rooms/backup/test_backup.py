"""Everything comes back as it was; a backup that is not whole brings back nothing."""

import os
import sqlite3
import threading
from contextlib import closing
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.db import connection, transaction

import kith
from kith import clock
from kith.audit import chain
from kith.audit.actions import record
from kith.audit.models import AuditEvent
from kith.backup import Refused, archive, copy_keys, loading, restore, restoring, rows, write
from kith.care.models import Contract, Course
from kith.people import links
from kith.people.models import Client, Draft, Link, User
from kith.post import tick
from kith.post.models import Letter
from kith.vault import keys, store
from kith.web import tenancy
from tests.rooms.backup.conftest import MONDAY, TERMS, empty_place, fill, restored


@pytest.fixture
def file(houses, tmp_path):
    path = tmp_path / "kith.backup"
    with clock.frozen(MONDAY + timedelta(days=1)):
        write(path, note="before the move")
    return path


def present():
    return {k: v for k, v in loading.present().items() if v["rows"]}


def test_REL_12_everything_comes_back_as_it_was(houses, file, tmp_path, monkeypatch):
    before = present()
    with empty_place(tmp_path / "fresh", monkeypatch), clock.frozen(MONDAY + timedelta(days=2)):
        said = restore(file)
        assert "Look at the audit" not in said
        with restored(tmp_path / "fresh"):
            changed = {"people.Link", "post.Letter", "audit.AuditEvent", "audit.AuditHead"}
            after = present()
            assert {k: v for k, v in after.items() if k not in changed} == {
                k: v for k, v in before.items() if k not in changed
            }
            with tenancy.within(houses[0].pk):
                client = Client.objects.get(practice=houses[0])
                assert client.name == "Marisol Canary of Lindenhof Practice"
                contract = Contract.objects.get(client=client)
                assert {name: getattr(contract, name) for name in TERMS} == TERMS
                assert Draft.objects.get(practice=houses[0]).typed == {"story": "unsayable-canary"}
            assert not [v for v in chain.verify_all() if v.fault]
            sessions_and_links_are_dead_and_late_letters_stay_here(houses)
            assert AuditEvent.objects.filter(action="backup.restored").exists()
            fill("Third House", "third")  # what is new has a place: counted ids go on
            assert User.objects.count() == 3
    assert AuditEvent.objects.filter(action="backup.written").exists()


def sessions_and_links_are_dead_and_late_letters_stay_here(houses):
    assert not apps.get_model("sessions", "Session").objects.exists()
    assert Link.objects.count() == 2
    assert not Link.objects.filter(revoked_at=None).exists()
    with tenancy.within(houses[0].pk):
        states = Letter.objects.order_by("event").values_list("state", "reason")
        found = list(states.filter(practice=houses[0]))
    assert found == [("withheld", "restored"), ("waiting", "")]


def test_REL_12_reminders_whose_time_is_past_are_not_sent_after_a_restore(
    houses, file, tmp_path, monkeypatch
):
    with empty_place(tmp_path / "fresh", monkeypatch):
        with clock.frozen(MONDAY + timedelta(days=3)):
            assert "2 letters and reminders whose time is past were not sent" in restore(file)
            with restored(tmp_path / "fresh"):
                tick.run()
                assert mail.outbox == []
        with clock.frozen(MONDAY + timedelta(days=401)), restored(tmp_path / "fresh"):
            tick.run()
            assert len(mail.outbox) == 2  # what was still to come goes as usual, one a house


def test_REL_12_it_is_consistent_while_others_write(houses, tmp_path, monkeypatch):
    """A row and its audit are written together; a backup has both or neither."""
    stop, wrong = threading.Event(), []

    def work():
        try:
            while not stop.wait(0.02):  # the lock goes to whoever asks; people pause between saves
                link_with_trace(houses[0])
        except Exception as trouble:
            wrong.append(trouble)
        finally:
            connection.close()

    writer = threading.Thread(target=work)
    writer.start()
    try:
        for n in range(3):
            write(tmp_path / f"{n}.backup")
    finally:
        stop.set()
        writer.join()
    assert not wrong
    with empty_place(tmp_path / "fresh", monkeypatch):
        restore(tmp_path / "2.backup")
        with restored(tmp_path / "fresh"):
            links_made = Link.objects.filter(kind="staff").count()
            with tenancy.within(houses[0].pk):
                assert AuditEvent.objects.filter(action="tests.made").count() == links_made > 0
            assert not [v for v in chain.verify_all() if v.fault]


def link_with_trace(practice):
    with tenancy.within(practice.pk), transaction.atomic():
        links.make("staff", practice=practice)
        record("tests.made", practice=practice)


@pytest.fixture
def nowhere(tmp_path, settings):
    """A place to restore to; it must stay as it is: not even made."""
    settings.KITH_DATA = tmp_path / "fresh"
    yield
    assert not settings.KITH_DATA.exists()


def refused(file, content):
    file.write_bytes(content)
    with pytest.raises(Refused):
        restore(file)
    return True


def test_SEC_28_any_changed_byte_is_found_and_nothing_is_restored(file, nowhere):
    content = file.read_bytes()
    places = {*range(52), *range(52, len(content), len(content) // 150), len(content) - 1}
    for place in places:
        changed = bytearray(content)
        changed[place] ^= 1 << (place % 8)
        assert refused(file, changed), place


def test_SEC_28_a_backup_that_was_cut_short_is_refused(file, nowhere):
    content = file.read_bytes()
    for kept in {0, 1, 13, 14, 40, 46, 50, len(content) // 2, len(content) - 1}:
        assert refused(file, content[:kept]), kept


def chunks(content):
    head, rest, found = content[:46], content[46:], []
    while rest:
        size = 4 + int.from_bytes(rest[:4], "big")
        found.append(rest[:size])
        rest = rest[size:]
    return head, found


def test_SEC_28_parts_that_are_missing_moved_repeated_or_added_are_found(
    file, monkeypatch, nowhere
):
    monkeypatch.setattr(archive, "CHUNK", 1000)
    write(file)
    head, parts = chunks(file.read_bytes())
    assert len(parts) > 4
    list(archive.lines(file.open("rb")))
    wrong = [
        parts[:-1],
        parts[1:],
        [parts[0], *parts[2:]],
        [parts[1], parts[0], *parts[2:]],
        [*parts, parts[-1]],
        [parts[0], *parts],
        [*parts[:-2], parts[-1]],
        [parts[-1]],
    ]
    for form in wrong:
        assert refused(file, head + b"".join(form))
    assert refused(file, head + b"".join(parts) + b"x")


def test_SEC_28_it_is_whole_before_it_has_its_name(houses, tmp_path, monkeypatch):
    path = tmp_path / "kith.backup"
    path.write_bytes(b"the one before")

    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive.Writer, "close", full)
    with pytest.raises(Refused, match="No space left"):
        write(path)
    assert path.read_bytes() == b"the one before"
    assert [p.name for p in tmp_path.glob(".kith.backup*")] == []


def test_SEC_25_it_holds_no_word_and_no_key_and_is_its_owners_alone(houses, file):
    assert file.stat().st_mode & 0o777 == 0o600
    content = file.read_bytes()
    for secret in (b"canary", b"Ines", b"lindenhof", b"AuditEvent", keys.master()):
        assert secret not in content
    text = b"".join(line for _, line in archive.lines(file.open("rb")))
    assert b"lindenhof" in text  # what is in clear in the database is in clear only inside
    for secret in (b"canary", b"Halvorsen", b"ines@", keys.master()):
        assert secret not in text
    owner = str(houses[0].pk)
    assert store.get("practice", owner, 1) not in text
    for name in ("wrapped", "master.key", "django.key"):
        assert name.encode() not in text


def test_SEC_25_with_another_master_key_it_is_refused(houses, file, tmp_path, settings):
    settings.KITH_KEYS, settings.KITH_DATA = tmp_path / "other-keys", tmp_path / "fresh"
    keys.ensure()
    store.forget()
    try:
        with pytest.raises(Refused, match="another master"):
            restore(file)
    finally:
        store.forget()
    assert not (tmp_path / "fresh" / "kith.sqlite3").exists()


def test_SEC_25_without_the_wrapped_keys_it_is_refused(houses, file, tmp_path, settings):
    there = keys.path()
    settings.KITH_KEYS, settings.KITH_DATA = tmp_path / "half-keys", tmp_path / "fresh"
    settings.KITH_KEYS.mkdir(mode=0o700)
    keys.path().write_bytes(there.read_bytes())
    keys.path().chmod(0o600)
    with pytest.raises(Refused, match="wrapped keys"):
        restore(file)


def test_REL_12_a_copy_of_the_keys_opens_everything(houses, file, tmp_path, monkeypatch):
    copy_keys(tmp_path / "carried" / "keys", whole=True)
    assert (tmp_path / "carried/keys").stat().st_mode & 0o077 == 0
    for place in (tmp_path / "carried/keys").iterdir():
        assert place.stat().st_mode & 0o077 == 0, place
    monkeypatch.setattr(settings, "KITH_KEYS", tmp_path / "carried" / "keys")
    store.forget()
    try:
        with empty_place(tmp_path / "fresh", monkeypatch):
            restore(file)
            with restored(tmp_path / "fresh"), tenancy.within(houses[1].pk):
                assert Client.objects.get(practice=houses[1]).name.endswith("Rosengarten")
    finally:
        store.forget()


def test_SEC_25_keys_are_not_copied_among_the_data_nor_over_others(houses, tmp_path):
    with pytest.raises(Refused, match="outside"):
        copy_keys(settings.KITH_DATA / "keys")
    copy_keys(tmp_path / "once")
    with pytest.raises(Refused, match="already"):
        copy_keys(tmp_path / "once")


def test_REL_12_data_that_is_there_is_never_overwritten(houses, file):
    with pytest.raises(Refused, match="already"):
        restore(file)
    with tenancy.within(houses[0].pk):
        assert Course.objects.filter(practice=houses[0]).exists()


def test_REL_12_moved_aside_on_purpose_the_former_data_is_kept(houses, file, tmp_path, settings):
    if connection.vendor == "postgresql":
        with pytest.raises(Refused, match="already"):
            restore(file, force=True)
        return
    settings.KITH_DATA = tmp_path / "fresh"
    restore(file)
    first = (settings.KITH_DATA / "kith.sqlite3").stat().st_ino
    with clock.frozen(MONDAY):
        restore(file, force=True)
    aside = settings.KITH_DATA / "before-restore-20260302-093000.sqlite3"
    assert aside.stat().st_ino == first
    with closing(sqlite3.connect(settings.KITH_DATA / "kith.sqlite3")) as somebody:
        assert somebody.execute("SELECT count(*) FROM people_user").fetchone() == (2,)
        with pytest.raises(Refused, match="in use"):
            restore(file, force=True)
    assert not list(settings.KITH_DATA.glob(".restore-*"))


def test_REL_12_a_backup_of_another_version_is_refused(file, monkeypatch, nowhere):
    with monkeypatch.context() as patch:
        patch.setattr(kith, "__version__", "0.0.9")
        with pytest.raises(Refused, match="newer"):
            restore(file)
    monkeypatch.setattr(rows, "schema", lambda: "another")
    with pytest.raises(Refused, match="tables differ"):
        restore(file)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a zip", b"KITH-BACKUP-1\n", os.urandom(500)])
def test_REL_12_a_file_that_is_no_backup_is_refused(db, tmp_path, content):
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(Refused):
        restore(tmp_path / "x")


def test_REL_12_a_file_that_is_not_there_is_refused(db, tmp_path):
    with pytest.raises(Refused, match="cannot be read"):
        restore(tmp_path / "nothing")
    with pytest.raises(Refused, match="cannot be written"):
        write(tmp_path / "no such folder" / "x")


def test_REL_12_a_fault_while_loading_leaves_nothing_behind(houses, file, tmp_path, monkeypatch):
    def trouble():
        raise Refused("trouble")

    monkeypatch.setattr(restoring, "_check_chains", trouble)
    with empty_place(tmp_path / "fresh", monkeypatch):
        with pytest.raises(Refused, match="trouble"):
            restore(file)
        if connection.vendor == "postgresql":
            assert not User.objects.exists()
        else:
            assert not (tmp_path / "fresh").exists()


def test_REL_12_a_damaged_audit_chain_comes_back_and_is_said(houses, tmp_path, monkeypatch):
    with tenancy.within(houses[0].pk):
        third = AuditEvent.objects.get(practice_id=houses[0].pk, seq=3)
        AuditEvent.objects.filter(pk=third.pk).update(reason="tampered")
    write(tmp_path / "x")
    with empty_place(tmp_path / "fresh", monkeypatch):
        assert str(third.pk) in restore(tmp_path / "x")


def test_REL_12_each_table_is_in_it_or_left_out_for_a_reason():
    every = {m._meta.label for m in apps.get_models(include_auto_created=True)}
    assert every - {m._meta.label for m in rows.models()} == set(rows.LEFT_OUT)
    assert all(rows.LEFT_OUT.values())


def test_REL_12_each_kind_of_column_has_a_form():
    used = {rows.kind(f) for m in rows.models() for f in m._meta.concrete_fields}
    assert used <= set(rows.FORMS)


def test_SEC_28_the_manifest_names_versions_counts_hashes_and_heads(houses, file):
    told = [value for value, _ in archive.lines(file.open("rb"))]
    head, manifest = told[0], told[-1]["manifest"]
    assert head["kith"] == kith.__version__ and head["note"] == "before the move"
    assert manifest["tables"]["people.Client"]["rows"] == 2
    assert len(manifest["tables"]["people.Client"]["sha256"]) == 64
    assert {str(house.pk) for house in houses} <= {practice for practice, _, _ in manifest["heads"]}
