"""What staff see and do with meetings."""

from datetime import date, timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kith import clock
from kith.audit.actions import opened, record
from kith.care.actions import GateClosed, NotYet, current_contract
from kith.care.views import course_of
from kith.people.access import full
from kith.people.history import SomebodyElseSaved
from kith.web import once

from . import actions, forms, gathered, reading, telling_words, times
from .models import Appointment


@require_GET
def calendar(request):
    """The week as a list, for the one who asks; all of the practice for coordinators."""
    record("opened.calendar", by=request.user)
    first = times.week_of(_asked_day(request))
    start, _end = reading.day_bounds(first, request.user.zone)
    end, _end = reading.day_bounds(first + timedelta(days=7), request.user.zone)
    meetings = reading.between(request.user, start, end)
    everyone = "coordinator" in request.user.roles
    if not everyone:
        meetings = meetings.filter(therapist=request.user)
    days = telling_words.days(meetings, first, request.user.zone)
    context = {
        "days": days,
        "first": first,
        "before": first - timedelta(days=7),
        "after": first + timedelta(days=7),
        "everyone": everyone,
        "any": bool(meetings),
    }
    return render(request, "schedule/calendar.html", context)


def _asked_day(request):
    today = clock.today(request.user.zone)
    try:
        asked = date.fromisoformat(request.GET.get("from", ""))
    except ValueError:
        return today
    return asked if 2000 <= asked.year <= 2100 else today


def _course(request, course_id):
    """The course, for those who may plan its meetings: coordinators see its frame only."""
    return course_of(request, course_id, minimal=True)


@require_http_methods(["GET", "POST"])
def series(request, course_id):
    """All meetings of a course, and a weekly series made or extended from the agreement."""
    course = _course(request, course_id)
    form = forms.SeriesForm(request.POST or None, initial=_from_contract(course))
    if request.method == "POST" and form.is_valid():
        if _plan(request, form, course, actions.plan_series):
            return redirect("schedule:series", course.pk)
    return _meetings_page(request, course, series_form=form)


@require_http_methods(["GET", "POST"])
def single(request, course_id):
    """One meeting on its own: a first conversation, a moved one, a follow-up."""
    course = _course(request, course_id)
    initial = {**_from_contract(course), "on": None, "kind": _usual_kind(course)}
    form = forms.MeetingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        if _plan(request, form, course, actions.book):
            return redirect("schedule:series", course.pk)
    opened(course, by=request.user, what="series")
    context = {**_frame(request, course), "form": form}
    return render(request, "schedule/single.html", context, status=422 if form.errors else 200)


def _plan(request, form, course, action):
    """Plan what the form says; a refusal becomes a sentence at the form."""
    therapist = course.therapist or request.user
    try:
        return action(
            course=course,
            therapist=therapist,
            zone=therapist.zone,
            by=request.user,
            id=once.row_id(form.cleaned_data["form_key"], request.user),
            **form.words(),
        )
    except actions.DoubleBooked as refusal:
        form.add_error("at", telling_words.double_booked(refusal.at, therapist.zone))
    except actions.MoreThanAgreed as refusal:
        form.add_error(None, telling_words.more_than_agreed(refusal.left))
    except once.SentAlready:
        form.renew_key()
        form.add_error(None, _("This page was sent already. Send it again to plan more."))
    return None


def _from_contract(course):
    contract = current_contract(course)
    if contract is None:
        return {}
    return {
        "minutes": contract.minutes,
        "mode": contract.mode,
        "place": contract.place,
        "every_days": contract.every_days,
        "from_on": max(contract.starts_on, clock.today(course.client.zone)),
        "weekday": contract.starts_on.weekday(),
        "count": reading.sessions_to_plan(course) or None,
    }


def _usual_kind(course):
    usual = {"enquiry": "consultation", "consultation": "consultation"}
    return usual.get(course.status, "session" if course.open else "follow_up")


def _frame(request, course):
    """What every page about a course's meetings needs."""
    treats = full(request.user, "episode")
    frame = "care/course_page.html" if treats else "schedule/frame.html"
    return {"course": course, "tab": "meetings", "frame": frame, "treats": treats}


def _meetings_page(request, course, series_form):
    opened(course, by=request.user, what="series")
    context = {
        **_frame(request, course),
        "form": series_form,
        "meetings": Appointment.objects.for_user(request.user)
        .filter(course=course)
        .select_related("therapist__practice"),
        "progress": reading.progress(course),
        "uncounted": reading.held_uncounted(course),
        "zone": request.user.zone,
    }
    status = 422 if series_form.errors else 200
    return render(request, "schedule/series.html", context, status=status)


