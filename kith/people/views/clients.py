"""A client as staff know them: name, contact, who cares for them, and the invitation."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kith.audit.actions import opened

from .. import access, actions, changes, history, invitations, reading
from ..forms_inside import Assign, ClientIdentity, Once
from ..models import Client
from . import posted
from .practice import lacking

SAID_NO = "kith.care.letters.said_no"  # of a later room; loaded when a page is made
NOT_YOURSELF = gettext_lazy(
    "Others care or cared for this client. A colleague from the office can give them to you; in an "
    "emergency there is break-glass."
)
NO_WAY = {
    "has_account": gettext_lazy("They sign in already."),
    "on_paper": gettext_lazy("They work without a screen: nothing is sent."),
    "never_write": gettext_lazy(
        "They asked never to be written to, or were not asked yet. Tick it once they say yes."
    ),
    "no_address": gettext_lazy("There is no e-mail address yet. Save one first."),
    "taken": gettext_lazy("Another account uses this e-mail address. Save one of their own first."),
}


def client_of(request, client_id, letter="R"):
    """The client as the asker may see them, else 404."""
    found = Client.objects.for_user(request.user, letter).select_related("practice", "user")
    return get_object_or_404(found, pk=client_id)


@require_http_methods(["GET", "POST"])
def client(request, client_id):
    """Identity and contact, changed with both texts in sight when two people do it at once."""
    row, conflict = client_of(request, client_id, "U" if request.method == "POST" else "R"), None
    form = ClientIdentity(
        posted(request),
        initial={name: getattr(row, name) for name in ClientIdentity.base_fields},
        has_account=bool(row.user_id),
    )
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            changes.change_client(client=row, version=version, by=request.user, **form.words())
        except actions.AddressTaken:
            form.add_error("email", _("Another account uses this e-mail address."))
        except history.SomebodyElseSaved as clash:
            conflict = _differences(form, clash.saved)
            form.take_version(clash.saved.version)
        else:
            messages.success(request, _("Saved."))
            return redirect("people:client", row.pk)
    return client_page(request, row, form, conflict)


def _differences(form, saved):
    pairs = [(name, getattr(saved, name), mine) for name, mine in form.words().items()]
    return [
        {"label": form.fields[name].label, "theirs": str(theirs), "mine": str(mine)}
        for name, theirs, mine in pairs
        if theirs != mine
    ]


def client_page(request, row, form, conflict=None, refused=""):
    opened(row, by=request.user, what="client")
    hindrance = invitations.hindrance(row)
    context = {
        "client": row,
        "form": form,
        "conflict": conflict,
        "refused": refused,
        "once": Once(),
        "lacks": lacking(row.practice),
        "may_set_up": access.full(request.user, "practice_settings", "U"),
        "hindrance": NO_WAY.get(hindrance, ""),
        "said_no": import_string(SAID_NO)(row.pk),
        "has_account": bool(row.user_id),
        "may_keep": access.may_enter(request.user, access.route("keeping:client"), "GET"),
        "invitation": reading.invitation("client", row.pk),
        **_care(request, row),
    }
    status = 422 if form.errors or conflict or refused else 200
    return render(request, "people/client.html", context, status=status)


def _care(request, row):
    arranges = access.full(request.user, "assignment", "C")
    carers = [assignment.therapist for assignment in reading.cared_by(row, request.user)]
    others = reading.clinicians(row.practice_id).exclude(pk__in=[user.pk for user in carers])
    return {
        "carers": carers,
        "arranges": arranges,
        "assign": Assign(therapists=others) if arranges else None,
    }


def _plain_form(row):
    saved = {name: getattr(row, name) for name in ClientIdentity.base_fields}
    return ClientIdentity(initial=saved, has_account=bool(row.user_id))


@require_POST
def invite(request, client_id):
    """Send the link that opens a client's own pages. Not before the practice is ready for it."""
    row = client_of(request, client_id, "U")
    form = Once(request.POST)
    if not form.is_valid():
        words = _("Please press the button again.")
        return client_page(request, row, _plain_form(row), refused=words)
    try:
        invitations.invite_client(
            client=row, by=request.user, form_key=form.cleaned_data["form_key"]
        )
    except invitations.NotReady:
        words = _("Nobody can be invited yet: the practice's settings are not complete.")
        return client_page(request, row, _plain_form(row), refused=words)
    except invitations.NoWay as why:
        return client_page(request, row, _plain_form(row), refused=NO_WAY[why.args[0]])
    messages.success(request, _("The invitation is on its way. The link works for 14 days."))
    return redirect("people:client", row.pk)


@require_POST
def assign(request, client_id):
    """A therapist cares for this client from now on."""
    row = client_of(request, client_id)
    form = Assign(request.POST, therapists=reading.clinicians(row.practice_id))
    if form.is_valid():
        therapist = form.cleaned_data["therapist"]
        try:
            actions.assign(client=row, therapist=therapist, by=request.user)
        except actions.NotYourself:
            return client_page(request, row, _plain_form(row), refused=NOT_YOURSELF)
    return redirect("people:client", row.pk)


@require_POST
def assign_end(request, client_id):
    """A therapist no longer sees this record, from the next request on (SEC-07)."""
    row = client_of(request, client_id)
    form = Assign(request.POST, therapists=reading.carers(row, request.user))
    if form.is_valid():
        therapist = form.cleaned_data["therapist"]
        actions.end_assignment(client=row, therapist=therapist, by=request.user)
    return redirect("people:client", row.pk)
