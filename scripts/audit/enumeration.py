"""Does the time an answer takes tell who is known here? Measured on a served house (SEC-14).

python -m scripts.audit.enumeration

A house of its own, with real argon2, is asked 40 times with a known and 40 times with an unknown
address at each door, in turns. It fails when the medians differ by more than 15 %, the sizes by
more than 16 bytes, or the status at all.
"""

import http.client
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from kith.bench.servers import ROOT, Server, environment, free_port

from .house import Person

TRIES, APART, BYTES = 40, 0.15, 16
KITH = ROOT / ".venv/bin/kith"
KNOWN = "known.person@example.org"
DOORS = {
    "sign-in": ("/sign-in/", lambda email: {"login": email, "password": "wrong wrong wrong"}),
    "mailed code": ("/sign-in/code/", lambda email: {"email": email}),
    "reset": ("/password/reset/", lambda email: {"email": email}),
}
PEOPLE = f"""
from kith.people import actions
from kith.people.models import Practice
from kith.web import tenancy
house = Practice.objects.create(name="Audit", slug="audit", discreet_name="Audit")
with tenancy.within(house.pk):
    staff = actions.make_user(practice=house, name="Staff", address="staff.person@example.org",
        password="a long and quiet password", roles=["therapist"])
    client = actions.register_client(practice=house, name="Known", email={KNOWN!r}, by=staff)
    actions.make_client_account(client=client, password="a quiet password")
"""


def prepare(env):
    for words in (["migrate"], ["manage", "shell", "-c", PEOPLE]):
        subprocess.run([KITH, *words], env=env, cwd=ROOT, check=True, capture_output=True)


class Visitor(Person):
    """Follows no redirect, so that one answer alone is measured."""

    def ask_once(self, path, said):
        fields = urlencode({**said, "csrfmiddlewaretoken": self.cookies["kith-csrf"]})
        line = http.client.HTTPConnection(urlsplit(self.base).netloc, timeout=60)
        head = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": self.cookie_header,
            "Origin": self.base,
        }
        line.request("POST", path, fields, head)
        answer = line.getresponse()
        size = len(answer.read())
        line.close()
        return answer.status, size


def once(base, path, said):
    """Seconds, status and size of one answer, asked by a browser that has just come."""
    person = Visitor(base)
    person.get("/sign-in/")
    began = time.perf_counter()
    answer = person.ask_once(path, said)
    return time.perf_counter() - began, *answer


def judge(name, known, unknown):
    """What differs at one door, in sentences."""
    medians = [statistics.median(seconds for seconds, _s, _b in each) for each in (known, unknown)]
    apart = abs(medians[0] - medians[1]) / max(medians)
    sizes = {size for _t, _s, size in (*known, *unknown)}
    states = {status for _t, status, _b in (*known, *unknown)}
    print(
        f"{name}: known {medians[0] * 1000:.1f} ms, unknown {medians[1] * 1000:.1f} ms,"
        f" {apart:.1%} apart; status {sorted(states)}; sizes {min(sizes)} to {max(sizes)}"
    )
    if apart > APART:
        yield f"{name}: the medians are {apart:.1%} apart"
    if len(states) > 1:
        yield f"{name}: the status differs: {sorted(states)}"
    if max(sizes) - min(sizes) > BYTES:
        yield f"{name}: the sizes differ by {max(sizes) - min(sizes)} bytes"


def measure(base):
    for name, (path, said) in DOORS.items():
        known, unknown = [], []
        for n in range(-3, TRIES):
            # As long as the known one, and another each time.
            email = f"other{n + 10:03}.person@example.org"[-len(KNOWN) :]
            pair = [(known, KNOWN), (unknown, email)]
            for each, address in pair if n % 2 else reversed(pair):
                seen = once(base, path, said(address))
                if n >= 0:  # the first few warm the house up
                    each.append(seen)
        yield from judge(name, known, unknown)


def main() -> int:
    home = Path(tempfile.mkdtemp(prefix="kith-enumeration-"))
    try:
        port = free_port()
        env = {**environment(home, port), "PATH": os.environ["PATH"]}
        prepare(env)
        with Server([str(KITH), "serve"], env, "/healthz"):
            wrong = list(measure(f"http://localhost:{port}"))
    finally:
        shutil.rmtree(home, ignore_errors=True)
    print("\n".join(wrong) or f"{len(DOORS)} doors, {2 * TRIES} tries each: nothing tells")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
