"""Two checkers that look at pages in Chromium: pa11y (axe and htmlcs) and Lighthouse (A11Y-01)."""

import json
from urllib.parse import urljoin

from .result import CannotRun, Found
from .tools import HERE, NODE, chromium, node, run

LOOKED_AT_BY_LIGHTHOUSE = [
    ("", "/"),
    ("", "/sign-in/"),
    ("therapist", "/today/"),
    ("therapist", "/caseload/"),
    ("client_aoife", "/home/"),
    ("client_aoife", "/my/check-in/"),
]
SCORED = ("accessibility", "best-practices", "performance")
WANTED = {"accessibility": 1.0, "best-practices": 0.95}


def pa11y(house):
    """Every page in Chromium with axe and HTML CodeSniffer."""
    node("pa11y")
    pages = [page for page in house.shapes if "html" in page.headers.get("Content-Type", "")]
    asked = [
        {"url": urljoin(house.base, page.path), "cookie": house.person(page.persona).cookie_header}
        for page in pages
    ]
    listed, out = house.home / "pa11y-in.json", house.home / "pa11y-out.json"
    listed.write_text(json.dumps(asked), encoding="utf-8")
    done = run(["node", HERE / "pa11y.mjs", listed, NODE, chromium(), out], 1_500)
    if not out.exists():
        raise CannotRun(f"pa11y: {done.stderr[-300:]}")
    told = {}
    for page, said in zip(pages, json.loads(out.read_text(encoding="utf-8")), strict=True):
        for one in filter(not_explained, said.get("issues", [])):
            key = (page.shape, one["runner"], one["code"], one["message"])
            told.setdefault(key, f"{page.persona}, {one['selector']}")
        if "trouble" in said:
            told[(page.shape, "pa11y", "trouble", said["trouble"])] = page.persona
    findings = [
        f"{shape}: {who} {code}: {words} ({at})" for (shape, who, code, words), at in told.items()
    ]
    return Found(f"{len(pages)} pages", findings)


def not_explained(issue):
    """False for what a checker cannot judge, or judges by an older standard.

    Contrast of words in a picture, which tests/rooms/web/test_pictures_tokens.py works out; and
    autocomplete="username" at an e-mail field, which HTML allows by now.
    """
    more = issue.get("runnerExtras") or {}
    drawn = issue["context"].startswith(("<text", "<tspan", "<textPath"))
    if issue["code"] == "color-contrast" and more.get("needsFurtherReview"):
        return not drawn
    return not (issue["code"].endswith("1_3_5.H98") and "value: username." in issue["message"])


def lighthouse(house):
    """Six pages with Lighthouse: accessibility all of it, good practice at least 95 of 100."""
    tool = node("lighthouse") / "cli/index.js"
    findings, seen = [], []
    for number, (persona, path) in enumerate(LOOKED_AT_BY_LIGHTHOUSE):
        person = house.person(persona)
        out = house.home / f"lighthouse-{number}.json"
        headers = house.home / f"lighthouse-{number}-headers.json"
        headers.write_text(json.dumps({"Cookie": person.cookie_header} if persona else {}))
        command = ["node", tool, urljoin(house.base, path), "--quiet", "--output=json"]
        command += [f"--output-path={out}", f"--extra-headers={headers}"]
        command += [f"--only-categories={','.join(SCORED)}"]
        command += [
            "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"
        ]
        done = run(command, 180, env={"CHROME_PATH": chromium()})
        if not out.exists():
            raise CannotRun(f"Lighthouse: {done.stderr[-300:]}")
        told = json.loads(out.read_text(encoding="utf-8"))
        scores = {name: told["categories"][name]["score"] or 0 for name in told["categories"]}
        seen.append(f"{path} {' '.join(f'{100 * scores[name]:.0f}' for name in SCORED)}")
        findings += missed(told, persona, path, scores)
    return Found(f"accessibility, good practice, speed: {'; '.join(seen)}", findings)


def missed(told, persona, path, scores):
    """The audits that keep a category below what is wanted."""
    for name, wanted in WANTED.items():
        if scores[name] < wanted:
            parts = [part["id"] for part in told["categories"][name]["auditRefs"] if part["weight"]]
            low = [part for part in parts if told["audits"][part]["score"] not in (1, None)]
            yield f"{path} ({persona}): {name} {scores[name]}: {', '.join(low)}"
