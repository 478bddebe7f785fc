import os
import secrets
from contextlib import contextmanager
from pathlib import Path

import kith
from kith import clock
from kith.audit.actions import record
from kith.audit.models import AuditHead
from kith.web import tenancy

from . import rows, state
from .archive import Refused, Writer
from .snapshot import one_moment


def write(path, note: str = "") -> str:
    """Write everything to one encrypted file, consistent while Kith serves; say what was written.

    Never holds the master key or the wrapped keys: they are copied apart. The file appears under
    its name only when it is whole. Refused when it cannot be written.
    """
    facts = put(path, note)
    state.good("backup", **facts)
    told = f"Written to {facts['name']}: {facts['rows']} rows."
    return f"{told} Copy the key folder too, to another place."


def put(path, note: str = "") -> dict:
    """Write a whole archive under its name; give its name, rows and bytes."""
    path = Path(path).absolute()
    with unfinished(path) as file:
        tables = fill(file, note)
    count = sum(table["rows"] for table in tables.values())
    return {"name": str(path), "rows": count, "bytes": path.stat().st_size}


@contextmanager
def unfinished(path: Path):
    """A file to write to, its owner's alone; it gets its name when the block ends well."""
    waiting = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as f:
            yield f
            f.flush()
            os.fsync(f.fileno())
        record("backup.written", practice=tenancy.HOUSE, role="")
        os.replace(waiting, path)
        settle(path.parent)
    except OSError as trouble:
        raise Refused(f"The backup {path} cannot be written: {trouble.strerror}.") from None
    finally:
        waiting.unlink(missing_ok=True)


def fill(file, note: str = "") -> dict:
    """Write an archive to a binary file; give its tables as the manifest has them."""
    archive, tally = Writer(file), rows.Tally()
    with one_moment():
        head = {"kith": kith.__version__, "schema": rows.schema(), "at": clock.now().isoformat()}
        archive.line({**head, "note": note})
        for value in rows.stream():
            tally.see(value, archive.line(value))
        archive.line({"manifest": {"tables": tally.tables(), "heads": _heads()}})
    archive.close()
    return tally.tables()


def _heads() -> list:
    found = []
    for section in rows.sections()[1:]:
        with tenancy.within(section):
            heads = AuditHead.objects.filter(practice_id=section)
            found += [[str(section), *head] for head in heads.values_list("seq", "mac")]
    return found


def settle(folder):
    """Make the new name itself last (it is kept in the folder)."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
