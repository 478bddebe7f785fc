"""One's own public profile."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kith.people import drafts, history

from .. import actions, changing, forms, reading


@require_http_methods(["GET", "POST"])
def own(request):
    """What anybody may read of me: written by me, shown when I say so and it was checked."""
    user, conflict = request.user, None
    profile = reading.profile_of(user)
    initial, draft = drafts.initial(request, forms.ProfileForm.start(profile))
    form = forms.ProfileForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        rows=len(profile.credentials) if profile else 0,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_profile(version=form.cleaned_data["version"], by=user, **form.said())
        except history.SomebodyElseSaved as clash:
            conflict = _both(form, clash.saved)
            form.take_version(clash.saved.version)
        else:
            drafts.drop(user, request.path)
            messages.success(request, _("Saved."))
            return redirect("welcome:profile")
    context = {"form": form, "draft": draft, "conflict": conflict, **_standing(user, profile)}
    status = 422 if form.errors or conflict else 200
    return render(request, "welcome/profile.html", context, status=status)


def _standing(user, profile):
    check = reading.check_of(profile)
    public = {one.user_id for one in reading.people(user.practice)}
    return {"check": check, "is_public": user.pk in public}


def _both(form, saved):
    mine, who_at = form.said(), changing.last_saved(saved)
    names = [name for name, value in mine.items() if getattr(saved, name) != value]
    return {
        "label": _("Your profile"),
        "saved_text": "\n".join(_said(name, getattr(saved, name)) for name in names),
        "saved_by": who_at[0].name if who_at[0] else "",
        "saved_at": who_at[1],
        "your_text": "\n".join(_said(name, mine[name]) for name in names),
    }


def _said(name, value):
    """A value in words: areas and credentials one a line, a tick as yes or no."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "areas":
        return "\n".join(reading.areas(value))
    if name == "credentials":
        return "\n".join(", ".join(str(p) for p in row.values() if p) for row in value)
    return value
