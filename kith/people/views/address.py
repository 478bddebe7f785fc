"""The e-mail address one signs in with: one's own, and, by an administrator, somebody else's."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from .. import actions, addresses, changes, moving
from ..forms_inside import CodeFromThere, MoveAddress, OwnAddress
from ..models import User
from . import posted
from .account import frame

SECOND_PERSON = gettext_lazy(
    "You reset their second step within the last 7 days, or became an administrator since then. So "
    "that nobody alone can come in as somebody else, another administrator moves the address, or "
    "you wait until the 7 days are over."
)


@require_http_methods(["GET", "POST"])
def own(request):
    """Ask for another address; then give the code that went there."""
    if request.POST.get("do") == "another":
        moving.forget(request)
        return redirect(request.path)
    if "code" in request.POST:
        return _confirm(request)
    form = OwnAddress(posted(request), initial={"email": request.user.address})
    if request.method == "POST" and form.is_valid():
        try:
            moving.ask(request, form.cleaned_data["email"])
        except moving.TooOften:
            form.add_error(None, _("Too many tries. Wait a few minutes, then try again."))
        else:
            return redirect(request.path)
    waits = moving.waits(request)
    if waits and not form.errors:
        return _page(request, CodeFromThere(), waits)
    return _page(request, form)


def _confirm(request):
    form, waits = CodeFromThere(request.POST), moving.waits(request)
    if form.is_valid() and waits:
        if moving.confirm(request, form.cleaned_data["code"]):
            words = _("Saved. Letters and codes go there from now on. Both addresses were told.")
            messages.success(request, words)
            return redirect("people:account")
        form.add_error("code", _("That code does not fit. Look again."))
    waits = moving.waits(request)
    if waits:
        return _page(request, form, waits)
    form = OwnAddress({"email": request.user.address})
    form.add_error(None, _("That was too late, or wrong too often. Ask for a new code."))
    return _page(request, form)


def _page(request, form, waits=None):
    context = {"form": form, "waits": waits, "frame": frame(request)}
    status = 422 if form.errors else 200
    return render(request, "people/address.html", context, status=status)


@require_http_methods(["GET", "POST"])
def move(request):
    """An administrator moves an account; whether the address is known here is not told.

    But to those who reset that colleague's second step: they know it from the page of the staff.
    """
    form = MoveAddress(posted(request))
    if request.method == "POST" and form.is_valid():
        refused = _move(request, **form.cleaned_data)
        if refused:
            form.add_error("present", refused)
        else:
            words = _("If that account is here, it has moved, and both addresses were told.")
            messages.success(request, words)
            return redirect("people:staff")
    status = 422 if form.errors else 200
    return render(request, "people/move_address.html", {"form": form}, status=status)


def _move(request, present, address):
    """Why the account behind `present` may not be moved by this person; "" when nothing is said."""
    veiled = addresses.veil(present)
    if veiled == request.user.email:
        return _("This is yours. Change it in your own account.")
    user = User.objects.filter(email=veiled, practice=request.user.practice_id).first()
    try:
        if user:
            changes.move_address(user=user, address=address, by=request.user)
    except actions.AddressTaken:
        return ""
    except actions.SecondPerson:
        return SECOND_PERSON
    return ""
