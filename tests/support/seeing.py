"""axe in the page: all rules, or contrast alone. Its source is loaded once a page."""

from functools import cache
from pathlib import Path

import axe_playwright_python

# preload would write styles into a page of its own, which our policy forbids there too.
ALL = {"resultTypes": ["violations", "incomplete"], "preload": False}
CONTRAST = {**ALL, "runOnly": ["color-contrast"]}


@cache
def source():
    return next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text("utf-8")


def run(page, options):
    if not page.evaluate("() => typeof window.axe === 'object'"):
        page.evaluate(source())
    found = page.evaluate("(options) => axe.run(document, options)", options)
    told = {}
    for kind in ("violations", "incomplete"):
        for rule in found[kind]:
            for node in rule["nodes"]:
                if kind == "incomplete" and explained(rule, node):
                    continue
                summary = " ".join(node.get("failureSummary", "").split())[:260]
                told.setdefault((rule["id"], summary), []).append(
                    " ".join(map(str, node["target"]))
                )
    return [f"{id} at {at[:3]} ({len(at)}): {why}" for (id, why), at in told.items()]


def explained(rule, node):
    """Why axe cannot judge a contrast here, where something else does.

    Words scrolled out of sight inside their own region; words in a picture, whose colours are
    those of tests/rooms/web/test_pictures_tokens.py.
    """
    told = [check.get("data") for check in node["any"]]
    keys = {each.get("messageKey") if isinstance(each, dict) else each for each in told}
    drawn = node["html"].startswith(("<text", "<tspan"))
    unsure = {"bgOverlap", "elmPartiallyObscured", "elmPartiallyObscuring"}
    if drawn:
        unsure |= {"imgNode", "shortTextContent", "bgImage"}
    return rule["id"] == "color-contrast" and keys <= unsure


def every_rule(page):
    """Violations and incomplete results of every WCAG rule and best practice (A11Y_01)."""
    return run(page, ALL)


def contrast(page):
    """Violations of contrast, in whatever scheme the page has just now (A11Y_07)."""
    return run(page, CONTRAST)
