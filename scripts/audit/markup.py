"""Two checkers of markup over every page that somebody can reach (A11Y-01)."""

import json
import re

from .result import CannotRun, Found
from .tools import HERE, node, run

# Attributes that htmx reads; the standard has no word for them, and no browser minds them.
HTMX = re.compile(r"Attribute .hx-[a-z-]+. not allowed on element")


def nu(house):
    """The Nu checker; attributes of htmx apart."""
    files = house.saved()
    jar = node("vnu-jar") / "build/dist/vnu.jar"
    command = [
        "java",
        "-Xmx512m",
        "-jar",
        jar,
        "--format",
        "json",
        "--errors-only",
        "--exit-zero-always",
    ]
    done = run([*command, *files], 300)
    if not done.stderr.strip().startswith("{"):
        raise CannotRun(f"java: {done.stderr[-200:]}")
    said = json.loads(done.stderr)["messages"]
    told = {}
    for one in said:
        if HTMX.match(one["message"]):
            continue
        page = files[re.sub(r"^file:/*", "/", one["url"])]
        told.setdefault((one["message"], page.shape), page)
    findings = [f"{shape} ({page.persona}): {words}" for (words, shape), page in told.items()]
    return Found(f"{len(files)} pages", findings)


def html_validate(house):
    """html-validate with its recommended and its accessibility rules."""
    files = house.saved()
    tool = node("html-validate") / "bin/html-validate.mjs"
    told_to = house.home / "html-validate.json"
    how = ["--config", HERE / "html-validate.json", "--formatter", f"json={told_to}"]
    done = run(["node", tool, *how, *files], 300)
    if not told_to.exists():
        raise CannotRun(f"html-validate: {(done.stderr or done.stdout)[-200:]}")
    told = {}
    for file in json.loads(told_to.read_text(encoding="utf-8")):
        page = files[file["filePath"]]
        for one in file["messages"]:
            key = (one["ruleId"], one["message"], page.shape)
            told.setdefault(key, f"{page.persona}, line {one['line']}, {one.get('selector')}")
    findings = [f"{shape}: {rule}: {words} ({at})" for (rule, words, shape), at in told.items()]
    return Found(f"{len(files)} pages", findings)
