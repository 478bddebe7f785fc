"""The focus: rating the areas, choosing, agreeing, letting go."""

from uuid import UUID

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ipt import focus as book_focus
from ipt.protocol import gates
from kith.audit.actions import opened
from kith.care.views import course_of
from kith.intake import reading as intake
from kith.intake.actions import save_twin
from kith.inventory import reading as inventory
from kith.inventory.models import Person
from kith.people import drafts
from kith.people.history import SomebodyElseSaved
from kith.safety.reading import private_question
from kith.web import book, once

from .. import actions, areas, facts, forms, reading
from ..models import FocusChoice


@require_http_methods(["GET", "POST"])
def choose(request, course_id):
    """What is worked on: the areas held now, and the form that takes one up."""
    course = course_of(request, course_id)
    people = inventory.present(course, request.user)
    offered = areas.offered(course)
    form = forms.ChooseForm(
        request.POST or None, areas=offered, people=people, initial=_suggested(course, request)
    )
    if request.method == "POST" and form.is_valid() and _choose(request, course, form):
        return redirect("focus:choose", course.pk)
    opened(course, by=request.user, what="focus")
    held = reading.held_areas(course, request.user)
    context = {
        "course": course,
        "tab": "focus",
        "form": form,
        "held": held,
        "answers": FocusChoice.AGREES,
        "people": {person.id: person.name for person in people},
        "story": reading.story(course, request.user),
        "ratings": _rated(course, request.user),
        "may_enter": course.phase == "initial",
        "missing": gates.missing(facts.gather(course), "middle"),
        "private_question": private_question(course),
        "dispute": any(areas.like(one.area) == "dispute" for one in held),
        "last_resort": "deficits" in offered,
    }
    return render(request, "focus/choose.html", context, status=422 if form.errors else 200)


def _suggested(course, request):
    held = {one.rank for one in reading.held_areas(course, request.user)}
    return {"rank": next((r for r in ("primary", "secondary") if r not in held), "")}


def _rated(course, user):
    rows = reading.ratings(course, user)
    offered = areas.offered(course)
    left = [area for area in areas.EVERY if area in rows and area not in offered]
    return [
        {
            "label": reading.area_label(area),
            "hue": areas.hue(area),
            "fit": rows[area].get_fit_display() if area in rows else "",
            "evidence": rows[area].evidence if area in rows else "",
        }
        for area in (*offered, *left)
    ]


def _choose(request, course, form):
    """Take up the area; True when done, else the form says in words why not."""
    said = form.deed()
    said["person"] = _person(course, request, said["person"])
    id = once.row_id(form.cleaned_data["form_key"], request.user)
    try:
        actions.choose_focus(course=course, id=id, by=request.user, **said)
    except once.SentAlready:
        form.renew_key()
        form.add_error(
            None, _("You took up an area with this page before. Look at the list beside.")
        )
    except actions.RankHeld as refusal:
        form.add_error("rank", _refusal(refusal))
    except book_focus.SameFocusTwice:
        form.add_error("area", _("This area is held already."))
    except book_focus.NoPrimaryFocus:
        form.add_error("rank", _("Agree on the primary focus first."))
    except book_focus.TooManyFoci:
        form.add_error("third_reason", _("A third area needs a written reason."))
    else:
        if said["loss_type"] and not book_focus.loss_is_death(said["loss_type"]):
            messages.info(request, book.text("loss_type.not_a_death"))
        return True
    return False


def _refusal(refusal):
    words = {"area": reading.area_label(refusal.held.area), "rank": refusal.held.get_rank_display()}
    return _("%(area)s is held as %(rank)s. Let it go first, or choose another place.") % words


def _person(course, request, id):
    if not id:
        return None
    found = Person.objects.for_user(request.user).filter(client=course.client_id)
    return get_object_or_404(found, pk=UUID(id))


