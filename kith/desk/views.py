from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.audit import lists
from kith.audit.actions import opened, record
from kith.care import actions as care
from kith.care.adapting import StopHolds
from kith.care.views import course_of
from kith.checkins import lines
from kith.focus import facts
from kith.inventory.veil import SHARED_SCREEN
from kith.people import directory
from kith.timeline import pages
from kith.timeline.forms import LookForm
from kith.web import book

from . import caseload as cases
from . import day, prepare, taking
from .waiting import page as on_the_way_in

FOUND_AT_MOST = 50


@require_safe
def today(request):
    """The day: what cannot wait, the meetings, notes owed, what comes up."""
    record("opened.desk", by=request.user)
    return render(request, "desk/today.html", day.cards(request.user))


@require_safe
def caseload(request):
    """Everybody this person treats, who needs a look first on top, with the reason in words."""
    record("opened.caseload", by=request.user)
    return render(request, "desk/caseload.html", cases.page(request.user))


@require_safe
def waiting(request):
    """Who waits on the way in: which stage, since when, for what."""
    record("opened.waiting", by=request.user)
    return render(request, "desk/waiting.html", on_the_way_in(request.user, _stage(request)))


def _stage(request):
    return request.GET.get("stage", "")[:40]


@require_safe
def find(request):
    """People whose name holds what was typed, within the asker's reach."""
    text = request.GET.get("name", "")[:200].strip()
    found = directory.search(request.user, text, FOUND_AT_MOST) if text else []
    record("opened.search", by=request.user, reason=lists.number(len(found)))
    context = {"text": text, "found": cases.with_courses(found, request.user)}
    page = "desk/find.html#found" if request.htmx else "desk/find.html"
    return render(request, page, context)


@require_safe
def course(request, course_id):
    """Prepare: what matters before the next meeting, on one page."""
    found = course_of(request, course_id)
    opened(found, by=request.user, what="course")
    return render(request, "desk/prepare.html", prepare.page(found, request.user))


@require_safe
def timeline(request, course_id):
    """What happened and how mood went, with the measures beside it. Rooms are mixed here only."""
    found = course_of(request, course_id)
    opened(found, by=request.user, what="timeline")
    shown = pages.context(
        found, found, request.user, zone=request.user.zone, asked=request.GET,
        lines=lines.by_day(found, request.user), others=bool(request.session.get(SHARED_SCREEN)),
    )  # fmt: skip
    context = {"course": found, "tab": "timeline", "look_form": LookForm(), **shown}
    return render(request, "timeline/desk_picture.html", context)


@require_POST
def take_in(request, course_id):
    """Take people named in the first conversation into the circle."""
    found = course_of(request, course_id)
    taken = taking.take_in(found, request.user, request.POST.getlist("take")[:20])
    if taken:
        words = _("%(count)d taken into the circle. Say how close they are.")
        messages.success(request, words % {"count": taken})
        return redirect("inventory:people", found.pk)
    messages.info(request, _("Nobody was chosen who is not in the circle already."))
    return redirect("intake:consultation_step", found.pk, "people")


STEPS = {"begin": care.begin_treatment, "middle": care.enter_middle}


@require_POST
def phase(request, course_id):
    """Into treatment, or into the middle phase: through the gates or back with what is missing."""
    found = course_of(request, course_id, "U")
    step = STEPS.get(request.POST.get("step", ""))
    if step is None:
        messages.error(request, _("Choose where the course goes from here."))
        return redirect("desk:course", found.pk)
    try:
        step(course=found, facts=facts.gather(found), by=request.user)
    except care.GateClosed as closed:
        opened(found, by=request.user, what="course")
        context = prepare.page(found, request.user) | {"missing": closed.missing}
        return render(request, "desk/prepare.html", context, status=422)
    except StopHolds as holds:
        messages.warning(request, book.text(holds.why))
        return redirect("care:protocol", found.pk)
    except care.NotYet:
        messages.info(request, _("The course is there already, or not yet at that point."))
    return redirect("desk:course", found.pk)
