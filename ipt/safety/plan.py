"""The seven parts of a safety plan, alone first, then others, then professionals.

The form `safety_plan` read part by part. Structure after Stanley and Brown 2012; layout and
words are Kith's own. It is not a no-suicide contract.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from ipt import forms

FORM = "safety_plan"
OPTIONAL = ("worth_living",)
PHONE = "phone"
KINDS = {"text": "text", "choice": "choice", "yes_no": "yes-no", "scale": "0-10"}


@dataclass(frozen=True)
class Field:
    """One thing to fill in. Words: `plan.field.<name>`."""

    name: str
    kind: Literal["text", "phone", "choice", "yes-no", "0-10"]


@dataclass(frozen=True)
class Part:
    """One part. Words: `plan.<id>.title` and `plan.<id>.hint`.

    most      how many lines it holds at most
    choices   of its choice field, if it has one (`plan.choice.<id>`)
    """

    id: str
    number: int
    most: int
    optional: bool
    fields: tuple[Field, ...]
    choices: tuple[str, ...]


@cache
def parts() -> tuple[Part, ...]:
    """Return the parts in the order in which they are used."""
    groups = forms.load(FORM).fields
    return tuple(_part(number, group) for number, group in enumerate(groups, 1))


def _part(number: int, group: forms.Field) -> Part:
    return Part(
        id=group.id,
        number=number,
        most=int(group.max or 0),
        optional=group.id in OPTIONAL,
        fields=tuple(_field(each) for each in group.fields),
        choices=tuple(str(choice) for each in group.fields for choice in each.choices),
    )


def _field(each: forms.Field) -> Field:
    return Field(each.id, PHONE if each.id == PHONE else KINDS[each.type])
