from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.audit.actions import opened
from kith.care.views import course_of
from kith.people import access, drafts
from kith.people.conflicts import two_texts
from kith.people.history import SomebodyElseSaved
from kith.web import book, once

from . import actions, reading
from .forms import GiveForm, LeafletForm
from .models import Given, Leaflet


@require_safe
def shelf(request):
    """The practice's leaflets, and the book's texts to start from."""
    context = {
        "leaflets": reading.shelf(request.user),
        "withdrawn": reading.shelf(request.user, withdrawn=True),
        "starts": reading.to_start_from(request.user),
        "may_write": access.full(request.user, "library", "C"),
    }
    return render(request, "leaflets/shelf.html", context)


@require_http_methods(["GET", "POST"])
def write(request):
    """A new text, from nothing or from one of the book's."""
    return _write(request, _start(request), None)


@require_http_methods(["GET", "POST"])
def change(request, leaflet_id):
    """The next version of a text."""
    former = _leaflet(request, leaflet_id)
    names = ("title", "topic", "language", "names_condition", "words")
    return _write(request, {name: getattr(former, name) for name in names}, former)


def _leaflet(request, leaflet_id):
    return get_object_or_404(Leaflet.objects.for_user(request.user), pk=leaflet_id)


def _start(request):
    starts = {one["id"]: one for one in reading.to_start_from(request.user)}
    return starts.get(request.GET.get("from", ""), {}) | {"language": book.language()}


def _write(request, said, former):
    initial, draft = drafts.initial(request, said)
    form = LeafletForm(request.POST or None, initial=initial)
    conflicts = []
    if request.method == "POST" and form.is_valid():
        id = once.row_id(form.cleaned_data["form_key"], request.user)
        who = {"practice": request.user.practice, "by": request.user, "id": id}
        try:
            leaflet = actions.write(former=former, **form.text(), **who)
        except once.SentAlready:
            form.renew_key()
            form.add_error(None, _("You saved this with other words before. Save again."))
        except SomebodyElseSaved as other:
            former = other.saved
            typed = form.cleaned_data["words"]
            conflicts = [two_texts(_("Text"), former, former.words, typed)]
        else:
            drafts.drop(request.user, request.path)
            return redirect("leaflets:leaflet", leaflet.pk)
    context = {
        "form": form,
        "former": former,
        "draft": draft,
        "conflicts": conflicts,
        "zone": request.user.zone,
    }
    status = 422 if form.errors or conflicts else 200
    return render(request, "leaflets/write.html", context, status=status)


@require_safe
def leaflet(request, leaflet_id):
    """One version as it is handed out, and its other versions."""
    found = _leaflet(request, leaflet_id)
    context = {
        "leaflet": found,
        "versions": reading.versions(found, request.user),
        "may_write": access.full(request.user, "library", "U"),
        "zone": request.user.zone,
    }
    return render(request, "leaflets/leaflet.html", context)


@require_POST
def withdraw(request, leaflet_id):
    """Hand a text out no more, or again."""
    found = _leaflet(request, leaflet_id)
    actions.withdraw(leaflet=found, by=request.user, back="back" in request.POST)
    return redirect("leaflets:shelf")


@require_http_methods(["GET", "POST"])
def given(request, course_id):
    """What was explained to this client on paper or screen, and when; another is handed over."""
    course = course_of(request, course_id)
    if request.method == "POST":
        form = GiveForm(request.POST)
        fit = {one.pk: one for one in reading.offered(course, request.user)}
        if form.is_valid() and form.cleaned_data["leaflet"] in fit:
            actions.give(course=course, leaflet=fit[form.cleaned_data["leaflet"]], by=request.user)
            messages.success(request, _("The client finds it on their own page."))
        else:
            messages.info(request, _("Choose one of the leaflets that are there."))
        return redirect("leaflets:given", course.pk)
    opened(course, by=request.user, what="leaflets")
    context = {
        "course": course,
        "tab": "worksheets",
        "given": reading.given(course, request.user),
        "offered": reading.offered(course, request.user),
        "zone": request.user.zone,
    }
    return render(request, "leaflets/given.html", context)


@require_safe
def own_list(request):
    """What the client was given to read."""
    return render(request, "leaflets/own_list.html", {"given": reading.own(request.user)})


@require_safe
def own(request, given_id):
    """One leaflet, as it stood when it was handed over."""
    rows = Given.objects.for_user(request.user).select_related("leaflet")
    found = rows.filter(pk=given_id).first()
    if found is None:
        raise Http404
    return render(request, "leaflets/own.html", {"given": found, "leaflet": found.leaflet})
