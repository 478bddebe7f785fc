"""The evidence: each area rated with the facts already collected laid beside it."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kith.audit.actions import opened
from kith.care.views import course_of
from kith.intake import reading as intake
from kith.intake.actions import save_twin
from kith.people import drafts
from kith.people.conflicts import two_texts
from kith.people.history import SomebodyElseSaved
from kith.web.forms import was_shown

from .. import actions, areas, forms, reading, reading_evidence


@require_http_methods(["GET", "POST"])
def rate(request, course_id):
    """The areas of the course against the evidence."""
    course = course_of(request, course_id)
    user = request.user
    twin = intake.twin(course, "focus", user)
    collected = reading_evidence.Collected(course, user)
    initial, draft = drafts.initial(request, _said(course, user, twin))
    form = forms.RateForm(
        request.POST or None,
        areas=areas.offered(course),
        people=collected.people,
        events=collected.events,
        initial=initial,
    )
    conflicts = []
    if request.method == "POST" and form.is_valid():
        conflicts = _rate(request, course, form)
        if not conflicts:
            drafts.drop(user, request.path)
            return redirect("focus:choose", course.pk)
    opened(course, by=user, what="focus")
    context = {
        "course": course,
        "tab": "focus",
        "form": form,
        "rows": [(row, collected.beside(row["area"])) for row in form.rows()],
        "always": collected.always(),
        "later": reading_evidence.from_later_rooms(course, user),
        "draft": draft,
        "conflicts": conflicts,
        "zone": user.zone,
    }
    status = 422 if form.errors or conflicts else 200
    return render(request, "focus/rate.html", context, status=status)


def _said(course, user, twin):
    said = forms.RateForm.start(reading.ratings(course, user))
    private = {"private": twin.words, "private_version": twin.version} if twin else {}
    return {"private_version": 0} | said | private


def _rate(request, course, form):
    conflicts = []
    for area, said in form.rated().items():
        try:
            actions.rate_area(course=course, area=area, by=request.user, **said)
        except SomebodyElseSaved as other:
            form.take(f"version_{area}", other.saved.version)
            conflicts.append(_both(area, other.saved, said))
    if not was_shown(form, "private"):
        return conflicts
    words = form.cleaned_data["private"]
    read = form.cleaned_data.get("private_version") or 0
    try:
        save_twin(course=course, place="focus", version=read, words=words, by=request.user)
    except SomebodyElseSaved as other:
        form.take("private_version", other.saved.version)
        conflicts.append(two_texts(_("Only for you"), other.saved, other.saved.words, words))
    return conflicts


def _both(area, saved, said):
    """The rating as saved and as typed, each as one text."""
    theirs = reading_evidence.rating_text(
        area, saved.fit, saved.rows or {}, saved.evidence, saved.against or ""
    )
    yours = reading_evidence.rating_text(
        area, said["fit"], said["rows"], said["evidence"], said["against"]
    )
    return two_texts(reading.area_label(area), saved, theirs, yours)
