"""Forms as pages offer them, plausible ways to fill them, and the worst that can be sent instead.

    for form in forms_on(markup, "/courses/…/"): form.action, form.fields

A form is read off its page, so that a new form or a new field is met by the hostile sendings
from its first day.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

from hypothesis import strategies as st

from kith import clock
from kith.web.once import fresh_key

from .hostile_values import EXTREME, NAMES, WORDS, WORST

CHOSEN = {"radio", "checkbox", "select"}
SILENT = {"submit", "button", "reset", "image"}
TYPED = {"text", "textarea", "search", "email", "tel"}
KEYS = ("form_key", "version", "csrfmiddlewaretoken")


@dataclass
class Field:
    """A field of a form: its name and kind, what stands in it, what it offers."""

    name: str
    kind: str
    value: str = ""
    offered: list = field(default_factory=list)
    shut: bool = False


@dataclass
class Sending:
    """A form of a page: where it goes, by which method, with which fields.

    keeps   where its words go by themselves while they are typed ("" where they do not)
    twice   names that two fields share
    """

    page: str
    action: str
    method: str
    keeps: str = ""
    twice: set = field(default_factory=set)
    fields: dict = field(default_factory=dict)
    buttons: list = field(default_factory=list)

    @property
    def path(self):
        return urlsplit(self.action).path

    def plausible(self) -> dict:
        """Each field as somebody might fill it in: what stands there, else something that fits."""
        return {name: [_fitting(one)] for name, one in self.fields.items()}


class Reader(HTMLParser):
    """All forms of a page with their fields."""

    def __init__(self, markup, address):
        super().__init__(convert_charrefs=True)
        self.address, self.forms = address, []
        self.form = self.area = self.choice = self.keeps = None
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attributes):
        said = {name: value or "" for name, value in attributes}
        if tag == "auto-save":
            self.keeps = said.get("data-url", "")
        elif tag == "form":
            action = urljoin(self.address, said.get("action", ""))
            method = said.get("method", "get").upper()
            self.form = Sending(self.address, action, method, self.keeps or "")
            self.forms.append(self.form)
        elif self.form and tag == "option" and self.choice:
            self.choice.offered.append(said.get("value", ""))
            self.choice.value = said.get("value", "") if "selected" in said else self.choice.value
        elif self.form and said.get("name"):
            self._field(tag, said)

    def _field(self, tag, said):
        kind = said.get("type", "text") if tag == "input" else tag
        if kind in SILENT:
            self.form.buttons.append((said["name"], said.get("value", "")))
            return
        if said["name"] in self.form.fields and kind not in ("radio", "checkbox"):
            self.form.twice.add(said["name"])
        new = Field(said["name"], kind, shut="disabled" in said)
        one = self.form.fields.setdefault(said["name"], new)
        self.area, self.choice = (
            one if tag == "textarea" else None,
            one if tag == "select" else None,
        )
        if kind in CHOSEN and tag == "input":
            one.offered.append(said.get("value", "on"))
        elif tag == "input":
            one.value = said.get("value", "")

    def handle_data(self, data):
        if self.area:
            self.area.value += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            self.area.value, self.area = self.area.value.removeprefix("\n"), None
        elif tag == "select":
            self.choice = None
        elif tag == "form":
            self.form = None
        elif tag == "auto-save":
            self.keeps = None


def forms_on(markup, address) -> list:
    """The forms of a page."""
    return Reader(markup, address).forms


def _fitting(one):
    if one.name == "form_key":
        return fresh_key()
    if one.value or one.kind in ("hidden", "file", "search"):
        return one.value
    if one.offered:
        return one.offered[-1]
    soon = clock.now() + timedelta(days=8)
    known = {
        "date": soon.date().isoformat(),
        "time": "10:00",
        "datetime-local": soon.strftime("%Y-%m-%dT10:00"),
        "number": "3",
        "email": "somebody@example.org",
        "tel": "0800 1",
        "password": "a long and quiet password",
        "url": "https://example.org/",
    }
    return known.get(one.kind, "Some words")


anything = st.one_of(
    st.sampled_from(WORST),
    st.text(alphabet=st.characters(codec="utf-8"), max_size=60),
    st.integers().map(str),
    st.floats().map(str),
    st.datetimes().map(lambda moment: moment.isoformat()),
    st.dates().map(str),
    st.times().map(str),
    st.uuids().map(str),
)


@st.composite
def spoilt(draw, form):
    """[(name, value)…]: the form filled in plausibly, with some of it spoilt."""
    given = form.plausible()
    names = sorted(given)
    for name in names:
        offered = form.fields[name].offered
        if offered:
            size = 3 if form.fields[name].kind == "checkbox" else 1
            given[name] = draw(st.lists(st.sampled_from(offered), min_size=1, max_size=size))
    if names:
        for name in draw(st.lists(st.sampled_from(names), max_size=3)):
            own = st.sampled_from(EXTREME.get(form.fields[name].kind, WORDS))
            given[name] = draw(st.one_of(own.map(lambda it: [it]), st.lists(anything, max_size=3)))
    pairs = [(name, value) for name, values in given.items() for value in values]
    pairs += draw(st.lists(st.tuples(st.sampled_from(NAMES), anything), max_size=1))
    return pairs + ([draw(st.sampled_from(form.buttons))] if form.buttons else [])


def extremes(form):
    """Sendings in which every field holds something extreme of its own kind."""
    pools = {one.name: EXTREME.get(one.kind, WORDS) for one in form.fields.values()}
    for turn in range(max([1, *map(len, pools.values())])):
        pairs = form.plausible() | {
            name: [pool[turn % len(pool)]] for name, pool in pools.items() if name not in KEYS
        }
        yield [(name, values[0]) for name, values in pairs.items()] + form.buttons[-1:]


def all_alike(form):
    """Sendings in which every field holds the same; keys and versions are those of the page."""
    for value in WORST:
        pairs = form.plausible().items()
        yield [(n, kept[0] if n in KEYS else value) for n, kept in pairs] + form.buttons[:1]


def encoded(pairs) -> bytes:
    """The pairs as a browser would send them."""
    return urlencode(pairs, errors="surrogatepass").encode()
