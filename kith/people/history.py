"""Changing what is written: the former words are kept, a second writer sees both (REL-06)."""

from django.db import transaction

from .models import Revision


class SomebodyElseSaved(Exception):
    """The row changed since it was read. `saved` is the row as it stands now."""

    def __init__(self, saved):
        super().__init__("saved by somebody else meanwhile")
        self.saved = saved


def _plain(value):
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)


@transaction.atomic
def change(row, *, version, by, **values):
    """Set `values` on a row read at `version`, keeping what it said before.

    Returns the changed row, or the same row when nothing differs. SomebodyElseSaved when the
    version has moved on. The row needs `version`, `client_id` and `practice_id`.
    """
    row = type(row)._base_manager.select_for_update().get(pk=row.pk)
    before = {name: _plain(getattr(row, name)) for name in values}
    if before == {name: _plain(value) for name, value in values.items()}:
        return row
    if row.version != version:
        raise SomebodyElseSaved(row)
    Revision.objects.create(
        practice_id=row.practice_id,
        client_id=row.client_id,
        label=row._meta.label,
        row_id=row.pk,
        version=row.version,
        said=before,
        saved_by=by,
    )
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*values, "version"])
    return row
