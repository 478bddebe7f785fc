"""A full disk, a write or a sync that fails: nothing is told as saved that is not (REL-03)."""

import pytest

from tests.faults.crash import images

SAVES = 60


@pytest.mark.parametrize(
    "fault",
    [
        "pwrite64:error=ENOSPC:when=400..420",  # full for a while
        "pwrite64:error=EIO:when=400..420",
        "fsync,fdatasync:error=EIO:when=40..60",
    ],
)
def test_REL_03_what_the_disk_refuses_is_not_told_as_saved_and_saving_goes_on(house, fault):
    said = images.insisting(house, SAVES, fault)
    words = [line.split(" ", 1)[0] for line in said]
    assert "REFUSED" in words, "no call failed: choose others"
    first = words.index("REFUSED")
    assert "ACK" in words[:first] and "ACK" in words[first:], "it did not recover by itself"
    with images.Looker(house) as looker:
        acknowledged = [line[4:] for line in said if line.startswith("ACK ")]
        assert looker.faults(house, acknowledged) == []
