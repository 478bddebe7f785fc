"""schemathesis over every form of the house, described as OpenAPI from the pages that offer it."""

import json
import re
from pathlib import Path

from .house import NOT_FOLLOWED, NUMBER, UUID
from .result import CannotRun, Found
from .tools import python, run

PERSONAS = ("", "therapist", "coordinator", "owner", "client_aoife")
ENDS_THE_SESSION = (*NOT_FOLLOWED, "/account/sessions/", "/account/password/", "/my/leaving/")
OURS = ("csrfmiddlewaretoken", "form_key")  # sent with each, or told by the page
TRIES, SECONDS = "20", 400
SAID = re.compile(r"(\d[\d,]*) generated")
WORST = re.compile(r"\[(5\d\d)\]|Server error", re.I)


def schemathesis(house):
    """What each form asks for, sent rightly and wrongly: no answer says that Kith broke."""
    tool, findings, seen, tried = python("schemathesis", "schemathesis"), [], [], {}
    for name in PERSONAS:
        person, file = house.person(name), house.home / f"forms-{name}.json"
        forms = offered(house, name, tried)
        file.write_text(json.dumps(described(forms)), encoding="utf-8")
        command = [tool, "--no-color", "run", file, "--url", house.base, "--seed", "1"]
        command += ["--checks", "not_a_server_error", "--phases", "fuzzing"]
        command += ["--max-examples", TRIES, "--continue-on-failure", "--request-timeout", "20"]
        command += ["--generation-database", "none", "-H", f"Origin: {house.base}"]
        command += ["-H", f"X-CSRFToken: {person.cookies.get('kith-csrf', '')}"]
        command += ["-H", f"Cookie: {person.cookie_header}"]
        done = run(command, SECONDS, cwd=Path(house.home))
        sent = SAID.search(done.stdout)
        if not sent:
            raise CannotRun(f"schemathesis: {(done.stderr or done.stdout).strip()[-300:]}")
        who = name or "nobody"
        seen.append(f"{who} {len(forms)} forms, {sent[1]} sendings")
        if done.returncode:
            lines = [line.strip() for line in done.stdout.splitlines()]
            worst = [line for line in lines if WORST.search(line)] or lines[-20:]
            findings += [f"{who}: {line}" for line in worst]
        if name and person.get("/account/").status != 200:
            raise CannotRun(f"schemathesis signed {name} out: the rest met a closed door")
    return Found("; ".join(seen), findings)


def offered(house, persona, tried) -> list:
    """One form of each kind that the pages of a persona offer and nobody before was offered.

    tried   kinds of forms so far, with who was offered them first; grows
    """
    from tests.support.hostile import forms_on

    found = []
    for page in house.pages:
        if page.persona != persona or "html" not in page.headers.get("Content-Type", ""):
            continue
        for form in forms_on(page.body, page.path):
            key = form.method, NUMBER.sub("N", UUID.sub("*", form.path)), tuple(form.fields)
            if form.path.startswith("/") and not form.path.startswith(ENDS_THE_SESSION):
                if tried.setdefault(key, (persona, form)) == (persona, form):
                    found.append(form)
    return found


def described(forms) -> dict:
    """Forms as an OpenAPI document; those of one address are one operation with all fields."""
    paths = {}
    for form in forms:
        answers = {"responses": {"default": {"description": "a page"}}}
        operation = paths.setdefault(form.path, {}).setdefault(form.method.lower(), answers)
        fields = {name: kind_of(one) for name, one in form.fields.items() if name not in OURS}
        if form.method == "GET":
            known = {row["name"] for row in operation.setdefault("parameters", [])}
            operation["parameters"] += [
                {"name": name, "in": "query", "schema": kind}
                for name, kind in fields.items()
                if name not in known
            ]
            continue
        file = any(one.kind == "file" for one in form.fields.values())
        media = "multipart/form-data" if file else "application/x-www-form-urlencoded"
        body = operation.setdefault("requestBody", {"content": {}})["content"]
        object = body.setdefault(media, {"schema": {"type": "object", "properties": {}}})
        object["schema"]["properties"] |= fields | pressed(form)
    info = {"title": "The forms of Kith", "version": "1"}
    return {"openapi": "3.0.3", "info": info, "paths": paths}


def kind_of(one) -> dict:
    """What a field takes, as a schema."""
    if one.kind == "checkbox":
        return {"type": "array", "items": {"type": "string", "enum": one.offered}}
    if one.offered:
        return {"type": "string", "enum": one.offered}
    if one.kind == "hidden":
        return {"type": "string", "enum": [one.value]}
    known = {
        "number": {"type": "integer"},
        "date": {"type": "string", "format": "date"},
        "email": {"type": "string", "format": "email"},
        "file": {"type": "string", "format": "binary"},
    }
    return known.get(one.kind, {"type": "string"})


def pressed(form) -> dict:
    """The buttons of a form that say what is to be done."""
    found = {}
    for name, value in form.buttons:
        found.setdefault(name, []).append(value)
    return {name: {"type": "string", "enum": values} for name, values in found.items()}
