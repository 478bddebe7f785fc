from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.audit.actions import opened, record
from kith.care import actions as care
from kith.care.adapting import StopHolds
from kith.care.views import course_of
from kith.focus import facts
from kith.people import directory
from kith.web import book

from . import caseload as cases
from . import day, prepare

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
def find(request):
    """People whose name holds what was typed, within the asker's reach."""
    text = request.GET.get("name", "")[:200].strip()
    found = directory.search(request.user, text, FOUND_AT_MOST) if text else []
    record("opened.search", by=request.user)
    context = {"text": text, "found": cases.with_courses(found, request.user)}
    page = "desk/find.html#found" if request.htmx else "desk/find.html"
    return render(request, page, context)


@require_safe
def course(request, course_id):
    """Prepare: what matters before the next meeting, on one page."""
    found = course_of(request, course_id)
    opened(found, by=request.user, what="course")
    return render(request, "desk/prepare.html", prepare.page(found, request.user))


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
        context = prepare.page(found, request.user) | {"missing": closed.missing}
        return render(request, "desk/prepare.html", context, status=422)
    except StopHolds as holds:
        messages.warning(request, book.text(holds.why))
        return redirect("care:protocol", found.pk)
    except care.NotYet:
        messages.info(request, _("The course is there already, or not yet at that point."))
    return redirect("desk:course", found.pk)
