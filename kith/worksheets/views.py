from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ipt import forms as book_forms
from kith.audit.actions import opened
from kith.care import reading as care
from kith.care.views import course_of
from kith.people import access, drafts
from kith.people.conflicts import two_texts
from kith.people.history import SomebodyElseSaved
from kith.web.forms import was_shown

from . import actions, beside, letters, reading, sheets
from .forms import Asked


@require_safe
def course_sheets(request, course_id):
    """All sheets of the course's protocol: what is begun, what is whole, what could be."""
    course = course_of(request, course_id)
    opened(course, by=request.user, what="worksheets")
    context = {"course": course, "tab": "worksheets", "lines": reading.lines(course, request.user)}
    return render(request, "worksheets/list.html", context)


@require_http_methods(["GET", "POST"])
def sheet(request, course_id, sheet_id):
    """One sheet: shared questions, and beside them what is only for therapists."""
    course = course_of(request, course_id)
    kind, number = _known(course, sheet_id)
    row = _row(kind, course, number, request)
    if row is None and not access.full(request.user, kind.model.access_object, "C"):
        raise Http404
    stop = reading.stopped(kind, course)
    found = beside.gather(course, request.user, kind.form.id)
    asked, draft = _asked(request, kind, course, row, suggest=found["suggest"])
    conflicts = []
    if request.method == "POST" and not stop and asked.is_valid():
        said = asked.shared.answers()
        refused = _not_safe(reading.not_safe_with(kind, said, course, request.user))
        refused = refused or letters.may_be_kept(kind, said, row, course)
        conflicts = [] if refused else _save(request, course, kind, number, asked)
        if refused:
            asked.shared.add_error(None, refused)
        elif not conflicts:
            drafts.drop(request.user, request.path)
            messages.success(request, _("Saved."))
            return _onwards(request, "worksheets:sheet", course.pk, sheet_id)
    opened(row or course, by=request.user, what="worksheet")
    kept = (row.answers if row else None) or {}
    context = {
        **_context(request, kind, row, asked, draft, conflicts),
        "course": course,
        "tab": "worksheets",
        "number": number,
        "stop": stop,
        "another": kind.row_id(course, number + 1) if row and number < sheets.MOST else None,
        "id": sheet_id,
        "not_safe": _not_safe(reading.not_safe_with(kind, kept, course, request.user)),
        "letter_waits": "" if kept.get("sent_on") else letters.waits(kind, kept, course),
        "notice": letters.notice(kind, kept, course),
        "beside": found["said"],
        "former": _former(kind, row, course, request.user),
        "zone": request.user.zone,
    }
    return render(request, "worksheets/sheet.html", context, status=_status(asked, conflicts, stop))


def _not_safe(names):
    """Why nothing is planned with these people; "" for nobody."""
    words = _(
        "You noted that a joint session with %(name)s is not safe. If that has changed, "
        "change it on their card first."
    )
    return words % {"name": ", ".join(names)} if names else ""


@require_POST
def offer(request, course_id, sheet_id):
    """Lay an empty sheet before the client, so that they can begin."""
    course = course_of(request, course_id)
    kind, number = _known(course, sheet_id)
    allowed = access.full(request.user, kind.model.access_object, "C")
    if not kind.form.client_visible or not allowed or reading.stopped(kind, course):
        raise Http404
    actions.offer(course=course, kind=kind, number=number, by=request.user)
    messages.success(request, _("The client can begin on their own page now."))
    return redirect("worksheets:sheet", course.pk, sheet_id)


@require_safe
def own_sheets(request):
    """The client's sheets: what we fill in together."""
    course = care.present_course(request.user)
    lines = reading.own(course, request.user) if course else []
    return render(request, "worksheets/own_list.html", {"lines": lines})


@require_http_methods(["GET", "POST"])
def own_sheet(request, sheet_id):
    """One of the client's sheets."""
    course = care.present_course(request.user)
    found = sheets.find(course, sheet_id) if course else None
    if found is None:
        raise Http404
    kind, number = found
    letter = "U" if request.method == "POST" else "R"
    row = get_object_or_404(kind.model.objects.for_user(request.user, letter), pk=sheet_id)
    stop = reading.stopped(kind, course)
    asked, draft = _asked(request, kind, course, row, staff=False)
    conflicts = []
    if request.method == "POST" and not stop and asked.is_valid():
        conflicts = _save(request, course, kind, number, asked)
        if not conflicts:
            drafts.drop(request.user, request.path)
            if "more" not in request.POST:
                messages.success(request, _("Saved. You can talk about it when you meet."))
            return _onwards(request, "worksheets:own_sheet", sheet_id)
    context = {
        **_context(request, kind, row, asked, draft, conflicts),
        "waits": bool(stop),
        "zone": request.client.zone,
    }
    status = _status(asked, conflicts, stop)
    return render(request, "worksheets/own_sheet.html", context, status=status)


