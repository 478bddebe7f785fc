"""Sentences about what happened between two sessions."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _


def link(opening):
    """One sentence that says mood and event together; "" when there is neither."""
    mood, event = mood_words(opening), Truncator((opening.get("event") or "").strip()).words(24)
    whom = ", ".join(opening.get("names") or [])
    if whom and event:
        event = _("with %(whom)s: %(event)s") % {"whom": whom, "event": event}
    feelings = ", ".join(opening.get("feelings") or [])
    if feelings:
        event = f"{event} ({feelings})" if event else feelings
    if mood and event:
        return _("%(mood)s, %(event)s") % {"mood": mood, "event": event}
    return mood or event


def mood_words(opening):
    """How mood went, in words."""
    before, after, now = (opening.get(name) for name in ("before", "after", "mood_now"))
    if before is not None and after is not None:
        return _("Mood %(before)s to %(after)s") % {"before": before, "after": after}
    changes = {
        "better": _("Mood better"),
        "same": _("Mood about the same"),
        "worse": _("Mood worse"),
    }
    if opening.get("change") in changes:
        return changes[opening["change"]]
    return _("Mood %(now)s") % {"now": now} if now is not None else ""


def lacks(opening):
    """What is missing for a link of mood and event; a reminder, never a stop."""
    mood, event = mood_words(opening), (opening.get("event") or "").strip()
    if mood and not event:
        return _("Mood is there; what happened, and with whom, is not.")
    if event and not mood:
        return _("What happened is there; how mood went is not.")
    if not mood and not event:
        return _("Mood and what happened are not paired yet.")
    return "" if opening.get("people") else _("With whom it happened is not named.")
