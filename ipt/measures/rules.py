"""Named algorithms on the answers of one response: what they need, and what they find.

Each finds True or False, None where an answer it needs is missing. None is a diagnosis.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from ipt.measures.reading import At

Values = Mapping[str, int]


def read(at: At, items: Collection[str]) -> Mapping[str, Any]:
    """Return a rule of a definition file. Raises BrokenBook if its algorithm cannot use it."""
    at.need("id", str)
    READERS[at.one_of("type", RULES)](at, items)
    return MappingProxyType(at.row)


def phq_dsm(rule: Mapping[str, Any], filled: Values) -> bool | None:
    """Count symptoms as Kroenke 2001 does; item 9 counts from 'several days'."""
    special = {each["item"]: each["threshold"] for each in rule["special"]}
    needed = [*rule["core"], *rule["other"], *special]
    if any(item not in filled for item in needed):
        return None
    core = sum(filled[item] >= rule["core_threshold"] for item in rule["core"])
    other = sum(filled[item] >= rule["other_threshold"] for item in rule["other"])
    more = sum(filled[item] >= least for item, least in special.items())
    count = core + other + more
    return core >= rule["core_min"] and rule["count_min"] <= count <= rule["count_max"]


def item_equals(rule: Mapping[str, Any], filled: Values) -> bool | None:
    """One item has one certain answer."""
    given = filled.get(rule["item"])
    return None if given is None else given == rule["value"]


def cluster_count(rule: Mapping[str, Any], filled: Values) -> bool | None:
    """Each cluster has its least number of symptoms at or above the threshold."""
    if any(item not in filled for cluster in rule["require"] for item in cluster["items"]):
        return None
    return all(
        sum(filled[item] >= rule["threshold"] for item in cluster["items"]) >= cluster["min"]
        for cluster in rule["require"]
    )


RULES = {"phq-dsm": phq_dsm, "item-equals": item_equals, "cluster-count": cluster_count}


def _read_phq_dsm(at: At, items: Collection[str]) -> None:
    numbers = ("core_threshold", "core_min", "other_threshold", "count_min", "count_max")
    at.only("id", "type", "core", "other", "special", *numbers)
    for key in numbers:
        at.need(key, int)
    for key in ("core", "other"):
        at.names(key, items)
    for each in at.rows("special"):
        each.only("item", "threshold")
        each.need("threshold", int)
        each.one_of("item", items)


def _read_item_equals(at: At, items: Collection[str]) -> None:
    at.only("id", "type", "item", "value")
    at.need("value", int)
    at.one_of("item", items)


def _read_cluster_count(at: At, items: Collection[str]) -> None:
    at.only("id", "type", "threshold", "require")
    at.need("threshold", int)
    for cluster in at.rows("require"):
        cluster.only("items", "min")
        cluster.need("min", int)
        cluster.names("items", items)


READERS = {
    "phq-dsm": _read_phq_dsm,
    "item-equals": _read_item_equals,
    "cluster-count": _read_cluster_count,
}
