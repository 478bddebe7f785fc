"""Words typed and not yet saved. Kept each few seconds, given back to the same person only."""

from kith import clock

from .models import Draft

NOT_KEPT = ("csrfmiddlewaretoken", "password", "form_key", "version")


def keep(user, place: str, typed: dict) -> None:
    """Remember what `user` has typed at `place` (the path of the page)."""
    words = {k: v for k, v in typed.items() if k not in NOT_KEPT and "password" not in k}
    draft = Draft.objects.filter(author=user, place=place).first()
    draft = draft or Draft(author=user, place=place, practice_id=user.practice_id)
    draft.typed, draft.kept_at = words, clock.now()
    draft.save()


def found(user, place: str) -> Draft | None:
    """What `user` left unsaved at `place`, if anything."""
    return Draft.objects.filter(author=user, place=place).first()


def drop(user, place: str) -> None:
    """Forget the draft, once its words are saved."""
    Draft.objects.filter(author=user, place=place).delete()


def initial(request, saved: dict) -> tuple[dict, Draft | None]:
    """Start values for a form: what was saved, overlaid with an unsaved draft if there is one."""
    draft = found(request.user, request.path)
    if draft is None:
        return saved, None
    return {**saved, **draft.typed}, draft