def _known(course, sheet_id):
    found = sheets.find(course, sheet_id)
    if found is None:
        raise Http404
    return found


def _row(kind, course, number, request):
    """The sheet as the asker may see it; None while it is not begun."""
    letter = "U" if request.method == "POST" else "R"
    rows = kind.model.objects.for_user(request.user, letter)
    return rows.filter(pk=kind.row_id(course, number)).select_related("saved_by").first()


def _asked(request, kind, course, row, *, staff=True, suggest=None):
    draft = drafts.found(request.user, request.path)
    return Asked(
        kind,
        refs=reading.refs(course, request.user, suggest),
        row=row,
        private=reading.private(row, request.user) if staff else None,
        data=request.POST or None,
        typed=draft.typed if draft else None,
        more=request.GET.get("more", ""),
        staff=staff,
    ), None if request.method == "POST" else draft


def _context(request, kind, row, asked, draft, conflicts):
    answers = (row.answers if row else None) or {}
    reminders = book_forms.reminders(kind.form, answers)
    return {
        "kind": kind,
        "row": row,
        "asked": asked,
        "draft": draft,
        "conflicts": conflicts,
        "reminders": [kind.words.reminders[id] for id in reminders],
        "open": len(book_forms.missing(kind.form, answers)) if row else None,
    }


def _status(asked, conflicts, stop):
    return 422 if asked.wrong or conflicts else 200


def _onwards(request, name, *ids):
    """Back to the sheet: to the list that asked for one more line, else to its top."""
    group = request.POST.get("more", "")
    answer = redirect(name, *ids)
    if group.isidentifier():
        answer["Location"] += f"?more={group}#{group}"
    return answer


def _save(request, course, kind, number, asked):
    conflicts = _save_shared(request, course, kind, number, asked)
    if conflicts or asked.beside is None or not was_shown(asked.beside, "beside_words"):
        return conflicts
    row = kind.model.objects.for_user(request.user).get(pk=kind.row_id(course, number))
    try:
        actions.save_private(
            sheet=row,
            version=asked.beside.cleaned_data.get("private_version") or 0,
            answers=asked.beside.answers(),
            words=asked.beside.cleaned_data["beside_words"],
            by=request.user,
        )
    except SomebodyElseSaved as other:
        asked.beside.take_private_version(other.saved.version)
        yours = asked.beside.cleaned_data["beside_words"]
        return [two_texts(_("Only for you"), other.saved, other.saved.words, yours)]
    return []


def _save_shared(request, course, kind, number, asked):
    try:
        actions.save(
            course=course,
            kind=kind,
            number=number,
            version=asked.shared.cleaned_data["version"],
            answers=asked.shared.answers(),
            by=request.user,
        )
    except SomebodyElseSaved as other:
        asked.shared.take_version(other.saved.version)
        return _both(kind, other.saved, asked, reading.refs(course, request.user))
    return []


def _both(kind, saved, asked, refs):
    """Each question whose two answers differ: as saved, and as typed."""
    theirs = dict(reading.in_words(kind, saved.answers, refs))
    yours = dict(reading.in_words(kind, asked.shared.answers(), refs))
    labels = dict.fromkeys([*theirs, *yours])
    return [
        two_texts(label, saved, theirs.get(label, ""), yours.get(label, ""))
        for label in labels
        if theirs.get(label) != yours.get(label)
    ]


def _former(kind, row, course, user):
    """What the sheet said before, in words."""
    if row is None:
        return []
    refs = reading.refs(course, user)
    return [
        {"who": old.saved_by, "at": old.saved_at, "lines": _lines(kind, old, refs)}
        for old in reading.former(row)
    ]


def _lines(kind, old, refs):
    return reading.in_words(kind, (old.said or {}).get("answers"), refs)
