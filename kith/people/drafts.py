"""Words typed and not yet saved. Kept each few seconds, given back to the same person only."""

from django.db import IntegrityError, transaction

from kith import clock
from kith.web.forms import clean_text, left_out, unticked

from .models import Draft

MOST = 200  # drafts of one person; the oldest go first
FIELDS, LONGEST = 1_000, 20_000  # of one draft: how many words or lines, characters of each
# The version that was read is kept: older words brought back later must meet what was saved since.
NOT_KEPT = ("csrfmiddlewaretoken", "password", "form_key")


class TooMuch(ValueError):
    """More was typed than a draft holds."""


def sent(post) -> dict:
    """What a form sent, field by field, as a draft: a field given several times is a list."""
    lists = post.lists()
    return cleaned({name: words if len(words) > 1 else words[0] for name, words in lists})


def cleaned(typed: dict) -> dict:
    """The same as it may be stored. ValueError for what is neither words nor a list of them."""
    found = {}
    for name, value in typed.items():
        words = _as_list(value)
        if not all(isinstance(word, str) for word in words):
            raise ValueError("only words are kept")
        words = [clean_text(word) for word in words]
        found[clean_text(name)[:200]] = words if isinstance(value, list) else words[0]
    return found


def _as_list(value):
    return value if isinstance(value, list) else [value]


def keep(user, place: str, typed: dict) -> None:
    """Remember what `user` has typed at `place` (the path of the page); what was typed before into
    fields that are not on the page now stays. TooMuch for more than a draft holds."""
    words = [word for value in typed.values() for word in _as_list(value)]
    if len(words) > FIELDS or any(len(word) > LONGEST for word in words):
        raise TooMuch
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

    The draft comes along to be spoken of; not where the form itself was sent just now.
    place    where the form is sent to, if that is another page than this one
    prefix   of the form, where its page has several
    """
    draft = found(request.user, place or request.path)
    if draft is None:
        return saved, None
    start = f"{prefix}-" if prefix else ""
    typed = {name.removeprefix(start): words for name, words in draft.typed.items()}
    before = {name: unticked(typed, name, was) for name, was in saved.items()}
    sent_here = request.method == "POST" and (place or request.path) == request.path
    return before | typed, None if sent_here else draft
