"""Which fields go into which copy: export.toml, read once."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.apps import apps

FILE = Path(__file__).parent / "export.toml"
AUDIENCES = ("client", "staff")


@dataclass(frozen=True)
class Part:
    """One model of the copy. `fields` are in both copies, `staff` in the therapist's alone."""

    label: str
    fields: tuple = ()
    staff: tuple = ()
    staff_because: str = ""
    left_out: dict = field(default_factory=dict)
    because: str = ""

    def shown_to(self, audience: str) -> tuple:
        """The names of the fields in the copy for "client" or "staff"."""
        return self.fields if audience == "client" else (*self.fields, *self.staff)

    @property
    def model(self):
        return apps.get_model(self.label)


@cache
def common() -> dict:
    """Fields left out of every model, each with its reason."""
    return _table()["common"]["left_out"]


@cache
def _table() -> dict:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def parts() -> dict[str, Part]:
    """Every model of the installation by its label, in the order of the copy."""
    rows = {label: row for label, row in _table().items() if label != "common"}
    return {
        label: Part(
            label=label,
            fields=tuple(row.get("fields", ())),
            staff=tuple(row.get("staff", ())),
            staff_because=row.get("staff_because", ""),
            left_out=row.get("left_out", {}),
            because=row.get("because", ""),
        )
        for label, row in rows.items()
    }


def copied(audience: str) -> list[Part]:
    """The models that are in a copy, in its order."""
    return [part for part in parts().values() if part.shown_to(audience)]


def reasons(audience: str) -> list[tuple[str, str, str]]:
    """(model, field or "*", reason) of everything that a copy lacks."""
    found = [("*", name, why) for name, why in common().items()]
    for part in parts().values():
        if part.because:
            found.append((part.label, "*", part.because))
        if part.staff and audience == "client":
            whole = "*" if not part.fields else ", ".join(part.staff)
            found.append((part.label, whole, part.staff_because))
        found += [(part.label, name, why) for name, why in part.left_out.items()]
    return found
