"""SEC-35: what Kith is made of is named, pinned by hash, small in number and from public places."""

import hashlib
import json
import re
import subprocess
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = {"pypi.org", "files.pythonhosted.org"}
VENDORED = ROOT / "kith/web/static/web/vendor"


def hosts(file: Path) -> set[str]:
    return set(re.findall(r"\w+://([^/\"'\s]+)", file.read_text(encoding="utf-8")))


def wanted_on_linux(requirements: str) -> list[str]:
    """Names of the packages that a 64-bit PC with Linux and CPython installs."""
    facts = {
        "sys_platform": "linux",
        "platform_machine": "x86_64",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    lines = re.findall(r"^([A-Za-z0-9._-]+)==[^ ]+(?: ; (.*?))?(?: \\)?$", requirements, re.M)
    return [name for name, marker in lines if not marker or holds(marker, facts)]


def holds(marker: str, facts: dict) -> bool:
    name, comparison, value = re.fullmatch(r"(\w+) (==|!=) '([^']*)'", marker).groups()
    if name == "implementation_name":
        value = value.lower()
    return (facts[name] == value) == (comparison == "==")


def test_SEC_35_the_lock_names_only_the_public_index():
    assert hosts(ROOT / "uv.lock") <= PUBLIC
    assert not hosts(ROOT / "requirements.txt")
    for lock in ROOT.glob("**/package-lock.json"):
        if "node_modules" not in lock.parts:
            packages = json.loads(lock.read_text(encoding="utf-8"))["packages"].values()
            places = {urlsplit(p["resolved"]).netloc for p in packages if "resolved" in p}
            assert places <= {"registry.npmjs.org"}
            assert all("integrity" in p for p in packages if "resolved" in p)


def test_SEC_35_no_file_sends_an_installer_elsewhere():
    text = (ROOT / "requirements.txt").read_text() + (ROOT / "pyproject.toml").read_text()
    assert not re.search(r"find-links|index-url|\[\[tool\.uv\.index|file:", text)


def test_SEC_35_requirements_follow_from_the_lock():
    fresh = subprocess.run(
        [ROOT / "scripts/requirements.sh"], capture_output=True, text=True, check=True
    ).stdout
    assert fresh == (ROOT / "requirements.txt").read_text()


def test_SEC_35_every_package_is_pinned_with_hashes():
    text = (ROOT / "requirements.txt").read_text()
    blocks = re.split(r"\n(?=[A-Za-z])", text.strip())
    assert blocks and all("==" in block and "--hash=sha256:" in block for block in blocks)


def test_SEC_35_at_most_28_packages_are_needed_to_run():
    names = wanted_on_linux((ROOT / "requirements.txt").read_text())
    assert "django" in names and "colorama" not in names
    assert len(names) <= 28


def test_SEC_35_vendored_browser_files_are_those_that_were_listed():
    listed = tomllib.loads((VENDORED / "VENDORED.toml").read_text(encoding="utf-8"))
    entries = listed["file"]
    for entry in entries:
        content = (VENDORED / entry["path"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"], entry["path"]
        assert entry["version"] and entry["licence"] and entry["source"]
    there = {str(p.relative_to(VENDORED)) for p in VENDORED.rglob("*") if p.is_file()}
    assert there == {entry["path"] for entry in entries} | {"VENDORED.toml"}


def test_SEC_35_no_source_file_is_fetched_by_a_page():
    """No address of another house in templates, styles or scripts of our own (PRIV-01 too)."""
    own = [*ROOT.glob("kith/*/templates/**/*.html"), *ROOT.glob("kith/*/static/**/*.css")]
    own += [f for f in ROOT.glob("kith/*/static/**/*.js") if VENDORED not in f.parents]
    fetched = re.compile(
        r"""(?:src|href|url|import|fetch)\s*[=(]?\s*["'(]\s*(?:https?:)?//""", re.I
    )
    for file in own:
        assert not fetched.search(file.read_text(encoding="utf-8")), file


def test_SEC_35_each_package_has_its_licence_listed():
    listed = json.loads((ROOT / "docs/requirements/licences.json").read_text())
    names = set(re.findall(r"^([A-Za-z0-9._-]+)==", (ROOT / "requirements.txt").read_text(), re.M))
    assert set(listed) == names
    assert all(listed.values())


def test_SEC_35_the_bill_of_materials_holds_every_package():
    told = subprocess.run(
        [ROOT / "scripts/sbom.sh"], capture_output=True, text=True, check=True
    ).stdout
    names = set(re.findall(r"^([A-Za-z0-9._-]+)==", (ROOT / "requirements.txt").read_text(), re.M))
    assert {part["name"] for part in json.loads(told)["components"]} == names
