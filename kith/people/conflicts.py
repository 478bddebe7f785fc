"""Both texts of one thing that was saved elsewhere meanwhile, for components/conflict.html."""

from django.utils.translation import gettext as _

from .models import Revision

MADE = ("made", "added", "begun", "chosen", "rated", "written")  # _by and _at of a new row


def two_texts(label, saved, theirs, yours) -> dict:
    """What the component takes for one text of the `saved` row."""
    who, at = last_saved(saved)
    return {
        "label": label,
        "saved_text": theirs,
        "saved_by": who.name if who else "",
        "saved_at": at,
        "your_text": yours,
    }


def both(form, saved, label, said=None) -> dict:
    """What the component takes: the fields in which a valid `form` and the `saved` row differ.

    `said` holds the saved values of fields that the row keeps under another name.
    """
    said = said or {}
    theirs, yours = [], []
    for name, typed in form.words().items():
        field = form.fields[name]
        there = said[name] if name in said else getattr(saved, name)
        if there != typed:
            theirs.append(f"{field.label}: {shown(field, there)}")
            yours.append(f"{field.label}: {shown(field, typed)}")
    return two_texts(label, saved, "\n".join(theirs), "\n".join(yours))


def last_saved(row):
    """Who replaced the former words of a row, and when; of a new row, who made it."""
    if hasattr(row, "saved_by"):
        return row.saved_by, row.saved_at
    former = Revision.objects.filter(label=row._meta.label, row_id=row.pk)
    former = former.select_related("saved_by").order_by("version").last()
    if former:
        return former.saved_by, former.saved_at
    for made in MADE:
        if hasattr(row, f"{made}_by"):
            return getattr(row, f"{made}_by"), getattr(row, f"{made}_at")
    return getattr(row, "by", None), getattr(row, "at", None)


def shown(field, value) -> str:
    """A value of a form field in the words that its page has for it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    words = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    values = value if isinstance(value, list | tuple) else [value]
    return ", ".join(words.get(str(one), str(one)) for one in values if one is not None)
