"""Where the master key comes from, and every refusal: what is wrong and what to do (SEC-25)."""

import os
import pty
import stat
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured

from kith.vault import command, files, fit, keys, passphrase, rotation, seal, shelf, sources, store

ROOT = Path(__file__).parents[3]
WORDS = "five unusual words in here"
WHERE = {"scope": "client", "owner": "o", "label": "l", "row": "r"}


@pytest.fixture
def file(own_keys, monkeypatch):
    """A file that holds the passphrase, named in the environment."""
    place = own_keys / "passphrase"
    place.touch(mode=0o600)
    place.write_text(WORDS + "\n")
    monkeypatch.setenv("KITH_KEY_PASSPHRASE_FILE", str(place))
    yield place
    passphrase.forget()


@pytest.fixture
def locked(file):
    """A key under that passphrase, which this process does not know yet."""
    box = seal.seal(b"words", **WHERE)
    rotation.protect()
    anew()
    return box


def anew():
    """As a process that has just begun."""
    keys.forget()
    store.forget()
    passphrase.forget()


def refused(words):
    return pytest.raises(ImproperlyConfigured, match=words)


def test_SEC_25_a_key_under_a_passphrase_opens_with_it_and_no_plain_key_is_left(locked):
    assert not keys.path().with_name("master.key").exists()
    assert stat.S_IMODE(keys.path().stat().st_mode) == 0o600
    assert keys.ensure().name == "master.locked"
    assert seal.unseal(locked, **WHERE) == b"words"
    rotation.unprotect()
    anew()
    assert keys.ensure().name == "master.key"
    assert not keys.path().with_name("master.locked").exists()
    assert seal.unseal(locked, **WHERE) == b"words"


def test_SEC_25_a_wrong_passphrase_is_refused_and_its_file_named(locked, file):
    file.write_text("five other words in here")
    with refused(f"does not open the key .*master.locked: look at {file}"):
        keys.ensure()


def test_SEC_25_a_passphrase_file_that_others_can_read_is_refused(locked, file):
    file.chmod(0o644)
    with refused(f"Others can read {file}. Say: chmod 600"):
        keys.ensure()


def test_SEC_25_a_passphrase_file_that_is_missing_is_refused(locked, file):
    file.unlink()
    with refused(f"{file} is missing"):
        keys.ensure()


def test_SEC_25_a_passphrase_comes_as_a_credential_of_systemd(locked, file, monkeypatch):
    monkeypatch.delenv("KITH_KEY_PASSPHRASE_FILE")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(file.parent))
    file.rename(file.with_name("kith-passphrase"))
    assert keys.master()


@pytest.fixture
def credential(locked, file, monkeypatch):
    """The passphrase as systemd gives it: in a folder of the service, made anew at each start."""
    folder = file.parent / "credentials"
    folder.mkdir(mode=0o700)
    place = file.rename(folder / "kith-passphrase")
    monkeypatch.delenv("KITH_KEY_PASSPHRASE_FILE")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    return place


def seen_as(monkeypatch, place, **facts):
    """Let a file look as if it belonged to somebody else."""
    really = os.fstat

    def told(handle):
        found = really(handle)
        if not os.path.samestat(found, place.stat()):
            return found
        shown = {name: getattr(found, name) for name in dir(found) if name.startswith("st_")}
        return SimpleNamespace(**{**shown, **facts})

    monkeypatch.setattr(files.os, "fstat", told)


@pytest.mark.parametrize("mode", [0o400, 0o440, 0o600])
def test_SEC_25_a_credential_that_systemd_leaves_to_root_is_read(credential, monkeypatch, mode):
    credential.chmod(mode)
    seen_as(monkeypatch, credential, st_uid=0, st_gid=0)
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    assert passphrase.given() == (WORDS, str(credential))


def test_SEC_25_a_credential_opens_the_key(credential):
    credential.chmod(0o440)
    assert keys.master()


@pytest.mark.parametrize("mode", [0o444, 0o441, 0o442, 0o460, 0o644, 0o666])
def test_SEC_25_a_credential_that_others_can_read_or_change_is_refused(credential, mode):
    credential.chmod(mode)
    with refused(f"Others can read {credential} or write to it.*look at LoadCredential="):
        keys.master()


