"""What the client sees of their meetings."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kith import clock
from kith.care.actions import NotYet

from . import actions, forms
from .models import Appointment


def _own(request):
    found = Appointment.objects.for_user(request.user).filter(client=request.client)
    return found.select_related("therapist__practice", "client__practice", "course")


@require_GET
def own_meetings(request):
    """The meetings ahead in the client's own zone, and those that were."""
    now = clock.now()
    mine = list(_own(request))
    context = {
        "zone": request.client.zone,
        "ahead": [m for m in mine if m.ends_at > now and m.state == "planned"],
        "changed": [m for m in mine if m.ends_at > now and m.state == "cancelled"],
        "past": [m for m in reversed(mine) if m.ends_at <= now and m.state == "held"],
    }
    return render(request, "schedule/own_meetings.html", context)


@require_http_methods(["GET", "POST"])
def cannot_come(request, appointment_id):
    """Says that the client can't come; asked once, done once."""
    meeting = get_object_or_404(_own(request), pk=appointment_id)
    form = forms.CannotComeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.cannot_come(meeting=meeting, by=request.user, words=form.cleaned_data["words"])
        return redirect("schedule:own_meetings")
    context = {"meeting": meeting, "form": form, "zone": request.client.zone}
    status = 422 if form.errors else 200
    return render(request, "schedule/cannot_come.html", context, status=status)


@require_POST
def own_undo(request, appointment_id):
    """Coming after all, within the minutes in which nobody was told."""
    meeting = get_object_or_404(_own(request), pk=appointment_id)
    try:
        if meeting.cancelled_by == "client":
            actions.undo(meeting=meeting, by=request.user)
    except (NotYet, actions.DoubleBooked):
        messages.warning(request, _("Your therapist has been told by now. Please call or write."))
    return redirect("schedule:own_meetings")
