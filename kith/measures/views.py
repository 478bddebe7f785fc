"""The questionnaires of the practice: everybody of the staff reads, an administrator decides."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith import clock
from kith.people import access
from kith.web import once

from . import actions, forms, pages, shelf
from .models import OwnDefinition


@require_safe
def shelf_page(request):
    """Every questionnaire, what its licence allows, and whether it is on."""
    context = {"groups": pages.shelf_rows(), "may_change": _may_change(request)}
    return render(request, "measures/shelf.html", context)


@require_safe
def measure(request, measure):
    """One questionnaire: its questions as shown, scales, lines, sources, licence."""
    return _page(request, measure)


def _page(request, id, form=None):
    try:
        context = pages.measure_page(id)
    except LookupError:
        raise Http404 from None
    asked = context["asks_confirmation"] and not context["present"]
    if _may_change(request) and (form or asked):
        context["form"] = form or forms.ConfirmForm()
    context |= {"may_change": _may_change(request), "zone": request.user.zone}
    return render(request, "measures/measure.html", context, status=422 if form else 200)


def _may_change(request):
    return access.full(request.user, "library", "U")


@require_POST
def confirm(request, measure):
    """Say on what ground a questionnaire is used here."""
    form = forms.ConfirmForm(request.POST)
    if not shelf.confirmable(measure):
        raise Http404
    if not form.is_valid():
        return _page(request, measure, form)
    try:
        actions.confirm(
            practice=request.user.practice,
            measure=measure,
            by=request.user,
            id=once.row_id(form.cleaned_data["form_key"], request.user),
            kind=form.cleaned_data["kind"],
            statement=form.cleaned_data["statement"],
        )
    except actions.Stands as there:
        words = _("%(who)s confirmed it already. Withdraw that first if yours is to stand.")
        form.add_error(None, words % {"who": there.row.by.name})
    except once.SentAlready:
        form.renew_key()
        form.add_error(None, _("What you kept with this page was withdrawn. Confirm it again?"))
    else:
        messages.success(request, _("Kept. It can be used from now on."))
        return redirect("measures:measure", measure)
    return _page(request, measure, form)


@require_POST
def withdraw(request, measure):
    """Take the present confirmation back."""
    if not shelf.confirmable(measure):
        raise Http404
    if actions.withdraw_confirmation(
        practice=request.user.practice, measure=measure, by=request.user
    ):
        messages.success(request, _("Withdrawn. What was answered stays readable."))
    return redirect("measures:measure", measure)


@require_http_methods(["GET", "POST"])
def add(request):
    """Add a definition under the practice's own licence: look at it first, then add it."""
    today = clock.today(request.user.practice.time_zone)
    if request.method == "GET":
        return render(request, "measures/add.html", {"form": forms.OwnForm(today=today)})
    form = forms.OwnForm(request.POST, request.FILES, today=today)
    if form.is_valid():
        key = once.row_id(form.cleaned_data["form_key"], request.user)
        there = OwnDefinition.objects.for_user(request.user).filter(pk=key)
        why = form.troubles()
        if not why or there.exists():  # in this order: another sending may be ahead
            if request.POST.get("seen") == _mark(form):
                return _add(request, form, key)
            return _preview(request, form)
        form.refuse(why)
    return render(request, "measures/add.html", {"form": form}, status=422)


def _preview(request, form):
    """What it would look like; nothing is kept yet."""
    context = pages.shape(form.measure, form.wording) | {"form": form, "seen": _mark(form)}
    return render(request, "measures/add.html", context)


def _mark(form):
    """Stands for the text that was looked at, so that no other one is added."""
    return str(once.row_id(form.cleaned_data["text"]))


def _add(request, form, key):
    try:
        row = actions.add_own(
            practice=request.user.practice, by=request.user, id=key, **form.words()
        )
    except once.SentAlready as already:
        form.renew_key()
        form.add_error(
            None, _("You added %(what)s with this page already.") % {"what": already.existing}
        )
    except actions.NotFit as unfit:
        form.refuse(unfit.reasons)
    else:
        messages.success(request, _("Added. New answers are given to this version."))
        return redirect("measures:measure", row.measure)
    return render(request, "measures/add.html", {"form": form}, status=422)


@require_POST
def end_own(request, definition_id):
    """An own definition is not used for new answers any more."""
    found = get_object_or_404(OwnDefinition.objects.for_user(request.user, "D"), pk=definition_id)
    actions.withdraw_own(definition=found, by=request.user)
    messages.success(request, _("Withdrawn. What was answered stays readable."))
    return redirect("measures:measure", found.measure)
