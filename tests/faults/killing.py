"""SIGKILL at random moments under load: what was acknowledged is there, once, and whole (REL-02).

Clients answer their check-ins and a therapist adds people, over loopback, against `kith serve` as
it ships. A request, the web, the background or the whole tree is killed; what is left comes back by
itself, the tree by starting it again.
"""

import asyncio
import json
import os
import random
import re
import signal
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

from kith.bench import loss, machine, servers
from kith.bench.cases import Tapping
from kith.bench.wire import Line
from tests.support import loops

from .crash import images

PARTS = ("request", "web", "background")
SEEDED = ["people.Client"]  # put there in bulk, without deeds
BETWEEN = (0.3, 1.5)  # seconds of load before each kill


@dataclass
class Told:
    """What some rounds came to. Times in seconds."""

    kills: dict = field(default_factory=lambda: dict.fromkeys((*PARTS, "tree"), 0))
    acknowledged: int = 0
    faults: list = field(default_factory=list)
    back: list = field(default_factory=list)
    started: list = field(default_factory=list)
    noticed: bool = True

    @property
    def count(self) -> int:
        return sum(self.kills.values())


class Adding:
    """A therapist who adds somebody to the circle of a client, again and again."""

    def __init__(self, port, cookie, session, mark):
        self.line, self.mark = Line(port, {cookie: session}), mark
        self.words, self.number, self.path, self.fields = [], 0, "", None

    async def __call__(self) -> str:
        if not self.path:
            page = await self.line.ask("GET", "/caseload/")
            self.path = re.search(rb"/courses/[0-9a-f-]{36}/", page.body)[0].decode() + "people/"
        words = f"{self.mark} {self.number}"
        if self.fields is None:  # sent again as it was when the answer did not come
            page = (await self.line.ask("GET", self.path)).body
            self.fields = {name: hidden(page, name) for name in ("csrfmiddlewaretoken", "form_key")}
        typed = {"display_name": words, "relation": "friend", "ring": "middle"}
        reply = await self.line.ask("POST", self.path, urlencode(self.fields | typed).encode())
        if reply.status != 302:
            return f"person: {reply.status}"
        self.words.append(words)
        self.number, self.fields = self.number + 1, None
        return ""


def hidden(page, name) -> str:
    return re.search(rf'name="{name}" value="([^"]+)"'.encode(), page)[1].decode()


async def insist(caller, stop, done):
    """Ask again and again, whatever falls meanwhile; `done(fault)` hears of each answer."""
    while not stop.is_set():
        try:
            done(await asyncio.wait_for(caller(), 20))
        except Exception:
            caller.line.close()
            await asyncio.sleep(0.05)


def victims(pid) -> dict:
    """Process ids by part, of the tree that `pid` holds up."""
    (web,) = [child for child in children(pid) if children(child)]
    (background,) = [child for child in children(pid) if not children(child)]
    return {"web": web, "background": background, "request": children(web)[0]}


def children(pid) -> list[int]:
    family = machine.family(pid)
    return [one for one in family[1:] if parent(one) == pid]


def parent(pid) -> int:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return int(stat.read().rpartition(")")[2].split()[1])
    except OSError:
        return 0


async def whole_tree(pid):
    """Wait until every part stands."""
    for _try in range(400):
        try:
            return victims(pid)
        except (ValueError, IndexError):
            await asyncio.sleep(0.05)
    raise AssertionError("a part was not started again")


async def _life(house, callers, parts, dice, told):
    """One life of the tree: load, some parts killed, at last all of it."""
    stop, answered = asyncio.Event(), []

    def done(fault):
        answered.append(time.perf_counter())
        if fault and not fault.startswith("503"):
            told.faults.append(fault)

    work = [asyncio.create_task(insist(caller, stop, done)) for caller in callers]
    for part in parts:
        await asyncio.sleep(dice.uniform(*BETWEEN))
        os.kill((await whole_tree(house.process.pid))[part], signal.SIGKILL)
        told.kills[part] += 1
        killed, before = time.perf_counter(), len(answered)
        while len(answered) < before + 3 * len(callers):
            assert time.perf_counter() - killed < 60, f"{part} killed: nobody serves"
            await asyncio.sleep(0.02)
        told.back.append(answered[before + len(callers)] - killed)
    await asyncio.sleep(dice.uniform(*BETWEEN))
    house.kill()
    told.kills["tree"] += 1
    stop.set()
    await asyncio.gather(*work)


def rounds(folder, ways, *, kills, seed=None) -> Told:
    """At least so many kills: of a request, the web, the background, then all; again and again."""
    dice, told = random.Random(seed), Told()
    while told.count < kills:
        port, mark = servers.free_port(), f"Somebody {told.count}"
        taps = [Tapping(port, ways["cookie"], client) for client in ways["clients"][:8]]
        adding = Adding(port, ways["cookie"], ways["therapist"], mark)
        parts = dice.sample(PARTS, 3)
        with servers.house(folder, port) as house:
            told.started.append(house.started)
            loops.run(_life(house, [*taps, adding], parts, dice, told))
        _compare(folder, taps, adding, told)
    return told


def _compare(folder, taps, adding, told):
    """What the database holds, against what was acknowledged."""
    seen = json.loads(servers.python("kith.bench.look", folder, "answers"))
    told.acknowledged += sum(tap.count for tap in taps) + len(adding.words)
    told.faults += loss.lost(taps, seen["answers"])
    told.noticed &= loss._would_be_found(taps, seen["answers"])
    words = [{"kind": "named", "id": "", "words": each} for each in adding.words]
    with images.Looker(folder) as looker:
        told.faults += looker.faults(folder, [json.dumps(each) for each in words], SEEDED)
        never = json.dumps({"kind": "named", "id": "", "words": "never added"})
        told.noticed &= bool(looker.faults(folder, [never], SEEDED))
