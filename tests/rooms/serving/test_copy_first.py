"""The copy before an upgrade is whole, whatever wall stands between practices (REL-14)."""

import os
import shutil
import sqlite3
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from kith import clock
from kith.serving import upgrading
from kith.web import tenancy
from tests.support.cast import make_client, make_practice, make_staff

TABLE = "people_client"
NOW = datetime(2026, 3, 4, 3, 0, tzinfo=UTC)


@pytest.fixture
def two_practices(transactional_db, settings, tmp_path):
    settings.KITH_DATA = tmp_path
    for name, slug in (("Riverside", "riverside"), ("Hillside", "hillside")):
        practice = make_practice(name, slug)
        with tenancy.within(practice.pk):
            staff = make_staff(practice, f"Therapist of {name}", "therapist")
            make_client(practice, f"Somebody of {name}", staff, account=False)


def clients_in(copy):
    if copy.suffix == ".sqlite3":
        return len(sqlite3.connect(copy).execute("SELECT id FROM people_client").fetchall())
    asked = [shutil.which("pg_restore"), "--data-only", f"--table={TABLE}", "--file=-", copy]
    done = subprocess.run(asked, capture_output=True, text=True, check=True)
    rows = done.stdout.split("FROM stdin;\n")[1].split("\\.")[0]
    return len(rows.splitlines())


def walls_down():
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND NOT relforcerowsecurity"
        )
        return cursor.fetchall()


def test_REL_14_the_copy_before_an_upgrade_holds_the_rows_of_every_practice(two_practices):
    copy = upgrading.copy_first()
    assert clients_in(copy) == 2
    assert copy.stat().st_mode & 0o077 == 0
    assert walls_down() == []


def test_REL_14_a_copy_that_cannot_be_made_says_why_and_leaves_the_walls_up(
    two_practices, settings, tmp_path
):
    (tmp_path / "backups").write_text("a file where the folder should be")
    with pytest.raises(ImproperlyConfigured, match="could not be written"):
        upgrading.copy_first()
    assert walls_down() == []


def test_SEC_27_what_was_put_aside_before_an_upgrade_or_a_restore_goes_after_thirty_days(
    settings, tmp_path
):
    settings.KITH_DATA = tmp_path
    (tmp_path / "backups").mkdir()
    old, young = NOW - timedelta(days=31), NOW - timedelta(days=29)
    for name, made in (
        ("backups/before-0.1.0-a.sqlite3", old),
        ("backups/before-0.1.1-b.pgdump", young),
        ("before-restore-20260101-000000.sqlite3", old),
        ("before-restore-20260201-000000.sqlite3", young),
        ("kith.sqlite3", old),
    ):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (made.timestamp(), made.timestamp()))
    with clock.frozen(NOW):
        upgrading.forget_old_copies()
    left = sorted(path.name for path in tmp_path.rglob("*.*"))
    assert left == [
        "before-0.1.1-b.pgdump", "before-restore-20260201-000000.sqlite3", "kith.sqlite3",
    ]  # fmt: skip
