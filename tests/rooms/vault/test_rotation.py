"""A new master key, wherever the work is killed: everything opens, and it can be finished."""

import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from kith.backup import archive
from kith.vault import keys, passphrase, rotation, seal, shelf, sources, store

pytestmark = pytest.mark.usefixtures("own_keys")
ROOT = Path(__file__).parents[3]
WHERE = {"scope": "client", "label": "tests.words", "row": "r"}
WORDS = "five unusual words in here"


@pytest.fixture
def sealed():
    """Twenty owners with something sealed, and what is hashed."""
    boxes = {f"o{n}": seal.seal(b"words", owner=f"o{n}", **WHERE) for n in range(20)}
    return boxes, keys.keyed_hash("address", "a@example.org"), keys.salted("backup", b"s" * 16)


def everything_opens(sealed):
    boxes, hashed, salted = sealed
    keys.forget()
    store.forget()
    for owner, box in boxes.items():
        assert seal.unseal(box, owner=owner, **WHERE) == b"words"
    assert keys.keyed_hash("address", "a@example.org") == hashed
    assert keys.salted("backup", b"s" * 16) == salted
    assert seal.unseal(seal.seal(b"new", owner="o1", **WHERE), owner="o1", **WHERE) == b"new"


def child(deed, step="-", number=1):
    told = [sys.executable, "-m", "tests.rooms.vault.killed", keys.path().parent, deed, step]
    return subprocess.Popen([*told, str(number)], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def killed_at(deed, step, number=1):
    process = child(deed, step, number)
    process.communicate(timeout=60)
    return process.returncode


@pytest.fixture(params=["plain", "locked"])
def kind(request, own_keys, monkeypatch):
    """The key in a plain file, or under a passphrase."""
    if request.param == "locked":
        file = own_keys / "passphrase"
        file.touch(mode=0o600)
        file.write_text(WORDS)
        monkeypatch.setenv("KITH_KEY_PASSPHRASE_FILE", str(file))
        rotation.protect()
    return request.param


def test_SEC_26_after_a_rotation_all_opens_and_the_old_key_opens_nothing(sealed, kind, own_keys):
    former, old_key = keys.path().read_bytes(), keys.master()
    assert rotation.rotate() == 20
    everything_opens(sealed)
    assert keys.master() != old_key
    keys.path().write_bytes(former)
    keys.forget()
    store.forget()
    assert not store.holds("client", "o1")
    for deed in (keys.root, keys.ensure, lambda: keys.mac("backup-check", b"x")):
        with pytest.raises(ImproperlyConfigured, match="or a former one"):
            deed()
    with pytest.raises(seal.SealBroken):
        seal.unseal(sealed[0]["o1"], owner="o1", **WHERE)


def test_SEC_26_nothing_that_the_old_key_wrapped_stays_in_the_key_store(sealed):
    with shelf.reading() as link:
        before = [row[0] for row in link.execute("SELECT wrapped FROM wrapped_key")]
        before.append(shelf.about(link, "root"))
    rotation.rotate()
    there = sorted(keys.path().parent.glob("wrapped.sqlite3*"))
    kept = subprocess.run(["cat", *there], capture_output=True, check=True).stdout
    assert not [box for box in before if box in kept]


STEPS = ["made", "one", "wrapped", "counts", "noted", "moved"]


@pytest.mark.parametrize("step", STEPS)
def test_SEC_26_killed_at_any_step_all_opens_and_the_same_command_finishes(sealed, step):
    old = keys.master()
    assert killed_at("rotate", step, 7 if step == "one" else 1) == 9
    everything_opens(sealed)
    keys.ensure()
    assert killed_at("rotate", "-") == 0
    everything_opens(sealed)
    assert keys.master() != old
    assert [source.name for source in sources.all_there()] == [sources.PLAIN]
    assert not keys.path().with_name("master.key.new").exists()


@pytest.mark.parametrize("step", ["made", "counts", "moved"])
def test_SEC_26_killed_under_a_passphrase_all_opens_too(sealed, step, own_keys, monkeypatch):
    file = own_keys / "passphrase"
    file.touch(mode=0o600)
    file.write_text(WORDS)
    monkeypatch.setenv("KITH_KEY_PASSPHRASE_FILE", str(file))
    rotation.protect()
    assert killed_at("rotate", step) == 9
    everything_opens(sealed)
    rotation.rotate()
    everything_opens(sealed)
    assert [str(source) for source in sources.all_there()] == [str(keys.path())]


@pytest.mark.parametrize("seed", range(5))
def test_SEC_26_killed_by_the_machine_at_a_random_moment_all_opens(sealed, seed):
    """SIGKILL somewhere between the first and the last step, by the number of lines it said."""
    store.make_many("client", range(300))
    process, left = child("rotate"), random.Random(seed).randrange(320)
    for _line in process.stdout:
        left -= 1
        if left < 0:
            break
    process.send_signal(signal.SIGKILL)
    process.communicate()
    everything_opens(sealed)
    rotation.rotate()
    everything_opens(sealed)
    assert not keys.path().with_name("master.key.new").exists()


def test_SEC_26_two_rotations_at_once_are_one_and_a_refusal(sealed):
    with rotation.alone(), pytest.raises(ImproperlyConfigured, match="Another command"):
        rotation.rotate()
    everything_opens(sealed)


SERVER = """
import sys, os
os.environ["DJANGO_SETTINGS_MODULE"] = "kith.settings"
import kith
from django.conf import settings
from pathlib import Path
settings.KITH_KEYS = Path(sys.argv[1])
from kith.vault import keys, seal
keys.unlock()
where = {"scope": "client", "label": "tests.words", "row": "r"}
for line in sys.stdin:
    owner, box = line.split()
    print(seal.unseal(bytes.fromhex(box), owner=owner, **where).decode(), end=" ")
    fresh = seal.seal(b"fresh", owner=owner + "-other", **where).hex()
    print(fresh, keys.keyed_hash("address", "a@example.org"), flush=True)
"""


def test_SEC_26_a_running_server_goes_on_through_rotations(sealed, kind):
    boxes, hashed, _ = sealed
    told = [sys.executable, "-c", SERVER, keys.path().parent]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
    with subprocess.Popen(told, cwd=ROOT, **pipes) as server:
        for round in range(3):
            owner = f"o{round}"
            server.stdin.write(f"{owner} {boxes[owner].hex()}\n")
            words, fresh, told_hash = server.stdout.readline().split()
            assert (words, told_hash) == ("words", hashed)
            opened = seal.unseal(bytes.fromhex(fresh), owner=f"{owner}-other", **WHERE)
            assert opened == b"fresh"
            rotation.rotate()
        server.stdin.close()
        assert server.wait(30) == 0


def test_SEC_26_copies_of_the_keys_from_before_open_with_the_former_key(sealed, own_keys, settings):
    """A key folder that was copied whole, before, stays whole; only mixtures do not open."""
    copy = own_keys / "copied"
    shutil.copytree(keys.path().parent, copy)
    rotation.rotate()
    shutil.copy(keys.path(), own_keys / "now.key")
    settings.KITH_KEYS = copy
    everything_opens(sealed)
    keys.path().write_bytes((own_keys / "now.key").read_bytes())
    keys.forget()
    store.forget()
    with pytest.raises(ImproperlyConfigured, match="does not open the wrapped keys"):
        keys.ensure()


def older_store():
    """A key store as it was before there were roots: the master key itself makes every key."""
    with shelf.writing() as link:
        link.execute("DELETE FROM wrapped_key")
        link.execute("DELETE FROM about")
        fresh = store._wrap(keys.wrapper(sources.of(None).key()), "client", "old", 1, b"d" * 32)
        link.execute(
            "INSERT INTO wrapped_key (scope, owner, version, wrapped) VALUES "
            "('client', 'old', 1, ?)",
            (fresh,),
        )
    keys.forget()
    store.forget()


def test_SEC_26_an_older_key_store_is_brought_over_and_hashes_as_before():
    older_store()
    keys.ensure()
    assert store.get("client", "old", 1) == b"d" * 32
    assert keys.root() == keys.master()
    before = keys.keyed_hash("address", "a@example.org")
    rotation.rotate()
    keys.forget()
    assert keys.keyed_hash("address", "a@example.org") == before
    assert keys.root() != keys.master()
    assert store.get("client", "old", 1) == b"d" * 32


def test_SEC_25_an_older_key_store_of_another_key_is_not_brought_over():
    older_store()
    keys.path().write_bytes(sources.plain(b"x" * 32))
    with pytest.raises(ImproperlyConfigured, match="of another installation"):
        keys.ensure()


@pytest.mark.parametrize("deed, step", [("protect", "locked"), ("unprotect", "opened")])
def test_SEC_25_killed_between_file_and_passphrase_all_opens(
    sealed, own_keys, monkeypatch, deed, step
):
    file = own_keys / "passphrase"
    file.touch(mode=0o600)
    file.write_text(WORDS)
    monkeypatch.setenv("KITH_KEY_PASSPHRASE_FILE", str(file))
    if deed == "unprotect":
        rotation.protect()
    assert killed_at(deed, step) == 9
    everything_opens(sealed)
    getattr(rotation, deed)()
    everything_opens(sealed)
    assert [s.locked for s in sources.all_there()] == [deed == "protect"]


def test_SEC_26_a_key_of_a_command_gives_way_to_one_of_another(sealed, own_keys, monkeypatch):
    for name, letter in (("one", b"1"), ("two", b"2")):
        (own_keys / name).write_bytes(sources.plain(letter * 32))
    monkeypatch.setenv("KITH_KEY_COMMAND_NEW", f"cat {own_keys / 'one'}")
    rotation.rotate()
    everything_opens(sealed)
    assert [s.name for s in sources.all_there()] == ["KITH_KEY_COMMAND_NEW"]
    monkeypatch.setenv("KITH_KEY_COMMAND", f"cat {own_keys / 'one'}")
    monkeypatch.delenv("KITH_KEY_COMMAND_NEW")
    everything_opens(sealed)
    with pytest.raises(ImproperlyConfigured, match="name the command that prints it in KITH_KEY_C"):
        rotation.rotate()
    monkeypatch.setenv("KITH_KEY_COMMAND_NEW", f"cat {own_keys / 'one'}")
    with pytest.raises(ImproperlyConfigured, match="the key that is in use"):
        rotation.rotate()
    monkeypatch.setenv("KITH_KEY_COMMAND_NEW", f"cat {own_keys / 'two'}")
    assert rotation.rotate() == 20
    everything_opens(sealed)
    assert keys.master() == b"2" * 32
    monkeypatch.setenv("KITH_KEY_COMMAND", f"cat {own_keys / 'two'}")
    monkeypatch.delenv("KITH_KEY_COMMAND_NEW")
    everything_opens(sealed)


def test_SEC_25_the_passphrase_of_the_key_is_in_no_file(sealed, own_keys, kind):
    passphrase._made.clear()
    kept = b"".join(p.read_bytes() for p in keys.path().parent.iterdir() if p.suffix == ".locked")
    assert WORDS.encode() not in kept and keys.master() not in kept
    assert sources.plain(keys.master()) not in kept


def test_SEC_26_a_backup_made_before_a_rotation_opens_after_it_and_not_with_the_old_key(own_keys):
    file = own_keys / "backup"
    with file.open("wb") as there:
        writer = archive.Writer(there)
        writer.line({"said": "before"})
        writer.close()
    former = keys.path().read_bytes()
    rotation.rotate()
    keys.forget()
    with file.open("rb") as there:
        assert [value for value, _text in archive.lines(there)] == [{"said": "before"}]
    keys.path().write_bytes(former)
    keys.forget()
    with file.open("rb") as there, pytest.raises(ImproperlyConfigured, match="or a former one"):
        list(archive.lines(there))