@require_POST
def count(request, course_id):
    """Count the sessions held so far against the agreement, once the gates are passed."""
    course = _course(request, course_id)
    try:
        actions.number(course=course, facts=gathered.facts(course), by=request.user)
    except GateClosed as closed:
        context = {**_frame(request, course), "missing": closed.missing}
        return render(request, "schedule/not_counted.html", context, status=422)
    return redirect("schedule:series", course.pk)


def _meeting(request, appointment_id):
    found = Appointment.objects.for_user(request.user).select_related(
        "course__client__practice", "therapist__practice", "client__practice"
    )
    return get_object_or_404(found, pk=appointment_id)


@require_http_methods(["GET", "POST"])
def appointment(request, appointment_id):
    """One meeting: what became of it, or another time for it."""
    meeting = _meeting(request, appointment_id)
    form = forms.OutcomeForm(
        request.POST or None, initial={"version": meeting.version, "state": _usual_state(meeting)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            meeting = _settle(meeting, form.words(), form.cleaned_data["version"], request.user)
            return _settled(request, meeting)
        except SomebodyElseSaved as other:
            _say_conflict(form, other.saved)
        except actions.DoubleBooked as refusal:
            form.add_error(None, telling_words.double_booked(refusal.at, meeting.therapist.zone))
        except NotYet as refusal:
            form.add_error("state", telling_words.not_yet(str(refusal)))
    return _appointment_page(request, meeting, form, _move_form(meeting))


def _usual_state(meeting):
    return meeting.state if meeting.state != "planned" else ("held" if meeting.over else None)


def _settle(meeting, words, version, by):
    state, known = words["state"], {"meeting": meeting, "version": version, "by": by}
    if state == "held":
        return actions.hold(**known, facts=gathered.facts(meeting.course))
    if state == "did_not_attend":
        return actions.did_not_come(**known, reason=words["reason"])
    return actions.cancel(**known, cancelled_by=words["cancelled_by"], reason=words["reason"])


def _settled(request, meeting):
    """On to the meeting again; a session that does not count yet says which gates are closed."""
    if meeting.state == "held" and meeting.kind == "session" and not meeting.number:
        messages.info(request, _("Kept as held. It is not counted yet: see below."))
    return redirect("schedule:appointment", meeting.pk)


def _say_conflict(form, saved):
    form.take_version(saved.version)
    form.add_error(
        None,
        _(
            "Somebody else changed this meeting meanwhile. It now says: %(state)s. "
            "Save again if yours should stand instead."
        )
        % {"state": saved.get_state_display()},
    )


def _move_form(meeting, data=None):
    initial = {"on": meeting.on, "at": meeting.at, "version": meeting.version}
    return forms.MoveForm(data, initial=initial, prefix="move", auto_id="move_%s")


def _appointment_page(request, meeting, form, move_form):
    opened(meeting, by=request.user)
    course = meeting.course
    missing = ()
    if meeting.state == "held" and meeting.kind == "session" and not meeting.number:
        missing = gathered.missing(course)
    context = {
        **_frame(request, course),
        "meeting": meeting,
        "form": form,
        "move_form": move_form,
        "missing": missing,
        "progress": reading.progress(course),
        "zone": request.user.zone,
    }
    status = 422 if form.errors or move_form.errors else 200
    return render(request, "schedule/appointment.html", context, status=status)


@require_POST
def move(request, appointment_id):
    """Another time for this meeting, and for no other."""
    meeting = _meeting(request, appointment_id)
    form = _move_form(meeting, request.POST)
    if form.is_valid():
        words = form.words()
        try:
            actions.move(
                meeting=meeting, version=form.cleaned_data["version"], by=request.user, **words
            )
            return redirect("schedule:appointment", meeting.pk)
        except actions.DoubleBooked as refusal:
            form.add_error("at", telling_words.double_booked(refusal.at, meeting.therapist.zone))
        except SomebodyElseSaved as other:
            _say_conflict(form, other.saved)
        except NotYet:
            form.add_error(None, _("Only a planned meeting can be moved."))
    outcome = forms.OutcomeForm(initial={"version": meeting.version})
    return _appointment_page(request, meeting, outcome, form)


@require_POST
def undo(request, appointment_id):
    """Take the last change back before anybody was told."""
    meeting = _meeting(request, appointment_id)
    try:
        actions.undo(meeting=meeting, by=request.user)
        messages.success(request, _("Taken back. Nobody was told."))
    except NotYet:
        messages.warning(request, _("The ten minutes are over. Change the meeting instead."))
    except actions.DoubleBooked as refusal:
        messages.warning(request, telling_words.double_booked(refusal.at, meeting.therapist.zone))
    return redirect("schedule:appointment", meeting.pk)
