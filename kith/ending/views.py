"""The ending with the therapist: announced, reviewed, planned for."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kith import clock
from kith.audit.actions import opened
from kith.care.actions import current_contract
from kith.care.views import course_of
from kith.people import conflicts, drafts
from kith.people.history import SomebodyElseSaved
from kith.schedule import reading as meetings
from kith.web import once

from . import actions, forms, reading, shape
from .models import Gain


def _course(request, course_id):
    course = course_of(request, course_id)
    opened(course, by=request.user, what="ending")
    return course


def show(request, course, name, **context):
    """Render a page of the ending; refused forms and two texts answer 422."""
    every = [context.get(key) for key in ("form", "gain_form", "note_form")]
    wrong = any(form is not None and form.errors for form in every)
    status = 422 if wrong or context.get("conflict") else 200
    context |= {"course": course, "tab": "ending", "zone": request.user.zone}
    return render(request, f"ending/{name}.html", context, status=status)


@require_http_methods(["GET", "POST"])
def prepare(request, course_id):
    """The ending at a glance, and naming it."""
    course = _course(request, course_id)
    named = reading.announcement(course, request.user)
    conflict = None
    form = forms.AnnouncementForm(request.POST or None, initial=_announcement(course, named))
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            actions.announce(course=course, by=request.user, version=version, **form.words())
            return redirect("ending:prepare", course.pk)
        except SomebodyElseSaved as other:
            conflict = conflicts.both(form, other.saved, _("Ending"))
            form.take_version(other.saved.version)
    return show(
        request,
        course,
        "prepare",
        form=form,
        conflict=conflict,
        named=named,
        due=reading.announcement_due(course),
        progress=meetings.progress(course),
        steps=shape.steps(course, request.user),
    )


def _announcement(course, named):
    if named:
        return {
            "said_on": named.said_on,
            "last_on": named.last_on,
            "reaction": named.reaction,
            "version": named.version,
        }
    contract = current_contract(course)
    return {
        "said_on": clock.today(course.client.zone),
        "last_on": contract.planned_last_on if contract else None,
        "version": 0,
    }


@require_http_methods(["GET", "POST"])
def review(request, course_id):
    """Looking back together: scores, goals, gains, what was hard, how it feels."""
    course = _course(request, course_id)
    there = reading.review(course, request.user)
    initial, draft = drafts.initial(request, _review(there))
    form, conflict = _review_form(course, initial, request.POST or None), None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            actions.save_review(course=course, by=request.user, version=version, **form.words())
            drafts.drop(request.user, request.path)
            messages.success(request, _("Kept."))
            return redirect("ending:review", course.pk)
        except SomebodyElseSaved as other:
            conflict = conflicts.both(form, other.saved, _("Review"))
            form.take_version(other.saved.version)
    return _review_page(request, course, form, draft=draft, conflict=conflict)


def _review_form(course, initial, data=None):
    return forms.ReviewForm(data, initial=initial, offered=shape.comes_after(course))


def _review(there):
    if there is None:
        return {"version": 0}
    names = forms.ReviewForm.base_fields
    return {name: getattr(there, name) for name in names}


def _review_page(request, course, form, gain_form=None, draft=None, conflict=None):
    people = shape.people(course, request.user)
    scores = shape.scores(course, request.user)
    return show(
        request,
        course,
        "review",
        form=form,
        gain_form=gain_form or forms.GainForm(people=people),
        gains=reading.gains(course, request.user),
        proposed=shape.lines(reading.proposed_gains(course, request.user)),
        scores=scores,
        not_enough=shape.not_enough(scores),
        goals=shape.goals(course, request.user),
        draft=draft,
        conflict=conflict,
    )


@require_POST
def gain(request, course_id):
    """Name a gain, or take one off the list."""
    course = _course(request, course_id)
    if request.POST.get("drop"):
        return _drop(request, course)
    form = forms.GainForm(request.POST, people=shape.people(course, request.user))
    if form.is_valid():
        id = once.row_id(form.cleaned_data["form_key"], request.user)
        try:
            actions.add_gain(course=course, by=request.user, id=id, **form.words())
            return redirect("ending:review", course.pk)
        except once.SentAlready:
            form.renew_key()
            form.add_error(None, _("You named a gain with this page already. Name another?"))
    there = reading.review(course, request.user)
    return _review_page(request, course, _review_form(course, _review(there)), gain_form=form)


def _drop(request, course):
    found = Gain.objects.for_user(request.user, "U").filter(course=course)
    try:
        row = found.filter(pk=request.POST["drop"]).first()
    except (ValueError, TypeError, ValidationError):
        row = None
    if row:
        actions.drop_gain(gain=row, by=request.user)
    return redirect("ending:review", course.pk)


@require_http_methods(["GET", "POST"])
def keeping_well(request, course_id):
    """The plan for the time after, in its versions."""
    course = _course(request, course_id)
    plans = list(reading.plans(course, request.user))
    present = plans[0] if plans else None
    initial, draft = drafts.initial(request, forms.PlanForm.start(present))
    form = forms.PlanForm(
        request.POST or None,
        initial=initial,
        signs_proposed=shape.lines(reading.proposed_signs(course, request.user)),
        dates_proposed=shape.lines(reading.proposed_dates(course, request.user)),
    )
    newer = save_plan(request, course, form) if request.method == "POST" else None
    if newer is True:
        return redirect("ending:keeping_well", course.pk)
    return show(request, course, "keeping_well", form=form, plans=plans, newer=newer, draft=draft)


def save_plan(request, course, form):
    """Save a plan from its form. True when done; the newer version when one was saved meanwhile."""
    if not form.is_valid():
        return None
    try:
        actions.save_plan(
            course=course,
            by=request.user,
            parts=form.parts(),
            read_number=form.cleaned_data["version"],
        )
    except actions.PlanChanged as other:
        form.take_version(other.saved.number if other.saved else 0)
        form.add_error(None, _("The plan was saved elsewhere meanwhile. Both are below."))
        return other.saved
    drafts.drop(request.user, request.path)
    messages.success(request, _("Kept."))
    return True
