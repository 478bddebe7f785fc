"""What later rooms put beside the pages of this one; the functions are named here and loaded when
a page is opened, so that this room need not know them.

KNOWN    (course, user) → {row of the fit table: [sentence]}: what was said or answered already
CIRCLE   (course, user) → ids of the rows of key people who stand in the circle already
LETTER   (course, user) → sentences about the questionnaires, for a letter
MEETINGS (course, user) → the next meeting that is planned, or None
"""

from django.utils.module_loading import import_string

KNOWN = "kith.desk.known.for_fit"
CIRCLE = "kith.inventory.reading.in_the_circle"
LETTER = "kith.desk.known.for_letter"
MEETINGS = "kith.desk.known.next_meeting"


def known(course, user):
    """What lies beside the rows of the fit table."""
    return import_string(KNOWN)(course, user)


def circle(course, user):
    """Which of the people named in the first conversation are in the circle."""
    return import_string(CIRCLE)(course, user)


def scores(course, user):
    """What the questionnaires said, in sentences."""
    return import_string(LETTER)(course, user)


def next_meeting(course, user):
    """The next meeting that is planned."""
    return import_string(MEETINGS)(course, user)
