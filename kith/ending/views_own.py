"""The client's own keeping-well plan: read, changed, printed."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kith.care.reading import present_course
from kith.people import drafts

from . import forms, reading
from .views import save_plan


@require_http_methods(["GET", "POST"])
def own_plan(request):
    """What to look out for and what to do; the client's to change."""
    course = present_course(request.user)
    plans = list(reading.plans(course, request.user)) if course else []
    if not plans:
        return render(request, "ending/own_plan.html", {"plan": None, "zone": request.client.zone})
    initial, draft = drafts.initial(request, forms.PlanForm.start(plans[0]))
    form = forms.PlanForm(request.POST or None, initial=initial)
    newer = save_plan(request, course, form) if request.method == "POST" else None
    if newer is True:
        return redirect("ending:own_plan")
    context = {
        "plan": newer or plans[0],
        "earlier": plans[1:],
        "form": form,
        "newer": newer,
        "draft": draft,
        "gains": reading.gains(course, request.user),
        "follow_ups": reading.follow_ups(course, request.user),
        "zone": request.client.zone,
        "open_form": bool(form.errors or draft),
    }
    return render(request, "ending/own_plan.html", context, status=422 if form.errors else 200)
