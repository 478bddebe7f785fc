"""What a later room puts beside the note: this week's scores, to be looked at together.

The function is named here and loaded when a note is opened, so `notes` need not know it. It takes
(course, user) and gives the context of `notes/extra.html`: figures, words, ribbon, all optional.
"""

from django.utils.module_loading import import_string

PROVIDER = "kith.desk.beside.for_session"


def gather(course, user):
    """The context of the measures part."""
    return import_string(PROVIDER)(course, user)
