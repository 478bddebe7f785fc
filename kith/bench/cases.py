"""The workloads: what is asked, how the answer is checked, and what it is measured against."""

import re
from urllib.parse import quote, urlencode

from .wire import Line

ITEMS = 8  # of the PHQ-9; the ninth is about risk and would hand out concerns
TERMS = (
    "Müller,muller,Smith,Kim,Nguyen,Ångström,angs,Iñárritu,Petrović,O'Brien,obrien,López,"
    "zzzz,qqq,a,é,Łucja,Đorđe,son,Ana"
).split(",")
FORM = urlencode({f"phq9-{n}": n % 4 for n in range(1, 10)}).encode()


class Tapping:
    """W1: a signed-in client answers one question after another; each answer is a submission:
    checked, scored, looked at for risk, saved for good before the page leads on.

    start   where in the sequence of answers it begins: another start, other values
    """

    def __init__(self, port, cookie, client, start=0):
        self.line = Line(port, {cookie: client["session"]})
        self.checkin, self.token, self.count, self.start = client["checkin"], "", start, start
        self.acknowledged, self.under_way = {}, None

    async def begin(self):
        page = await self.line.ask("GET", "/my/check-in/1/")
        found = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page.body)
        assert page.status == 200 and found, f"the question does not open: {page.status}"
        self.token = found[1].decode()

    def form(self, answer) -> bytes:
        fields = {"csrfmiddlewaretoken": self.token, "checkin": self.checkin, "answer": answer}
        return urlencode(fields).encode()

    async def __call__(self) -> str:
        if not self.token:
            await self.begin()
        place, value = self.count % ITEMS + 1, (self.count // ITEMS + self.count) % 4
        self.under_way = (f"phq9-{place}", value)
        reply = await self.line.ask("POST", f"/my/check-in/{place}/", self.form(value))
        where = reply.headers.get("location", "")
        if reply.status != 302 or not where.endswith(f"/my/check-in/{place + 1}/"):
            return f"{reply.status} {where}"
        self.acknowledged[self.under_way[0]] = value
        self.under_way, self.count = None, self.count + 1
        return ""


class Submitting:
    """C-submit: the bare view."""

    def __init__(self, port):
        self.line = Line(port)

    async def __call__(self) -> str:
        reply = await self.line.ask("POST", "/submit", FORM)
        return "" if reply.status == 302 else str(reply.status)


class Reading:
    """A page that is asked for again and again; it must show certain words."""

    def __init__(self, port, paths, words=(), cookies=None):
        self.line, self.paths, self.count = Line(port, cookies), paths, 0
        self.words = [word.encode() for word in words]

    async def __call__(self) -> str:
        path = self.paths[self.count % len(self.paths)]
        self.count += 1
        reply = await self.line.ask("GET", path)
        missing = [word for word in self.words if word not in reply.body]
        return f"{reply.status} {missing[:2]}" if reply.status != 200 or missing else ""


def chart(port, ways):
    """W2: the client's own course with all scores, as a page."""
    words = ["<svg", "<table"]
    return Reading(port, ["/home/course/"], words, {ways["cookie"]: ways["clients"][0]["session"]})


def circle(port, ways):
    """The client's own circle of forty people, with ten pictures behind it."""
    words = ["Friend 39", "<svg", "session 9"]
    return Reading(port, ["/my/people/"], words, {ways["cookie"]: ways["clients"][0]["session"]})


def empty_circle(port, ways):
    """The same page of a client who has nobody in it yet."""
    words = ["Nobody is here yet"]
    return Reading(port, ["/my/people/"], words, {ways["cookie"]: ways["clients"][1]["session"]})


def caseload(port, ways):
    """W3: 25 people with score, change and next meeting."""
    words = [name.replace("'", "&#x27;") for name in ways["names"]]
    return Reading(port, ["/caseload/"], words, {ways["cookie"]: ways["therapist"]})


def search(port, ways):
    """W3: part of a name, in a therapist's own scope."""
    paths = [f"/find/?name={quote(term)}" for term in TERMS]
    return Reading(port, paths, ["<h1"], {ways["cookie"]: ways["therapist"]})


def search_all(port, ways):
    """W3: part of a name, by a coordinator, who sees the whole practice."""
    paths = [f"/find/?name={quote(term)}" for term in TERMS]
    return Reading(port, paths, ["<h1"], {ways["cookie"]: ways["coordinator"]})


async def controls(port, ways) -> dict:
    """Checks that must fail, so that the others mean something."""
    client = Tapping(port, ways["cookie"], ways["clients"][0])
    await client.begin()
    wrong = await client.line.ask("POST", "/my/check-in/1/", client.form(99))
    unknown = await client.line.ask("GET", "/c/no-such-link-was-ever-made/")
    stranger = Line(port)
    outside = await stranger.ask("GET", "/caseload/")
    missing = await Reading(
        port, ["/caseload/"], ["Nobody Bears This Name"], {ways["cookie"]: ways["therapist"]}
    )()
    return {
        "an answer that is not offered is refused": wrong.status == 422,
        "a link that never was is 404": unknown.status == 404,
        "without a session nobody sees the caseload": outside.status == 302,
        "a page without the words counts as wrong": bool(missing),
    }
