"""Where a dispute stands: every move is a fact, and any stage may follow any."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ipt.focus import stages as book_stages
from kith.audit.actions import opened
from kith.care.views import course_of
from kith.people import drafts
from kith.safety.reading import private_question
from kith.web import book, once

from .. import actions, areas, forms, reading, reading_evidence
from ..models import FocusChoice


@require_http_methods(["GET", "POST"])
def stage(request, course_id, choice_id):
    """The stages with their signs, where it stood, and the form that notes a move."""
    course = course_of(request, course_id)
    found = FocusChoice.objects.for_user(request.user, "U").filter(course=course, released_at=None)
    choice = get_object_or_404(found, pk=choice_id)
    if areas.like(choice.area) != "dispute":
        raise Http404
    moves = reading.stages([choice], request.user)[choice.pk]
    now = moves[-1].after if moves else ""
    coming = reading_evidence.from_later_rooms(course, request.user).get("session")
    initial, draft = drafts.initial(request, {"session": coming})
    form = forms.StageForm(request.POST or None, now=now, initial=initial)
    if request.method == "POST" and form.is_valid() and _move(request, choice, form):
        drafts.drop(request.user, request.path)
        return redirect("focus:stage", course.pk, choice.pk)
    opened(course, by=request.user, what="focus")
    context = {
        "course": course,
        "tab": "focus",
        "form": form,
        "draft": draft,
        "choice": choice,
        "stages": book_stages.stages(),
        "now": now,
        "moves": moves,
        "private_question": private_question(course),
        "zone": request.user.zone,
    }
    return render(request, "focus/stage.html", context, status=422 if form.errors else 200)


def _move(request, choice, form):
    id = once.row_id(form.cleaned_data["form_key"], request.user)
    try:
        _row, warnings = actions.move_stage(choice=choice, id=id, by=request.user, **form.words())
    except once.SentAlready:
        form.renew_key()
        form.add_error(None, _("You noted a stage with this page before. Look at the list."))
        return False
    except ValueError:  # somebody noted the same move meanwhile
        form.add_error("after", _("It stands there already."))
        return False
    for warning in dict.fromkeys(warning.id for warning in warnings):
        messages.info(request, _("Say beforehand:") + " " + book.text(warning))
    return True