def _choice(request, course, choice_id, letter="U"):
    found = FocusChoice.objects.for_user(request.user, letter).filter(course=course)
    return get_object_or_404(found, pk=choice_id)


@require_http_methods(["GET", "POST"])
def rate(request, course_id):
    """The areas of the course against the evidence."""
    course = course_of(request, course_id)
    twin = intake.twin(course, "focus", request.user)
    read = _versions(course, request.user, twin)
    initial, draft = drafts.initial(request, _said(course, request.user, twin) | read)
    form = forms.RateForm(request.POST or None, areas=areas.offered(course), initial=initial)
    conflicts = []
    if request.method == "POST" and form.is_valid():
        conflicts = _rate(request, course, form)
        if not conflicts:
            drafts.drop(request.user, request.path)
            return redirect("focus:choose", course.pk)
    opened(course, by=request.user, what="focus")
    context = {
        "course": course,
        "tab": "focus",
        "form": form,
        "draft": draft,
        "conflicts": conflicts,
        "zone": request.user.zone,
    }
    status = 422 if form.errors or conflicts else 200
    return render(request, "focus/rate.html", context, status=status)


def _said(course, user, twin):
    said = {"private": twin.words if twin else ""}
    for area, row in reading.ratings(course, user).items():
        said |= {f"fit_{area}": row.fit, f"evidence_{area}": row.evidence}
    return said


def _versions(course, user, twin):
    rows = reading.ratings(course, user)
    read = {f"version_{area}": row.version for area, row in rows.items()}
    return read | {"private_version": twin.version if twin else 0}


def _rate(request, course, form):
    conflicts = []
    for area, fit, evidence, version in form.rated():
        try:
            actions.rate_area(
                course=course,
                area=area,
                fit=fit,
                evidence=evidence,
                version=version,
                by=request.user,
            )
        except SomebodyElseSaved as other:
            form.take(f"version_{area}", other.saved.version)
            theirs = f"{other.saved.get_fit_display()}. {other.saved.evidence}"
            yours = f"{dict(other.saved.FITS)[fit]}. {evidence}"
            conflicts.append(conflict(reading.area_label(area), other.saved, theirs, yours))
    words = form.cleaned_data["private"]
    read = form.cleaned_data.get("private_version") or 0
    try:
        save_twin(course=course, place="focus", version=read, words=words, by=request.user)
    except SomebodyElseSaved as other:
        form.take("private_version", other.saved.version)
        conflicts.append(conflict(_("Only for you"), other.saved, other.saved.words, words))
    return conflicts


def conflict(label, saved, theirs, yours):
    """What components/conflict.html takes, for one text."""
    who, at = reading.last_saved(saved)
    return {
        "label": label,
        "saved_text": theirs,
        "saved_by": who.name if who else "",
        "saved_at": at,
        "your_text": yours,
    }


@require_http_methods(["GET", "POST"])
def release(request, course_id, choice_id):
    """Let go of an area, with the reason."""
    course = course_of(request, course_id)
    choice = _choice(request, course, choice_id)
    form = forms.ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.release(choice=choice, by=request.user, **form.cleaned_data)
        return redirect("focus:choose", course.pk)
    opened(course, by=request.user, what="focus")
    context = {
        "course": course,
        "tab": "focus",
        "form": form,
        "choice": choice,
        "label": reading.area_label(choice.area),
    }
    return render(request, "focus/release.html", context, status=422 if form.errors else 200)


@require_POST
def agree(request, course_id, choice_id):
    """The therapist notes what the client said about the focus."""
    course = course_of(request, course_id)
    choice = _choice(request, course, choice_id)
    answer = request.POST.get("client_agrees", "")
    if answer in dict(FocusChoice.AGREES) and choice.released_at is None:
        actions.agree(choice=choice, answer=answer, by=request.user)
    else:
        messages.info(request, _("Choose yes, partly or no."))
    return redirect("focus:choose", course.pk)
