"""What several commands look up by name."""

from typing import Any

from ipt.cli.table import Refused
from ipt.measures import library
from ipt.measures.definition import Measure


def measure(id: str) -> Measure:
    """Return a measure of the book, or refuse."""
    try:
        return library.load(id)
    except LookupError:
        known = ", ".join(library.ids())
        raise Refused(f"there is no questionnaire {id!r}; there are {known}") from None


def protocol(name: str) -> Any:
    """Return a protocol of the book by its id, with or without `ipt_` in front, or refuse."""
    from ipt import protocol as protocols

    found = [id for id in (name, f"ipt_{name}") if id in protocols.ids()]
    if not found:
        raise Refused(f"there is no protocol {name!r}; there are {', '.join(protocols.ids())}")
    return protocols.load(found[0])