def test_SEC_25_a_credential_of_another_user_is_refused(credential, monkeypatch):
    seen_as(monkeypatch, credential, st_uid=4711)
    with refused("belongs to another user. A credential .* root or .*LoadCredential="):
        keys.master()


def test_SEC_25_a_credential_that_is_a_link_is_refused(credential):
    elsewhere = credential.rename(credential.with_name("elsewhere"))
    credential.symlink_to(elsewhere)
    with refused("is a link"):
        keys.master()


@pytest.mark.parametrize("place", ["beside", "credentials/deeper"])
def test_SEC_25_outside_the_folder_of_credentials_the_strict_rule_holds(
    credential, monkeypatch, place
):
    folder = credential.parents[1] / place
    folder.mkdir()
    other = credential.rename(folder / "kith-passphrase")
    other.chmod(0o440)
    monkeypatch.setenv("KITH_KEY_PASSPHRASE_FILE", str(other))
    with refused(f"Others can read {other}. Say: chmod 600"):
        keys.master()


def test_SEC_25_where_nobody_can_be_asked_it_says_how_to_give_the_passphrase(locked, monkeypatch):
    monkeypatch.delenv("KITH_KEY_PASSPHRASE_FILE")
    monkeypatch.setattr(passphrase, "_somebody_there", lambda: False)
    with refused("nobody can be asked for it here.*KITH_KEY_PASSPHRASE_FILE.*kith-passphrase"):
        keys.ensure()


def test_SEC_25_a_passphrase_is_asked_for_three_times(locked, monkeypatch):
    said = iter(["one", "two", WORDS])
    monkeypatch.delenv("KITH_KEY_PASSPHRASE_FILE")
    monkeypatch.setattr(passphrase, "ask", lambda words: next(said))
    assert keys.master()
    anew()
    said = iter(["one", "two", "three"])
    monkeypatch.setattr(passphrase, "ask", lambda words: next(said))
    with refused("does not open the key"):
        keys.master()


def test_SEC_25_a_short_passphrase_or_two_that_differ_are_refused(own_keys, monkeypatch):
    said = iter(["short", "short", WORDS, WORDS + "!"])
    monkeypatch.setattr(passphrase, "ask", lambda words: next(said))
    with refused("15 characters or more"):
        rotation.protect()
    with refused("The two differ. Nothing was changed"):
        rotation.protect()
    assert keys.path().name == "master.key"


def test_SEC_25_a_damaged_locked_key_is_refused(locked):
    content = keys.path().read_bytes()
    for damaged in (b"", content[:-20], content.replace(b"131072", b"2"), b"[]", b"\xff\x00"):
        keys.path().write_bytes(damaged)
        with refused("is not a locked key of this version, or is damaged"):
            keys.ensure()
            keys.root()


TERMINAL = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "kith.settings"
import kith
from django.conf import settings
from pathlib import Path
settings.KITH_KEYS = Path(sys.argv[1])
from kith.vault import keys
keys.unlock()
child = os.fork()
if not child:
    os.setpgid(0, 0)
    print("child", len(keys.master()), flush=True)
    os._exit(0)
