"""The log knows that something happened and where, never what was said (SEC-36)."""

import io
import json
import logging
import sys
from types import SimpleNamespace

import pytest
import structlog
from django.db import OperationalError
from django.test import Client as Browser

from kith.audit import actions
from kith.web import logs
from tests.support import routes

CANARY = "kanarienvogel"


@pytest.fixture
def log(monkeypatch):
    """What goes to the log in real use."""
    said = io.StringIO()
    before = structlog.get_config(), logging.getLogger().handlers[:]
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", said)
        logs.configure(None)
    yield said
    structlog.configure(**before[0])
    logging.getLogger().handlers[:] = before[1]


def explode(request, *args, **kwargs):
    words = f"{CANARY} {request.GET} {request.POST} {args} {kwargs}"
    raise ValueError(words)


@pytest.mark.parametrize("who", ["nobody", "ines", "marisol"])
def test_SEC_36_a_fault_in_any_view_leaves_no_word_in_the_log(
    who, course, request, as_user, log, monkeypatch
):
    browser = as_user(None if who == "nobody" else request.getfixturevalue(who))
    browser.raise_request_exception = False
    found = routes.addresses(course_id=course, token=CANARY * 2)
    for _, part in routes.patterns():
        monkeypatch.setattr(part, "callback", explode)
    broken = 0
    for _, path in found:
        for answer in (
            browser.get(path, {"q": CANARY}),
            browser.post(path, {"words": CANARY}, headers={"Referer": f"/{CANARY}"}),
        ):
            broken += answer.status_code == 500
            if answer.status_code == 500:
                assert CANARY not in answer.text
            assert "ValueError" not in answer.text and "Traceback" not in answer.text
    assert broken > 5
    lines = log.getvalue()
    assert lines.count('"error": "ValueError"') >= broken
    for word in (CANARY, "Quintero", "ines@", str(course.pk)):
        assert word not in lines


def test_SEC_36_each_line_is_made_of_known_parts(course, ines, as_user, log):
    as_user(ines).get(f"/courses/{course.pk}/agreement/", {"q": CANARY})
    Browser().get(f"/c/{CANARY * 2}/")
    Browser().post("/sign-in/", {"login": f"{CANARY}@example.org", "password": CANARY})
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert lines
    for line in lines:
        assert set(line) <= logs.ALLOWED, line
    assert CANARY not in log.getvalue() and "example.org" not in log.getvalue()
    assert any(line.get("route") == "care:contract" for line in lines)


def test_SEC_36_what_a_library_says_is_left_out(log):
    logging.getLogger("some.library").error("no such row: %s", CANARY)
    try:
        raise KeyError(CANARY)
    except KeyError:
        logging.getLogger("some.library").exception("failed with %s", CANARY)
    structlog.get_logger().error("deed_failed", words=CANARY, error="KeyError")
    said = [json.loads(line) for line in log.getvalue().splitlines()]
    assert CANARY not in log.getvalue()
    assert said[1]["error"] == "KeyError" and said[1]["where"].startswith(f"{__name__}:")
    assert said[2] | {"timestamp": ""} == {
        "event": "deed_failed",
        "error": "KeyError",
        "level": "error",
        "timestamp": "",
    }


def test_SEC_36_the_log_of_real_use_is_set_up_by_the_settings():
    """Django calls our set-up only when LOGGING says something."""
    from django.conf import settings

    assert settings.LOGGING_CONFIG == "kith.web.logs.configure" and settings.LOGGING


def test_SEC_32_REL_03_a_reading_that_cannot_be_kept_says_in_the_log_who_read_what(
    course, ines, monkeypatch, log
):
    def full(*args, **more):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(actions, "_record", full)
    monkeypatch.setattr(actions, "connection", SimpleNamespace(in_atomic_block=False))
    assert actions.opened(course, by=ines) is None
    [line] = [json.loads(line) for line in log.getvalue().splitlines()]
    assert (line["event"], line["action"]) == ("reading_not_recorded", "opened.course")
    assert (line["by"], line["about"]) == (str(ines.pk), str(course.pk))
