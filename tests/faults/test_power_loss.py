"""The power goes: what was acknowledged is there, and nothing is half there (REL-01).

A process saves with the product's own settings while its system calls are recorded. The calls are
replayed up to many moments; of what was not synced by then any part may be lost, out of order, or
torn in the middle of a page. Each disk that is left is opened and looked through.
"""

import os

from tests.faults.crash import images

IMAGES = int(os.environ.get("FAULT_IMAGES", "200"))
SAVES = 120


def test_REL_01_no_acknowledged_save_is_lost_with_the_power(house, tmp_path):
    recording = images.record(house, SAVES)
    events = recording[1]
    assert sum(event.kind == "ack" for event in events) == SAVES
    into_data = [e for e in events if e.kind == "write" and e.path.endswith("data/kith.sqlite3")]
    assert into_data, "the log was never written back: record more saves"
    looked, found = images.examine(recording, house, tmp_path / "images", count=IMAGES)
    assert looked >= IMAGES and found == []


def test_REL_01_the_replay_sees_a_database_that_does_not_sync(house, tmp_path):
    """With synchronous=NORMAL a save is told before it is safe: some disk must lose one."""
    recording = images.record(house, SAVES, KITH_TEST_SYNCHRONOUS="NORMAL")
    _looked, found = images.examine(recording, house, tmp_path / "images", count=IMAGES, enough=3)
    assert any("is lost" in fault for _moment, _fate, faults in found for fault in faults)
