"""The facts that the gates ask for, as the focus room gathers them."""

from ipt.protocol import gates


def facts(course):
    """What is there of risk screen, consents, contract and focus."""
    from kith.focus.facts import gather

    return gather(course)


def missing(course):
    """The gates that keep this course's sessions from being counted."""
    return gates.missing(facts(course), "numbering")
