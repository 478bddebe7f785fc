"""Copies, the schedule, and the two steps of erasing."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kith.audit.actions import opened, tells_of
from kith.care import disclosure
from kith.people.views import posted
from kith.web import once

from . import actions, copies, forms, plan, reading, titles, words
from .models import Erasing, Hold


def _zip(made):
    answer = HttpResponse(made, content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{copies.file_name()}"'
    return answer


@require_http_methods(["GET", "POST"])
def own_copy(request):
    """The client's own copy: what is in it, and the button."""
    client = request.client
    if request.method == "POST":
        return _zip(actions.take_copy(client=client, audience="client", by=request.user))
    inside = [titles.part(part.label) for part in plan.copied("client")]
    context = {"inside": inside, "taken_at": reading.copy_taken(client), "zone": client.zone}
    return render(request, "keeping/own_copy.html", context)


@require_http_methods(["GET", "POST"])
def own_leaving(request):
    """The client asks that the record be erased, or takes that back."""
    client = request.client
    standing, asked = reading.standing(client), reading.underway(client)
    form = forms.Leaving(posted(request), taken_at=reading.copy_taken(client))
    if request.method == "POST" and "take_back" in request.POST:
        if asked:
            actions.take_back(erasing=asked, by=request.user)
            messages.success(request, _("Taken back. Your record stays as it is."))
        return redirect("keeping:own_leaving")
    if request.method == "POST" and form.is_valid():
        copy = form.cleaned_data["copy"]
        actions.ask(client=client, by=request.user, why="client_asked", copy=copy, from_client=True)
        messages.success(request, _("Your practice has been asked. You see here how it stands."))
        return redirect("keeping:own_leaving")
    context = {
        "form": form,
        "asked": asked,
        "standing": standing,
        "rule": words.rule(client.practice),
        "stays": words.for_client(standing),
        "zone": client.zone,
    }
    return render(request, "keeping/own_leaving.html", context, status=422 if form.errors else 200)


