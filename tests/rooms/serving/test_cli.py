"""One command, plain words: every sub-command is listed and a refusal is a sentence."""

import subprocess
import sys

import pytest

from .machine import ROOT, kith, surroundings

COMMANDS = "serve demo migrate doctor tick audit user backup restore".split()


def test_help_tells_all(tmp_path):
    told = kith(tmp_path, "--help")
    assert told.returncode == 0
    for command in COMMANDS:
        assert f"    {command} " in told.stdout


def test_http_is_refused_for_a_public_name_in_one_sentence(tmp_path):
    told = kith(tmp_path, "serve", KITH_URL="http://kith.example.org")
    assert told.returncode == 1
    assert "http is for localhost only" in told.stderr
    assert "Traceback" not in told.stderr


def test_SEC_30_debugging_is_refused_for_a_public_name(tmp_path):
    told = kith(tmp_path, "serve", KITH_URL="https://kith.example.org", KITH_DEVELOPMENT="1")
    assert told.returncode == 1
    assert "localhost only" in told.stderr
    assert "Traceback" not in told.stderr


def test_SEC_30_the_deployment_check_has_nothing_to_say(tmp_path):
    told = kith(
        tmp_path,
        *"manage check --deploy --fail-level WARNING".split(),
        KITH_URL="https://kith.example.org",
    )
    assert told.returncode == 0, told.stderr
    assert "no issues (0 silenced)" in told.stdout


def test_SEC_25_SEC_30_data_without_its_key_does_not_start(machine):
    (machine / "keys" / "master.key").unlink()
    told = kith(machine, "serve")
    assert told.returncode == 1
    assert "its key is not" in told.stderr
    assert "Traceback" not in told.stderr


def test_SEC_25_a_key_that_others_can_read_does_not_start(machine):
    (machine / "keys" / "master.key").chmod(0o644)
    told = kith(machine, "serve")
    assert told.returncode == 1
    assert "chmod 600" in told.stderr


def test_SEC_30_the_address_of_the_new_database_is_asked_for_and_stands_in_no_list(machine):
    words = [sys.executable, "-m", "kith.cli", "move", "--to", "-"]
    told = subprocess.run(
        words, input="mysql://x:secret@y/z\n", env=surroundings(machine),
        cwd=ROOT, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert told.returncode == 1
    assert "Give 'sqlite'" in told.stderr and "secret" not in told.stderr + told.stdout


def test_two_starts_at_once_make_one_database(tmp_path):
    known = surroundings(tmp_path)
    words = [sys.executable, "-m", "kith.cli", "migrate"]
    both = [
        subprocess.Popen(words, env=known, cwd=ROOT, stdout=-1, stderr=-1, text=True)
        for _ in range(2)
    ]
    for one in both:
        out, err = one.communicate(timeout=120)
        assert one.returncode == 0, err
        assert "up to date" in out


@pytest.mark.parametrize("port", ["70000", "none"])
def test_a_port_that_is_none_is_said_in_a_sentence(tmp_path, port):
    told = kith(tmp_path, "serve", PORT=port)
    assert told.returncode == 1
    assert "port" in told.stderr.casefold()
    assert "Traceback" not in told.stderr
