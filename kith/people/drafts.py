"""Words typed and not yet saved. Kept each few seconds, given back to the same person only."""

from django.db import IntegrityError, transaction

from kith import clock
from kith.web.forms import left_out, unticked

from .models import Draft

MOST = 200  # drafts of one person; the oldest go first
# The version that was read is kept: older words brought back later must meet what was saved since.
NOT_KEPT = ("csrfmiddlewaretoken", "password", "form_key")


def keep(user, place: str, typed: dict) -> None:
    """Remember what `user` has typed at `place` (the path of the page); what was typed before into
    fields that are not on the page now stays."""
    words = {k: v for k, v in typed.items() if k not in NOT_KEPT and "password" not in k}
    if apart := left_out(typed):
        former = found(user, place)
        words |= {name: former.typed[name] for name in apart if former and name in former.typed}
    try:
        with transaction.atomic():
            _write(user, place, words)
    except IntegrityError:  # two windows began at once: the second meets the row of the first
        _write(user, place, words)


def _write(user, place, words):
    draft = found(user, place) or Draft(author=user, place=place, practice_id=user.practice_id)
    draft.typed, draft.kept_at = words, clock.now()
    draft.save()
    older = Draft.objects.filter(author=user).order_by("-kept_at").values("pk")[MOST:]
    Draft.objects.filter(pk__in=list(older.values_list("pk", flat=True))).delete()


def found(user, place: str) -> Draft | None:
    """What `user` left unsaved at `place`, if anything."""
    return Draft.objects.filter(author=user, place=place).first()


def drop(user, place: str) -> None:
    """Forget the draft, once its words are saved."""
    Draft.objects.filter(author=user, place=place).delete()


def initial(request, saved: dict, place="", prefix="") -> tuple[dict, Draft | None]:
    """Start values for a form: what was saved, overlaid with an unsaved draft if there is one.

    place    where the form is sent to, if that is another page than this one
    prefix   of the form, where its page has several
    """
    draft = found(request.user, place or request.path)
    if draft is None:
        return saved, None
    start = f"{prefix}-" if prefix else ""
    typed = {name.removeprefix(start): words for name, words in draft.typed.items()}
    before = {name: unticked(typed, name, was) for name, was in saved.items()}
    return before | typed, draft
