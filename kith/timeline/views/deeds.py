"""What can be done on either side, once it is known whose page it is."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from ipt.timeline.dates import read
from kith import clock
from kith.audit.actions import tells_of
from kith.people import drafts
from kith.people.conflicts import two_texts
from kith.people.history import SomebodyElseSaved
from kith.web import once

from .. import actions, forms, reading
from .. import when as said
from ..models import MoodPoint

FIELDS = {
    "event": (
        "title", "when", "kind", "valence", "person_ids", "area", "told_by",
        "hide_from_joint_sessions",
    ),
    "mood": ("when", "mood", "label"),
    "symptom": ("symptom", "when", "turn"),
}  # fmt: skip
ZERO = "00000000-0000-0000-0000-000000000000"  # where the drawn line puts the id of a point
BACK = timedelta(days=730)  # how far the drawn line reaches back at least
BEFORE = timedelta(days=45)  # and before its first point


def model_of(piece):
    """What an address names; anything else is not there."""
    if piece not in reading.MODELS:
        raise Http404
    return reading.MODELS[piece]


def row_of(side, piece, mark_id, letter="R"):
    found = model_of(piece).objects.for_user(side.user, letter).filter(client=side.client.pk)
    return get_object_or_404(found, pk=mark_id)


def by_line(request) -> bool:
    """Whether the drawn line asks: it takes an answer in data."""
    return request.headers.get("X-Line") == "1"


def told(row) -> dict:
    """A point of the line, as the drawn line takes it."""
    tells_of(row.client_id)
    at = read(row.when)
    return {
        "id": str(row.pk),
        "version": row.version,
        "when": row.when,
        "middle": at.middle.isoformat(),
        "words": said.words(at),
        "mood": row.mood,
        "label": row.label,
    }


def add(side, piece):
    """Put something on the line."""
    request = side.request
    model = model_of(piece)
    initial, draft = drafts.initial(request, {})
    form = forms.ADD[piece](request.POST or None, initial=initial, **side.choices())
    if request.method == "POST" and form.is_valid():
        row = _made(side, model, form)
        if row is not None:
            drafts.drop(request.user, request.path)
            if by_line(request):
                return JsonResponse(told(row) if piece == "mood" else {}, status=201)
            _say(request, row)
            return side.back()
    if by_line(request) and form.errors:
        return _refused(form)
    context = {"form": form, "piece": piece, "draft": draft, "title": _title(piece)}
    return side.page("add", context, 422 if form.errors else 200)


def _made(side, model, form):
    id = once.row_id(form.cleaned_data["form_key"], side.user)
    try:
        return actions.add(model=model, client=side.client, id=id, by=side.user, **form.words())
    except once.SentAlready:
        form.renew_key()
        form.add_error(
            None, _("You added something with this page before. Save again to add another.")
        )
        return None


def _say(request, row):
    words = _("Saved. The date is understood as: %(when)s.")
    messages.success(request, words % {"when": said.understood(read(row.when))})


def _refused(form):
    first = next(error for errors in form.errors.values() for error in errors)
    return JsonResponse({"sentence": first}, status=422)


def _title(piece) -> str:
    return {
        "event": _("Something that happened"),
        "mood": _("How mood was"),
        "symptom": _("A symptom"),
    }[piece]


def mark(side, piece, mark_id, beside=None):
    """Change something on the line; who saves second sees both."""
    request = side.request
    row = row_of(side, piece, mark_id, "U" if request.method == "POST" else "R")
    saved = {name: getattr(row, name) for name in FIELDS[piece]} | {"version": row.version}
    initial, draft = drafts.initial(request, saved)
    form = forms.CHANGE[piece](request.POST or None, initial=initial, **side.choices(row))
    conflicts = []
    if request.method == "POST" and form.is_valid():
        conflicts = _changed(side, row, form)
        if not conflicts:
            row.refresh_from_db()
            drafts.drop(request.user, request.path)
            if by_line(request):
                return JsonResponse(told(row) if piece == "mood" else {})
            _say(request, row)
            return side.back()
    if by_line(request) and (conflicts or form.errors):
        return _conflict(row) if conflicts else _refused(form)
    return mark_page(side, piece, row, form, conflicts, draft, beside)


def mark_page(side, piece, row, form, conflicts=(), draft=None, beside=None):
    """The page of one thing on the line. beside: what only this side shows of it."""
    context = {
        "form": form,
        "piece": piece,
        "mark": row,
        "draft": draft,
        "conflicts": conflicts,
        "title": _title(piece),
        "mark_url": side.url("mark", piece, row.pk),
        "aside_url": side.url("aside", piece, row.pk),
    }
    wrong = form.errors or conflicts
    more = beside(row) if beside else {}
    return side.page("mark", {**context, **more}, 422 if wrong or more.get("wrong") else 200)


def _changed(side, row, form) -> list:
    """Save a change; gives what somebody else saved meanwhile, to show beside it."""
    try:
        version = form.cleaned_data["version"]
        actions.edit(row=row, version=version, by=side.user, **form.words())
    except SomebodyElseSaved as other:
        form.take_version(other.saved.version)
        return both(form, other.saved)
    return []


def _conflict(row):
    row.refresh_from_db()
    sentence = _("This was saved somewhere else meanwhile. Here is what stands there now.")
    return JsonResponse({"saved": told(row), "sentence": sentence}, status=409)


def both(form, saved) -> list:
    """What was saved and what was typed, for each question where they differ."""
    return [
        two_texts(
            form.fields[name].label,
            saved,
            plain(form, name, getattr(saved, name)),
            plain(form, name, mine),
        )
        for name, mine in form.words().items()
        if getattr(saved, name) != mine
    ]


def plain(form, name, value) -> str:
    """A value of a form in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "when":
        return said.words(read(value))
    choices = {str(key): words for key, words in getattr(form.fields[name], "choices", ())}
    if isinstance(value, list):
        return ", ".join(str(choices.get(str(each), "")) for each in value)
    key = "" if value is None else str(value)
    return str(choices.get(key, key))


