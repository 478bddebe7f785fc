"""The demo practice, served for the audit on a port of its own, and its pages read."""

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

ROOT = Path(__file__).resolve().parents[2]
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NUMBER = re.compile(r"(?<=/)\d+(?=/)")
NOT_FOLLOWED = ("/leave/", "/sign-out/", "/static/", "/demo/")
PATIENCE = 240  # seconds until the demo's story is told


@dataclass
class Read:
    """A page as it came: whose, where, status, headers, markup."""

    persona: str
    path: str
    status: int
    headers: dict
    body: str

    @property
    def shape(self):
        """The address without ids, and the names of what is asked."""
        parts = urlsplit(self.path)
        asked = "&".join(sorted({name for name, _ in parse_qsl(parts.query)}))
        return NUMBER.sub("N", UUID.sub("*", parts.path)) + (f"?{asked}" if asked else "")

    @property
    def is_file(self):
        """Whether a browser puts it away instead of showing it."""
        return self.headers.get("Content-Disposition", "").startswith("attachment")


class Links(HTMLParser):
    def __init__(self, markup):
        super().__init__()
        self.found, self.forms = [], []
        self.feed(markup)

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        if tag == "a" and said.get("href"):
            self.found.append(said["href"])
        if tag == "button" and said.get("name") == "persona":
            self.forms.append(said["value"])


class Person:
    """Somebody's browser without a screen."""

    def __init__(self, base, persona=""):
        self.base, self.persona, self.jar = base, persona, CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        if persona:
            self.get("/")
            self.post("/demo/enter/", persona=persona)

    def ask(self, path, data=None, method=None, **headers):
        asked = urllib.request.Request(urljoin(self.base, path), data, headers, method=method)
        try:
            answer = self.opener.open(asked, timeout=60)
        except urllib.error.HTTPError as refused:
            answer = refused
        with answer:
            body = answer.read().decode("utf-8", "replace")
            where = urlsplit(answer.url)
            path = where.path + (f"?{where.query}" if where.query else "")
            return Read(self.persona, path, answer.status, dict(answer.headers), body)

    def get(self, path, **headers):
        return self.ask(path, **headers)

    def post(self, path, **fields):
        fields["csrfmiddlewaretoken"] = self.cookies.get("kith-csrf", "")
        return self.ask(path, urlencode(fields).encode(), Origin=self.base)

    @property
    def cookies(self):
        return {one.name: one.value for one in self.jar}

    @property
    def cookie_header(self):
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


class House:
    """The served demo."""

    def __init__(self, base, home):
        self.base, self.home = base, home
        self.personas = Links(Person(base).get("/").body).forms
        self._pages, self.people = None, {}

    def person(self, persona=""):
        if persona not in self.people:
            self.people[persona] = Person(self.base, persona)
        return self.people[persona]

    @property
    def pages(self) -> list:
        """Every page that each persona can reach by links; of one shape two at most."""
        if self._pages is None:
            self._pages = [page for who in ["", *self.personas] for page in self.walk(who)]
        return self._pages

    @property
    def shapes(self) -> list:
        """One page of each shape, by whoever reaches it first; front pages for each persona."""
        found = {}
        for page in self.pages:
            own = page.persona if page.path in ("/today/", "/home/", "/") else ""
            found.setdefault((page.shape, page.status, own), page)
        return list(found.values())

    def walk(self, persona):
        person, seen, times = self.person(persona), set(), Counter()
        waiting = ["/", "/today/", "/home/", "/nowhere/", "/sign-in/"]
        while waiting and len(seen) < 400:
            path = waiting.pop(0).split("#")[0]
            shape = Read("", path, 0, {}, "").shape
            if path in seen or times[shape] >= 2 or path.startswith(NOT_FOLLOWED):
                continue
            seen.add(path)
            times[shape] += 1
            page = person.get(path)
            yield page
            for link in Links(page.body).found:
                there = urlsplit(urljoin(urljoin(self.base, page.path), link))
                if f"{there.scheme}://{there.netloc}" == self.base:
                    waiting.append(there.path + (f"?{there.query}" if there.query else ""))

    def saved(self) -> dict:
        """The shapes as files: path of the file -> page."""
        folder = self.home / "pages"
        folder.mkdir(exist_ok=True)
        found = {}
        for number, page in enumerate(self.shapes):
            file = folder / f"{number:03}.html"
            if "html" in page.headers.get("Content-Type", ""):
                file.write_text(page.body, encoding="utf-8")
                found[str(file)] = page
        return found


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served():
    """The demo on a port of its own, with folders that are removed afterwards."""
    home, port = Path(tempfile.mkdtemp(prefix="kith-audit-")), free_port()
    own = {
        "KITH_DATA": str(home / "data"),
        "KITH_KEYS": str(home / "keys"),
        "PORT": str(port),
        "KITH_RATE_FACTOR": "1000",
    }
    clean = {name: value for name, value in os.environ.items() if not name.startswith("KITH_")}
    with open(home / "log", "wb") as log:
        kith = subprocess.Popen(
            [ROOT / ".venv/bin/kith", "demo"],
            env=clean | own,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            wait_for(f"http://localhost:{port}", kith, home / "log")
            yield House(f"http://localhost:{port}", home)
        finally:
            os.killpg(kith.pid, signal.SIGTERM)
            try:
                kith.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(kith.pid, signal.SIGKILL)
            shutil.rmtree(home, ignore_errors=True)


def wait_for(base, kith, log):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and kith.poll() is None:
        try:
            with urllib.request.urlopen(f"{base}/healthz", timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit(f"The demo did not start:\n{log.read_text()[-2000:]}")
