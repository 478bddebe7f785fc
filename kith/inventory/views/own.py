"""The client's own people: drawn, told and named by the client."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ipt import inventory as book_inventory
from kith.web import book

from .. import actions, forms, reading
from ..veil import SHARED_SCREEN
from . import shared


def _page(request, sitting=None, status=200, **more):
    context = shared.circle(request, request.client, sitting, **more)
    if context["sitting"] is None or context["sitting"] == reading.newest(context["pictures"]):
        context["form"], context["draft"] = more.get("add") or _add_form(request)
    last = max(context["pictures"], key=lambda row: row.number, default=None)
    blank = forms.PictureForm(initial={"moment": "now", "after": last.pk if last else None})
    context["picture_form"] = more.get("picture_form") or blank
    context["aside"] = reading.aside(request.client, request.user)
    return render(request, "inventory/own_people.html", context, status=status)


def _add_form(request, **more):
    return shared.add_form(request, reverse("inventory:own_people"), **more)


@require_http_methods(["GET", "POST"])
def people(request):
    """The client's own circle and list."""
    add = form, _draft = _add_form(request, sent=True)
    if request.method == "POST" and form.is_valid() and shared.add(request, request.client, form):
        return redirect("inventory:own_people")
    return _page(request, add=add, status=422 if form.errors else 200)


@require_http_methods(["GET"])
def picture(request, sitting_id):
    """One of the client's own pictures."""
    return _page(request, shared.sitting_of(request, request.client, sitting_id))


@require_POST
def sittings(request):
    """The client begins a new picture from the former one."""
    form = forms.PictureForm(request.POST)
    if form.is_valid() and (made := shared.begin(request, request.client, form)):
        return redirect("inventory:own_picture", made.pk)
    return _page(request, picture_form=form, status=422)


@require_POST
def place(request, sitting_id, person_id):
    """The client moves somebody."""
    row = shared.person_of(request, request.client, person_id, "U")
    sitting = shared.sitting_of(request, request.client, sitting_id)
    rows = reading.sittings(request.client, request.user)
    refused, met = shared.move(request, row, sitting, rows)
    if refused or met:
        return _page(request, sitting, refused=refused, met=met, status=422)
    return shared.to_moved("inventory:own_picture", sitting.pk)


@require_http_methods(["GET"])
def between(request):
    """Then and now, for the client."""
    return render(
        request, "inventory/own_between.html", shared.then_and_now(request, request.client)
    )


@require_POST
def names(request):
    """Show names as initials in this browser, or names again."""
    request.session[SHARED_SCREEN] = "hide" in request.POST
    return redirect("inventory:own_people")


@require_http_methods(["GET", "POST"])
def person(request, person_id):
    """One of the client's people: the first questions, and the way to the others."""
    row = shared.person_of(request, request.client, person_id, "U")
    form, draft = shared.person_form(request, row, shared.BASICS)
    conflicts = []
    if request.method == "POST" and form.is_valid():
        conflicts = shared.save(request, row, form)
        if not conflicts:
            messages.success(request, _("Saved."))
            return redirect("inventory:own_people")
    context = _about(request, row, form, conflicts, draft)
    context["hide_form"] = forms.HideForm(initial={"stand_in": row.stand_in or ""}, prefix="hide")
    status = 422 if form.errors or conflicts else 200
    return render(request, "inventory/own_person.html", context, status=status)


def _about(request, row, form, conflicts, draft):
    told = shared.answers(row, request.user)
    return {
        "form": form,
        "person": row,
        "conflicts": conflicts,
        "draft": draft,
        "zone": request.client.zone,
        "parts": [
            {
                "id": part,
                "title": book.text(f"inventory.part.{part}"),
                "told": sum(name in told for name in book_inventory.fields(part)),
            }
            for part in book_inventory.parts()
        ],
    }


@require_http_methods(["GET", "POST"])
def part(request, person_id, asked):
    """A few questions about one person, then the next few."""
    row = shared.person_of(request, request.client, person_id, "U")
    if asked not in book_inventory.parts():
        raise Http404
    form, draft = shared.person_form(request, row, book_inventory.fields(asked))
    conflicts = []
    if request.method == "POST" and form.is_valid():
        conflicts = shared.save(request, row, form)
        if not conflicts:
            return _onwards(request, row, asked)
    context = _about(request, row, form, conflicts, draft)
    order = book_inventory.parts()
    context |= {
        "title": book.text(f"inventory.part.{asked}"),
        "number": order.index(asked) + 1,
        "count": len(order),
        "last": asked == order[-1],
    }
    status = 422 if form.errors or conflicts else 200
    return render(request, "inventory/own_part.html", context, status=status)


def _onwards(request, row, asked):
    order = book_inventory.parts()
    if "on" in request.POST and asked != order[-1]:
        return redirect("inventory:own_part", row.pk, order[order.index(asked) + 1])
    messages.success(request, _("Saved."))
    return redirect("inventory:own_person", row.pk)


@require_POST
def hide(request, person_id):
    """The client keeps a name to themself, or lets it be read again."""
    row = shared.person_of(request, request.client, person_id, "U")
    form = forms.HideForm(request.POST, prefix="hide")
    if "show" in request.POST:
        actions.show_name(person=row, by=request.user)
    elif form.is_valid():
        actions.hide_name(person=row, stand_in=form.cleaned_data["stand_in"], by=request.user)
    else:
        first, draft = shared.person_form(request, row, shared.BASICS, sent=False)
        context = _about(request, row, first, [], draft) | {"hide_form": form}
        return render(request, "inventory/own_person.html", context, status=422)
    return redirect("inventory:own_person", row.pk)


@require_POST
def aside(request, person_id):
    """The client takes somebody out of the picture, or brings them back."""
    row = shared.person_of(request, request.client, person_id, "D")
    deed = actions.bring_back if "back" in request.POST else actions.set_aside
    deed(person=row, by=request.user)
    return redirect("inventory:own_people")
