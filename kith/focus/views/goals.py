"""Goals: few, between people, seen from outside, with a starting point."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kith.audit.actions import opened
from kith.care.views import course_of
from kith.inventory import reading as inventory
from kith.people.history import SomebodyElseSaved
from kith.web import once

from .. import actions, forms, reading
from ..models import Goal
from . import conflict

FEW = 3


def _offered(course, user):
    return {
        "people": inventory.present(course, user),
        "held": reading.held_areas(course, user),
    }


@require_http_methods(["GET", "POST"])
def goals(request, course_id):
    """The goals as they stand, and the form that adds one."""
    course = course_of(request, course_id)
    form = forms.GoalForm(request.POST or None, **_offered(course, request.user))
    if request.method == "POST" and form.is_valid():
        id = once.row_id(form.cleaned_data["form_key"], request.user)
        try:
            actions.add_goal(course=course, id=id, by=request.user, **form.deed())
        except once.SentAlready:
            form.renew_key()
            form.add_error(
                None, _("You added a goal with this page before. Save again to add another.")
            )
        else:
            return redirect("focus:goals", course.pk)
    opened(course, by=request.user, what="goals")
    aims = reading.goals(course, request.user)
    context = {
        "course": course,
        "tab": "goals",
        "form": form,
        "goals": aims,
        "aside": reading.goals(course, request.user, aside=True),
        "many": len(aims) >= FEW,
        "rate_key": once.fresh_key(),
    }
    return render(request, "focus/goals.html", context, status=422 if form.errors else 200)


def _goal(request, course, goal_id, letter="U"):
    return get_object_or_404(
        Goal.objects.for_user(request.user, letter).filter(course=course), pk=goal_id
    )


@require_http_methods(["GET", "POST"])
def goal(request, course_id, goal_id):
    """One goal: reworded here, and where it stood over time."""
    course = course_of(request, course_id)
    row = _goal(request, course, goal_id)
    initial = {name: getattr(row, name) for name in ("text", "sign", "area", "baseline", "target")}
    initial |= {"people": row.person_ids or [], "version": row.version}
    offered = _offered(course, request.user)
    form = forms.GoalEditForm(request.POST or None, initial=initial, **offered)
    conflicts = []
    if request.method == "POST" and form.is_valid():
        said = form.deed()
        try:
            actions.edit_goal(
                goal=row, version=form.cleaned_data["version"], by=request.user, **said
            )
        except SomebodyElseSaved as other:
            form.take_version(other.saved.version)
            conflicts = both(form, other.saved)
        else:
            return redirect("focus:goals", course.pk)
    opened(course, by=request.user, what="goals")
    aim = next((a for a in _every(course, request.user) if a.id == row.pk), None)
    context = {
        "course": course,
        "tab": "goals",
        "form": form,
        "goal": row,
        "aim": aim,
        "conflicts": conflicts,
        "rating": forms.GoalRatingForm(),
        "zone": request.user.zone,
    }
    status = 422 if form.errors or conflicts else 200
    return render(request, "focus/goal.html", context, status=status)


def _every(course, user):
    return reading.goals(course, user) + reading.goals(course, user, aside=True)


def both(form, saved):
    """The texts of a goal that differ: as saved, and as typed."""
    return [
        conflict(form.fields[name].label, saved, str(getattr(saved, name)), str(text))
        for name, text in form.words().items()
        if hasattr(saved, name) and getattr(saved, name) != text
    ]


@require_POST
def rate(request, course_id, goal_id):
    """Note where a goal stands now."""
    course = course_of(request, course_id)
    row = _goal(request, course, goal_id)
    form = forms.GoalRatingForm(request.POST)
    if form.is_valid():
        id = once.row_id(form.cleaned_data["form_key"], request.user)
        try:
            actions.rate_goal(goal=row, id=id, value=form.cleaned_data["value"], by=request.user)
        except once.SentAlready:
            messages.info(request, _("That was noted before; nothing was changed."))
    else:
        messages.warning(request, _("Choose a number from 0 to 10."))
    return redirect("focus:goal", course.pk, row.pk)


@require_POST
def aside(request, course_id, goal_id):
    """Leave a goal, or take it up again."""
    course = course_of(request, course_id)
    row = _goal(request, course, goal_id)
    actions.set_goal_aside(goal=row, by=request.user, back="back" in request.POST)
    return redirect("focus:goals", course.pk)
