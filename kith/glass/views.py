from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.audit.actions import opened, record
from kith.people import access
from kith.web import once

from . import actions, parts, reading, words
from .forms import ReviewForm, SeenForm, StartForm
from .models import Opening


@require_http_methods(["GET", "POST"])
def start(request):
    """Name the client in full and say why. What is open already stands above."""
    form = StartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        opening = _started(request, form)
        if opening is not None:
            return redirect("glass:record", opening.pk)
    now = reading.open_now(request.user)
    for one in now:
        opened(one, by=request.user, what="glass_open")
    context = {
        "form": form,
        "open_now": now,
        "zone": request.user.zone,
    }
    return render(request, "glass/start.html", context, status=422 if form.errors else 200)


def _started(request, form):
    asked = form.words()
    id = once.row_id(form.cleaned_data["form_key"], request.user)
    try:
        return actions.start(opener=request.user, id=id, **asked)
    except actions.NobodyFound:
        form.add_error("name", words.NOBODY)
    except actions.TooMany:
        form.add_error(None, words.TOO_MANY)
    except actions.Theirs:
        form.add_error("name", words.THEIRS)
    return None


def _own(request, opening_id):
    opening = reading.own(request.user, opening_id)
    if opening is None:
        raise Http404
    return opening


@require_safe
def part(request, opening_id, part="safety"):
    """One part of the record, read under break-glass; each reading is written down."""
    opening = _own(request, opening_id)
    if part not in parts.TITLES:
        raise Http404
    if not opening.runs:
        messages.info(request, _("The hour is over: this record is closed again."))
        return redirect("glass:start")
    opened(opening, by=request.user, what=f"glass_{part}", reason=opening.code)
    with access.under_glass(opening.pk):
        sheets = parts.of(part, opening.client, request.user)
    context = {
        "opening": opening,
        "name": opening.client.name,
        "title": parts.TITLES[part],
        "tabs": words.tabs(opening, part),
        "sheets": sheets,
        "zone": request.user.zone,
    }
    return render(request, "glass/record.html", context)


@require_POST
def end(request, opening_id):
    """The reader closes it before the hour is over."""
    if actions.end(opening=_own(request, opening_id), by=request.user):
        messages.success(request, _("Closed. Nothing can be read any more."))
    return redirect("glass:start")


@require_http_methods(["GET", "POST"])
def told(request):
    """Openings that this person was told of."""
    rows = reading.told(request.user)
    form = SeenForm(request.POST or None, ids=[row.pk for row in rows])
    if request.method == "POST":
        if form.is_valid():
            actions.seen(user=request.user, ids=form.cleaned_data["told"])
        return redirect("glass:told")
    record("opened.glass_told", by=request.user)
    context = {"rows": rows, "waiting": any(not row.seen_at for row in rows)}
    context |= {"zone": request.user.zone, "reviews": access.full(request.user, "break_glass")}
    return render(request, "glass/told.html", context)


@require_safe
def review(request):
    """Every opening of the practice: who, when, why, what was read. No name of a client."""
    return _review_page(request)


def _review_page(request, refused=None, form=None):
    page = reading.all_of(request.user).get_page(request.GET.get("page"))
    read = reading.read_under(page.object_list)
    lines = [
        {
            "opening": row,
            "read": [words.part_read(action) for action in read.get(row.pk, [])],
            "own": row.opener_id == request.user.pk,
            "form": form if row.pk == refused else ReviewForm(auto_id=f"id_{row.pk}_%s"),
            "refused": row.pk == refused,
        }
        for row in page
    ]
    record("opened.glass_review", by=request.user)
    context = {"page": page, "lines": lines, "zone": request.user.zone}
    return render(request, "glass/review.html", context, status=422 if refused else 200)


def _reviewable(request, opening_id):
    return get_object_or_404(Opening.objects.for_user(request.user), pk=opening_id)


@require_POST
def reviewed(request, opening_id):
    """Somebody looked into it and says what they found."""
    opening = _reviewable(request, opening_id)
    form = ReviewForm(request.POST, auto_id=f"id_{opening.pk}_%s")
    if not form.is_valid():
        return _review_page(request, opening.pk, form)
    try:
        actions.review(opening=opening, by=request.user, note=form.cleaned_data["note"])
    except actions.OwnOpening:
        messages.warning(request, _("You opened this one: another administrator looks into it."))
    else:
        messages.success(request, _("Marked as looked into."))
    return redirect("glass:review")


@require_POST
def stop(request, opening_id):
    """An administrator ends an opening of somebody else."""
    if actions.end(opening=_reviewable(request, opening_id), by=request.user):
        messages.success(request, _("Ended. Nothing can be read under it any more."))
    return redirect("glass:review")
