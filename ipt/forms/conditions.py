"""When a field is shown or a reminder said: small conditions on answers given so far.

They look at raw answers, so a field hidden meanwhile still counts. A missing answer meets
`fewer` and `given = false`, nothing else.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

Look = Callable[[str], Any]


@dataclass(frozen=True)
class Compare:
    """One field against one value. Of a list of answers, one that fits is enough."""

    field: str
    op: str
    value: Any


@dataclass(frozen=True)
class Several:
    """All of the conditions, or any of them."""

    need: str
    conditions: tuple["Condition", ...]


Condition = Compare | Several


def holds(condition: Condition | None, look: Look) -> bool:
    """Whether a condition holds; None always does.

    look   returns the answer of a field, None if there is none

    >>> holds(Compare("mood", "gt", 3), {"mood": 4}.get)
    True
    """
    if condition is None:
        return True
    if isinstance(condition, Several):
        return NEEDS[condition.need](holds(each, look) for each in condition.conditions)
    return OPS[condition.op](_held(look(condition.field)), condition.value)


def named(condition: Condition) -> tuple[Compare, ...]:
    """Return every comparison inside a condition."""
    if isinstance(condition, Compare):
        return (condition,)
    return tuple(found for each in condition.conditions for found in named(each))


def from_measure(rule: Mapping[str, Any]) -> Condition:
    """Return the condition of an item of a measure: equals, gt or any_of_items_gt."""
    if "any_of_items_gt" in rule:
        least = rule["any_of_items_gt"]
        return Several("any", tuple(Compare(item, "gt", least) for item in rule["items"]))
    op = "equals" if "equals" in rule else "gt"
    return Compare(rule["item"], op, rule[op])


def same(one: Any, other: Any) -> bool:
    """Whether two answers are the same; yes is not 1."""
    return isinstance(one, bool) == isinstance(other, bool) and one == other


def is_number(value: Any) -> bool:
    """Whether an answer is a number; yes is none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def blank(value: Any) -> bool:
    """Whether a value says nothing: none, only spaces, or an empty list."""
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _held(answer: Any) -> list[Any]:
    if answer is None:
        return []
    return answer if isinstance(answer, list) else [answer]


def _equals(held: Collection[Any], value: Any) -> bool:
    return any(same(each, value) for each in held)


def _in(held: Collection[Any], values: Collection[Any]) -> bool:
    return any(_equals(held, value) for value in values)


def _gt(held: Collection[Any], value: float) -> bool:
    return any(is_number(each) and each > value for each in held)


def _lt(held: Collection[Any], value: float) -> bool:
    return any(is_number(each) and each < value for each in held)


def _fewer(held: Collection[Any], value: int) -> bool:
    return len(held) < value


def _given(held: Collection[Any], value: bool) -> bool:
    return any(not blank(each) for each in held) is value


OPS = {"equals": _equals, "in": _in, "gt": _gt, "lt": _lt, "fewer": _fewer, "given": _given}
NEEDS = {"all": all, "any": any}
