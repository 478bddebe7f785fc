"""`kith doctor` says in plain words what is wrong; REL-01: the database keeps what it is given."""

import pytest
from django.db import connection

from kith.serving import doctor, doctor_data, doctor_machine

pytestmark = pytest.mark.django_db


def states(check):
    return {finding.state for finding in doctor.run(check)}


def test_REL_01_the_promises_of_the_database_are_kept():
    found = doctor.run(doctor_data.engine)
    wrong = [
        f.sentence for f in found if f.state == "wrong" and "owns the tables" not in f.sentence
    ]
    assert found and not wrong


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("pragma", ["synchronous = OFF", "foreign_keys = OFF", "secure_delete = 0"])
def test_REL_01_a_promise_that_is_broken_is_named(pragma):
    if connection.vendor != "sqlite":
        assert set(doctor_data.PROMISES) == {"fsync", "synchronous_commit", "full_page_writes"}
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
    sentences = [f.sentence for f in doctor.run(doctor_data.engine) if f.state == "wrong"]
    connection.close()
    assert len(sentences) == 1 and pragma.split()[0] in sentences[0]


def test_an_open_data_folder_is_wrong_and_the_cure_is_said(settings, tmp_path):
    settings.KITH_DATA = tmp_path / "data"
    settings.KITH_DATA.mkdir(mode=0o755)
    settings.KITH_DATA.chmod(0o755)
    found = [f for f in doctor.run(doctor_machine.data_folder) if f.state == "wrong"]
    assert len(found) == 1 and "chmod 700" in found[0].sentence


def test_SEC_25_a_readable_key_is_wrong(settings, tmp_path):
    settings.KITH_KEYS = tmp_path
    key = tmp_path / "master.key"
    key.write_text("not a secret")
    key.chmod(0o644)
    assert "wrong" in states(doctor_machine.key_file)


def test_a_tick_of_an_hour_ago_is_wrong(settings, tmp_path):
    import os

    settings.KITH_DATA = tmp_path
    (tmp_path / "last-tick").touch()
    assert states(doctor_data.ticking) == {"ok"}
    os.utime(tmp_path / "last-tick", (0, 0))
    assert states(doctor_data.ticking) == {"wrong"}


def test_a_check_that_breaks_is_a_finding_not_a_crash():
    def broken():
        raise OSError("no such thing")
        yield

    assert states(broken) == {"wrong"}


def test_the_rest_of_this_installation_is_sound():
    sound = [doctor_machine.python, doctor_machine.time_zones, doctor_data.migrations]
    assert [states(check) for check in sound] == [{"ok"}] * 3
