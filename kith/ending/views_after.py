"""After the last session: follow-ups, closing, maintenance."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kith.audit.actions import opened
from kith.care.actions import NotYet, current_contract, draft_contract
from kith.care.views import course_of
from kith.people import conflicts
from kith.people.history import SomebodyElseSaved
from kith.web import once

from . import actions, afterwards, forms, reading, shape
from .models import FollowUp
from .views import show


@require_http_methods(["GET", "POST"])
def follow_up(request, course_id):
    """The days after the ending on which a check-in goes out, and what came of each."""
    course = course_of(request, course_id)
    rows = reading.follow_ups(course, request.user)
    noting = request.method == "POST" and "follow_up" in request.POST
    if noting:
        return _note(request, course, rows)
    if request.method == "POST" and "looked" in request.POST:
        actions.look_at_follow_up(follow_up=_one_of(rows, request.POST["looked"]), by=request.user)
        messages.success(request, _("Kept."))
        return redirect("ending:follow_up", course.pk)
    form = forms.FollowUpDaysForm(request.POST or None, initial=_days(course, rows))
    if request.method == "POST" and form.is_valid():
        actions.set_follow_ups(course=course, by=request.user, days=form.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect("ending:follow_up", course.pk)
    opened(course, by=request.user, what="follow_ups")
    return _follow_ups(request, course, rows, form)


def _days(course, rows):
    return {row.name: row.on for row in rows} or reading.usual_follow_ups(course)


def _follow_ups(request, course, rows, form, refused=None):
    notes = [(row, refused if refused and refused.row == row else _note_form(row)) for row in rows]
    conflict = getattr(refused, "conflict", None)
    context = {"rows": notes, "note_form": refused, "conflict": conflict}
    context["to_look_at"] = afterwards.to_look_at(request.user, course)
    return show(request, course, "follow_up", form=form, **context)


def _note_form(row, data=None):
    names = forms.FollowUpNoteForm.base_fields
    initial = {name: getattr(row, name) for name in names}
    form = forms.FollowUpNoteForm(data, initial=initial, auto_id=f"{row.name}_%s")
    form.row = row
    return form


def _one_of(rows, id):
    row = next((row for row in rows if str(row.pk) == id), None)
    return row or get_object_or_404(FollowUp.objects.none())


def _note(request, course, rows):
    row = _one_of(rows, request.POST["follow_up"])
    form = _note_form(row, request.POST)
    if form.is_valid():
        try:
            actions.note_follow_up(
                follow_up=row,
                by=request.user,
                version=form.cleaned_data["version"],
                **form.words(),
            )
            return redirect("ending:follow_up", course.pk)
        except SomebodyElseSaved as other:
            form.conflict = conflicts.both(form, other.saved, _("What came of it"))
            form.take_version(other.saved.version)
    days = forms.FollowUpDaysForm(initial=_days(course, rows))
    return _follow_ups(request, course, rows, days, refused=form)


@require_http_methods(["GET", "POST"])
def close(request, course_id):
    """Close the course: what is still open is named, nothing blocks."""
    course = course_of(request, course_id, "U" if request.method == "POST" else "R")
    form = forms.CloseForm(request.POST or None, initial={"reason": "completed"})
    if request.method == "POST" and form.is_valid():
        try:
            actions.close(course=course, by=request.user, **form.cleaned_data)
            return redirect("ending:prepare", course.pk)
        except NotYet:
            form.add_error(None, _("This course is closed already."))
    opened(course, by=request.user, what="ending")
    return show(
        request,
        course,
        "close",
        form=form,
        reminders=shape.still_open(course, request.user),
        follow_ups=reading.follow_ups(course, request.user),
    )


@require_http_methods(["GET", "POST"])
def maintenance(request, course_id):
    """Maintenance: an agreement of its own, and its beginning once both have agreed."""
    course = course_of(request, course_id, "U")
    form = forms.MaintenanceForm(request.POST if "form_key" in request.POST else None)
    if request.method == "POST" and "begin" in request.POST:
        return _begin(request, course)
    if request.method == "POST" and form.is_valid():
        id = once.row_id(form.cleaned_data["form_key"], request.user)
        try:
            actions.propose_maintenance(course=course, by=request.user, id=id, terms=form.words())
            return redirect("ending:maintenance", course.pk)
        except once.SentAlready:
            form.renew_key()
            form.add_error(None, _("You proposed one with this page already. Propose another?"))
    opened(course, by=request.user, what="contract")
    return show(
        request,
        course,
        "maintenance",
        form=form,
        contract=current_contract(course),
        waiting=draft_contract(course),
    )


def _begin(request, course):
    try:
        actions.begin_maintenance(course=course, by=request.user)
        return redirect("desk:course", course.pk)
    except NotYet:
        messages.warning(request, _("Both must agree to the maintenance agreement first."))
    return redirect("ending:maintenance", course.pk)
