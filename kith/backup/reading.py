"""An archive read to its end before anything is touched: is it whole, from here, readable here?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

import kith
from kith.audit.models import AuditHead
from kith.people.models import User
from kith.vault import store

from . import archive, rows
from .archive import Refused


@dataclass(frozen=True)
class Whole:
    """An archive that was read to its end and is whole."""

    path: Path
    at: datetime
    version: str
    tables: dict

    @property
    def rows(self) -> int:
        return sum(table["rows"] for table in self.tables.values())


def lines(path: Path) -> Iterator:
    """Each line of an archive as (value, its bytes). Refused when it cannot be read."""
    try:
        with path.open("rb") as file:
            yield from archive.lines(file)
    except OSError as trouble:
        raise Refused(f"The backup {path} cannot be read: {trouble.strerror}.") from None


def whole(path) -> Whole:
    """Read the archive to its end. Refused when anything is amiss."""
    try:
        return _whole(Path(path).absolute())
    except ImproperlyConfigured as no_key:
        raise Refused(f"{no_key}") from None


def _whole(path) -> Whole:
    tally, heads, manifest, head = rows.Tally(), [], None, None
    for value, text in lines(path):
        if head is None:
            head = value
            _fits(head)
        elif manifest is not None:
            raise Refused("The backup goes on after its manifest. Nothing was restored.")
        elif isinstance(value, dict) and "manifest" in value:
            manifest = value["manifest"]
        else:
            tally.see(value, text)
            if tally.table == AuditHead._meta.label and isinstance(value, list):
                heads.append(dict(zip(rows.columns(AuditHead), value, strict=True)))
    if manifest is None or manifest["tables"] != tally.tables():
        raise Refused("The backup lacks something that its manifest names. Nothing was restored.")
    _ends_fit(heads, manifest.get("heads", []))
    return Whole(path, datetime.fromisoformat(head["at"]), head["kith"], manifest["tables"])


def _ends_fit(heads, named):
    """The audit of each practice ends in the data where the manifest says that it ended."""
    found = [[one["practice_id"], one["seq"], one["mac"]] for one in heads]
    if sorted(found) != sorted(named):
        raise Refused(
            "The audit in the backup does not end where its manifest says: rows were taken out or "
            "put in after it was written. Nothing was restored."
        )


def _number(version: str) -> tuple:
    return tuple(int(part) for part in version.split("."))


def _fits(head):
    written, here = head["kith"], kith.__version__
    if _number(written) > _number(here):
        raise Refused(f"The backup is from Kith {written}, newer than this one, {here}.")
    if head["schema"] != rows.schema():
        raise Refused(
            f"The backup is from Kith {written}, whose tables differ from those of {here}. "
            f"Install Kith {written}, restore there, then bring it up to {here}."
        )


def keys_are_here(path: Path) -> None:
    """Each practice that has people has a key: without it nothing restored could be read."""
    place, practices, table = rows.columns(User).index("practice_id"), set(), None
    for value, _ in lines(path):
        if isinstance(value, dict):
            table = value.get("table", table)
        elif table == User._meta.label:
            practices.add(value[place])
    there = store.place().exists()
    if practices and not (there and all(store.holds("practice", each) for each in practices)):
        raise Refused(f"Put the wrapped keys back first: {store.place()} does not hold them.")