os.waitpid(child, 0)
print("parent", len(keys.master()), flush=True)
"""


def test_SEC_25_on_a_terminal_it_is_asked_once_for_all_processes_and_not_shown(locked, monkeypatch):
    monkeypatch.delenv("KITH_KEY_PASSPHRASE_FILE")
    pid, terminal = pty.fork()
    if not pid:
        os.chdir(ROOT)
        os.execv(sys.executable, [sys.executable, "-c", TERMINAL, str(keys.path().parent)])
    shown = b""
    while b"Passphrase of the key" not in shown:
        shown += os.read(terminal, 1024)
    os.write(terminal, WORDS.encode() + b"\n")
    try:
        while more := os.read(terminal, 1024):
            shown += more
    except OSError:
        pass  # the other end is closed
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert b"child 32" in shown and b"parent 32" in shown
    assert shown.count(b"Passphrase") == 1 and WORDS.encode() not in shown


def by_command(monkeypatch, line, name="KITH_KEY_COMMAND"):
    monkeypatch.setenv(name, line)


def test_SEC_25_a_key_comes_from_a_command_and_lies_in_no_file(folders, monkeypatch):
    (folders / "service").write_bytes(sources.plain(b"k" * 32))
    by_command(monkeypatch, f"cat {folders / 'service'}")
    keys.ensure()
    assert keys.master() == b"k" * 32
    assert not keys.path().exists()
    box = seal.seal(b"words", **WHERE)
    anew()
    assert seal.unseal(box, **WHERE) == b"words"


@pytest.mark.parametrize(
    "line, words",
    [
        ("", "KITH_KEY_COMMAND is empty"),
        ("cat 'unclosed", "is not a command"),
        ("/no/such/program", "cannot be run: /no/such/program: No such file"),
        ("false", "failed with status 1. Run it by hand"),
        ("echo rubbish", "is not a key: it must be 32 bytes in base64"),
        ("echo c2hvcnQ=", "is not a key: it must be 32 bytes in base64"),
        ("true", "is not a key: it must be 32 bytes in base64"),
        ("head -c 100000 /dev/zero", "is not a key"),
    ],
)
def test_SEC_25_a_command_that_gives_no_key_is_refused_with_its_reason(
    folders, monkeypatch, line, words
):
    by_command(monkeypatch, line)
    with refused(words):
        keys.ensure()


def test_SEC_25_a_command_that_hangs_is_ended_and_refused(folders, monkeypatch):
    monkeypatch.setattr(command, "SECONDS", 0.2)
    by_command(monkeypatch, "sleep 47.11")
    with refused("did not answer within 0 seconds"):
        keys.ensure()
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True).stdout
    assert "sleep 47.11" not in running


def test_SEC_25_what_a_command_prints_is_not_repeated_and_no_shell_reads_it(folders, monkeypatch):
    by_command(monkeypatch, "echo hush-hush; touch /tmp/never")
    with pytest.raises(ImproperlyConfigured) as refusal:
        keys.ensure()
    assert "hush" not in str(refusal.value)
    assert not Path("/tmp/never").exists()


def test_SEC_25_a_command_with_the_key_of_another_installation_is_refused(own_keys, monkeypatch):
    keys.path().unlink()
    (own_keys / "service").write_bytes(sources.plain(b"k" * 32))
    by_command(monkeypatch, f"cat {own_keys / 'service'}")
    anew()
    with refused("KITH_KEY_COMMAND does not open the wrapped keys beside it: it is of another"):
        keys.ensure()


def test_SEC_25_a_key_that_is_a_link_is_refused(own_keys):
    elsewhere = own_keys / "elsewhere"
    keys.path().rename(elsewhere)
    keys.path().symlink_to(elsewhere)
    anew()
    for deed in (keys.ensure, keys.master):
        with refused("is a link|not a plain file"):
            deed()


def test_SEC_25_a_key_store_that_is_a_link_is_refused(own_keys):
    store.place().rename(own_keys / "elsewhere")
    store.place().symlink_to(own_keys / "elsewhere")
    anew()
    with refused("wrapped.sqlite3 is a link"):
        keys.ensure()


def test_SEC_25_a_key_folder_that_leads_into_the_data_folder_is_refused(folders, settings):
    (settings.KITH_DATA / "inside").mkdir()
    settings.KITH_KEYS = folders / "link"
    settings.KITH_KEYS.symlink_to(settings.KITH_DATA / "inside")
    with refused("inside the data folder"):
        keys.ensure()
    settings.KITH_KEYS = settings.KITH_DATA
    with refused("is the data folder"):
        keys.ensure()
    assert not list((settings.KITH_DATA / "inside").iterdir())


def test_SEC_25_a_key_folder_that_others_can_write_to_is_refused(own_keys):
    keys.path().parent.chmod(0o777)
    with refused("Others can write to .*chmod 700"):
        keys.ensure()


def test_SEC_25_a_key_store_of_another_user_is_refused(own_keys, monkeypatch):
    monkeypatch.setattr(shelf, "_ready", set())
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    with refused("wrapped.sqlite3 belongs to another user"):
        with shelf.reading():
            pass


def test_SEC_25_a_missing_key_store_is_not_replaced_while_its_data_is_there(own_keys, settings):
    settings.ON_POSTGRES = False
    (settings.KITH_DATA / "kith.sqlite3").touch()
    for place in keys.path().parent.glob("wrapped.sqlite3*"):
        place.unlink()
    anew()
    for deed in (keys.ensure, keys.root, lambda: store.newest("client", "o")):
        with refused("Put the wrapped keys back first: .*wrapped.sqlite3 is missing"):
            deed()
    assert not store.place().exists()


def test_SEC_25_a_missing_key_is_not_replaced_while_its_key_store_is_there(own_keys):
    keys.path().unlink()
    anew()
    with refused("The data is there, its key is not: .*master.key is missing"):
        keys.ensure()
    with refused("master.key is missing. Put it back, or set KITH_KEYS"):
        keys.root()


def test_SEC_25_lost_keys_are_not_replaced_while_data_is_in_the_server(ines, folders, settings):
    """As on PostgreSQL, where no file in the data folder tells that there is data."""
    settings.ON_POSTGRES = True
    with refused("The data is there, its keys are not: look for master.key and wrapped.sqlite3"):
        fit.ready()
    assert not settings.KITH_KEYS.exists()


def test_SEC_25_a_damaged_key_store_is_refused(own_keys):
    store.place().write_bytes(b"rubbish" * 1000)
    for place in keys.path().parent.glob("wrapped.sqlite3-*"):
        place.unlink()
    anew()
    shelf._ready.clear()
    with refused("The key store .* is damaged .*newest copy"):
        keys.ensure()


def test_SEC_25_a_secret_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    place = tmp_path / "secret"

    def broken(handle):
        raise OSError("no space")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", broken)
        with pytest.raises(OSError, match="no space"):
            files.write(place, b"half")
    assert not list(tmp_path.iterdir())
    files.write(place, b"first")
    with pytest.raises(FileExistsError):
        files.write(place, b"second")
    assert place.read_bytes() == b"first" and place.stat().st_mode & 0o777 == 0o600


def kith(folders, *words, **more):
    environment = {**os.environ, "KITH_DATA": str(folders / "d"), "KITH_KEYS": str(folders / "k")}
    environment = {k: v for k, v in environment.items() if not k.startswith("KITH_DATABASE")}
    return subprocess.run(
        [sys.executable, "-m", "kith.cli", *words],
        env={**environment, **more},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_SEC_25_the_command_says_what_is_wrong_and_ends_with_a_status(tmp_path):
    """One installation through its troubles: each is one sentence and status 1."""
    assert kith(tmp_path, "migrate").returncode == 0
    key = tmp_path / "k" / "master.key"
    shown = kith(tmp_path, "keys", "show")
    assert shown.returncode == 0 and f"The key comes from {key}, readable" in shown.stdout
    turned = kith(tmp_path, "keys", "rotate")
    assert turned.returncode == 0 and "There is a new master key" in turned.stdout
    words = tmp_path / "passphrase"
    words.touch(mode=0o600)
    words.write_text(WORDS)
    given = {"KITH_KEY_PASSPHRASE_FILE": str(words)}
    key.chmod(0o644)
    told = [kith(tmp_path, "keys", "show")]
    key.chmod(0o600)
    assert kith(tmp_path, "keys", "protect", **given).returncode == 0
    assert "under a passphrase" in kith(tmp_path, "keys", "show", **given).stdout
    told.append(kith(tmp_path, "migrate", KITH_KEY_PASSPHRASE_FILE=str(key)))
    words.write_text("another one altogether")
    told.append(kith(tmp_path, "migrate", **given))
    told.append(kith(tmp_path, "keys", "rotate-client", "nobody", **given))
    closed = key.with_suffix(".locked")
    wrong = f"kith: The passphrase does not open the key {closed}: look at {words}."
    said = [
        f"kith: Others can read {key}. Say: chmod 600 {key}",
        f"kith: {key} is missing. Put it back.",
        wrong,
        wrong,
    ]
    assert [(t.returncode, t.stderr.strip()) for t in told] == [(1, words) for words in said]
