from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ipt.safety import risk_screen
from kith.audit.actions import opened
from kith.care.views import course_of
from kith.people import drafts
from kith.people.history import SomebodyElseSaved
from kith.people.models import Client
from kith.web import once

from . import actions, forms, pages, reading
from .models import Concern


@require_http_methods(["GET", "POST"])
def screen(request, course_id):
    """The risk screen and the private question; every answer of before stays as it was."""
    course = course_of(request, course_id)
    if "look" in request.POST and _kept(request):
        return redirect(f"{request.path}#suggested")
    initial, draft = drafts.initial(request, {})
    form = forms.ScreenForm(request.POST or None, initial=initial, zone=request.user.zone)
    if request.method == "POST" and form.is_valid():
        id = once.row_id(form.cleaned_data["form_key"], request.user)
        try:
            actions.record_screen(course=course, by=request.user, id=id, **form.said())
        except once.SentAlready:
            form.renew_key()
            form.add_error(
                None, _("You recorded a screen with this page already. Save again to add another.")
            )
        else:
            drafts.drop(request.user, request.path)
            messages.success(request, _("Recorded. It stands above the earlier ones."))
            return redirect("safety:screen", course.pk)
    opened(course, by=request.user, what="risk_screen")
    rows = reading.screens(course, request.user)
    context = {
        "course": course,
        "tab": "safety",
        "form": form,
        "draft": draft,
        "zone": request.user.zone,
        "screens": [pages.screen_row(row) for row in rows],
        "steps": pages.steps(rows[0]) if rows else [],
        "after_fear": pages.after_fear(course, request.user),
        "lower": bool(rows) and pages.lower(rows[0]),
        "levels": risk_screen.levels(),
    }
    return render(request, "safety/screen.html", context, status=422 if form.errors else 200)


def _kept(request):
    """Keep what was typed so far, to see what it suggests; False for more than can be kept."""
    try:
        drafts.keep(request.user, request.path, drafts.sent(request.POST))
    except drafts.TooMuch:
        return False
    return True


@require_safe
def concerns(request, course_id=None):
    """Concerns to read: all that are mine to see, or those of one course."""
    course = course_of(request, course_id) if course_id else None
    rows = reading.concerns(request.user, course)
    about = {course} if course else {row.course for row in rows}
    for one in sorted(about - {None}, key=lambda one: one.pk):
        opened(one, by=request.user, what="concerns")
    context = {
        "course": course,
        "tab": "safety",
        "concerns": [pages.concern_row(row, request.user) for row in rows],
        "zone": request.user.zone,
    }
    page = "safety/concerns_of_course.html" if course else "safety/concerns.html"
    return render(request, page, context)


@require_http_methods(["GET", "POST"])
def concern(request, concern_id):
    """One concern: what was answered, whom to call, and what was done about it."""
    letter = "U" if request.method == "POST" else "R"
    there = get_object_or_404(Concern.objects.for_user(request.user, letter), pk=concern_id)
    form = forms.AcknowledgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _acknowledged(request, there, form):
            return redirect("safety:concern", there.pk)
    opened(there, by=request.user, what="concern")
    return render(
        request,
        "safety/concern.html",
        pages.concern_page(there, request.user) | {"form": form},
        status=422 if form.errors else 200,
    )


def _acknowledged(request, there, form):
    words, id = form.cleaned_data["done"], once.row_id(form.cleaned_data["form_key"], request.user)
    try:
        if request.POST.get("as") == "note":
            actions.add_note(concern=there, words=words, by=request.user, id=id)
        else:
            actions.acknowledge(concern=there, done=words, by=request.user)
    except actions.AcknowledgedAlready as already:
        if (already.concern.acknowledged_by_id, already.concern.done) == (request.user.pk, words):
            return True
        form.add_error(
            None, _("Someone closed this meanwhile. Your words are below: add them as a note.")
        )
        return False
    except once.SentAlready:
        form.renew_key()
        form.add_error(None, _("You sent this page already. Save again to add another note."))
        return False
    messages.success(request, _("Kept, with your name and the time."))
    return True


@require_http_methods(["GET", "POST"])
def plan(request, course_id):
    """The safety plan, made together; each save is a version."""
    course = course_of(request, course_id)
    return _plan_page(
        request, course.client, "safety/plan.html", {"course": course, "tab": "safety"}
    )


@require_http_methods(["GET", "POST"])
def own_plan(request):
    """The client's own safety plan."""
    return _plan_page(request, request.client, "safety/own_plan.html", {})


def _plan_page(request, client, template, context):
    versions = reading.plans(client, request.user)
    now = versions[0] if versions else None
    saved = now.parts if now else {}
    initial, draft = drafts.initial(request, {"number": now.number if now else 0})
    form = forms.PlanForm(request.POST or None, initial=initial, saved=saved)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_plan(
                client=client,
                course=context.get("course"),
                parts=form.said(),
                read_number=form.cleaned_data["number"],
                by=request.user,
            )
        except actions.PlanChanged as changed:
            conflict = pages.plan_conflict(changed.saved, form.said(), client.zone)
            form.take_number(changed.saved.number)
        else:
            drafts.drop(request.user, request.path)
            messages.success(request, _("Saved. The version before is kept."))
            return redirect(request.path)
    if client.user_id != request.user.pk:
        opened(client, by=request.user, what="safety_plan")
    context |= {
        "form": form,
        "plan": pages.plan_parts(saved),
        "plan_there": bool(now),
        "versions": pages.plan_versions(versions),
        "conflict": conflict,
        "zone": client.zone,
        "help": reading.help_numbers(client.practice),
        "draft": draft,
        "editing": bool(request.method == "POST" or request.GET.get("edit") or draft or not now),
    }
    return render(request, template, context, status=422 if form.errors or conflict else 200)


@require_http_methods(["GET", "POST"])
def contact(request, course_id):
    """Whom to call in an emergency, asked alone."""
    course = course_of(request, course_id)
    letter = "U" if request.method == "POST" else "R"
    client = get_object_or_404(Client.objects.for_user(request.user, letter), pk=course.client_id)
    present = reading.contact(client, request.user)
    form = forms.ContactForm(request.POST or None, initial=pages.contact_initial(present))
    conflict = None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            actions.save_contact(client=client, version=version, by=request.user, **form.words())
        except SomebodyElseSaved as changed:
            conflict = pages.contact_conflict(changed.saved, form.words(), request.user.zone)
            form.take_version(changed.saved.version)
        else:
            messages.success(request, _("Kept."))
            return redirect("safety:contact", course.pk)
    opened(client, by=request.user, what="emergency_contact")
    context = {
        "course": course,
        "tab": "safety",
        "form": form,
        "contact": present,
        "said_no": reading.said_no_to_calling(client),
        "conflict": conflict,
    }
    return render(
        request, "safety/contact.html", context, status=422 if form.errors or conflict else 200
    )
