"""Opened keys pass to a new process through a pipe alone (SEC-25)."""

import os
import subprocess
import sys

import pytest

from kith.vault import handing, keys, passphrase, rotation, sources
from tests.rooms.vault.test_sources import anew, file, locked  # noqa: F401

ASK = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "kith.settings"
import kith
from django.conf import settings
from pathlib import Path
settings.KITH_KEYS = Path(sys.argv[1])
from kith.vault import handing, keys
handing.take()
try:
    print("root", len(keys.root()))
except Exception as refusal:
    print("refused", refusal)
"""


def started(stdin):
    """What a new interpreter without a terminal says of the key."""
    words = [sys.executable, "-c", ASK, str(keys.path().parent)]
    told = subprocess.run(
        words, stdin=stdin, capture_output=True, text=True, start_new_session=True, timeout=60
    )
    return told.stdout + told.stderr


@pytest.fixture
def typed(locked, monkeypatch):  # noqa: F811
    """The key is opened here by a passphrase that no file holds."""
    assert keys.master()
    monkeypatch.delenv("KITH_KEY_PASSPHRASE_FILE")


def handed():
    end = handing.over()
    try:
        return started(end)
    finally:
        os.close(end)


def test_SEC_25_a_new_process_opens_the_key_that_it_was_handed(typed):
    assert handed() == "root 32\n"
    assert "refused" in started(subprocess.DEVNULL)


def test_SEC_25_a_key_put_under_a_passphrase_meanwhile_is_handed_over_too(own_keys, monkeypatch):
    keys.master()
    monkeypatch.setattr(passphrase, "choose", lambda: "five unusual words in here")
    rotation.protect()
    passphrase.forget()
    assert handed() == "root 32\n"


def test_SEC_25_after_a_rotation_under_the_same_passphrase_it_opens_the_new_key(typed):
    kept = dict(keys._masters)
    rotation.rotate()
    keys._masters.clear()
    keys._masters.update(kept)
    assert handed() == "root 32\n"


@pytest.mark.parametrize("words", [b"", b"rubbish", b"[]", b'{"kind": "another"}', b"\xff"])
def test_SEC_25_what_is_no_handing_over_is_left_alone_and_never_waited_for(typed, words):
    reading, writing = os.pipe()
    os.write(writing, words)
    try:
        assert "refused The key is locked by a passphrase" in started(reading)
    finally:
        os.close(reading)
        os.close(writing)


def test_SEC_25_a_key_that_is_not_of_this_installation_opens_nothing(typed, monkeypatch):
    strange = {(str(keys.path().parent), sources.mark(b"k" * 32)): b"k" * 32}
    monkeypatch.setattr(keys, "_masters", strange)
    monkeypatch.setattr(passphrase, "_made", {})
    assert "refused" in handed()


def test_SEC_25_nothing_of_a_pipe_stays_open(typed):
    before = len(os.listdir("/proc/self/fd"))
    handed()
    assert len(os.listdir("/proc/self/fd")) == before
