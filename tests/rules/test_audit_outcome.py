"""What `make audit` says of a check that breaks off, and with which status it ends."""

import pytest

from scripts.audit import __main__ as audit
from scripts.audit.result import FAILED, NOT_RUN, PASSED, CannotRun, Found


def breaks_off(_house):
    raise KeyError("a bug of the check")


def lacks_something(_house):
    raise CannotRun("no browser is here")


def finds(_house):
    return Found("a page", ["something is wrong"])


def passes(_house):
    return Found("a page")


@pytest.fixture
def alone(monkeypatch, tmp_path):
    """alone(check): the status of an audit that has this one check."""

    def run(check):
        monkeypatch.setattr(audit, "CHECKS", {})
        monkeypatch.setattr(audit, "checks", lambda: {"one": ("One", "SEC-20", check)})
        monkeypatch.setattr(audit, "ROOT", tmp_path)
        monkeypatch.setattr(audit, "PAGE", tmp_path / "audit.md")
        monkeypatch.setattr(audit, "LAST", tmp_path / "last" / "last.json")
        monkeypatch.setattr(audit.tools, "versions", dict)
        monkeypatch.setattr(audit.signal, "signal", lambda *_: None)
        return audit.main([])

    return run


@pytest.mark.parametrize(
    ("check", "state", "status"),
    [
        (breaks_off, FAILED, 1),
        (finds, FAILED, 1),
        (lacks_something, NOT_RUN, 0),
        (passes, PASSED, 0),
    ],
)
def test_the_state_of_a_check_and_the_status_of_the_audit(alone, tmp_path, check, state, status):
    assert alone(check) == status
    assert f"| {state} |" in (tmp_path / "audit.md").read_text()


def test_a_check_that_breaks_off_has_failed_and_says_with_what(alone, tmp_path):
    alone(breaks_off)
    page = (tmp_path / "audit.md").read_text()
    assert "KeyError: 'a bug of the check'" in page.partition("## Findings")[2]
