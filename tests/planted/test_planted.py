"""META-01: tests that cannot fail prove nothing. Each planted defect turns some of them red."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATCHES = sorted(Path(__file__).parent.glob("*.patch"))
WANTED = """view_without_scope inverted_condition safe_filter get_that_deletes
synchronous_normal canary_in_a_log foreign_font clinical_word_in_a_mail foreign_id_accepted
missing_audit_row""".split()
COPIED = ("kith", "ipt", "tests", "docs", "scripts", "deploy")
LEFT = shutil.ignore_patterns("__pycache__", "*.pyc", "*.png")
LONGEST = 900  # seconds
OF_THE_RUN = ("KITH_", "PYTEST_", "COV_", "DJANGO_", "PORT")


def head(patch: Path, name: str) -> list[str]:
    """The words of one line of a patch's head."""
    return re.search(rf"^{name}: (.+)$", patch.read_text(encoding="utf-8"), re.M)[1].split()


def copy_of_the_project(place: Path) -> Path:
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, place / name, ignore=LEFT)
    for file in ROOT.iterdir():
        if file.is_file():
            shutil.copy(file, place)
    return place


def run(place: Path, tests: list[str]) -> subprocess.CompletedProcess:
    """The named tests in the copy, by itself: own database, own keys, nothing of this run."""
    known = {k: v for k, v in os.environ.items() if not k.startswith(OF_THE_RUN)}
    own = {"KITH_DATA": str(place / "d" / "data"), "KITH_KEYS": str(place / "d" / "keys")}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-rfE", *tests]
    return subprocess.run(
        command, cwd=place, env={**known, **own}, capture_output=True, text=True, timeout=LONGEST
    )


def test_META_01_without_a_defect_the_same_tests_are_green(tmp_path):
    """Else one that is red for another reason would count as having seen the defect."""
    tests = sorted({name for patch in PATCHES for name in head(patch, "Tests")})
    told = run(copy_of_the_project(tmp_path), tests)
    assert told.returncode == 0, told.stdout[-2000:] + told.stderr[-2000:]


@pytest.mark.parametrize("patch", PATCHES, ids=lambda patch: patch.stem)
def test_META_01_a_planted_defect_is_seen(patch, tmp_path):
    place = copy_of_the_project(tmp_path)
    applied = subprocess.run(
        ["git", "apply", "--unidiff-zero", str(patch)], cwd=place, capture_output=True, text=True
    )
    assert applied.returncode == 0, f"{patch.name} must be renewed: {applied.stderr}"
    told = run(place, head(patch, "Tests"))
    red = re.findall(r"^(?:FAILED|ERROR) (\S+)", told.stdout, re.M)
    ids = [id.replace("-", "_") for id in head(patch, "Breaks")]
    assert told.returncode == 1 and red, told.stdout[-2000:] + told.stderr[-2000:]
    assert any(id in name for name in red for id in ids), red


def test_META_01_each_kind_of_defect_is_planted():
    assert set(WANTED) <= {patch.stem for patch in PATCHES}


@pytest.mark.parametrize("patch", PATCHES, ids=lambda patch: patch.stem)
def test_META_01_a_defect_names_tests_that_exist(patch):
    for name in head(patch, "Tests"):
        assert (ROOT / name.split("::")[0]).exists(), name