def aside(side, piece, mark_id, letter):
    """Take something off the line, or put it back."""
    row = row_of(side, piece, mark_id, letter)
    deed = actions.bring_back if "back" in side.request.POST else actions.set_aside
    row = deed(row=row, by=side.user)
    if by_line(side.request):
        return JsonResponse(told(row) if piece == "mood" else {})
    return side.back()


def onset(side):
    """When it began to get hard."""
    request = side.request
    if side.course is None:
        raise Http404
    row = reading.onset(side.course, side.user)
    names = ("when", "note", "version")
    saved = {name: getattr(row, name) for name in names} if row else {"version": 0}
    initial, draft = drafts.initial(request, saved)
    form = forms.OnsetForm(request.POST or None, initial=initial, zone=side.zone, own=side.own)
    conflicts = []
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.say_onset(course=side.course, by=side.user, **form.cleaned_data)
        except SomebodyElseSaved as other:
            form.take_version(other.saved.version)
            conflicts = both(form, other.saved)
        if not conflicts:
            drafts.drop(request.user, request.path)
            _say(request, row)
            return side.back()
    context = {"form": form, "draft": draft, "conflicts": conflicts}
    return side.page("onset", context, 422 if form.errors or conflicts else 200)


def line(side):
    """The line of mood: drawn by hand where there are scripts, and as a list."""
    points = reading.rows(MoodPoint, side.client, side.user)
    points = [row for row in points if row.scale == reading.SCALE]
    shown = [
        {
            **told(row),
            "url": side.url("mark", "mood", row.pk),
            "aside": side.url("aside", "mood", row.pk),
        }
        for row in points
    ]
    context = {
        "points": shown,
        "form": forms.ADD["mood"](**side.choices()),
        "add_url": side.url("add", "mood"),
        "mark_url": side.url("mark", "mood", ZERO).replace(ZERO, "POINT"),
        "aside_url": side.url("aside", "mood", ZERO).replace(ZERO, "POINT"),
        "today": clock.today(side.zone),
        "began": _begins(points, side),
    }
    return side.page("line", context)


def _begins(points, side):
    """The first day of the drawn line: a month before its first point, two years at least."""
    today = clock.today(side.zone)
    return min([today - BACK, *(read(row.when).first - BEFORE for row in points)])
