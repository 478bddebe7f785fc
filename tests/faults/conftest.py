"""Ground that is made once a run and copied for each test. Kith runs here as it ships.

These tests are about processes, disks and files of the embedded database: on the PostgreSQL run
only those about both engines are collected.
"""

import json
import os
import shutil
from pathlib import Path

import pytest

from kith.bench import servers
from tests.faults.crash import images

EMBEDDED = (
    "test_power_loss.py test_disk_trouble.py test_upgrade.py test_killed.py test_locked.py "
    "test_killed_postman.py test_full_disk.py test_twenty_posts.py"
).split()
collect_ignore = EMBEDDED if os.environ.get("KITH_DATABASE_URL") else []


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """data/ and keys/ of a small practice with a whole course, closed."""
    place = tmp_path_factory.mktemp("made") / "house"
    place.mkdir()
    images.prepare(place)
    return place


@pytest.fixture
def house(made, tmp_path):
    """A copy of them for one test."""
    return Path(shutil.copytree(made, tmp_path / "house"))


@pytest.fixture(scope="session")
def practice_made(tmp_path_factory):
    """data/ and keys/ of a practice with some courses, and how to come in (kith.bench.seed)."""
    place = tmp_path_factory.mktemp("bench")
    servers.python("kith.cli", place, "migrate")
    ways = json.loads(servers.python("kith.bench.seed", place, 8, 8))
    (place / "ways.json").write_text(json.dumps(ways))
    return place


@pytest.fixture
def served_practice(practice_made, tmp_path):
    """(folder, ways) of a copy for one test."""
    folder = Path(shutil.copytree(practice_made, tmp_path / "practice"))
    return folder, json.loads((folder / "ways.json").read_text())
