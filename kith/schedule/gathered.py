"""The facts that the gates ask for, as the focus room gathers them."""

from ipt.protocol import gates
from kith.focus.facts import gather as facts

__all__ = ["facts", "missing"]


def missing(course):
    """The gates that keep this course's sessions from being counted."""
    return gates.missing(facts(course), "numbering")
