"""Every page that somebody can open: a told story, its people, and the addresses each may see.

    for page in pages(story, "therapist"): page.route, page.address

A route of the matrix that no persona here can open fails a test, so that a new page is walked by
the page-wide tests from its first day.
"""

import tomllib
from collections import namedtuple
from functools import cache
from pathlib import Path

from django.test import Client as Browser
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from kith import clock
from kith.people import links
from tests.support.world import TheirWorld

MATRIX = Path(__file__).resolve().parents[2] / "kith/people/matrix.toml"
Page = namedtuple("Page", "persona route address")
# In this order: who first opens a route stands for the others who may.
PERSONAS = {
    "therapist": "own therapist",
    "client": "own client",
    "new client": "client elsewhere",
    "new therapist": "therapist elsewhere",
    "coordinator": "coordinator",
    "supervisor": "supervisor",
    "outcomes lead": "outcomes lead",
    "administrator": "administrator",
    "nobody": "nobody",
}
CLIENTS = ("client", "new client", "nobody")
# First pages differ by role: each persona's own is walked, whoever was there before.
ALWAYS = {"desk:today", "home:today", "desk:caseload", "home:course"}
# Reached only on the way (mid sign-in, a page that leaves the house, a file): tested elsewhere.
ON_THE_WAY = {
    "home:leave",
    "web:healthz",
    "web:robots",
    "welcome:logo",
    "web:front",
    "intake:file_template",
    "account_logout",
    "account_confirm_login_code",
    "account_confirm_password_reset_code",
    "account_complete_password_reset",
    "account_password_reset_completed",
    "account_reauthenticate",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_remove_webauthn",
    "notes:addendum",
    "people:setup",
    "people:go_on",
    "upkeep:readyz",
    "upkeep:metrics",
    "web:components",
}
OVER = {"404", "checkins:over", "people:link_over"}  # say so with a 404 or 410
MORE = {
    "therapist": [
        ("desk:find", "/find/?name=mari"),
        ("desk:find", "/find/?name=nobody"),
        ("safety:plan", "/courses/{course_id}/plan/?edit=1"),
        ("notes:signed", "/courses/{course_id}/sessions/{signed_id}/"),
        ("timeline:add", "/courses/{course_id}/timeline/add/symptom/"),
        ("care:protocol", "/courses/{course_id}/protocol/?of=ipt_a"),
        ("care:protocol", "/courses/{course_id}/protocol/?of=ipt_ed"),
    ],
    "client": [("safety:own_plan", "/my/plan/?edit=1"), ("404", "/nowhere/")],
    "nobody": [
        ("404", "/nowhere/"),
        ("checkins:over", "/c/never-was-one/"),
        ("people:link_over", "/welcome/never-was-one/"),
    ],
}


class Story(TheirWorld):
    """The world in plain words, without canaries: names and texts as people write them."""

    def put_canaries(self, client, who):
        self.canaries = {}

    def told(self):
        super().told()
        self.ids["signed_id"] = self.signed_meeting()
        self.tokens = {
            "checkins": links.make(
                "checkin", practice=self.practice, about_id=self.ids["course_id"]
            ),
            "people:join": links.make(
                "staff", practice=self.practice, about_id=self.invited("Nadia Newcomer").pk
            ),
            "people:accept": links.make(
                "client", practice=self.practice, about_id=self.invited_client().pk
            ),
        }
        return self

    def signed_meeting(self):
        from kith.notes.models import SessionRecord

        note = SessionRecord.objects.for_user(self.ines).filter(course_id=self.ids["course_id"])
        return note.first().appointment_id

    def invited(self, name):
        from kith.people.actions import make_user

        return make_user(
            practice=self.practice,
            name=name,
            address="nadia@lindenhof.example",
            roles=("therapist",),
        )

    def invited_client(self):
        from kith.people.actions import register_client

        return register_client(
            practice=self.practice, name="Ivo Invited", email="ivo@example.org", by=self.ines
        )

    def token(self, route):
        return self.tokens.get(route) or self.tokens.get(route.split(":")[0])

    def user(self, persona):
        """The account of a persona; None for nobody."""
        who = self.askers[PERSONAS[persona]]
        return getattr(who, "user", who)


@cache
def routes():
    """Every named route of the house with its pattern."""

    def walk(patterns, space=""):
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from walk(pattern.url_patterns, inner)
            elif isinstance(pattern, URLPattern):
                yield f"{space}{pattern.name}", pattern

    return dict(walk(get_resolver().url_patterns))


@cache
def readable():
    """Routes of the matrix that show something on GET."""
    rows = tomllib.loads(MATRIX.read_text(encoding="utf-8"))["routes"]
    return [name for name, row in rows.items() if "GET" in row and name in routes()]


def address(story, route):
    """The address of a route about the story's things, or None if the story lacks one."""
    filled = {}
    for key in routes()[route].pattern.converters:
        value = story.token(route) if key == "token" else story.ids.get(key)
        if key == "place":
            value = 1
        if value is None:
            return None
        filled[key] = value
    return reverse(route, kwargs=filled)


def browser_of(story, persona, **headers):
    browser = Browser(headers=headers or None, raise_request_exception=False)
    if story.user(persona) is not None:
        browser.force_login(story.user(persona))
        just_signed_in(browser)
    return browser


def just_signed_in(browser):
    """The session's mark that the password was given a moment ago."""
    held = browser.session
    held["account_authentication_methods"] = [{"method": "password", "at": clock.now().timestamp()}]
    held["account_authentication_methods_user"] = held["_auth_user_id"]
    held.save()


def opened(story, persona, browser=None):
    """(page, answer) for every page that a persona can open."""
    browser = browser or browser_of(story, persona)
    places = [(r, address(story, r)) for r in readable() if r not in ON_THE_WAY]
    places += [(r, there.format(**story.ids)) for r, there in MORE.get(persona, ())]
    for route, there in places:
        answer = browser.get(there) if there else None
        if answer and (answer.status_code in (200, 500) or route in OVER):
            if "html" in answer.headers["Content-Type"]:
                yield Page(persona, route, there), answer


SHARE = {}  # persona: routes; the same for every story, so worked out once a run


def share_out(story):
    seen = set()
    for persona in PERSONAS:
        found = [page.route for page, _ in opened(story, persona)]
        SHARE[persona] = [r for r in dict.fromkeys(found) if r not in seen or r in ALWAYS]
        seen |= set(found)


def pages(story, persona):
    """The pages of a persona that no persona before can open, and its own first pages."""
    if not SHARE:
        share_out(story)
    more = [Page(persona, r, there.format(**story.ids)) for r, there in MORE.get(persona, ())]
    first = [Page(persona, r, address(story, r)) for r in SHARE[persona] if r in routes()]
    extra = {page.address for page in first}
    return first + [page for page in more if page.address not in extra]
