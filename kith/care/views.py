from uuid import UUID

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kith import clock
from kith.audit.actions import opened
from kith.people import drafts
from kith.web import once

from . import actions, consents, forms, reading
from .models import Consent, Contract, Course


def course_of(request, course_id, letter="R", **scope):
    """The course as the asker may see it, else 404."""
    found = Course.objects.for_user(request.user, letter, **scope).select_related(
        "client__practice"
    )
    return get_object_or_404(found, pk=course_id)


@require_http_methods(["GET", "POST"])
def contract(request, course_id):
    """The agreement in its versions; a new one is proposed here."""
    course = course_of(request, course_id, "U" if request.method == "POST" else "R")
    versions = Contract.objects.for_user(request.user).filter(course=course).order_by("-number")
    plan = reading.plan_of(course)
    terms = {"version": _version(versions, request), "plan": plan}
    initial, draft = drafts.initial(request, _last_terms(versions))
    form = forms.ContractForm(request.POST or None, initial=initial, **terms)
    if request.method == "POST" and form.is_valid():
        id = once.row_id(form.cleaned_data["form_key"], request.user)
        try:
            actions.propose_contract(course=course, by=request.user, id=id, terms=form.words())
        except once.SentAlready:
            form.renew_key()
            form.add_error(
                None, _("You saved a version with this page already. Save again to add another.")
            )
        else:
            drafts.drop(request.user, request.path)
            return redirect("care:contract", course.pk)
    opened(course, by=request.user, what="contract")
    context = {
        "course": course,
        "form": form,
        "versions": versions,
        "draft": draft,
        "tab": "contract",
    }
    return render(request, "care/contract.html", context, status=422 if form.errors else 200)


def _version(versions, request):
    """The version that this form makes; sent again, the one that it made."""
    id = once.row_id(request.POST.get("form_key"), request.user)
    return next((v.number for v in versions if v.pk == id), len(versions) + 1)


def _last_terms(versions):
    if not versions:
        return {}
    names = ["sessions_planned", "every_days", "minutes", "starts_on", "mode", "place", "fee"]
    names += ["missed", "cancel_hours", "contact_between", "own_words"]
    return {name: getattr(versions[0], name) for name in names}


@require_POST
def contract_agreed(request, course_id, contract_id):
    """The therapist notes that the client agreed in the room or on paper."""
    course = course_of(request, course_id, "U")
    found = Contract.objects.for_user(request.user, "U").filter(course=course)
    form = forms.AgreedForm(request.POST)
    if form.is_valid():
        actions.agree_to_contract(
            contract=get_object_or_404(found, pk=contract_id),
            by=request.user,
            how=form.cleaned_data["how"],
        )
    return redirect("care:contract", course.pk)


@require_http_methods(["GET", "POST"])
def consent(request, course_id):
    """Each question of consent, answered apart; noted here when said or signed on paper."""
    course = course_of(request, course_id)
    if request.method == "POST":
        answers = consents.read(request.POST)
        for kind, given in answers.items():
            actions.answer_consent(
                course=course,
                kind=kind,
                given=given,
                how="paper" if request.POST.get("how") == "paper" else "said",
                by=request.user,
                text_version=consents.version(kind),
            )
        return redirect("care:consents", course.pk)
    opened(course, by=request.user, what="consents")
    rows = consents.rows(Consent.objects.for_user(request.user, minimal=True).filter(course=course))
    return render(
        request, "care/consents.html", {"course": course, "rows": rows, "tab": "consents"}
    )


@require_http_methods(["GET", "POST"])
def decision(request, course_id):
    """How the course goes on: what was decided at its reviews, and a new decision."""
    course = course_of(request, course_id)
    asked = [id for id in request.GET.get("about", "").split(",") if id]
    form = forms.DecisionForm(
        request.POST or None,
        plan=reading.present_plan(course),
        today=clock.today(request.user.zone),
        initial={"settles": asked},
    )
    if request.method == "POST" and form.is_valid():
        id = once.row_id(form.cleaned_data["form_key"], request.user)
        try:
            actions.decide(course=course, by=request.user, id=id, **form.words())
            return redirect("care:decision", course.pk)
        except once.SentAlready:
            form.renew_key()
            form.add_error(None, _("You kept a decision with this page already. Keep another?"))
    opened(course, by=request.user, what="decisions")
    context = {
        "course": course,
        "tab": "decisions",
        "form": form,
        "rows": reading.decisions(course, request.user),
        "zone": request.user.zone,
    }
    return render(request, "care/decision.html", context, status=422 if form.errors else 200)


@require_POST
def task(request, course_id):
    """Note a task of the protocol as done, or take today's mark back."""
    course = course_of(request, course_id)
    form = forms.TaskForm(request.POST, plan=reading.present_plan(course))
    if not form.is_valid():
        messages.warning(request, _("This protocol has no such task."))
    elif form.cleaned_data["undo"]:
        actions.unmark_task(course=course, task=form.cleaned_data["task"], by=request.user)
    else:
        actions.mark_task(course=course, task=form.cleaned_data["task"], by=request.user)
        messages.success(request, _("Kept."))
    return redirect("desk:course", course.pk)


@require_http_methods(["GET", "POST"])
def stop(request, course_id):
    """Stop everything at once, or let it go again on purpose."""
    course = course_of(request, course_id, "U")
    present = actions.stopped(course)
    form = (forms.LiftForm if present else forms.StopForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if present:
            actions.lift_stop(stop=present, by=request.user, **form.cleaned_data)
        else:
            actions.stop_everything(course=course, by=request.user, **form.cleaned_data)
        return redirect("care:stop", course.pk)
    opened(course, by=request.user, what="course")
    context = {"course": course, "form": form, "stop": present, "tab": "stop"}
    return render(request, "care/stop.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def own_agreement(request):
    """The client reads the agreement and says yes."""
    course = reading.present_course(request.user)
    versions = Contract.objects.for_user(request.user).filter(course=course, replaced_at=None)
    if request.method == "POST":
        asked = versions.filter(pk=_uuid(request.POST.get("contract"))).first()
        if asked:
            actions.agree_to_contract(contract=asked, by=request.user, how="screen")
        else:
            messages.info(request, _("There is a newer version. Please read it first."))
        return redirect("care:own_agreement")
    contract = next((v for v in versions.order_by("-number") if v.agreed), None)
    draft = next((v for v in versions.order_by("-number") if not v.agreed), None)
    context = {"contract": contract, "draft": draft, "place": "plan"}
    return render(request, "care/own_agreement.html", context)


@require_http_methods(["GET", "POST"])
def own_consents(request):
    """The client's own answers, changed in one step."""
    course = reading.present_course(request.user)
    if request.method == "POST" and course:
        for kind, given in consents.read(request.POST).items():
            actions.answer_consent(
                course=course,
                kind=kind,
                given=given,
                how="screen",
                by=request.user,
                text_version=consents.version(kind),
            )
        messages.success(request, _("Saved."))
        return redirect("care:own_consents")
    rows = consents.rows(Consent.objects.for_user(request.user).filter(course=course))
    return render(request, "care/own_consents.html", {"rows": rows})


def _uuid(text):
    try:
        return UUID(str(text))
    except ValueError:
        return None
