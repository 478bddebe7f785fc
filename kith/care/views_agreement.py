"""The agreement: written by the therapist, read and agreed to by the client, kept in versions."""

from uuid import UUID

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kith.audit.actions import opened
from kith.people import drafts
from kith.web import book, once

from . import actions, adapting, beside, forms, forms_agreement, reading, terms
from .models import Contract
from .views import course_of


@require_http_methods(["GET", "POST"])
def contract(request, course_id):
    """The agreement in its versions; a new one is proposed here."""
    course = course_of(request, course_id, "U" if request.method == "POST" else "R")
    versions = list(Contract.objects.for_user(request.user).filter(course=course))
    initial, draft = drafts.initial(request, _start(course, versions))
    form = forms_agreement.ContractForm(
        request.POST or None,
        initial=initial,
        version=_version(versions, request),
        plan=terms.plan_of(course, "acute"),
        first=actions.first_agreed(course),
    )
    if request.method == "POST" and form.is_valid() and _proposed(request, course, form):
        drafts.drop(request.user, request.path)
        return redirect("care:contract", course.pk)
    opened(course, by=request.user, what="contract")
    context = {
        "course": course,
        "form": form,
        "versions": terms.versions(versions),
        "apart": reading.said_apart(course, request.user),
        "work": beside.work(course, request.user),
        "lags": adapting.agreement_lags(course, actions.current_contract(course)),
        "draft": draft,
        "tab": "contract",
    }
    return render(request, "care/contract.html", context, status=422 if form.errors else 200)


def _proposed(request, course, form):
    """Whether the version was written; else the form says why not."""
    id = once.row_id(form.cleaned_data["form_key"], request.user)
    try:
        return actions.propose_contract(course=course, by=request.user, id=id, terms=form.words())
    except once.SentAlready:
        form.renew_key()
        form.add_error(
            None, _("You saved a version with this page already. Save again to add another.")
        )
    except adapting.StopHolds as stop:
        form.add_error("sessions_planned", book.text(stop.why))
    except actions.Lacks as lacks:
        for need in lacks.needs:
            form.add_error(need, forms_agreement.LACKING[need])


def _start(course, versions):
    """What stands in the form: the last version for the treatment, else protocol and practice."""
    last = next((row for row in reversed(versions) if row.kind == "acute"), None)
    if last:
        return forms_agreement.again(last)
    plan = terms.plan_of(course, "acute")
    return forms_agreement.beginning(course.client.practice, plan)


def _version(versions, request):
    """The version that this form makes; sent again, the one that it made."""
    id = once.row_id(request.POST.get("form_key"), request.user)
    return next((v.number for v in versions if v.pk == id), len(versions) + 1)


@require_POST
def contract_agreed(request, course_id, contract_id):
    """The therapist notes that the client agreed in the room or on paper."""
    course = course_of(request, course_id, "U")
    found = Contract.objects.for_user(request.user, "U").filter(course=course)
    row = get_object_or_404(found, pk=contract_id)
    form = forms.AgreedForm(request.POST)
    if form.is_valid():
        try:
            actions.agree_to_contract(contract=row, by=request.user, how=form.cleaned_data["how"])
        except actions.Replaced:
            messages.warning(request, _("A newer version took the place of this one."))
    return redirect("care:contract", course.pk)


@require_http_methods(["GET", "POST"])
def own_agreement(request):
    """The client reads the agreement in all its versions, prints it, and says yes."""
    course = reading.present_course(request.user)
    versions = list(Contract.objects.for_user(request.user).filter(course=course))
    if request.method == "POST":
        return _say_yes(request, versions)
    found = terms.versions(versions)
    present = [each for each in found if each.row.replaced_at is None]
    contract = next((each for each in present if each.row.agreed), None)
    context = {
        "course": course,
        "contract": contract,
        "draft": next((each for each in present if not each.row.agreed), None),
        "earlier": [each for each in found if each.row.replaced_at],
        "apart": reading.said_apart(course, request.user) if course else (),
        "people": reading.named_people(course, request.user) if course else (),
        "place": "plan",
    }
    return render(request, "care/own_agreement.html", context)


def _say_yes(request, versions):
    asked = _uuid(request.POST.get("contract"))
    row = next((row for row in versions if row.pk == asked and row.replaced_at is None), None)
    try:
        if row is None:
            raise actions.Replaced(asked)
        actions.agree_to_contract(contract=row, by=request.user, how="screen")
    except actions.Replaced:
        messages.info(request, _("There is a newer version. Please read it first."))
    return redirect("care:own_agreement")


def _uuid(text):
    try:
        return UUID(str(text))
    except ValueError:
        return None
