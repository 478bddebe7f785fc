"""The disk is full while people work: their words come back, and reading goes on (REL-03)."""

import json
import resource
from contextlib import contextmanager
from urllib.parse import urlencode

from kith.bench import loss, servers
from kith.bench.cases import Tapping
from tests.faults import killing
from tests.faults.crash import images
from tests.support import loops

TYPED = "What was said, and must not be lost when the disk is full."
READ = ("/caseload/", "/today/", "{course}", "{people}")


@contextmanager
def limited(pids):
    """While inside, these processes cannot write beyond 4 kB of any file."""
    for pid in pids:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        for pid in pids:
            free = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, free)


async def worked(house, ways, trouble):
    port, cookie = house.port, ways["cookie"]
    adding = killing.Adding(port, cookie, ways["therapist"], "Somebody")
    taps = [Tapping(port, cookie, client) for client in ways["clients"][:3]]
    for caller in [adding, *taps]:
        assert await caller() == ""
    page = (await adding.line.ask("GET", adding.path)).body
    fields = {name: killing.hidden(page, name) for name in ("csrfmiddlewaretoken", "form_key")}
    fields |= {"display_name": TYPED, "relation": "friend", "ring": "middle"}
    body, found = urlencode(fields).encode(), {}
    with trouble(house.pids()):
        found["refused"] = await adding.line.ask("POST", adding.path, body)
        found["taps"] = [await tap() for tap in taps]
        places = {"people": adding.path, "course": adding.path.removesuffix("people/")}
        paths = [path.format(**places) for path in READ]
        found["staff"] = {path: (await adding.line.ask("GET", path)).status for path in paths}
        own = ("/home/", "/home/course/", "/my/check-in/1/")
        found["client"] = {path: (await taps[0].line.ask("GET", path)).status for path in own}
    for caller in [adding, *taps]:
        caller.line.close()
    found["again"] = await adding.line.ask("POST", adding.path, body)
    found["taken"] = [await tap() for tap in taps]
    return adding, taps, found


def holds(folder, ways, house, trouble):
    """What must be true while `trouble` (a context for process ids) is there, and afterwards."""
    adding, taps, found = loops.run(worked(house, ways, trouble))
    refused = found["refused"]
    assert refused.status == 503 and refused.headers["retry-after"]
    assert TYPED in refused.body.decode() and b"Traceback" not in refused.body
    assert all(fault.startswith("503") for fault in found["taps"])
    assert set(found["client"].values()) == {200}, found["client"]
    assert set(found["staff"].values()) == {200}, found["staff"]
    assert found["again"].status == 302 and found["taken"] == [""] * 3
    seen = json.loads(servers.python("kith.bench.look", folder, "answers"))
    assert loss.lost(taps, seen["answers"]) == [] and seen["whole"]
    words = [{"kind": "named", "id": "", "words": each} for each in [*adding.words, TYPED]]
    with images.Looker(folder) as looker:
        said = [json.dumps(each) for each in words]
        assert looker.faults(folder, said, killing.SEEDED) == []


def test_REL_03_full_disk_keeps_the_words_lets_read_and_recovers_by_itself(served_practice):
    folder, ways = served_practice
    with servers.house(folder, servers.free_port()) as house:
        holds(folder, ways, house, limited)
