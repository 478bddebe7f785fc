"""The sessions of a course, and the note of each."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kith.audit.actions import opened
from kith.care.actions import NotYet
from kith.care.views import course_of
from kith.people.history import SomebodyElseSaved
from kith.schedule import gathered
from kith.schedule import reading as meetings
from kith.schedule.models import Appointment
from kith.web import book, once

from . import actions, beside, forms, reading, shape
from .models import NoteDraft, SessionRecord, SignedAlready


@require_GET
def sessions(request, course_id):
    """Every session so far: number, what mood went with, what was tried, and its note."""
    course = course_of(request, course_id)
    opened(course, by=request.user, what="sessions")
    context = {
        "course": course,
        "tab": "sessions",
        "rows": reading.of_course(course, request.user),
        "progress": meetings.progress(course),
        "zone": request.user.zone,
    }
    return render(request, "notes/sessions.html", context)


def _meeting(request, course, appointment_id):
    found = Appointment.objects.for_user(request.user).filter(course=course)
    found = found.select_related("course", "therapist__practice", "client__practice")
    return get_object_or_404(found, pk=appointment_id)


@require_http_methods(["GET", "POST"])
def write(request, course_id, appointment_id):
    """The note of one meeting: written, kept while it is written, signed; then read."""
    course = course_of(request, course_id)
    meeting = _meeting(request, course, appointment_id)
    note = SessionRecord.objects.for_user(request.user).filter(appointment=meeting).first()
    if note:
        return _signed(request, course, meeting, note)
    if request.method == "POST":
        return _written(request, course, meeting)
    draft = _draft(request, meeting)
    saved = draft.typed if draft else _fresh(meeting)
    form = _form(request, meeting, initial={**saved, "version": draft.version if draft else 0})
    return _page(request, meeting, form, draft=draft)


def _draft(request, meeting):
    return NoteDraft.objects.for_user(request.user).filter(appointment=meeting).first()


def _fresh(meeting):
    """The look back starts from what the client has already said on their own screen."""
    last = reading.practice_before(meeting, None)
    if last is None or last.state == "planned":
        return {}
    return {
        "back_result": last.state,
        "back_happened": last.happened,
        "back_learned": last.learned,
    }


def _form(request, meeting, data=None, initial=None):
    return forms.NoteForm(
        data,
        initial=initial,
        people=shape.people(meeting.course, request.user),
        last_practice=reading.practice_before(meeting, request.user),
    )


def _version(request):
    given = request.POST.get("version", "")
    return int(given) if given.isdigit() and len(given) < 10 else 0


def _written(request, course, meeting):
    """Keep what came, whatever it is; then do what the button says."""
    quietly = request.headers.get("X-Autosave") == "1"
    form = _form(request, meeting, data=request.POST)
    try:
        draft = actions.keep_draft(
            meeting=meeting,
            by=request.user,
            typed=forms.typed(request.POST, {*forms.NoteForm.base_fields, *form.fields}),
            version=_version(request),
        )
    except SignedAlready:
        note = SessionRecord.objects.for_user(request.user).filter(appointment=meeting).first()
        return _signed(request, course, meeting, note)
    except SomebodyElseSaved as other:
        if quietly:
            return JsonResponse({}, status=409)
        form.take_version(other.saved.version)
        form.add_error(None, _("This note was kept in another window meanwhile. See both below."))
        return _page(request, meeting, form, draft=other.saved, conflict=other.saved)
    if quietly:
        at = date_format(localtime(draft.kept_at), "H:i")
        return JsonResponse({"saved_at": at, "version": draft.version})
    form.take_version(draft.version)
    return _done(request, course, meeting, form, draft)


def _done(request, course, meeting, form, draft):
    deed = request.POST.get("deed", "keep")
    if deed == "keep":
        messages.success(request, _("Kept. Only you can read it until you sign."))
        return redirect("notes:write", course.pk, meeting.pk)
    if form.is_valid():
        try:
            return _sign_or_agree(request, course, meeting, form, deed)
        except actions.PracticeWaits as stop:
            form.add_error("p_person", book.text(stop.why))
        except actions.NotSafeWith as other:
            form.add_error("p_person", _not_safe(other.name))
        except NotYet:
            form.add_error(None, _("Only a meeting that was held has a note to sign."))
    return _page(request, meeting, form, draft=draft)


def _not_safe(name):
    words = _(
        "You noted that a joint session with %(name)s is not safe. If that has changed, "
        "change it on their card first."
    )
    return words % {"name": name}


def _sign_or_agree(request, course, meeting, form, deed):
    if deed == "agree":
        if form.practice():
            actions.agree_practice(meeting=meeting, by=request.user, **form.practice())
            messages.success(request, _("Agreed. The client can see it now."))
            return redirect("notes:write", course.pk, meeting.pk)
        form.add_error("p_what", _("Say what will be tried."))
        return _page(request, meeting, form)
    try:
        actions.sign(
            meeting=meeting,
            by=request.user,
            facts=gathered.facts(course),
            said=form.said(),
            practice=form.practice(),
        )
        messages.success(request, _("Signed."))
    except SignedAlready:
        note = SessionRecord.objects.for_user(request.user).filter(appointment=meeting).first()
        return _signed(request, course, meeting, note)
    return redirect("notes:write", course.pk, meeting.pk)


def _page(request, meeting, form, draft=None, conflict=None):
    course = meeting.course
    opened(meeting, by=request.user, what="note")
    context = {
        "course": course,
        "tab": "sessions",
        "meeting": meeting,
        "form": form,
        "draft": draft,
        "conflict": shape.conflict(conflict, form) if conflict else None,
        "beside": beside.gather(course, request.user),
        "last_practice": form.last_practice,
        "opening": [form[name] for name in form.OPENING if name in form.fields],
        "back": [form[name] for name in form.BACK if name in form.fields],
        "practice": [form[name] for name in form.PRACTICE],
        "practice_waits": reading.waits(course),
        "zone": request.user.zone,
        **shape.of_session(course, meeting),
    }
    return render(request, "notes/write.html", context, status=422 if form.errors else 200)


def _signed(request, course, meeting, note, form=None):
    """A signed note is read; new words that come late are given back, to be added."""
    late = ""
    if request.method == "POST" and form is None:
        if request.headers.get("X-Autosave") == "1":
            return JsonResponse({}, status=409)
        late = shape.unsaid(note, forms.typed(request.POST))
        if not late:
            messages.info(request, _("This note was signed already."))
            return redirect("notes:write", course.pk, meeting.pk)
        form = forms.AddendumForm(initial={"words": late})
    opened(note, by=request.user, what="note")
    context = {
        "course": course,
        "tab": "sessions",
        "meeting": meeting,
        "note": note,
        "sentence": shape.sentence(note),
        "addenda": shape.addenda(note, request.user),
        "form": form or forms.AddendumForm(),
        "late": bool(late),
        "zone": request.user.zone,
        "progress": meetings.progress(course),
    }
    status = 422 if form is not None else 200
    return render(request, "notes/signed.html", context, status=status)


@require_http_methods(["GET", "POST"])
def addendum(request, course_id, appointment_id):
    """Add to a signed note."""
    course = course_of(request, course_id)
    meeting = _meeting(request, course, appointment_id)
    found = SessionRecord.objects.for_user(request.user, "C" if request.method == "POST" else "R")
    note = get_object_or_404(found, appointment=meeting)
    if request.method == "GET":
        return redirect("notes:write", course.pk, meeting.pk)
    form = forms.AddendumForm(request.POST)
    if form.is_valid():
        id = once.row_id(form.cleaned_data["form_key"], request.user)
        try:
            actions.add(note=note, by=request.user, words=form.cleaned_data["words"], id=id)
            return redirect("notes:write", course.pk, meeting.pk)
        except once.SentAlready:
            form.renew_key()
            form.add_error(None, _("You added something with this page already. Add again?"))
    return _signed(request, course, meeting, note, form=form)
