"""The papers on security and safety claim only what is there: each named test and file exists."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAPERS = ["security/asvs.toml", "safety/hazards.toml"]
STATES = {"met", "partly", "not_yet", "not_applicable"}
PAGES = ["docs/security/threat-model.md", "docs/security/README.md", "SECURITY.md"]


def told(name):
    data = tomllib.loads((ROOT / "docs" / name).read_text(encoding="utf-8"))
    return data, data.get("requirement") or data["hazard"]


def names_of_tests():
    files = (ROOT / "tests").rglob("test_*.py")
    found = (re.findall(r"^\s*def (test_\w+)", f.read_text(encoding="utf-8"), re.M) for f in files)
    return {name for names in found for name in names}


@pytest.mark.parametrize("paper", PAPERS)
def test_no_number_stands_twice(paper):
    ids = [row["id"] for row in told(paper)[1]]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("paper", PAPERS)
def test_each_test_and_file_that_is_named_is_there(paper):
    known, rows = names_of_tests(), told(paper)[1]
    tests = {name for row in rows for name in row.get("tests", [])}
    files = {name for row in rows for name in row.get("files", [])}
    assert not tests - known
    assert not {name for name in files if not (ROOT / name).exists()}


@pytest.mark.parametrize("page", PAGES)
def test_each_test_and_file_that_a_page_names_is_there(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    assert not set(re.findall(r"`(test_\w+)`", text)) - names_of_tests()
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    assert not [link for link in links if not ((ROOT / page).parent / link).exists()]


def read(page):
    return (ROOT / page).read_text(encoding="utf-8")


def test_SEC_35_the_page_on_security_leads_to_the_bill_of_materials_and_the_licences():
    links = re.findall(r"\]\(([^)]+)\)", read("docs/security/README.md"))
    assert {"../../scripts/sbom.sh", "../../uv.lock", "../requirements/licences.json"} <= set(links)


def test_the_page_on_reporting_names_the_private_way_and_what_to_expect():
    text = read("SECURITY.md")
    for words in ("*Report a\nvulnerability*", "## What to expect", "nothing about real people"):
        assert words in text


def test_REL_20_the_page_on_upgrading_names_each_command_in_its_order():
    lines = re.search(r"```\n(.*?)```", read("docs/using/upgrading.md"), re.S)[1].splitlines()
    commands = [line.removeprefix("sudo ").split(" <")[0] for line in lines]
    assert commands == [
        "systemctl stop kith",
        "cd /srv/kith/app",
        "git fetch --tags",
        "git checkout",
        "make setup",
        "systemctl start kith",
        "journalctl -u kith -n 50",
    ]


def test_what_is_met_can_be_pointed_to():
    _, rows = told("security/asvs.toml")
    assert {row["state"] for row in rows} <= STATES
    bare = [r["id"] for r in rows if r["state"] == "met" and not (r.get("tests") or r.get("files"))]
    assert not bare
    assert not [row["id"] for row in rows if not row["how"].strip()]


def test_each_level_and_chapter_of_the_standard_is_there():
    data, rows = told("security/asvs.toml")
    assert {row["id"].split(".")[0] for row in rows} == set(data["chapters"])
    assert sum(row["level"] == 1 for row in rows) == data["level_1"]
    assert sum(row["level"] == 2 for row in rows) == data["level_2"]


def test_each_hazard_has_its_control_and_waits_for_a_clinician():
    data, rows = told("safety/hazards.toml")
    severity, likelihood = data["scales"]["severity"], data["scales"]["likelihood"]
    assert data["state"] == "needs sign-off by a clinician"
    for row in rows:
        assert {row["severity"], row["severity_after"]} <= set(severity), row["id"]
        assert {row["before"], row["after"]} <= set(likelihood), row["id"]
        assert row["control"] and (row.get("tests") or row.get("left")), row["id"]
