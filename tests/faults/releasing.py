"""Makes a folder with data and keys as this version leaves them: see releases/README.md."""

import sys
from pathlib import Path

from tests.faults.crash import images


def make(place) -> Path:
    """`place`/data and `place`/keys of a small practice."""
    place = Path(place).absolute()
    place.mkdir(parents=True)
    images.prepare(place)
    return place


if __name__ == "__main__":
    make(sys.argv[1])
