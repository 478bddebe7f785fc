from django.shortcuts import render
from django.views.decorators.http import require_safe

from . import reading, words
from .actions import record
from .forms import FilterForm


@require_safe
def practice(request):
    """The trace of the practice: who did what with which row, and no content."""
    form = FilterForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    own = request.user.practice_id
    pages = reading.of_practice(
        own,
        kind=asked.get("kind", ""),
        actor=asked.get("actor"),
        order=asked.get("order") or "newest",
    )
    page = pages.get_page(request.GET.get("page"))
    record("opened.audit", by=request.user)
    names = reading.staff_names(own, [event.actor_id for event in page if event.actor_id])
    lines = [
        (event, names.get(event.actor_id, ""), event.actor_role and words.role(event.actor_role))
        for event in page
    ]
    keep = request.GET.copy()
    keep.pop("page", None)
    context = {"form": form, "page": page, "lines": lines, "query": keep.urlencode()}
    context["state"] = reading.state(own)
    return render(request, "audit/practice.html", context, status=422 if form.errors else 200)
