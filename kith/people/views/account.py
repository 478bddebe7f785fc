"""Oneself: account, password, working hours; a client's contact and discretion choices."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith import clock
from kith.web import kept, once

from .. import changes, conflicts, devices, factors, history, notices, proving, reading, sessions
from ..context import whose
from ..forms import NewPassword
from ..forms_inside import Account, AddCover, OwnAccount, OwnContact, Week
from ..models import Client
from . import posted


def frame(request):
    """The frame around a page that staff and clients both have."""
    return "desk.html" if request.user.is_staff_member else "home.html"


@require_http_methods(["GET", "POST"])
def account(request):
    """Name, zone and language; the ways to sign in; the way out."""
    user, conflict = request.user, None
    kind = Account if user.is_staff_member else OwnAccount
    form = kind(posted(request), initial={n: getattr(user, n) for n in kind.base_fields})
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            changes.change_account(user=user, version=version, by=user, **form.words())
        except history.SomebodyElseSaved as clash:
            conflict = conflicts.both(form, clash.saved, _("Your account"))
            form.take_version(clash.saved.version)
        else:
            messages.success(request, _("Saved."))
            return redirect("people:account")
    context = {"form": form, "conflict": conflict, "frame": frame(request), **_ways_in(user)}
    context["sessions"] = sessions.of(user, request.session.session_key)
    context["notices"] = notices.latest(user)
    refused = form.errors or conflict
    return render(request, "people/account.html", context, status=422 if refused else 200)


def _ways_in(user):
    rows = factors.Authenticator.objects.filter(user=user).order_by("created_at")
    return {
        "staff": user.is_staff_member,
        "app": next((row for row in rows if row.type == "totp"), None),
        "passkeys": [row for row in rows if row.type == "webauthn"],
        "codes_left": factors.codes_left(user),
        "has_password": user.has_usable_password(),
    }


@require_http_methods(["GET", "POST"])
def stay(request):
    """How long this session lasts, which is not activity; a POST is, and goes on with it.

    A page that was made for somebody else is told that its session is over.
    """
    if request.headers.get("X-Whose") not in (None, whose(request.user)):
        return HttpResponse(status=401)
    if request.method == "POST":
        sessions.seen(request, at_once=True)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"left": sessions.left(request)})
    if request.method == "POST":
        messages.success(request, _("You stay signed in."))
        return redirect("people:stay")
    return render(request, "people/stay.html", {"frame": frame(request)})


@require_POST
def end_sessions(request):
    """One other session of one's own, or all others; what is gone already is no trouble.

    After "all others" each of their browsers is new again, whether it had a session or not.
    """
    user = request.user
    if request.POST.get("which") == "others":
        sessions.end_others(user=user, present=request.session.session_key, by=user)
        sessions.alone(request)
    else:
        _end_one(request)
    messages.success(request, _("Signed out there."))
    return redirect("people:account")


def _end_one(request):
    present = request.session.session_key
    for one in sessions.of(request.user, present):
        if str(one.pk) == request.POST.get("which") and not one.here:
            sessions.end(user=request.user, pk=one.pk, by=request.user)


@require_safe
def go_on(request):
    """After a fresh proof: what was sent before it, and a button that sends it again."""
    typed = proving.waiting(request)
    if typed is None:
        return redirect("people:account")
    place = request.GET["place"]
    context = {"typed": typed, "place": place, "readable": kept.readable(typed)}
    return render(request, "people/go_on.html", context)


@require_http_methods(["GET", "POST"])
def password(request):
    """A new password; other sessions of this person end, this one stays."""
    form = NewPassword(posted(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        with devices.kept(request):
            changes.change_password(
                user=request.user, password=form.cleaned_data["password"], by=request.user
            )
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Your new password counts from now on."))
        return redirect("people:account")
    context = {"form": form, "frame": frame(request)}
    return render(request, "people/password.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def hours(request):
    """When I read what comes in, and who does while I am away."""
    user = request.user
    form = Week(posted(request), initial=Week.start(changes.hours_of(user)))
    if request.method == "POST" and form.is_valid():
        changes.set_hours(user=user, spans=form.spans(), by=user)
        messages.success(request, _("Saved."))
        return redirect("people:hours")
    return _hours_page(request, form, AddCover(colleagues=_others(user)))


def _others(user):
    return reading.clinicians(user.practice_id).exclude(pk=user.pk)


def _hours_page(request, week, cover):
    covers = reading.covers_ahead(request.user, clock.today(request.user.zone))
    context = {"form": week, "cover_form": cover, "covers": covers}
    refused = week.errors or cover.errors
    return render(request, "people/hours.html", context, status=422 if refused else 200)


@require_POST
def cover(request):
    """Away on some days: somebody else reads meanwhile. Or not away after all."""
    if "end" in request.POST:
        return _no_cover(request)
    form = AddCover(request.POST, colleagues=_others(request.user))
    if form.is_valid():
        id = once.row_id(form.cleaned_data["form_key"], request.user)
        try:
            changes.add_cover(user=request.user, by=request.user, id=id, **form.words())
        except once.SentAlready:
            form.renew_key()
            words = _("You saved other days with this page already. Save again to add these.")
            form.add_error(None, words)
        else:
            messages.success(request, _("Saved."))
            return redirect("people:hours")
    return _hours_page(request, Week(initial=Week.start(changes.hours_of(request.user))), form)


def _no_cover(request):
    """Take one of one's own absences away; what is gone already is no trouble."""
    for row in reading.own_covers(request.user):
        if str(row.pk) == request.POST["end"]:
            changes.end_cover(cover=row, by=request.user)
    return redirect("people:hours")


@require_http_methods(["GET", "POST"])
def own_contact(request):
    """How a client is called and reached, and when they are left alone."""
    client, conflict = own_client(request), None
    said = {n: getattr(client, n, None) for n in OwnContact.base_fields}
    form = OwnContact(posted(request), initial={**said, "never_write": not client.may_write})
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            changes.change_client(client=client, version=version, by=request.user, **form.choices())
        except history.SomebodyElseSaved as clash:
            said = {"never_write": not clash.saved.may_write}
            label = _("How we may reach you")
            conflict = conflicts.both(form, clash.saved, label, said=said)
            form.take_version(clash.saved.version)
        else:
            messages.success(request, _("Saved."))
            return redirect("people:own_contact")
    context = {"form": form, "client": client, "conflict": conflict}
    refused = form.errors or conflict
    return render(request, "people/own_contact.html", context, status=422 if refused else 200)


def own_client(request):
    return get_object_or_404(
        Client.objects.for_user(request.user, "U").select_related("practice"), user=request.user
    )
