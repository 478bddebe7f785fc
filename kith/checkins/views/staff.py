"""Questionnaires on the desk: what goes out, what came back, and what was answered on paper."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from ipt.measures import scoring
from kith.audit.actions import opened
from kith.care.views import course_of
from kith.measures import shelf
from kith.people.history import SomebodyElseSaved
from kith.web import once

from .. import actions, forms, pages, plans, reading

NO_ANSWER = gettext_lazy("That is not one of its answers.")


@require_http_methods(["GET", "POST"])
def schedule(request, course_id):
    """Which questionnaires go out, the check-ins so far, and every answer."""
    course = course_of(request, course_id, "U" if request.method == "POST" else "R")
    form = forms.PlanForm(request.POST or None, **pages.planning(course, request.user))
    if request.method == "POST" and form.is_valid():
        plans.ensure(course)
        for measure, every, times, declined in form.chosen():
            actions.set_plan(
                course=course,
                measure=measure,
                every=every,
                times=times,
                declined=declined,
                by=request.user,
            )
        messages.success(request, _("Kept. It counts from the next check-in on."))
        return redirect("checkins:schedule", course.pk)
    opened(course, by=request.user, what="checkins")
    context = pages.schedule(course, request.user, request.GET.get("measure"))
    context |= {"form": form, "tab": "checkins"}
    return render(request, "checkins/schedule.html", context, status=422 if form.errors else 200)


@require_POST
def show_expected(request, course_id):
    """Let the client see the expected course beside their own line, or no longer."""
    course = course_of(request, course_id, "U")
    show = request.POST.get("show") == "1"
    actions.show_expected(course=course, show=show, by=request.user)
    words = _("The client sees it from now on.") if show else _("The client does not see it.")
    messages.success(request, words)
    return redirect("checkins:schedule", course.pk)


@require_POST
def prepare(request, course_id):
    """Make a check-in for a day now and send it, or look again at one that was held."""
    course = course_of(request, course_id, "U")
    form = forms.PrepareForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the day of the meeting."))
        return redirect("checkins:schedule", course.pk)
    try:
        made = actions.prepare(course=course, on=form.cleaned_data["on"], by=request.user)
    except actions.NotNow:
        messages.error(request, _("Nothing goes out: the course is closed, or nothing is planned."))
    else:
        messages.info(request, pages.told(made))
    return redirect("checkins:schedule", course.pk)


@require_http_methods(["GET", "POST"])
def enter(request, course_id):
    """Type in what was answered on paper or aloud: first which and when, then the answers."""
    course = course_of(request, course_id, "U")
    posted = request.method == "POST"
    which = forms.WhichForm(
        request.GET or None,
        initial=pages.which(course, request.user),
        also=request.GET.get("measure") if posted else None,
    )
    if not which.is_valid() or (not posted and _unfit(request, course, which)):
        return _choose(request, course, which)
    measure = shelf.here().load(which.cleaned_data["measure"])
    on = which.cleaned_data["on"]
    typed = _typed_in(request, course, measure, on)
    if typed:
        return _correct(request, course, typed)
    form = forms.EnterForm(request.POST or None, measure=measure)
    if posted and measure.id not in which.on_now:
        form.add_error(None, _("This questionnaire was turned off here: nothing was kept."))
    if posted and form.is_valid():
        answer = _entered(request, course, measure, on, form)
        if answer:
            return answer
    opened(course, by=request.user, what="checkins")
    context = {"course": course, "tab": "checkins", "form": form, "on": on}
    context |= pages.measure(measure)
    return render(request, "checkins/enter.html", context, status=422 if form.errors else 200)


def _unfit(request, course, which):
    """Whether nothing can be typed in for this day, said before somebody types."""
    measure, on = which.cleaned_data["measure"], which.cleaned_data["on"]
    wrong = pages.wrong_day(course, request.user, on)
    if "again" in request.GET and reading.typed_in(course, request.user, measure, on):
        return False
    if not wrong and reading.answered(course, request.user, measure, on):
        wrong = _("There are answers to this questionnaire for that day already.")
    if wrong:
        which.add_error("on", wrong)
    return bool(wrong)


def _choose(request, course, which):
    opened(course, by=request.user, what="checkins")
    context = {"course": course, "tab": "checkins", "which": which}
    status = 422 if request.GET and which.errors else 200
    return render(request, "checkins/which.html", context, status=status)


def _typed_in(request, course, measure, on):
    """What was typed in for that day, where the page to put it right is asked for."""
    return (
        reading.typed_in(course, request.user, measure.id, on) if "again" in request.GET else None
    )


def _correct(request, course, row):
    """Put right what was typed in wrongly; what stood there is kept."""
    measure = shelf.here().load(row.measure, row.measure_version)
    initial = {**row.answers, "version": row.version}
    form = forms.CorrectForm(request.POST or None, initial=initial, measure=measure)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.correct(
                response=row,
                version=form.cleaned_data["version"],
                answers=form.answers(),
                by=request.user,
            )
        except SomebodyElseSaved as other:
            conflict = pages.both_answers(form, other.saved)
            form.take_version(other.saved.version)
        except scoring.BadAnswer as bad:
            form.add_error(bad.item if bad.item in form.fields else None, NO_ANSWER)
        else:
            return _kept(request, course, row)
    opened(course, by=request.user, what="checkins")
    context = {"course": course, "tab": "checkins", "form": form, "on": row.for_on}
    context |= {"again": row, "conflict": conflict, "zone": request.user.zone}
    context |= pages.measure(measure)
    status = 422 if form.errors or conflict else 200
    return render(request, "checkins/enter.html", context, status=status)


def _entered(request, course, measure, on, form):
    if wrong := pages.wrong_day(course, request.user, on):
        form.add_error(None, wrong)
        return None
    try:
        response = actions.enter(
            course=course,
            on=on,
            measure=measure.id,
            answers=form.answers(),
            source=form.cleaned_data["source"],
            by=request.user,
            id=once.row_id(form.cleaned_data["form_key"], request.user),
        )
    except actions.AnsweredAlready:
        form.add_error(
            None,
            _(
                "There are answers to this questionnaire for that day already. "
                "Choose another day, or look at them first."
            ),
        )
        return None
    except once.SentAlready:
        form.renew_key()
        form.add_error(None, _("You kept answers with this page already. Keep these too?"))
        return None
    except scoring.BadAnswer as bad:
        form.add_error(bad.item if bad.item in form.fields else None, NO_ANSWER)
        return None
    return _kept(request, course, response)


def _kept(request, course, response):
    if response.risk_level:
        messages.warning(
            request, _("A risk item was answered. Read it now, and say what was done.")
        )
        return redirect("safety:concerns", course.pk)
    messages.success(request, pages.entered(response))
    return redirect("checkins:schedule", course.pk)


def enter_address(course, measure, on) -> str:
    """The page on which one questionnaire of a day is typed in."""
    query = urlencode({"measure": measure, "on": on.isoformat()})
    return f"{reverse('checkins:enter', args=[course.pk])}?{query}"
