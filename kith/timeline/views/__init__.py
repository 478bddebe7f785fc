"""The pages of the desk and those of the client: the same deeds, each through their own eyes."""

from .desk import add, aside, line, mark, note, onset, together
from .own import own_add, own_aside, own_line, own_mark, own_onset

__all__ = [
    "add",
    "aside",
    "line",
    "mark",
    "note",
    "onset",
    "own_add",
    "own_aside",
    "own_line",
    "own_mark",
    "own_onset",
    "together",
]
