"""For coordinators: who asked, taking somebody on, saying no."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kith.audit.actions import opened, record
from kith.people import drafts
from kith.people.actions import NotYourself
from kith.people.models import User
from kith.web import once

from .. import actions, forms, reading, self_check
from ..models import Enquiry


@require_safe
def enquiries(request):
    """Who asked, who waits since when, and what became of the others."""
    record("opened.enquiries", by=request.user)
    lines = reading.enquiries(request.user)
    context = {
        "waiting": [line for line in lines if line.enquiry.state == "waiting"],
        "decided": [line for line in lines if line.enquiry.state != "waiting"],
        "zone": request.user.zone,
        "may_decide": "coordinator" in request.user.roles,
    }
    return render(request, "intake/enquiries.html", context)


@require_http_methods(["GET", "POST"])
def new(request):
    """A referral, typed in."""
    initial, draft = drafts.initial(request, {})
    form = forms.ReferralForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        id = once.row_id(form.cleaned_data["form_key"], request.user)
        try:
            row = actions.receive(
                practice=request.user.practice, id=id, by=request.user, **form.words()
            )
        except once.SentAlready:
            form.renew_key()
            form.add_error(None, _("You saved this before. Save again to add a second one."))
        else:
            drafts.drop(request.user, request.path)
            if Enquiry.objects.for_user(request.user).filter(pk=row.pk).exists():
                return redirect("intake:enquiry_open", row.pk)
            messages.success(request, _("Saved. The coordinator reads it."))
            return redirect("intake:enquiries")
    context = {"form": form, "draft": draft}
    return render(request, "intake/new.html", context, status=422 if form.errors else 200)


def _enquiry(request, enquiry_id, letter="R"):
    return get_object_or_404(Enquiry.objects.for_user(request.user, letter), pk=enquiry_id)


@require_safe
def enquiry_open(request, enquiry_id):
    """One enquiry: who, how to reach them, what they wrote, what became of it."""
    row = _enquiry(request, enquiry_id)
    opened(row, by=request.user)
    context = {
        "line": reading.standing(request.user, row),
        "enquiry": row,
        "said": self_check.said(row.self_check),
        "zone": request.user.zone,
        "may_decide": "coordinator" in request.user.roles,
    }
    return render(request, "intake/enquiry_open.html", context)


@require_http_methods(["GET", "POST"])
def accept(request, enquiry_id):
    """Take somebody on: client, therapist and course in one go."""
    row = _enquiry(request, enquiry_id, "U")
    if row.state != "waiting":
        return redirect("intake:enquiry_open", row.pk)
    form = forms.AcceptForm(
        request.POST or None,
        initial=_contact(row),
        therapists=_therapists(request.user.practice),
        same=reading.clients_like(request.user, row),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.accept(enquiry=row, by=request.user, **form.deed())
        except actions.AlreadyDecided:
            messages.info(request, _("Somebody decided about this enquiry meanwhile."))
        except NotYourself:
            form.add_error(
                "therapist", _("Others cared for them. Ask a colleague from the office to do this.")
            )
        if not form.errors:
            return redirect("intake:enquiry_open", row.pk)
    opened(row, by=request.user)
    context = {"form": form, "enquiry": row}
    return render(request, "intake/accept.html", context, status=422 if form.errors else 200)


def _contact(row):
    """What was said of reaching them, as an address and a number."""
    pieces = [piece.strip() for piece in row.reach.split("·")]
    mails = [piece for piece in pieces if "@" in piece]
    phones = [piece for piece in pieces if "@" not in piece]
    return {
        "name": row.name,
        "email": mails[0] if mails else "",
        "phone": " · ".join(phones),
        "may_write": bool(mails) and row.typed_by_id is None,  # they gave it to us themselves
        "who": "new",
    }


def _therapists(practice):
    found = User.objects.filter(
        practice=practice,
        is_active=True,
        grants__role="therapist",
        grants__ended_at=None,
    )
    return sorted(found.distinct(), key=lambda user: user.name)


@require_http_methods(["GET", "POST"])
def decline(request, enquiry_id):
    """Say no, or close it, with the reason."""
    row = _enquiry(request, enquiry_id, "U")
    form = forms.TurnDownForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.turn_down(enquiry=row, by=request.user, **form.cleaned_data)
        except actions.AlreadyDecided:
            messages.info(request, _("Somebody decided about this enquiry meanwhile."))
        return redirect("intake:enquiry_open", row.pk)
    opened(row, by=request.user)
    context = {"form": form, "enquiry": row}
    return render(request, "intake/decline.html", context, status=422 if form.errors else 200)
