"""Whatever is killed, whenever: what was acknowledged is there, and Kith comes back (REL-02)."""

import os

from tests.faults import killing

KILLS = int(os.environ.get("FAULT_KILLS", "12"))


def test_REL_02_killed_under_load_nothing_acknowledged_is_lost_or_half_done(served_practice):
    told = killing.rounds(*served_practice, kills=KILLS)
    assert told.faults == []
    assert told.count >= KILLS and min(told.kills.values()) >= KILLS // 4
    assert told.acknowledged > 10 * told.count, "too little was going on"
    assert told.noticed, "a loss would not have been noticed"
