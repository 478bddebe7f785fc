"""The key file: its owner's alone, apart from the data, and missed when it is missing."""

import os
import subprocess

import pytest
from django.core.exceptions import ImproperlyConfigured

from kith.vault import fit, keys, seal, sources, store


def test_SEC_25_the_key_is_made_once_and_readable_by_its_owner_alone(folders):
    place = keys.ensure()
    first = place.read_bytes()
    assert keys.ensure().read_bytes() == first
    assert place.stat().st_mode & 0o777 == 0o600
    assert place.parent.stat().st_mode & 0o777 == 0o700
    assert len(keys.master()) == 32


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o660, 0o644, 0o666])
def test_SEC_25_a_key_that_others_can_read_is_refused(folders, mode):
    keys.ensure().chmod(mode)
    with pytest.raises(ImproperlyConfigured, match="Others can read"):
        keys.ensure()


def test_SEC_25_a_key_of_another_user_is_refused(folders, monkeypatch):
    keys.ensure()
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    with pytest.raises(ImproperlyConfigured, match="another user"):
        keys.ensure()


def test_SEC_25_a_missing_key_is_not_replaced_while_its_data_is_there(folders, settings):
    settings.ON_POSTGRES = False
    (settings.KITH_DATA / "kith.sqlite3").touch()
    with pytest.raises(ImproperlyConfigured, match="missing"):
        keys.ensure()
    assert not keys.path().exists()


def test_SEC_25_a_key_inside_the_data_folder_is_refused(folders, settings):
    settings.KITH_KEYS = settings.KITH_DATA / "keys"
    with pytest.raises(ImproperlyConfigured, match="inside the data"):
        keys.ensure()


@pytest.mark.parametrize("content", [b"", b"c2hvcnQ=", b"A" * 200])
def test_SEC_25_a_file_that_is_no_key_is_refused(folders, content):
    keys.ensure().write_bytes(content)
    with pytest.raises(ImproperlyConfigured, match="not a key"):
        keys.master()


def test_SEC_25_data_of_other_keys_is_refused_at_start(ines, folders):
    keys.ensure()
    with pytest.raises(ImproperlyConfigured, match="do not open the data"):
        fit.refuse_strange_keys()


def test_SEC_25_data_of_these_keys_is_welcome(ines):
    fit.refuse_strange_keys()


def test_SEC_25_an_empty_house_is_welcome(db):
    fit.refuse_strange_keys()


def another_key():
    keys.path().write_bytes(sources.plain(b"o" * 32))
    keys.forget()
    store.forget()


def test_SEC_25_wrapped_keys_open_only_with_their_master_key(own_keys):
    box = seal.seal(b"words", scope="client", owner="o", label="l", row="r")
    another_key()
    with pytest.raises(ImproperlyConfigured, match="of another installation"):
        keys.ensure()
    assert not store.holds("client", "o")
    with pytest.raises(seal.SealBroken):
        seal.unseal(box, scope="client", owner="o", label="l", row="r")


def test_SEC_23_neither_data_keys_nor_master_key_lie_in_the_key_store_in_clear(folders):
    keys.ensure()
    seal.seal(b"words", scope="client", owner="o", label="l", row="r")
    there = sorted(keys.path().parent.glob("wrapped.sqlite3*"))
    kept = subprocess.run(["cat", *there], capture_output=True, check=True).stdout
    assert store.get("client", "o", 1) not in kept
    assert keys.master() not in kept
    assert store.place().stat().st_mode & 0o777 == 0o600


def test_SEC_31_each_purpose_has_a_key_of_its_own():
    made = {keys.derived(purpose) for purpose in ("audit", "address", "recovery")}
    assert len(made) == 3 and not made & {keys.master(), keys.root()}
    assert keys.salted("backup", b"a" * 16) != keys.salted("backup", b"b" * 16)


def test_SEC_24_a_keyed_hash_tells_nothing_without_the_key(own_keys):
    keys.keyed_hash("address", "ada@example.org")
    another_key()
    with pytest.raises(ImproperlyConfigured, match="of another installation"):
        keys.keyed_hash("address", "ada@example.org")


def test_SEC_24_two_installations_hash_the_same_text_differently(own_keys, settings):
    first = keys.keyed_hash("address", "ada@example.org")
    settings.KITH_KEYS = own_keys / "other"
    keys.ensure()
    assert keys.keyed_hash("address", "ada@example.org") != first