def _client(request, client_id, thing, letter):
    found = reading.client_for(request.user, client_id, thing, letter)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def copy(request, client_id):
    """A copy of a client's record for somebody else, made by the therapist."""
    client = _client(request, client_id, "record_export", "X")
    form = forms.TakeOut(posted(request), releases=disclosure.in_writing(client))
    marked = disclosure.marked(client)
    if request.method == "POST" and form.is_valid():
        tells_of(client.pk)  # a copy counts as a record that was opened
        try:
            chosen = form.cleaned_data["release"] if marked else None
            made = actions.take_copy(
                client=client, audience="staff", by=request.user, release=chosen
            )
            return _zip(made)
        except actions.NotAllowed as why:
            form.add_error("release", why.args[0])
    opened(client, by=request.user, what="client")
    context = {"client": client, "named": copies.agreed(client), "marked": marked, "form": form}
    return render(request, "keeping/copy.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def client(request, client_id):
    """How long this record is kept, what holds it, and the first step of erasing it."""
    row = _client(request, client_id, "erase_client", "U")
    asked = reading.underway(row)
    form = forms.Propose(posted(request), asked=asked)
    if request.method == "POST" and "take_back" in request.POST:
        if asked:
            actions.take_back(erasing=asked, by=request.user)
        return redirect("keeping:client", row.pk)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        asked = asked or actions.ask(client=row, by=request.user, why=said["why"])
        actions.confirm(erasing=asked, copy=said.get("copy") or asked.copy, by=request.user)
        messages.success(request, _("Confirmed. An administrator has to carry it out."))
        return redirect("keeping:client", row.pk)
    return _client_page(request, row, asked, form)


def _client_page(request, row, asked, form, hold_form=None):
    opened(row, by=request.user, what="client")
    standing = reading.standing(row)
    context = {
        "client": row,
        "asked": asked,
        "form": form,
        "hold_form": hold_form or forms.PlaceHold(),
        "holds": reading.holds(row, request.user),
        "standing": standing,
        "why_not": words.why_not(standing.refusal) if standing.refusal else "",
        "child": words.child(standing),
        "rule": words.rule(row.practice),
        "taken_at": reading.copy_taken(row),
        "zone": row.practice.time_zone,
    }
    refused = form.errors or (hold_form and hold_form.errors)
    return render(request, "keeping/client.html", context, status=422 if refused else 200)


@require_POST
def hold(request, client_id):
    """Hold a record, or lift a hold."""
    row = _client(request, client_id, "record_hold", "C")
    if "lift" in request.POST:
        _lift(request, row)
        return redirect("keeping:client", row.pk)
    form = forms.PlaceHold(request.POST)
    if form.is_valid():
        id = once.row_id(form.cleaned_data["form_key"], request.user)
        try:
            actions.hold(client=row, by=request.user, id=id, **form.words())
        except once.SentAlready:
            form.renew_key()
            said = _("You saved other words with this page already. Save again to add these.")
            form.add_error(None, said)
        else:
            messages.success(request, _("Held. The record stays."))
            return redirect("keeping:client", row.pk)
    asked = reading.underway(row)
    return _client_page(request, row, asked, forms.Propose(asked=asked), form)


def _lift(request, row):
    for one in Hold.objects.for_user(request.user, "U").filter(client=row, lifted_at=None):
        if str(one.pk) == request.POST["lift"]:
            actions.lift(hold=one, by=request.user)


@require_http_methods(["GET", "POST"])
def schedule(request):
    """How long records are kept, which are due, what waits to be erased, what was."""
    practice = request.user.practice
    chosen = reading.schedule(practice.pk)
    start = {"place": chosen.place, "more_years": chosen.more_years} if chosen else {}
    form = forms.Choose(posted(request), initial=start)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.choose_schedule(
            practice=practice, place=said["place"], more_years=said["more_years"], by=request.user
        )
        messages.success(request, _("Saved."))
        return redirect("keeping:schedule")
    due = [one for one in reading.standings(practice) if one.due]
    context = {
        "form": form,
        "rule": words.rule(practice),
        "due": due,
        "no_birthday": any(one.child == "no_birthday" for one in due),
        "waiting": reading.erasings(request.user, "asked", "confirmed", "going"),
        "erased": reading.erasings(request.user, "erased"),
        "holds": reading.all_holds(request.user),
        "zone": practice.time_zone,
    }
    return render(request, "keeping/schedule.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def erasing(request, erasing_id):
    """The second step: an administrator has a record erased. Ids only, no name."""
    found = Erasing.objects.for_user(request.user, "U").select_related("client__practice")
    row = get_object_or_404(found, pk=erasing_id)
    standing = reading.standing(row.client) if row.client else None
    form = forms.CarryOut(posted(request), early=bool(standing and standing.early))
    refusal = _refusal(request, row, standing)
    if request.method == "POST" and not refusal and form.is_valid():
        try:
            said = form.cleaned_data.get("early_because", "")
            actions.carry_out(erasing=row, early_because=said, by=request.user)
        except actions.NotNow as why:
            refusal = words.why_not(why.args[0])
        else:
            messages.success(request, _("The record is erased. This line is what stays."))
            return redirect("keeping:schedule")
    context = {
        "row": row,
        "form": form,
        "standing": standing,
        "refusal": refusal,
        "child": words.child(standing),
        "rule": words.rule(request.user.practice),
        "zone": request.user.practice.time_zone,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "keeping/erasing.html", context, status=status)


def _refusal(request, row, standing):
    """Why this person cannot carry it out now, in a sentence; "" when they can."""
    if "administrator" not in request.user.roles:
        return _("An administrator has to carry it out.")
    if row.state == "asked":
        return words.why_not("not_confirmed")
    if row.state != "confirmed":
        return _("It is over.")
    if row.confirmed_by_id == request.user.pk:
        return words.why_not("same_person")
    return words.why_not(standing.refusal) if standing and standing.refusal else ""
