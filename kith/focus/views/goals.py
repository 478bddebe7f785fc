"""Goals: few, between people, seen from outside, with a starting point."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ipt.focus import goals as book_goals
from kith.audit.actions import opened
from kith.care import reading as care
from kith.care.views import course_of
from kith.inventory import reading as inventory
from kith.people import drafts
from kith.people.conflicts import two_texts
from kith.people.history import SomebodyElseSaved
from kith.web import book, once

from .. import actions, areas, reading
from .. import forms_goals as forms
from ..models import Goal

NAMES = ("text", "sign", "area", "unit", "most", "baseline", "target", "review_session", "why_more")


def _offered(course, user):
    agreed = care.frame(course).contract
    return {
        "people": inventory.present(course, user),
        "held": reading.held_areas(course, user),
        "last": agreed.sessions_planned if agreed else None,
    }


def _templates(held):
    """Goals to begin from, by the areas that are worked on."""
    return [
        (one.label, [(each.id, book.text(f"goal_template.{each.id}.text")) for each in found])
        for one in held
        if (found := _of(one))
    ]


def _begun(request, held):
    """Start values from the template that was asked for; nothing for an unknown one."""
    id = request.GET.get("from", "")
    known = {each.id: (one.area, each) for one in held for each in _of(one)}
    if id not in known:
        return {}
    area, chosen = known[id]
    return {
        "text": book.text(f"goal_template.{id}.text"),
        "sign": book.text(f"goal_template.{id}.sign"),
        "area": area,
        "unit": book.text(f"goal_unit.{chosen.unit}") if chosen.unit else "",
        "most": book_goals.most_of(chosen.unit) if chosen.unit else None,
        "target": chosen.target,
    }


def _of(one):
    return book_goals.templates(areas.like(one.area))


@require_http_methods(["GET", "POST"])
def goals(request, course_id):
    """The goals as they stand, and the form that adds one."""
    course = course_of(request, course_id)
    aims = reading.goals(course, request.user)
    offered = _offered(course, request.user)
    many = len(aims) >= book_goals.FEW
    initial, draft = _begun(request, offered["held"]), None
    if "from" not in request.GET:
        initial, draft = drafts.initial(request, initial)
    form = forms.GoalForm(request.POST or None, many=many, initial=initial, **offered)
    if request.method == "POST" and form.is_valid():
        id = once.row_id(form.cleaned_data["form_key"], request.user)
        try:
            actions.add_goal(course=course, id=id, by=request.user, **form.deed())
        except once.SentAlready:
            form.renew_key()
            form.add_error(
                None, _("You added a goal with this page before. Save again to add another.")
            )
        except book_goals.TooManyGoals:  # a third was added meanwhile
            form.add_error(None, _("There are three by now. Look again, then say why one more."))
        else:
            drafts.drop(request.user, request.path)
            return redirect("focus:goals", course.pk)
    opened(course, by=request.user, what="goals")
    context = {
        "course": course,
        "tab": "goals",
        "form": form,
        "draft": draft,
        "goals": aims,
        "aside": reading.goals(course, request.user, aside=True),
        "many": many,
        "templates": _templates(offered["held"]),
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
    initial = {name: getattr(row, name) for name in NAMES}
    initial |= {"people": row.person_ids or [], "version": row.version}
    initial, draft = drafts.initial(request, initial)
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
            drafts.drop(request.user, request.path)
            return redirect("focus:goals", course.pk)
    opened(course, by=request.user, what="goals")
    aim = next((a for a in _every(course, request.user) if a.id == row.pk), None)
    context = {
        "course": course,
        "tab": "goals",
        "form": form,
        "draft": draft,
        "goal": row,
        "aim": aim,
        "conflicts": conflicts,
        "rating": forms.GoalRatingForm(goal=aim) if aim else None,
        "zone": request.user.zone,
    }
    status = 422 if form.errors or conflicts else 200
    return render(request, "focus/goal.html", context, status=status)


def _every(course, user):
    return reading.goals(course, user) + reading.goals(course, user, aside=True)


def both(form, saved):
    """The texts of a goal that differ: as saved, and as typed."""
    return [
        two_texts(form.fields[name].label, saved, str(getattr(saved, name)), str(text))
        for name, text in form.words().items()
        if hasattr(saved, name) and getattr(saved, name) != text
    ]


@require_POST
def rate(request, course_id, goal_id):
    """Note where a goal stands now."""
    course = course_of(request, course_id)
    row = _goal(request, course, goal_id)
    aim = next(one for one in _every(course, request.user) if one.id == row.pk)
    form = forms.GoalRatingForm(request.POST, goal=aim)
    if form.is_valid():
        id = once.row_id(form.cleaned_data["form_key"], request.user)
        try:
            actions.rate_goal(goal=row, id=id, value=form.cleaned_data["value"], by=request.user)
        except once.SentAlready:
            messages.info(request, _("That was noted before; nothing was changed."))
    else:
        most = {"most": row.most}
        messages.warning(request, _("Choose a number from 0 to %(most)s.") % most)
    return redirect("focus:goal", course.pk, row.pk)


@require_POST
def aside(request, course_id, goal_id):
    """Leave a goal, or take it up again."""
    course = course_of(request, course_id)
    row = _goal(request, course, goal_id)
    try:
        actions.set_goal_aside(goal=row, by=request.user, back="back" in request.POST)
    except book_goals.TooManyGoals:
        messages.info(request, _("There are three already. Set one aside first."))
    return redirect("focus:goals", course.pk)


@require_http_methods(["GET", "POST"])
def review(request, course_id):
    """Every goal looked at again together: first, now, aim; what helped; what becomes of it."""
    course = course_of(request, course_id)
    aims = reading.goals(course, request.user)
    initial, draft = drafts.initial(request, {})
    form = forms.GoalReviewForm(request.POST or None, goals=aims, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _look_again(request, course, form)
        except once.SentAlready:
            form.renew_key()
            form.add_error(None, _("That was noted before; nothing was changed."))
        else:
            drafts.drop(request.user, request.path)
            return redirect("focus:goals", course.pk)
    opened(course, by=request.user, what="goals")
    context = {"course": course, "tab": "goals", "form": form, "rows": form.rows(), "draft": draft}
    return render(request, "focus/goal_review.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _look_again(request, course, form):
    """All of them or none, each once for a sending."""
    found = Goal.objects.for_user(request.user, "U").filter(course=course)
    rows = {row.pk: row for row in found}
    for goal_id, said in form.rated().items():
        id = once.row_id(f"{form.cleaned_data['form_key']}|{goal_id}", request.user)
        actions.rate_goal(goal=rows[goal_id], id=id, by=request.user, **said)
