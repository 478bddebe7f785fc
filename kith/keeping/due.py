"""Each minute: erasings that were broken off, or undone by a restore, are finished."""

from . import actions


def run(practice) -> None:
    """Finish the erasings of one practice."""
    actions.finish_all(practice)
