"""A told story and one person at its forms, with every fault of an answer noted."""

import os
import re
import time
import traceback
from copy import copy
from urllib.parse import urlsplit

from django.core.cache import cache
from django.db import transaction
from django.urls import Resolver404, resolve

from kith.web.forms import LONGEST, clean_text

from .hostile import TYPED, encoded, forms_on
from .hostile_values import URLENCODED
from .pages import PERSONAS, browser_of, opened

OWN_LOOK = ("<html lang=", "/static/web/", "<h1")
EMPTY = {204, 301, 302, 303, 401, 405, 409}
FOR_SCRIPTS = {"people:draft"}  # answers in numbers, to nobody's eyes
IN_FULL = "HOSTILE_IN_FULL" in os.environ  # `make audit`: every value, and the processor's time
SHARE = {}  # (method, route, names of fields): persona; the same for every story
NUMBERS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d")  # ids of rows, and places


class House:
    """A told story, and one person at a form: each sending is taken back afterwards."""

    def __init__(self, story, persona):
        self.faults = {}
        self.browser = browser_of(story, persona)
        self.cookies = copy(self.browser.cookies)
        self.story, self.persona = story, persona

    @property
    def forms(self):
        """The forms that this persona tries for the others."""
        if not SHARE:
            share_out(self.story)
        found = forms_once(forms_of(self.story, self.persona))
        return [form for key, form in found.items() if SHARE[key] == self.persona]

    def send(self, method, path, body=b"", kind=URLENCODED, **more):
        """The answer; 5xx, or a page without the look of the house, is noted as a fault."""
        answer, used = self.sent(method, path, body, kind, **more)
        what = f"{method} {path} {kind} {body[:300]!r} {more}"[:1500]
        if answer.status_code >= 500:
            self.fault(path, f"{answer.status_code} {last_line(answer.exc_info)}", what)
        elif not (where(path) in FOR_SCRIPTS or in_the_houses_look(answer)):
            self.fault(path, f"{answer.status_code} without the look of the house", what)
        elif IN_FULL and used > 1:
            again = (self.sent(method, path, body, kind, **more)[1] for _ in range(2))
            if (least := min(used, *again)) > 1:  # once may be the machine; each time is the page
                self.fault(path, "more than a second of the processor", f"{least:.1f} s: {what}")
        return answer

    def sent(self, *what, **more):
        """(the answer, seconds of the processor); what it wrote is taken back."""
        self.browser.cookies = copy(self.cookies)
        cache.clear()
        began = time.process_time()
        with transaction.atomic():
            answer = self.browser.generic(*what, **more)
            transaction.set_rollback(True)
        return answer, time.process_time() - began

    def fault(self, path, kind, what):
        self.faults.setdefault(f"{where(urlsplit(path).path)}: {kind}", what)

    def assert_sound(self):
        assert not self.faults, "\n\n".join(f"{k}\n  {v}" for k, v in self.faults.items())

    def send_form(self, form, pairs):
        body = encoded(pairs)
        if form.method == "GET":
            return self.send("GET", form.path, QUERY_STRING=body[:1500].decode())
        answer = self.send("POST", form.action, body)
        if answer.status_code == 422:
            for name, value in not_kept(form, pairs, answer.content.decode()):
                self.fault(form.path, f"422 without what was typed at {name}", repr(value[:300]))
        return answer


def forms_of(story, persona):
    """Every form on every page that a persona can open."""
    for page, answer in opened(story, persona):
        yield from forms_on(answer.content.decode(), page.address)


def forms_once(forms):
    """One form of each route and set of fields: a list of forty people has forty alike."""
    found = {}
    for form in forms:
        names = tuple(sorted({NUMBERS.sub("0", name) for name in form.fields}))
        found.setdefault((form.method, where(form.path), names), form)
    return found


def share_out(story):
    """The first persona that is offered a form tries it for the others."""
    for persona in PERSONAS:
        for key in forms_once(forms_of(story, persona)):
            SHARE.setdefault(key, persona)


def where(path):
    try:
        return resolve(path).view_name
    except Resolver404:
        return path


def in_the_houses_look(answer):
    if answer.status_code in EMPTY:
        return True
    kind = answer.headers.get("Content-Type", "")
    if not kind.startswith("text/html"):
        a_file = answer.headers.get("Content-Disposition", "").startswith("attachment")
        return a_file or kind.startswith(("application/json", "text/plain"))
    markup = answer.content.decode()
    return all(sign in markup for sign in OWN_LOOK)


def last_line(trouble):
    """The kind of an exception, and the line of ours nearest to it."""
    if not trouble:
        return ""
    lines = [f for f in traceback.extract_tb(trouble[2]) if "/kith/" in f.filename]
    near = lines[-1] if lines else None
    return f"{trouble[0].__name__} at {near.filename}:{near.lineno}" if near else str(trouble[0])


def not_kept(form, pairs, markup):
    """(name, value) of what was typed and does not stand in the refused form again."""
    again = {}
    for one in forms_on(markup, form.page):
        for name, there in one.fields.items():
            again.setdefault(name, []).append(clean_text(there.value))
    for name, value in pairs:
        there = form.fields.get(name)
        once = [given for other, given in pairs if other == name]
        if (
            there is None
            or there.shut
            or there.kind not in TYPED
            or len(once) > 1
            or name not in again
        ):
            continue
        if len(value) <= LONGEST and len(clean_text(value).strip()) > 20:
            kept = [" ".join(words.split()) for words in again[name]]
            if " ".join(clean_text(value).split()) not in kept:
                yield name, value
