"""A deed asked for twice is done once (REL-05).

A creating form carries a hidden `form_key`. The new row's id is made from the person and that key,
so a double click, a reload or a resend after a time-out meets the row that is already there.
"""

import uuid

from django.db import IntegrityError, transaction

SPACE = uuid.UUID("5b0c0c3e-7a55-4b6f-9a26-4f6f3f5c1a10")


class SentAlready(Exception):
    """The same form was sent before with other words. Nothing was overwritten.

    `existing` is the row that is there; show both and offer a fresh form.
    """

    def __init__(self, existing):
        super().__init__("sent already with other words")
        self.existing = existing


def fresh_key() -> str:
    """A new form key for a page that offers a creating form."""
    return str(uuid.uuid4())


def row_id(form_key, by=None) -> uuid.UUID:
    """The id of the row that this form makes: from the person and the key."""
    return uuid.uuid5(SPACE, f"{getattr(by, 'pk', by) or ''}|{form_key}")


def create(model, *, id, **values):
    """Make the row, or give back the one that an earlier sending made.

    Returns (row, made). SentAlready when the earlier one says something else.
    """
    there = model._base_manager.filter(pk=id).first()
    if there is None:
        try:
            with transaction.atomic():
                row = model(pk=id, **values)
                row.save(force_insert=True)
                return row, True
        except IntegrityError:
            there = model._base_manager.filter(pk=id).first()
            if there is None:
                raise
    if any(_differs(getattr(there, name), value) for name, value in values.items()):
        raise SentAlready(there)
    return there, False


def _differs(known, sent) -> bool:
    """An id comes from a form as text."""
    return str(known) != str(sent) if isinstance(known, uuid.UUID) else known != sent
