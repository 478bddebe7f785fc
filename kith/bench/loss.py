"""SIGKILL of everything at a random moment under load: is each acknowledged answer there?

Process death only; a loss of power is not covered.
"""

import asyncio
import json
import random
import time

from . import servers, wire
from .cases import Tapping


def lost(taps, stored) -> list[str]:
    """Answers that were acknowledged and are not stored; the one under way may be either."""
    found = []
    for tap in taps:
        there = stored.get(tap.checkin, {})
        for item, value in tap.acknowledged.items():
            maybe = {value} | ({tap.under_way[1]} if (tap.under_way or ("",))[0] == item else set())
            if there.get(item) not in maybe:
                found.append(f"{tap.checkin} {item}: {there.get(item)} for {value}")
    return found


def rounds(folder, ways, *, times, most_seconds, enough, moments=(2, 6)) -> dict:
    """Kill, start again, compare; until `enough` are acknowledged or the time is over.

    moments   how many seconds of load, at least and at most, before everything is killed
    """
    dice, began = random.Random(), time.perf_counter()
    told = {"rounds": 0, "acknowledged": 0, "lost": [], "whole": True, "again": [], "control": True}
    while told["rounds"] < times or told["acknowledged"] < enough:
        if time.perf_counter() - began > most_seconds:
            break
        _round(folder, ways, dice.uniform(*moments), told)
    return told


def late(folder, ways) -> bool:
    """Negative control: whether a loss is noticed where the commit comes after the answer."""
    port = servers.free_port()
    there = json.loads(servers.python("kith.bench.look", folder, "answers"))["answers"]
    taps = []
    for client in ways["clients"][:2]:
        start = 8 * ((there.get(client["checkin"], {}).get("phq9-1", 0) + 1) % 4)  # another value
        taps.append(Tapping(port, ways["cookie"], client, start))
    with servers.late(folder, port) as kith:
        asyncio.run(_until_acknowledged(kith, taps))
    seen = json.loads(servers.python("kith.bench.look", folder, "answers"))
    return bool(lost(taps, seen["answers"]))


async def _until_acknowledged(kith, taps):
    """Killed as soon as one answer is there, before its commit can be."""
    loading = asyncio.create_task(wire.load(taps, 20))
    for _ in range(2000):
        await asyncio.sleep(0.01)
        if any(tap.count > tap.start for tap in taps):
            break
    kith.kill()
    loading.cancel()


def _round(folder, ways, seconds, told):
    port = servers.free_port()
    start = 8 * told["rounds"]  # other values than those of the round before
    taps = [Tapping(port, ways["cookie"], client, start) for client in ways["clients"][:16]]
    with servers.house(folder, port) as kith:
        told["again"].append(kith.started)
        asyncio.run(_until_killed(kith, taps, seconds))
    seen = json.loads(servers.python("kith.bench.look", folder, "answers"))
    told["rounds"] += 1
    told["acknowledged"] += sum(tap.count - tap.start for tap in taps)
    told["lost"] += lost(taps, seen["answers"])
    told["whole"] &= seen["whole"]
    told["control"] &= _would_be_found(taps, seen["answers"])


def _would_be_found(taps, stored) -> bool:
    """Negative control: one acknowledged answer taken out of what was stored is noticed."""
    one = next((tap for tap in taps if tap.acknowledged), None)
    if one is None:  # killed before anything was acknowledged: a round that shows nothing
        return True
    fewer = {**stored, one.checkin: {}}
    return bool(lost(taps, fewer))


async def _until_killed(kith, taps, seconds):
    loading = asyncio.create_task(wire.load(taps, seconds + 1))
    await asyncio.sleep(seconds)
    kith.kill()
    await loading
