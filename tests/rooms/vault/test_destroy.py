"""A destroyed key is gone for good: on the disk, in this process and in every other."""

import subprocess
import sys
import threading
import uuid

import pytest

from kith.vault import seal, shelf, store

pytestmark = pytest.mark.usefixtures("own_keys")
WHERE = {"label": "tests.words", "row": "r"}


def fresh_owner():
    return str(uuid.uuid4())


def sealed(owner, scope="client"):
    return seal.seal(b"words", scope=scope, owner=owner, **WHERE)


def opened(box, owner, scope="client"):
    return seal.unseal(box, scope=scope, owner=owner, **WHERE)


def files():
    """Read by another process: closing a file drops every lock that this one has on it."""
    there = sorted(store.place().parent.glob("wrapped.sqlite3*"))
    return subprocess.run(["cat", *there], capture_output=True, check=True).stdout


def wrapped(owner):
    with shelf.reading() as link:
        rows = link.execute("SELECT wrapped FROM wrapped_key WHERE owner=?", (owner,))
        return [row[0] for row in rows]


@pytest.mark.parametrize("scope", seal.SCOPES)
def test_SEC_27_after_a_key_is_destroyed_nothing_sealed_under_it_opens_or_is_sealed(scope):
    owner, other = fresh_owner(), fresh_owner()
    box, stays = sealed(owner, scope), sealed(other, scope)
    assert not store.destroyed(scope, owner)
    assert store.destroy(scope, owner) == 1
    assert store.destroyed(scope, owner) and not store.destroyed(scope, other)
    with pytest.raises(seal.SealBroken):
        opened(box, owner, scope)
    with pytest.raises(store.KeyGone):
        sealed(owner, scope)
    assert opened(stays, other, scope) == b"words"


def test_SEC_27_the_destroyed_key_is_in_no_file_of_the_key_store():
    owner = fresh_owner()
    sealed(owner)
    (before,) = wrapped(owner)
    assert before in files()
    store.destroy("client", owner)
    assert before not in files()
    assert wrapped(owner) == [None]


def test_SEC_27_it_leaves_a_tombstone_with_its_time():
    owner = fresh_owner()
    sealed(owner)
    store.destroy("client", owner)
    with shelf.reading() as link:
        found = link.execute("SELECT destroyed_at FROM wrapped_key WHERE owner=?", (owner,))
        assert all(at for (at,) in found.fetchall())


def test_SEC_27_destroying_again_does_no_harm_and_one_without_a_key_never_gets_one():
    owner = fresh_owner()
    assert store.destroy("client", owner) == 0
    assert store.destroy("client", owner) == 0
    assert store.destroyed("client", owner)
    with pytest.raises(store.KeyGone):
        store.newest("client", owner)
    store.make_many("client", [owner])
    assert not store.holds("client", owner)


OTHER = """
import sys, os
os.environ["DJANGO_SETTINGS_MODULE"] = "kith.settings"
import kith, django
from django.conf import settings
from pathlib import Path
settings.KITH_KEYS = Path(sys.argv[1])
from kith.vault import seal, store
owner, box = sys.argv[2], bytes.fromhex(sys.argv[3])
for line in sys.stdin:
    try:
        got = seal.unseal(box, scope="client", owner=owner, label="tests.words", row="r").decode()
    except seal.SealBroken:
        got = "broken"
    print(got, ("client", owner, 1) in store._cache, flush=True)
"""


def test_SEC_27_another_process_that_holds_the_key_loses_it_at_once():
    owner = fresh_owner()
    box = sealed(owner)
    told = [sys.executable, "-c", OTHER, str(store.place().parent), owner, box.hex()]
    with subprocess.Popen(
        told, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as other:
        try:
            answers = []
            for step in range(3):
                if step == 2:
                    store.destroy("client", owner)
                other.stdin.write("go\n")
                answers.append(other.stdout.readline().split())
        finally:
            other.stdin.close()
    assert answers == [["words", "True"], ["words", "True"], ["broken", "False"]]


def test_SEC_27_other_threads_that_hold_the_key_lose_it_at_once():
    owner, got = fresh_owner(), []
    box = sealed(owner)
    warm, gone = threading.Barrier(5), threading.Barrier(5)

    def work():
        opened(box, owner)
        warm.wait()
        gone.wait()
        try:
            got.append(opened(box, owner))
        except seal.SealBroken:
            got.append(None)

    threads = [threading.Thread(target=work) for _ in range(4)]
    [t.start() for t in threads]
    warm.wait()
    store.destroy("client", owner)
    gone.wait()
    [t.join() for t in threads]
    assert got == [None] * 4


def test_SEC_27_a_new_key_of_somebody_else_leaves_opened_keys_where_they_are():
    owner = fresh_owner()
    box = sealed(owner)
    opened(box, owner)
    sealed(fresh_owner())
    assert opened(box, owner) == b"words"
    assert ("client", owner, 1) in store._cache


def test_SEC_27_hearing_of_changes_costs_one_question_to_the_log(monkeypatch):
    """Cheap by what it does: no file is opened, no table is read when nothing changed."""
    store._heard()
    asked = []

    class Ear:
        def execute(self, sql):
            asked.append(sql)
            return link.execute(sql)

    link = shelf._watch.link
    monkeypatch.setattr(shelf._watch, "link", Ear())
    monkeypatch.setattr(shelf, "open_store", lambda: pytest.fail("opened a file"))
    for _ in range(3):
        store._heard()
    assert asked == ["PRAGMA data_version"] * 3
