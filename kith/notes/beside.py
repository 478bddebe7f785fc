"""What a later room puts beside the note: this week's scores, to be looked at together.

The function is named here and loaded when a note is opened, so `notes` need not know it. It takes
(course, user) and gives the context of `notes/extra.html`: figures, words, ribbon, all optional.
"""

from importlib import import_module

PROVIDER = "kith.desk.beside.for_session"


def gather(course, user):
    """The context of the measures part; None while no room provides it."""
    module, name = PROVIDER.rsplit(".", 1)
    try:
        return getattr(import_module(module), name)(course, user)
    except ModuleNotFoundError as missing:
        if missing.name != module:
            raise
        return None
