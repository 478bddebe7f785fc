"""The client's own page: how it hangs together, to correct, to agree to and to keep."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.care import reading as care
from kith.people import drafts

from .. import forms_formulation as forms
from .. import formulating
from .. import reading_formulation as reading
from .formulation import newer, said_to


def _own_course(request):
    course = care.present_course(request.user)
    if course is None:
        raise Http404
    return course


@require_safe
def read(request):
    """How it hangs together, as it stands, and what I said to it."""
    return _page(request, care.present_course(request.user))


def _page(request, course, form=None):
    versions = reading.versions(course, request.user) if course else []
    present = versions[0] if versions else None
    number = {"number": present.row.number} if present else {}
    row = present.row if present else None
    initial, draft = drafts.initial(request, number, reverse("focus:own_formulation_answer"))
    context = {
        "present": present,
        "earlier": versions[1:],
        "people": reading.people_of(row, course, request.user) if row else [],
        "form": form or forms.FormulationAnswerForm(initial=initial),
        "draft": draft,
        "zone": request.client.zone,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "focus/own_formulation.html", context, status=status)


@require_POST
def answer(request):
    """The client says whether it fits, in their own words."""
    course = _own_course(request)
    form = forms.FormulationAnswerForm(request.POST)
    if form.is_valid() and said_to(request, course, form, told="screen"):
        drafts.drop(request.user, request.path)
        messages.success(request, _("Saved. You look at it together when you next meet."))
        return redirect("focus:own_formulation")
    return _page(request, course, form)


@require_http_methods(["GET", "POST"])
def words(request):
    """The client puts the text into their own words: a new version."""
    course = _own_course(request)
    present = reading.present(course, request.user)
    if present is None:
        raise Http404
    saved = {"words": present.words, "read_number": present.number}
    initial, draft = drafts.initial(request, saved)
    form = forms.FormulationWords(request.POST or None, initial=initial)
    conflicts = []
    if request.method == "POST" and form.is_valid():
        conflicts = _write(request, course, present, form)
        if not conflicts:
            drafts.drop(request.user, request.path)
            messages.success(request, _("Saved. Your therapist reads it before you next meet."))
            return redirect("focus:own_formulation")
    context = {
        "form": form,
        "draft": draft,
        "conflicts": conflicts,
        "most": forms.book_formulation.WORDS_AT_MOST,
        "count": forms.book_formulation.words(str(form["words"].value() or "")),
        "zone": request.client.zone,
    }
    status = 422 if form.errors or conflicts else 200
    return render(request, "focus/own_formulation_words.html", context, status=status)


def _write(request, course, present, form):
    """Only the text is the client's to write here; what it is made of stays with it."""
    said = form.cleaned_data
    try:
        formulating.write(
            course=course,
            by=request.user,
            words=said["words"],
            read_number=said["read_number"],
            parts=present.parts,
            person_ids=present.person_ids,
            sessions=present.sessions,
            area=present.area,
        )
    except formulating.FormulationChanged as other:
        form.take_number(other.saved.number)
        return [newer(other.saved, said["words"])]
    return []
