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
from kith.inventory import reading as inventory
from kith.inventory.models import Person
from kith.people import drafts
from kith.safety.reading import private_question
from kith.web import once

from .. import actions, areas, facts, forms, reading, reading_evidence, reading_formulation
from ..models import FocusChoice


@require_http_methods(["GET", "POST"])
def choose(request, course_id):
    """What is worked on: the areas held now, and the form that takes one up."""
    course = course_of(request, course_id)
    people = inventory.present(course, request.user)
    offered = areas.offered(course)
    initial, draft = drafts.initial(request, _suggested(course, request))
    form = forms.ChooseForm(request.POST or None, areas=offered, people=people, initial=initial)
    if request.method == "POST" and form.is_valid() and _choose(request, course, form):
        drafts.drop(request.user, request.path)
        return redirect("focus:choose", course.pk)
    opened(course, by=request.user, what="focus")
    held = reading.held_areas(course, request.user)
    stages = reading.stages([one.choice for one in held], request.user)
    context = {
        "course": course,
        "tab": "focus",
        "form": form,
        "draft": draft,
        "held": [_shown(one, stages) for one in held],
        "answers": FocusChoice.AGREES,
        "story": reading.story(course, request.user),
        "formulation": reading_formulation.present(course, request.user),
        "zone": request.user.zone,
        "refile_key": once.fresh_key(),
        "ratings": reading_evidence.rated(course, request.user),
        "suggestion": reading_evidence.suggestion(course, request.user),
        "last_resort_note": reading_evidence.last_resort_note(course, request.user),
        "may_enter": course.phase == "initial",
        "missing": gates.missing(facts.gather(course), "middle"),
        "private_question": private_question(course),
        "dispute": any(areas.like(one.area) == "dispute" for one in held),
        "last_resort": "deficits" in offered,
    }
    return render(request, "focus/choose.html", context, status=422 if form.errors else 200)


def _shown(one, stages):
    """An area that is held, with where its dispute stands and whether it may be filed elsewhere."""
    moves = stages[one.choice.pk]
    return {
        "one": one,
        "dispute": areas.like(one.area) == "dispute",
        "stage": moves[-1].after if moves else "",
        "refile": reading.may_refile(one.choice),
    }


def _suggested(course, request):
    held = {one.rank for one in reading.held_areas(course, request.user)}
    return {"rank": next((r for r in ("primary", "secondary") if r not in held), "")}


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
def release(request, course_id, choice_id):
    """Let go of an area, with the reason."""
    course = course_of(request, course_id)
    choice = _choice(request, course, choice_id)
    initial, draft = drafts.initial(request, {})
    form = forms.ReleaseForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.release(choice=choice, by=request.user, **form.cleaned_data)
        drafts.drop(request.user, request.path)
        return redirect("focus:choose", course.pk)
    opened(course, by=request.user, what="focus")
    context = {
        "course": course,
        "tab": "focus",
        "form": form,
        "draft": draft,
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


@require_POST
def refile(request, course_id, choice_id):
    """A loss that is no death, taken up as a role transition instead: one press."""
    course = course_of(request, course_id)
    choice = _choice(request, course, choice_id)
    id = once.row_id(request.POST.get("form_key", ""), request.user)
    if not reading.may_refile(choice):
        messages.info(request, _("This area stays as it is."))
    else:
        try:
            actions.refile_loss(choice=choice, id=id, by=request.user)
        except ValueError:
            messages.info(request, _("Role transition is held already, or not offered here."))
    return redirect("focus:choose", course.pk)
