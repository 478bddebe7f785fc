from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kith import clock
from kith.audit.actions import opened
from kith.web import book, once

from . import actions, forms, reading
from .adapting import StopHolds
from .models import Course


def course_of(request, course_id, letter="R", **scope):
    """The course as the asker may see it, else 404."""
    found = Course.objects.for_user(request.user, letter, **scope).select_related(
        "client__practice"
    )
    return get_object_or_404(found, pk=course_id)


@require_http_methods(["GET", "POST"])
def decision(request, course_id):
    """How the course goes on: what was decided at its reviews, and a new decision."""
    course = course_of(request, course_id)
    asked = [id for id in request.GET.get("about", "").split(",") if id]
    form = forms.DecisionForm(
        request.POST or None,
        plan=reading.present_plan(course),
        today=clock.today(request.user.zone),
        initial={"settles": asked},
    )
    if request.method == "POST" and form.is_valid():
        id = once.row_id(form.cleaned_data["form_key"], request.user)
        try:
            actions.decide(course=course, by=request.user, id=id, **form.words())
            return redirect("care:decision", course.pk)
        except once.SentAlready:
            form.renew_key()
            form.add_error(None, _("You kept a decision with this page already. Keep another?"))
    opened(course, by=request.user, what="decisions")
    context = {
        "course": course,
        "tab": "decisions",
        "form": form,
        "rows": reading.decisions(course, request.user),
        "zone": request.user.zone,
    }
    return render(request, "care/decision.html", context, status=422 if form.errors else 200)


@require_POST
def task(request, course_id):
    """Note a task of the protocol as done, or take today's mark back."""
    course = course_of(request, course_id)
    form = forms.TaskForm(request.POST, plan=reading.present_plan(course))
    if not form.is_valid():
        messages.warning(request, _("This protocol has no such task."))
    elif form.cleaned_data["undo"]:
        actions.unmark_task(course=course, task=form.cleaned_data["task"], by=request.user)
    else:
        _mark(request, course, form.cleaned_data["task"])
    return redirect("desk:course", course.pk)


def _mark(request, course, name):
    try:
        actions.mark_task(course=course, task=name, by=request.user)
        messages.success(request, _("Kept."))
    except StopHolds as holds:
        messages.warning(request, book.text(holds.why))


@require_http_methods(["GET", "POST"])
def stop(request, course_id):
    """Stop everything at once, or let it go again on purpose."""
    course = course_of(request, course_id, "U")
    present = actions.stopped(course)
    form = (forms.LiftForm if present else forms.StopForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if present:
            actions.lift_stop(stop=present, by=request.user, **form.cleaned_data)
        else:
            actions.stop_everything(course=course, by=request.user, **form.cleaned_data)
        return redirect("care:stop", course.pk)
    opened(course, by=request.user, what="course")
    context = {"course": course, "form": form, "stop": present, "tab": "stop"}
    return render(request, "care/stop.html", context, status=422 if form.errors else 200)
