"""A client's key is replaced by a process that is killed: everything stays readable."""

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from kith.vault import seal, store
from kith.web import tenancy
from tests.rooms.vault.sealed import boxes, newest, renew, words
from tests.support.cast import make_client, make_practice, make_staff
from tests.support.disk import on_disk

ROOT = Path(__file__).parents[3]


def one_person():
    practice = make_practice()
    with tenancy.within(practice.pk):
        staff = make_staff(practice, "Ines Halvorsen", "therapist")
        return make_client(practice, "Marisol Quintero-Hale", staff)


def run_apart(client, step):
    told = [sys.executable, "-m", "tests.rooms.vault.killed_renewal", settings.KITH_KEYS]
    told += [connection.settings_dict["NAME"], client.pk, client.practice_id, step]
    return subprocess.Popen(map(str, told), cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_SEC_26_killed_by_the_machine_everything_is_readable(transactional_db, tmp_path, own_keys):
    dice = random.Random(26)
    (tmp_path / "disk").mkdir()
    with on_disk(tmp_path / "disk"):
        client = one_person()
        before = words(client)
        for step in ("begun", "batch", "calm", "noted", "retired"):
            process = run_apart(client, step)
            process.communicate(timeout=60)
            assert process.returncode == 9
            store.forget()
            assert words(client) == before
        for _round in range(3):
            process, left = run_apart(client, "-"), dice.randrange(5)
            for _line in process.stdout:
                left -= 1
                if left < 0:
                    break
            process.send_signal(signal.SIGKILL)
            process.communicate()
            store.forget()
            assert words(client) == before
        renew(client)
        assert words(client) == before
        assert {seal.version_of(box) for box in boxes(client).values()} == {newest(client)}
        with pytest.raises(store.KeyGone):
            store.get("client", str(client.pk), newest(client) - 1)
