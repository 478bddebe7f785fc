from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.people import drafts
from kith.people.history import SomebodyElseSaved
from kith.web import once

from .. import actions, forms, reading
from . import deeds, sides


@require_http_methods(["GET", "POST"])
def add(request, course_id, piece):
    """An event, a point of the line or a symptom is put on the timeline."""
    return deeds.add(sides.desk(request, course_id), piece)


@require_http_methods(["GET", "POST"])
def mark(request, course_id, piece, mark_id):
    """One thing on the line: what it says, what it said before, what only therapists note."""
    side = sides.desk(request, course_id)
    return deeds.mark(side, piece, mark_id, beside=_beside(side, piece))


def _beside(side, piece, note_form=None, conflicts=()):
    """What stands beside the form of a mark, on the desk."""

    def beside(row):
        found = {"story": reading.story(row)}
        if piece != "event":
            return found
        note = reading.note(row, side.user)
        kept = {"words": note.words, "version": note.version} if note else {"version": 0}
        place = side.url("note", row.pk)
        initial, draft = drafts.initial(side.request, kept, place, "note")
        return {
            **found,
            "note_form": note_form or forms.NoteForm(initial=initial, prefix="note"),
            "note_draft": draft,
            "note_url": place,
            "note_conflicts": conflicts,
            "wrong": bool(conflicts or (note_form and note_form.errors)),
        }

    return beside


@require_POST
def note(request, course_id, mark_id):
    """What the therapist thinks of an event; for the client's therapists alone."""
    side = sides.desk(request, course_id)
    row = deeds.row_of(side, "event", mark_id)
    form, conflicts = forms.NoteForm(request.POST, prefix="note"), []
    if form.is_valid():
        try:
            actions.note_event(event=row, by=request.user, **form.cleaned_data)
        except SomebodyElseSaved as other:
            form.take_version(other.saved.version)
            conflicts = deeds.both(form, other.saved)
        if not conflicts:
            drafts.drop(request.user, request.path)
            return redirect(side.url("mark", "event", row.pk))
    names = deeds.FIELDS["event"]
    initial = {name: getattr(row, name) for name in names} | {"version": row.version}
    change = forms.CHANGE["event"](initial=initial, **side.choices(row))
    beside = _beside(side, "event", form, conflicts)
    return deeds.mark_page(side, "event", row, change, beside=beside)


@require_POST
def aside(request, course_id, piece, mark_id):
    """Take something off the line, or put it back."""
    return deeds.aside(sides.desk(request, course_id), piece, mark_id, "U")


@require_http_methods(["GET", "POST"])
def onset(request, course_id):
    """When it began to get hard, and what was going on then."""
    return deeds.onset(sides.desk(request, course_id))


@require_safe
def line(request, course_id):
    """The line of mood, by hand and by numbers."""
    return deeds.line(sides.desk(request, course_id))


@require_POST
def together(request, course_id):
    """The two have gone through the line together."""
    side = sides.desk(request, course_id)
    form = forms.LookForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Open the timeline again and press the button there."))
        return side.back()
    id = once.row_id(form.cleaned_data["form_key"], request.user)
    actions.look_at(course=side.course, id=id, by=request.user)
    messages.success(request, _("Noted: you went through the line together today."))
    return side.back()
