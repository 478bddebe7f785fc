"""A backup taken while many write shows one moment: what belongs together is in it together."""

import threading

import pytest
from django.db import OperationalError, connection, transaction

from kith.audit import chain, heads
from kith.audit.actions import record
from kith.audit.models import AuditEvent
from kith.backup import restore, verify, write
from kith.people import links
from kith.people.models import Link
from kith.web import tenancy
from tests.rooms.backup.conftest import empty_place, restored

WRITERS, BACKUPS, EACH = 4, 3, 40


class Writer(threading.Thread):
    """Writes pairs, each in one transaction with its audit, until told to stop."""

    def __init__(self, practice, stop):
        super().__init__()
        self.practice, self.stop, self.done, self.wrong = practice, stop, 0, []

    def run(self):
        try:
            while not self.stop.is_set() or self.done < EACH:
                self.write()
        except Exception as trouble:
            self.wrong.append(trouble)
        finally:
            connection.close()

    def write(self):
        try:
            with tenancy.within(self.practice.pk), transaction.atomic():
                links.make("staff", practice=self.practice)
                record("tests.made", practice=self.practice)
                links.make("checkin", practice=self.practice)
        except OperationalError as busy:
            if "locked" not in str(busy):
                raise
        else:
            self.done += 1
        self.stop.wait(0.005)  # a lock that is never let go of is another test


@pytest.fixture
def busy(houses):
    """The houses, with people at work in both."""
    stop = threading.Event()
    writers = [Writer(houses[n % 2], stop) for n in range(WRITERS)]
    for writer in writers:
        writer.start()
    yield houses
    stop.set()
    for writer in writers:
        writer.join(60)
    assert not any(writer.wrong or writer.is_alive() for writer in writers)
    assert all(writer.done >= EACH for writer in writers)


def pairs(house) -> tuple[int, int, int]:
    with tenancy.within(house.pk):
        made = AuditEvent.objects.filter(practice_id=house.pk, action="tests.made").count()
    kinds = [
        Link.objects.filter(practice=house, kind=kind).count() for kind in ("staff", "checkin")
    ]
    return made, *kinds


def test_REL_12_a_backup_under_load_has_both_of_each_pair_or_neither(busy, tmp_path, monkeypatch):
    while not all(pairs(house)[0] for house in busy):
        pass  # until somebody has written in each
    found = []
    for n in range(BACKUPS):
        write(tmp_path / f"{n}.backup")
    for n in range(BACKUPS):
        with empty_place(tmp_path / f"fresh-{n}", monkeypatch):
            restore(tmp_path / f"{n}.backup")
            with restored(tmp_path / f"fresh-{n}"):
                for house in busy:
                    made, staff, checkin = pairs(house)
                    assert made == staff == checkin - 1 > 0  # one link is there from the start
                    found.append(made)
                assert not [v.fault for v in chain.verify_all() if v.fault]
    assert sorted(found[::2]) == found[::2] and sorted(found[1::2]) == found[1::2]


def link_of_today(house):
    """One more event, and the head written down as each day: the live chain is longer now."""
    with tenancy.within(house.pk):
        record("tests.later", practice=house)
        heads.write(house.pk)


def test_REL_12_a_trial_while_others_write_is_right(houses, tmp_path):
    """Written under load, tried when it is quiet: the live chain has gone on since."""
    stop = threading.Event()
    writer = Writer(houses[0], stop)
    writer.start()
    try:
        write(tmp_path / "kith.backup")
    finally:
        stop.set()
        writer.join(60)
    assert not writer.wrong
    link_of_today(houses[0])
    assert "is good" in verify(tmp_path / "kith.backup")
