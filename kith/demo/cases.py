"""The three worked cases, told week by week from the files in `cast/`."""

import tomllib
from datetime import date, time, timedelta
from pathlib import Path

from .case_a import marisol
from .case_b import aoife
from .case_c import teodor
from .house import House
from .told import Told

CAST = Path(__file__).parent / "cast"
TUESDAY = 1


def read(name: str) -> dict:
    return tomllib.loads((CAST / f"{name}.toml").read_text(encoding="utf-8"))


def stories(house: House) -> list:
    """Marisol's course is over, Aoife is in session 10's week, Teodor in maintenance."""
    around = read("around")
    days = {"a": zero_of_a(house.today), "b": working_day(house.today, 58)}
    days["c"] = working_day(house.today, 170)
    told = []
    for key, zero in days.items():
        case = read(f"case_{key}") | {"around": around[key]}
        t = Told(house, key, zero, house.ines, time.fromisoformat(around[key]["start"]))
        told.append(TELL[key](t, case))
    return told


def zero_of_a(today: date) -> date:
    """The Tuesday that lies 130 to 136 days back: the first follow-up has been."""
    day = today - timedelta(days=130)
    return day - timedelta(days=(day.weekday() - TUESDAY) % 7)


def working_day(today: date, days: int) -> date:
    """So many days back, or up to two more where that is a weekend."""
    day = today - timedelta(days=days)
    return day - timedelta(days=max(0, day.weekday() - 4))


TELL = {"a": marisol, "b": aoife, "c": teodor}
