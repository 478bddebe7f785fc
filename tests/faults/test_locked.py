"""Somebody holds the database for ten seconds, under load and as Kith ships (REL-04)."""

import asyncio
import json
import sqlite3
import time
from contextlib import closing
from urllib.parse import urlencode

from kith.bench import loss, servers
from kith.bench.cases import Tapping
from tests.faults import killing
from tests.faults.crash import images
from tests.support import loops

TYPED = "What was said, and must not be lost while the house waits."


async def told_at_once(port, ways, held_by):
    """What a therapist's form gets whose database is held, and afterwards."""
    adding = killing.Adding(port, ways["cookie"], ways["therapist"], TYPED)
    taps = [Tapping(port, ways["cookie"], client) for client in ways["clients"][:3]]
    for caller in [adding, *taps]:
        assert await caller() == ""
    page = (await adding.line.ask("GET", adding.path)).body
    fields = {name: killing.hidden(page, name) for name in ("csrfmiddlewaretoken", "form_key")}
    fields |= {"display_name": TYPED, "relation": "friend", "ring": "middle"}
    body = urlencode(fields).encode()
    with closing(sqlite3.connect(held_by, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        until = asyncio.create_task(asyncio.sleep(10))
        posts = [asyncio.create_task(adding.line.ask("POST", adding.path, body))]
        refused = [asyncio.create_task(tap()) for tap in taps]
        answer = await posts[0]
        faults = await asyncio.gather(*refused)
        await until
        other.execute("ROLLBACK")
    for caller in [adding, *taps]:
        caller.line.close()  # a server drops lines that rest
    again = await adding.line.ask("POST", adding.path, body)
    taken = [await tap() for tap in taps]
    return adding, taps, answer, faults, again, taken


def test_REL_04_ten_seconds_locked_is_try_again_with_every_word_and_nothing_lost(served_practice):
    folder, ways = served_practice
    port = servers.free_port()
    with servers.house(folder, port):
        began = time.monotonic()
        adding, taps, answer, faults, again, taken = loops.run(
            told_at_once(port, ways, folder / "data" / "kith.sqlite3")
        )
        assert time.monotonic() - began >= 10
    assert answer.status == 503 and answer.headers["retry-after"]
    assert TYPED in answer.body.decode() and b"Traceback" not in answer.body
    assert all(fault.startswith("503") for fault in faults)
    assert again.status == 302 and taken == [""] * 3
    seen = json.loads(servers.python("kith.bench.look", folder, "answers"))
    assert loss.lost(taps, seen["answers"]) == [] and seen["whole"]
    words = [*adding.words, TYPED]
    with images.Looker(folder) as looker:
        said = [json.dumps({"kind": "named", "id": "", "words": each}) for each in words]
        assert looker.faults(folder, said, killing.SEEDED) == []
