"""Both texts of one thing that was saved elsewhere meanwhile, for components/conflict.html."""

from django.utils.translation import gettext as _

from .models import Revision


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
    who, at = last_saved(saved)
    return {
        "label": label,
        "saved_text": "\n".join(theirs),
        "saved_by": who.name if who else "",
        "saved_at": at,
        "your_text": "\n".join(yours),
    }


def last_saved(row):
    """Who replaced the former words of a row, and when; of a new row, who made it."""
    former = Revision.objects.filter(label=row._meta.label, row_id=row.pk)
    former = former.select_related("saved_by").order_by("version").last()
    if former:
        return former.saved_by, former.saved_at
    who = getattr(row, "made_by", None) or getattr(row, "by", None)
    return who, getattr(row, "made_at", None) or getattr(row, "at", None)


def shown(field, value) -> str:
    """A value of a form field in the words that its page has for it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    words = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    values = value if isinstance(value, list | tuple) else [value]
    return ", ".join(words.get(str(one), str(one)) for one in values if one is not None)
