"""How it hangs together: written from what is there, corrected, agreed by both."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.audit.actions import opened
from kith.care.views import course_of
from kith.intake import reading as intake
from kith.intake.actions import save_twin
from kith.inventory import reading as inventory
from kith.people import drafts
from kith.people.conflicts import two_texts
from kith.people.history import SomebodyElseSaved
from kith.web import once
from kith.web.forms import was_shown

from .. import forms_formulation as forms
from .. import formulating, reading, reading_evidence
from .. import reading_formulation as reading_of
from ..models import Formulation

TWIN = "formulation"


@require_http_methods(["GET", "POST"])
def write(request, course_id):
    """The version that stands, what the client said to it, and the form for the next."""
    course = course_of(request, course_id)
    versions = reading_of.versions(course, request.user)
    twin = intake.twin(course, TWIN, request.user)
    initial, draft = drafts.initial(request, _said(course, request.user, versions, twin))
    form = _form(request, course, versions, request.POST or None, initial)
    composed, conflicts = "", []
    if request.method == "POST" and "compose" in request.POST:
        form.is_valid()
        composed = _composed(course, request.user, form)
        form = _form(request, course, versions, None, _typed(form, composed))
    elif request.method == "POST" and form.is_valid():
        conflicts = _save(request, course, form, versions)
        if not conflicts:
            drafts.drop(request.user, request.path)
            messages.success(request, _("Saved. The client can read it."))
            return redirect("focus:formulation", course.pk)
    context = {"form": form, "draft": draft, "conflicts": conflicts, "composed": composed}
    return _page(request, course, versions, context)


def _page(request, course, versions, more):
    opened(course, by=request.user, what="focus")
    form = more["form"]
    answer = more.pop("answer", None)
    refused = form.errors or more.get("conflicts") or (answer and answer.errors)
    number = {"number": versions[0].row.number} if versions else {}
    place = reverse("focus:formulation_answer", args=[course.pk])
    initial, kept = drafts.initial(request, number, place, "a")
    context = {
        "course": course,
        "tab": "focus",
        "present": versions[0] if versions else None,
        "versions": versions,
        "waiting": reading_of.waiting(versions),
        "answer": answer or forms.FormulationAnswerForm(initial=initial, prefix="a"),
        "answer_kept": kept,
        "facts": reading_evidence.Collected(course, request.user).always(),
        "most": forms.book_formulation.WORDS_AT_MOST,
        "count": forms.book_formulation.words(str(form["words"].value() or "")),
        "zone": request.user.zone,
        **more,
    }
    status = 422 if refused else 200
    return render(request, "focus/formulation.html", context, status=status)


def _form(request, course, versions, data, initial):
    return forms.FormulationForm(
        data,
        initial=initial,
        people=inventory.present(course, request.user),
        names_illness=reading_of.names_illness(course),
        waiting=reading_of.waiting(versions) is not None,
    )


def _said(course, user, versions, twin):
    private = {
        "private": twin.words if twin else "",
        "private_version": twin.version if twin else 0,
        "takes_over": True,
    }
    if not versions:
        return {**reading_of.to_begin_from(course, user), "read_number": 0, **private}
    row = versions[0].row
    return {
        **row.parts,
        "words": row.words,
        "people": row.person_ids,
        "sessions": row.sessions,
        "read_number": row.number,
        **private,
    }


def _typed(form, composed):
    """What was typed, for a form to go on with; the draft only where no text is there yet."""
    typed = {bound.name: bound.value() for bound in form}
    if not (typed["words"] or "").strip():
        typed["words"] = composed
    return typed


def _composed(course, user, form):
    held = next(iter(reading.held_areas(course, user)), None)
    focus = (held.choice.client_words or held.client_label) if held else ""
    meant = reading_of.meant(course, user)
    return reading_of.draft(form.cleaned_data, focus, meant)


def _save(request, course, form, versions):
    said = form.cleaned_data
    held = next(iter(reading.held_areas(course, request.user)), None)
    waiting = reading_of.waiting(versions)
    conflicts = []
    try:
        formulating.write(
            course=course,
            by=request.user,
            words=said["words"],
            read_number=said["read_number"],
            parts=form.parts(),
            person_ids=said.get("people", []),
            sessions=said.get("sessions"),
            area=held.area if held else "",
            takes_over=waiting if waiting and said.get("takes_over") else None,
        )
    except formulating.FormulationChanged as other:
        form.take_number(other.saved.number)
        conflicts.append(newer(other.saved, said["words"]))
    conflicts += _save_private(request, course, form)
    return conflicts


def newer(saved, words):
    """A version that was written meanwhile, beside the words typed here."""
    shown = two_texts(_("The text"), saved, saved.words, words)
    return {**shown, "saved_by": saved.author.name, "saved_at": saved.written_at}


def _save_private(request, course, form):
    if not was_shown(form, "private"):
        return []
    words, read = form.cleaned_data["private"], form.cleaned_data.get("private_version") or 0
    try:
        save_twin(course=course, place=TWIN, version=read, words=words, by=request.user)
    except SomebodyElseSaved as other:
        form.data = form.data.copy()
        form.data["private_version"] = str(other.saved.version)
        return [two_texts(_("Only for you"), other.saved, other.saved.words, words)]
    return []


@require_POST
def answer(request, course_id):
    """What the client said to it in the room, as said."""
    course = course_of(request, course_id)
    form = forms.FormulationAnswerForm(request.POST, prefix="a")
    if form.is_valid():
        if said_to(request, course, form, told="said"):
            drafts.drop(request.user, request.path)
            return redirect("focus:formulation", course.pk)
    versions = reading_of.versions(course, request.user)
    twin = intake.twin(course, TWIN, request.user)
    initial, draft = drafts.initial(request, _said(course, request.user, versions, twin))
    own = _form(request, course, versions, None, initial)
    return _page(request, course, versions, {"form": own, "answer": form, "draft": draft})


def said_to(request, course, form, told):
    """Keep an answer to the version that was read; False when the form says why not."""
    found = Formulation.objects.for_user(request.user, "U").filter(course=course)
    row = get_object_or_404(found, number=form.cleaned_data["number"])
    id = once.row_id(form.cleaned_data["form_key"], request.user)
    try:
        formulating.answer(formulation=row, id=id, by=request.user, told=told, **form.words())
    except formulating.NotThisVersion as newer_one:
        form.take_number(newer_one.present.number)
        form.add_error(
            None, _("A newer version stands now. Read it, then say again whether it fits.")
        )
    except once.SentAlready:
        form.renew_key()
        form.add_error(None, _("You answered with this page before. Save again to add to it."))
    else:
        return True
    return False


@require_POST
def agree(request, course_id):
    """The therapist agrees to the version that the client wrote."""
    course = course_of(request, course_id)
    found = Formulation.objects.for_user(request.user, "U").filter(course=course)
    typed = request.POST.get("number", "")
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0
    row = get_object_or_404(found, number=number)
    try:
        formulating.agree(formulation=row, by=request.user)
    except formulating.NotThisVersion:
        messages.info(request, _("A newer version stands now. Read it first."))
    return redirect("focus:formulation", course.pk)


@require_safe
def page(request, course_id):
    """The page the client keeps, for printing: for somebody who works without a screen."""
    course = course_of(request, course_id)
    present = reading_of.present(course, request.user)
    opened(course, by=request.user, what="focus")
    context = {
        "course": course,
        "tab": "focus",
        "present": present,
        "people": reading_of.people_of(present, course, request.user),
        "zone": request.user.zone,
    }
    return render(request, "focus/formulation_page.html", context)
