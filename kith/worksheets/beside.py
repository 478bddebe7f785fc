"""What later rooms lay beside a sheet: the latest answers beside the review of symptoms, the first
conversation beside the history.

The function is named here and loaded when a sheet is opened, so this room need not know it. It
takes (course, user, form id) and gives
    said      [(title, [(question, answer)])] to be read beside the sheet
    suggest   {path of a line of text: words that may be taken over}
"""

from django.utils.module_loading import import_string

PROVIDER = "kith.desk.beside.for_sheet"


def gather(course, user, form) -> dict:
    """What stands beside a sheet of this form."""
    return import_string(PROVIDER)(course, user, form)
