"""axe in the page: all rules, or contrast alone. Its source is loaded once a page."""

from functools import cache
from pathlib import Path

import axe_playwright_python

ALL = {"resultTypes": ["violations", "incomplete"]}
CONTRAST = {**ALL, "runOnly": ["color-contrast"]}


@cache
def source():
    return next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text("utf-8")


def run(page, options):
    if not page.evaluate("() => typeof window.axe === 'object'"):
        page.evaluate(source())
    found = page.evaluate("(options) => axe.run(document, options)", options)
    told = {}
    for rule in [*found["violations"], *found["incomplete"]]:
        for node in rule["nodes"]:
            if not explained(rule, node):
                summary = " ".join(node.get("failureSummary", "").split())[:260]
                told.setdefault((rule["id"], summary), []).append(
                    " ".join(map(str, node["target"]))
                )
    return [f"{id} at {at[:3]} ({len(at)}): {why}" for (id, why), at in told.items()]


def explained(rule, node):
    """Contrast cannot be told for what is scrolled out of sight inside its own region."""
    keys = {(check.get("data") or {}).get("messageKey") for check in node["any"]}
    return rule["id"] == "color-contrast" and keys <= {"bgOverlap", "elmPartiallyObscured"}


def every_rule(page):
    """Violations and incomplete results of every WCAG rule and best practice (A11Y_01)."""
    return run(page, ALL)


def contrast(page):
    """Violations of contrast, in whatever scheme the page has just now (A11Y_07)."""
    return run(page, CONTRAST)
