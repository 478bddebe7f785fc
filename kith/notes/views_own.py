"""What the client sees: this week's practice."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kith.care.reading import present_course
from kith.people import conflicts, drafts
from kith.people.history import SomebodyElseSaved

from . import actions, forms, reading


@require_http_methods(["GET", "POST"])
def own_practice(request):
    """What to try this week, and how it went."""
    course = present_course(request.user)
    practices = reading.practices(course, request.user) if course else []
    now = practices[0] if practices else None
    held = reading.held_back(course, practices)
    if now and now.pk in held and request.method != "POST":
        now = None  # what was typed on a page that was open before is kept all the same
    form, draft = _form(request, now)
    conflict = None
    if now and request.method == "POST" and form.is_valid():
        words = form.words()
        try:
            actions.report(
                homework=now,
                version=form.cleaned_data["version"],
                by=request.user,
                told="screen",
                **words,
            )
            drafts.drop(request.user, request.path)
            return redirect("notes:own_practice")
        except SomebodyElseSaved as other:
            conflict = conflicts.both(form, other.saved, _("How it went"))
            form.take_version(other.saved.version)
    earlier = [each for each in practices[1:] if each.pk not in held]
    context = {"practice": now, "earlier": earlier, "form": form, "draft": draft}
    context["conflict"] = conflict
    refused = conflict or (form and form.errors)
    return render(request, "notes/own_practice.html", context, status=422 if refused else 200)


def _form(request, now):
    if now is None:
        return None, None
    said = {"version": now.version, "happened": now.happened, "learned": now.learned}
    said["state"] = None if now.state == "planned" else now.state
    initial, draft = drafts.initial(request, said)
    return forms.OwnPracticeForm(request.POST or None, initial=initial), draft
