import shutil
import subprocess
import sys

import pytest

from .machine import ROOT, surroundings


@pytest.fixture(scope="session")
def first_machine(tmp_path_factory):
    """Folders in which Kith has served once."""
    place = tmp_path_factory.mktemp("machine")
    words = [sys.executable, "-m", "kith.cli", "migrate"]
    subprocess.run(words, env=surroundings(place), cwd=ROOT, check=True, capture_output=True)
    return place


@pytest.fixture
def machine(first_machine, tmp_path):
    """The same folders, for one test alone."""
    shutil.copytree(first_machine, tmp_path, dirs_exist_ok=True)
    return tmp_path
