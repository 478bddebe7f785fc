"""The client's own pages: what we work on, and my goals."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ipt.focus import stages as book_stages
from kith.care import reading as care
from kith.people import drafts
from kith.people.history import SomebodyElseSaved
from kith.web import once

from .. import actions, forms, forms_goals, reading, reading_formulation
from ..models import FocusChoice, Goal
from .goals import both


def _own_course(request):
    course = care.present_course(request.user)
    if course is None:
        raise Http404
    return course


@require_safe
def focus(request):
    """What we work on, in the client's words, and my goals."""
    return _page(request, care.present_course(request.user))


def _page(request, course, refused=None, conflicts=()):
    held = reading.held_areas(course, request.user) if course else []
    refused, stages = refused or {}, _stages(held, request.user)
    context = {
        "held": [
            (
                one,
                *(refused.get(one.choice.pk) or _form(request, one.choice)),
                stages.get(one.choice.pk),
            )
            for one in held
        ],
        "goals": reading.goals(course, request.user) if course else [],
        "formulation": reading_formulation.present(course, request.user) if course else None,
        "conflicts": conflicts,
        "zone": request.client.zone,
    }
    return render(request, "focus/own_focus.html", context, status=422 if refused else 200)


def _stages(held, user):
    """By choice, where a dispute stands now, and what the client is told beforehand."""
    moves = reading.stages([one.choice for one in held], user)
    return {choice: book_stages.stage(rows[-1].after) for choice, rows in moves.items()}


def _form(request, choice, data=None):
    """What the client says to a focus, with the draft that is laid over it, if any."""
    names = ("client_agrees", "client_words", "version")
    saved = {name: getattr(choice, name) for name in names}
    initial, draft = drafts.initial(request, saved, reverse("focus:own_agree", args=[choice.pk]))
    return forms.AgreeForm(data, initial=initial, auto_id=f"id_{choice.rank}_%s"), draft


@require_POST
def agree(request, choice_id):
    """The client says whether the focus fits, in their own words if they like."""
    course = _own_course(request)
    found = FocusChoice.objects.for_user(request.user, "U").filter(course=course, released_at=None)
    choice = get_object_or_404(found, pk=choice_id)
    form, draft = _form(request, choice, request.POST)
    if not form.is_valid():
        return _page(request, course, {choice.pk: (form, draft)})
    said = form.cleaned_data
    try:
        actions.agree(
            choice=choice,
            answer=said["client_agrees"],
            words=said["client_words"],
            version=said["version"],
            by=request.user,
        )
    except SomebodyElseSaved as other:
        form.take_version(other.saved.version)
        return _page(request, course, {choice.pk: (form, draft)}, both(form, other.saved))
    drafts.drop(request.user, request.path)
    messages.success(request, _("Saved. You can talk about it when you meet."))
    return redirect("focus:own_focus")


@require_http_methods(["GET", "POST"])
def goal(request, goal_id):
    """One of my goals, in my own words."""
    course = _own_course(request)
    row = _own_goal(request, course, goal_id)
    form, draft = _words_of(request, row, request.POST or None)
    conflicts = []
    if request.method == "POST" and form.is_valid():
        said = form.words()
        try:
            actions.edit_goal(
                goal=row, version=form.cleaned_data["version"], by=request.user, **said
            )
        except SomebodyElseSaved as other:
            form.take_version(other.saved.version)
            conflicts = both(form, other.saved)
        else:
            drafts.drop(request.user, request.path)
            messages.success(request, _("Saved."))
            return redirect("focus:own_focus")
    return _goal_page(request, course, row, form, draft, conflicts=conflicts)


def _goal_page(request, course, row, form, draft, *, conflicts=(), rating=None):
    aim = _aim(request, course, row)
    context = {
        "form": form,
        "draft": draft,
        "place": reverse("focus:own_goal", args=[row.pk]),
        "aim": aim,
        "rating": rating or forms_goals.GoalRatingForm(goal=aim),
        "conflicts": conflicts,
        "zone": request.client.zone,
    }
    status = 422 if form.errors or conflicts or (rating and rating.errors) else 200
    return render(request, "focus/own_goal.html", context, status=status)


def _aim(request, course, row):
    return next(one for one in reading.goals(course, request.user) if one.id == row.pk)


@require_POST
def rate_goal(request, goal_id):
    """Where my goal stands for me today."""
    course = _own_course(request)
    row = _own_goal(request, course, goal_id)
    rating = forms_goals.GoalRatingForm(request.POST, goal=_aim(request, course, row))
    if rating.is_valid():
        id = once.row_id(rating.cleaned_data["form_key"], request.user)
        try:
            actions.rate_goal(goal=row, id=id, value=rating.cleaned_data["value"], by=request.user)
        except once.SentAlready:
            rating.renew_key()
            rating.add_error(None, _("That was noted before; nothing was changed."))
        else:
            messages.success(request, _("Saved."))
            return redirect("focus:own_goal", row.pk)
    return _goal_page(request, course, row, *_words_of(request, row), rating=rating)


def _own_goal(request, course, goal_id):
    found = Goal.objects.for_user(request.user, "U").filter(course=course, set_aside_at=None)
    return get_object_or_404(found, pk=goal_id)


def _words_of(request, row, data=None):
    """The client's words for a goal, with the draft that is laid over them, if any."""
    names = ("text", "sign", "client_agrees", "version")
    saved = {name: getattr(row, name) for name in names}
    initial, draft = drafts.initial(request, saved, reverse("focus:own_goal", args=[row.pk]))
    return forms_goals.OwnGoalForm(data, initial=initial), draft
