"""The practice's settings and its staff."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from .. import access, actions, changes, devices, history, invitations, reading
from ..factors import has_factor
from ..forms_inside import InviteStaff, Once, OneRole, Settings
from ..models import RoleGrant
from . import posted

STILL_NEEDED = {
    "administrator": gettext_lazy(
        "The practice needs one administrator at least. Give somebody that role first."
    ),
    "duty": gettext_lazy("This is the duty clinician. Name another one in the settings first."),
}
SECOND_PERSON = gettext_lazy(
    "You moved their address within the last 7 days, or became an administrator since then. So "
    "that nobody alone can come in as somebody else, another administrator does this, or you wait "
    "until the 7 days are over."
)
NOT_YOURSELF = gettext_lazy("Nobody makes themself a clinician here: ask another administrator.")


@require_http_methods(["GET", "POST"])
def settings(request):
    """What the practice says about itself; administrators change it, others read."""
    practice, conflict = request.user.practice, None
    form = Settings(
        posted(request), initial=_said(practice), clinicians=reading.clinicians(practice.pk)
    )
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            changes.change_practice(
                practice=practice, version=version, by=request.user, **form.words()
            )
        except history.SomebodyElseSaved as clash:
            conflict = _differences(form, clash.saved)
            form.take_version(clash.saved.version)
        else:
            messages.success(request, _("Saved."))
            return redirect("people:settings")
    context = {
        "form": form,
        "lacks": lacking(practice),
        "conflict": conflict,
        "may_change": access.full(request.user, "practice_settings", "U"),
    }
    refused = form.errors or conflict
    return render(request, "people/settings.html", context, status=422 if refused else 200)


def _said(row):
    names = [name for name in Settings.base_fields if name != "duty_clinician"]
    return {name: getattr(row, name) for name in names} | {"duty_clinician": row.duty_clinician_id}


def lacking(practice):
    """The labels of what must be there before a client can be invited."""
    return [Settings.base_fields[name].label for name in practice.lacks()]


def _differences(form, saved):
    """Both texts of each field that somebody else changed meanwhile."""
    pairs = [
        (name, _shown(getattr(saved, name)), _shown(mine)) for name, mine in form.words().items()
    ]
    return [
        {"label": form.fields[name].label, "theirs": theirs, "mine": mine}
        for name, theirs, mine in pairs
        if theirs != mine
    ]


def _shown(value):
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "\n".join(value)
    return str(getattr(value, "name", value) or "")


@require_http_methods(["GET", "POST"])
def staff(request):
    """Who works here. Administrators invite and change; the others see names and roles."""
    practice = request.user.practice
    manages = access.full(request.user, "other_accounts")
    form = InviteStaff(posted(request)) if manages else None
    if request.method == "POST" and form.is_valid():
        typed = form.words()
        try:
            invitations.invite_staff(
                practice=practice, by=request.user, form_key=form.cleaned_data["form_key"], **typed
            )
        except actions.AddressTaken:
            form.add_error("address", _("Somebody signs in with this address already."))
        else:
            messages.success(request, _("The invitation is on its way. The link works for 7 days."))
            return redirect("people:staff")
    context = {"rows": reading.staff_rows(practice.pk), "form": form, "manages": manages}
    status = 422 if form and form.errors else 200
    return render(request, "people/staff.html", context, status=status)


@require_http_methods(["GET", "POST"])
def colleague(request, user_id):
    """One account: its roles, and what an administrator can do for it."""
    known = reading.staff_rows(request.user.practice_id)
    row = next((row for row in known if row["user"].pk == user_id), None)
    if row is None:
        raise Http404
    trouble = ""
    if request.method == "POST":
        deed = DEEDS.get(request.POST.get("do"))
        if deed is None:
            raise Http404
        try:
            with devices.kept(request):
                done = deed(request, row["user"])
        except actions.StillNeeded as needed:
            done, trouble = None, STILL_NEEDED[needed.args[0]]
        except actions.NotYourself:
            done, trouble = None, NOT_YOURSELF
        except actions.SecondPerson:
            done, trouble = None, SECOND_PERSON
        if done:
            messages.success(request, done)
            return redirect("people:colleague", user_id)
    return _colleague_page(request, row, trouble)


def _colleague_page(request, row, trouble):
    held = row["user"].roles
    context = {
        **row,
        "trouble": trouble,
        "held": [choice for choice in RoleGrant.ROLES if choice[0] in held],
        "free": [choice for choice in RoleGrant.ROLES if choice[0] not in held],
        "factor": has_factor(row["user"]),
        "self": row["user"] == request.user,
        "again": Once(),
    }
    return render(request, "people/colleague.html", context, status=422 if trouble else 200)


def _role(request):
    form = OneRole(request.POST)
    if not form.is_valid():
        raise Http404
    return form.cleaned_data["role"]


def _give(request, user):
    actions.give_role(user=user, role=_role(request), by=request.user)
    _stay_in(request, user)
    return _("The role counts from now on.")


def _end(request, user):
    actions.end_role(user=user, role=_role(request), by=request.user)
    _stay_in(request, user)
    return _("The role is taken away, from now on.")


def _stay_in(request, user):
    """One's own role: this session goes on under a new id, the others end."""
    if user == request.user:
        user.refresh_from_db(fields=["session_round"])
        update_session_auth_hash(request, user)


def _close(request, user):
    if user == request.user:
        raise actions.StillNeeded("administrator")
    actions.disable(user=user, by=request.user)
    return _("The account is closed and signed out everywhere.")


def _open(request, user):
    actions.enable(user=user, by=request.user)
    return _("The account is open again.")


def _reset(request, user):
    actions.reset_factor(user=user, by=request.user)
    return _("They set up a second step when they sign in next.")


def _out(request, user):
    actions.sign_out_everywhere(user=user, by=request.user)
    _stay_in(request, user)
    return _("They are signed out everywhere.")


def _again(request, user):
    form = Once(request.POST)
    if not form.is_valid() or reading.state(user) != "invited":
        raise Http404
    invitations.invite_staff_again(
        user=user, by=request.user, form_key=form.cleaned_data["form_key"]
    )
    return _("A new link is on its way. Older ones no longer work.")


DEEDS = {
    "give": _give,
    "end": _end,
    "close": _close,
    "open": _open,
    "reset": _reset,
    "out": _out,
    "again": _again,
}
