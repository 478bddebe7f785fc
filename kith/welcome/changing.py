"""Changing the words of a page or a profile: what they said before is kept (REL-06)."""

from kith.people.history import SomebodyElseSaved

from .models import FormerWords


def change(row, *, version, by, **values):
    """Set `values` on a row read at `version`, inside a transaction.

    Returns the changed row, or the same row when nothing differs. SomebodyElseSaved when the
    version has moved on.
    """
    row = type(row)._base_manager.select_for_update().get(pk=row.pk)
    before = {name: getattr(row, name) for name in values}
    if before == values:
        return row
    if row.version != version:
        raise SomebodyElseSaved(row)
    FormerWords.objects.create(
        practice_id=row.practice_id,
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


def last_saved(row):
    """Who replaced the former words of a row, and when; (None, None) while nobody has."""
    former = FormerWords.objects.filter(label=row._meta.label, row_id=row.pk)
    former = former.select_related("saved_by").order_by("version").last()
    return (former.saved_by, former.saved_at) if former else (None, None)
