"""Focus areas and the rule of how many may be held at once.

Strategies in `ipt.focus.steps`, stages of a dispute in `ipt.focus.stages`, what belongs to each
area (goals, tools, techniques, markers, feelings, cautions) in `ipt.focus.toolbox`; what the
ratings point to in `ipt.focus.suggesting`, the facts that belong beside an area in
`ipt.focus.beside`.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from ipt.reading import toml

FILE = Path(__file__).parent / "areas.toml"
SECONDARY_AT_MOST = 1


class NoPrimaryFocus(ValueError):
    """A course has exactly one primary focus area."""


class TooManyFoci(ValueError):
    """A second secondary area needs a written reason; more than that is never held."""


class SameFocusTwice(ValueError):
    """An area is held once, either as primary or as secondary."""


class UnknownFocus(ValueError):
    """Not one of the focus areas on offer."""


class NeedsLossType(ValueError):
    """Grief says what was lost: it decides how it is worked on."""


class NeedsPerson(ValueError):
    """A dispute has one identified other."""


def check_choice(
    primary: str | None,
    secondary: str | Sequence[str] | None = None,
    third_reason: str = "",
    *,
    areas: Sequence[str] | None = None,
) -> None:
    """Check a choice of areas: one primary, at most one secondary, a third only with a reason.

    primary        area id, required
    secondary      area id or ids, most important first
    third_reason   why a third area is held; blank does not count
    areas          those on offer, by default all four (a practice may hide `deficits`)

    Raises NoPrimaryFocus, UnknownFocus, SameFocusTwice or TooManyFoci (all ValueError).
    Source: pick one, at most two is standard teaching; the written reason is Kith's own.
    """
    others = [secondary] if isinstance(secondary, str) and secondary else list(secondary or ())
    if not primary:
        raise NoPrimaryFocus("Choose one primary focus.")
    chosen = [primary, *others]
    offered = area_ids() if areas is None else tuple(areas)
    if unknown := [area for area in chosen if area not in offered]:
        raise UnknownFocus(f"{unknown[0]} is not one of the areas on offer.")
    if len(set(chosen)) != len(chosen):
        raise SameFocusTwice("An area can be held only once.")
    if len(others) > SECONDARY_AT_MOST + 1:
        raise TooManyFoci("At most three areas, of which one is primary.")
    if len(others) > SECONDARY_AT_MOST and not third_reason.strip():
        raise TooManyFoci("A third area needs a written reason.")


def check_needs(area: str, *, loss_type: str = "", person: object = None) -> None:
    """Check that an area comes with what it cannot do without.

    loss_type   required for grief
    person      required for a dispute: the one other person

    Raises NeedsLossType or NeedsPerson (both ValueError). Areas that protocols add need neither.
    """
    row = _rows("areas").get(area, {})
    if row.get("needs_loss_type") and not loss_type:
        raise NeedsLossType("Say what was lost.")
    if row.get("needs_person") and person is None:
        raise NeedsPerson("Say with whom.")


def last_resort(area: str) -> bool:
    """Whether an area is for when no other fits."""
    return bool(_rows("areas").get(area, {}).get("only_if_no_other_fits", False))


def area_ids(scheme: str = "four") -> tuple[str, ...]:
    """Return the area ids on offer; scheme "three" leaves out `deficits`. Raises KeyError."""
    hidden = {"four": set(), "three": {"deficits"}}[scheme]
    return tuple(id for id in _ids("areas") if id not in hidden)


def hue(area: str) -> str:
    """Return the colour name of an area. Raises KeyError for an unknown one."""
    return _rows("areas")[area]["hue"]


def loss_types() -> tuple[str, ...]:
    """Return the kinds of loss; required when the area is grief."""
    return _ids("loss_types")


def loss_is_death(loss_type: str) -> bool:
    """Whether a loss is a death. If not, many teachers would file it as a role transition."""
    return _rows("loss_types")[loss_type].get("death", True)


def dispute_stages() -> tuple[str, ...]:
    """Return the stages of a dispute. Not a ladder: any may follow any."""
    return _ids("dispute_stages")


def dispute_kinds() -> tuple[str, ...]:
    """Return the kinds of dispute."""
    return _ids("dispute_kinds")


def transition_kinds() -> tuple[str, ...]:
    """Return the kinds of role transition."""
    return _ids("transition_kinds")


def evidence_rows(area: str) -> tuple[str, ...]:
    """Return the rows of evidence of an area, each rated 0 absent, 1 possible, 2 clear."""
    return tuple(id for id, row in _rows("evidence").items() if row["area"] == area)


@cache
def _rows(kind: str) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in toml(FILE)[kind]}


def _ids(kind: str) -> tuple[str, ...]:
    return tuple(_rows(kind))
