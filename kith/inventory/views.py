from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ipt.safety import stops
from kith.audit.actions import opened
from kith.care.views import course_of
from kith.people.history import SomebodyElseSaved
from kith.safety.reading import private_question
from kith.web import book, once

from . import actions, forms, reading
from .models import Person


def _add(request, client, form):
    """Put somebody into the circle; True when it is done."""
    id = once.row_id(form.cleaned_data["form_key"], request.user)
    try:
        person = actions.add_person(client=client, id=id, by=request.user, **form.words())
    except once.SentAlready:
        form.renew_key()
        form.add_error(
            None, _("You added somebody with this page before. Save again to add another.")
        )
        return False
    _mind_the_name(request, person)
    return True


def _mind_the_name(request, person):
    if forms.looks_like_a_full_name(person.display_name):
        messages.info(
            request, _("That looks like a full name. A first name or a nickname is enough.")
        )


def _said(person, place):
    names = ("display_name", "relation", "relation_words", "status")
    said = {name: getattr(person, name) for name in names}
    said |= {name: getattr(place, name, "") for name in ("ring", "good", "hard")}
    return {**said, "version": person.version}


def _change(request, person, form):
    """Save a changed line; gives what somebody else saved meanwhile, to show beside it."""
    try:
        changed = actions.edit_person(
            person=person, version=form.cleaned_data["version"], by=request.user, **form.words()
        )
    except SomebodyElseSaved as other:
        form.take_version(other.saved.version)
        return _conflicts(request, form, other.saved)
    _mind_the_name(request, changed)
    return []


def _conflicts(request, form, saved):
    theirs = _said(saved, reading.place_of(saved, request.user))
    who, at = reading.last_saved(saved)
    return [
        {
            "label": form.fields[name].label,
            "saved_text": _plain(form, name, theirs[name]),
            "saved_by": who.name if who else "",
            "saved_at": at,
            "your_text": _plain(form, name, text),
        }
        for name, text in form.words().items()
        if theirs[name] != text
    ]


def _plain(form, name, value):
    choices = dict(getattr(form.fields[name], "choices", ()))
    return choices.get(value, value)


@require_http_methods(["GET", "POST"])
def people(request, course_id):
    """The circle and the same people as a list; somebody is added here."""
    course = course_of(request, course_id)
    form = forms.AddForm(request.POST or None, initial={"ring": "middle"})
    if request.method == "POST" and form.is_valid() and _add(request, course.client, form):
        return redirect("inventory:people", course.pk)
    opened(course, by=request.user, what="people")
    shown = reading.present(course, request.user)
    context = {
        "course": course,
        "tab": "people",
        "form": form,
        "people": shown,
        "aside": reading.aside(course, request.user),
    }
    return render(request, "inventory/people.html", context, status=422 if form.errors else 200)


def _person(request, course, person_id, letter="R"):
    found = Person.objects.for_user(request.user, letter).filter(client=course.client_id)
    return get_object_or_404(found, pk=person_id)


@require_http_methods(["GET", "POST"])
def person(request, course_id, person_id):
    """One person: who, where, good and hard; what was said before; what only therapists note."""
    course = course_of(request, course_id)
    row = _person(request, course, person_id, "U" if request.method == "POST" else "R")
    said = _said(row, reading.place_of(row, request.user))
    form = forms.ChangeForm(request.POST or None, initial=said)
    conflicts = []
    if request.method == "POST" and form.is_valid():
        conflicts = _change(request, row, form)
        if not conflicts:
            return redirect("inventory:person", course.pk, row.pk)
    return _person_page(request, course, row, form, conflicts)


def _person_page(request, course, row, form, conflicts=(), note_form=None):
    opened(row, by=request.user)
    question = private_question(course)
    note = reading.safety_note(row, request.user)
    kept = {"words": note.words, "conjoint": note.conjoint, "version": note.version} if note else {}
    context = {
        "course": course,
        "tab": "people",
        "person": row,
        "form": form,
        "conflicts": conflicts,
        "story": reading.story(row, request.user),
        "note_form": note_form
        or forms.SafetyNoteForm(initial={"version": 0, **kept}, prefix="note"),
        "stopped": [
            book.text(f"stop.act.{act}")
            for act in stops.acts()
            if stops.about_person(act) and stops.stopped(act, question)
        ],
        "private_question": question,
        "zone": request.user.zone,
    }
    wrong = form.errors or conflicts or (note_form and note_form.errors)
    return render(request, "inventory/person.html", context, status=422 if wrong else 200)


@require_POST
def safety_note(request, course_id, person_id):
    """What to mind about safety with this person; for the client's therapists alone."""
    course = course_of(request, course_id)
    row = _person(request, course, person_id)
    note_form = forms.SafetyNoteForm(request.POST, prefix="note")
    conflicts = []
    if note_form.is_valid():
        said = note_form.cleaned_data
        try:
            actions.save_safety_note(person=row, by=request.user, **said)
        except SomebodyElseSaved as other:
            note_form.take_version(other.saved.version)
            who, at = reading.last_saved(other.saved)
            conflicts = [
                {
                    "label": note_form.fields["words"].label,
                    "saved_text": other.saved.words,
                    "saved_by": who.name if who else "",
                    "saved_at": at,
                    "your_text": said["words"],
                }
            ]
        else:
            return redirect("inventory:person", course.pk, row.pk)
    place = reading.place_of(row, request.user)
    form = forms.ChangeForm(initial=_said(row, place))
    return _person_page(request, course, row, form, conflicts, note_form)


def _turn(request, row):
    deed = actions.bring_back if "back" in request.POST else actions.set_aside
    deed(person=row, by=request.user)


@require_POST
def aside(request, course_id, person_id):
    """Set somebody aside, or bring them back."""
    course = course_of(request, course_id)
    _turn(request, _person(request, course, person_id, "U"))
    return redirect("inventory:people", course.pk)


@require_http_methods(["GET", "POST"])
def own_people(request):
    """The client's own circle and list."""
    form = forms.AddForm(request.POST or None, initial={"ring": "middle"})
    if request.method == "POST" and form.is_valid() and _add(request, request.client, form):
        return redirect("inventory:own_people")
    shown = reading.present(request.client, request.user)
    context = {
        "form": form,
        "people": shown,
        "aside": reading.aside(request.client, request.user),
    }
    return render(request, "inventory/own_people.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def own_person(request, person_id):
    """One of the client's people, changed by the client."""
    row = get_object_or_404(Person.objects.for_user(request.user, "U"), pk=person_id)
    said = _said(row, reading.place_of(row, request.user))
    form = forms.ChangeForm(request.POST or None, initial=said)
    conflicts = []
    if request.method == "POST" and form.is_valid():
        conflicts = _change(request, row, form)
        if not conflicts:
            messages.success(request, _("Saved."))
            return redirect("inventory:own_people")
    context = {
        "form": form,
        "person": row,
        "conflicts": conflicts,
        "zone": request.client.zone,
    }
    status = 422 if form.errors or conflicts else 200
    return render(request, "inventory/own_person.html", context, status=status)


@require_POST
def own_aside(request, person_id):
    """The client takes somebody out of the picture, or brings them back."""
    row = get_object_or_404(Person.objects.for_user(request.user, "D"), pk=person_id)
    _turn(request, row)
    return redirect("inventory:own_people")
