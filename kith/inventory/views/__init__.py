from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from ipt.safety import stops
from kith.audit.actions import opened
from kith.care.views import course_of
from kith.people import drafts
from kith.people.conflicts import two_texts
from kith.people.history import SomebodyElseSaved
from kith.safety.reading import private_question
from kith.web import book

from .. import actions, forms, reading, telling
from ..veil import SHARED_SCREEN
from . import own, shared

__all__ = ["own"]
EVERY = telling.shared_fields()


def _page(request, course, sitting=None, status=200, **more):
    context = shared.circle(request, course, sitting, course=course, tab="people", **more)
    if context["sitting"] is None or context["sitting"] == reading.newest(context["pictures"]):
        context["form"], context["draft"] = more.get("add") or _add_form(request, course)
        context["named_before"] = reading.named_before(course, request.user)
    context["picture_form"] = more.get("picture_form") or _new_picture(context["pictures"])
    context |= {
        "aside": reading.aside(course, request.user),
        "few": reading.few_people(course, request.user),
    }
    opened(course, by=request.user, what="people")
    return render(request, "inventory/people.html", context, status=status)


def _new_picture(pictures):
    last = max(pictures, key=lambda row: row.number, default=None)
    return forms.PictureForm(initial={"moment": "now", "after": last.pk if last else None})


def _add_form(request, course, **more):
    return shared.add_form(request, reverse("inventory:people", args=[course.pk]), **more)


@require_http_methods(["GET", "POST"])
def people(request, course_id):
    """The present picture and the same people as a list; somebody is added here."""
    course = course_of(request, course_id)
    add = form, _draft = _add_form(request, course, sent=True)
    if request.method == "POST" and form.is_valid() and shared.add(request, course.client, form):
        return redirect("inventory:people", course.pk)
    return _page(request, course, add=add, status=422 if form.errors else 200)


@require_http_methods(["GET"])
def picture(request, course_id, sitting_id):
    """One picture: before, an older one, the wished one."""
    course = course_of(request, course_id)
    return _page(request, course, shared.sitting_of(request, course, sitting_id))


@require_POST
def sittings(request, course_id):
    """Begin a new dated picture from the former one."""
    course = course_of(request, course_id)
    form = forms.PictureForm(request.POST)
    if form.is_valid() and (made := shared.begin(request, course.client, form)):
        return redirect("inventory:picture", course.pk, made.pk)
    return _page(request, course, picture_form=form, status=422)


@require_POST
def place(request, course_id, sitting_id, person_id):
    """Move one person in one picture."""
    course = course_of(request, course_id)
    row = shared.person_of(request, course, person_id, "U")
    sitting = shared.sitting_of(request, course, sitting_id)
    refused, met = shared.move(request, row, sitting, reading.sittings(course, request.user))
    if refused or met:
        return _page(request, course, sitting, refused=refused, met=met, status=422)
    return shared.to_moved("inventory:picture", course.pk, sitting.pk)


@require_http_methods(["GET"])
def between(request, course_id):
    """Then and now: any two pictures beside each other, and what moved, in sentences."""
    course = course_of(request, course_id)
    context = shared.then_and_now(request, course)
    opened(course, by=request.user, what="people")
    return render(request, "inventory/between.html", {"course": course, "tab": "people", **context})


@require_POST
def names(request, course_id):
    """Show names as initials in this browser, for a screen that others see; or names again."""
    course = course_of(request, course_id)
    request.session[SHARED_SCREEN] = "hide" in request.POST
    back = request.POST.get("back", "")
    if back.startswith(f"/courses/{course.pk}/"):
        return redirect(back)
    return redirect("inventory:people", course.pk)


@require_POST
def few(request, course_id):
    """Say that there are few people, or take it back."""
    course = course_of(request, course_id)
    actions.say_few_people(client=course.client, few="few" in request.POST, by=request.user)
    return redirect("inventory:people", course.pk)


@require_http_methods(["GET", "POST"])
def person(request, course_id, person_id):
    """One person: everything that is asked; what was said before; what only therapists note."""
    course = course_of(request, course_id)
    row = shared.person_of(request, course, person_id, "U" if request.method == "POST" else "R")
    form, draft = shared.person_form(request, row, EVERY)
    conflicts = []
    if request.method == "POST" and form.is_valid():
        conflicts = shared.save(request, row, form)
        if not conflicts:
            return redirect("inventory:person", course.pk, row.pk)
    return _person_page(request, course, row, form, conflicts, draft=draft)


def _person_page(request, course, row, form, conflicts=(), note_form=None, draft=None):
    opened(row, by=request.user)
    question = private_question(course)
    note = reading.safety_note(row, request.user)
    names = ("words", "conjoint", "bearing")
    kept = {name: getattr(note, name, "") or "" for name in names}
    kept |= {"version": note.version if note else 0}
    place = reverse("inventory:safety_note", args=[course.pk, row.pk])
    initial, note_draft = drafts.initial(request, kept, place, "note")
    context = {
        "course": course,
        "tab": "people",
        "person": row,
        "name": row.called(request.user),
        "form": form,
        "draft": draft,
        "conflicts": conflicts,
        "story": reading.story(row, request.user),
        "note_form": note_form or forms.SafetyNoteForm(initial=initial, prefix="note"),
        "note_draft": note_draft,
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
    row = shared.person_of(request, course, person_id)
    note_form = forms.SafetyNoteForm(request.POST, prefix="note")
    conflicts = []
    if note_form.is_valid():
        said = note_form.cleaned_data
        try:
            actions.save_safety_note(person=row, by=request.user, **said)
        except SomebodyElseSaved as other:
            note_form.take_version(other.saved.version)
            label = note_form.fields["words"].label
            conflicts = [two_texts(label, other.saved, other.saved.words, said["words"])]
        else:
            drafts.drop(request.user, request.path)
            return redirect("inventory:person", course.pk, row.pk)
    form, _draft = shared.person_form(request, row, EVERY, sent=False)
    return _person_page(request, course, row, form, conflicts, note_form)


@require_POST
def aside(request, course_id, person_id):
    """Set somebody aside, or bring them back."""
    course = course_of(request, course_id)
    row = shared.person_of(request, course, person_id, "U")
    deed = actions.bring_back if "back" in request.POST else actions.set_aside
    deed(person=row, by=request.user)
    return redirect("inventory:people", course.pk)
