"""Pages that are opened by a link alone: the first run, a colleague's start, a client's start."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kith.web import tenancy

from .. import forms, forms_inside, invitations, links, setup
from ..actions import AddressTaken
from ..models import User
from ..signing_in import enter
from . import posted


def over(request):
    """The link was used, is too old, or never was one: the same page for each."""
    return render(request, "people/link_over.html", status=410)


@require_http_methods(["GET", "POST"])
def set_up(request, token):
    """The first page of an empty house: makes the practice and its owner."""
    link = setup.waits(token)
    if link is None:
        return over(request)
    form = forms_inside.SetUp(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            user = setup.found(link=link, **form.cleaned_data)
        except setup.SetUpAlready:
            return over(request)
        enter(request, user, "password")
        return redirect("people:factor")
    return render(request, "people/setup.html", {"form": form}, status=422 if form.errors else 200)


def _link(kind, token):
    link = links.find(kind, token)
    return link if links.works(link) else None


@require_http_methods(["GET", "POST"])
def join(request, token):
    """A colleague chooses a password; the second step follows."""
    link = _link("staff", token)
    if link is None:
        return over(request)
    with tenancy.within(link.practice_id):
        user = User.objects.select_related("practice").get(pk=link.about_id)
        form = forms.Join(posted(request), user=user)
        if request.method == "POST" and form.is_valid():
            return _come_in(request, link, form)
        context = {"form": form, "practice": link.practice}
        return render(request, "people/join.html", context, status=422 if form.errors else 200)


def _come_in(request, link, form):
    try:
        user = invitations.join(link=link, password=form.cleaned_data["password"])
    except invitations.LinkOver:
        return over(request)
    enter(request, user, "password", shared=form.cleaned_data["shared"])
    return redirect("people:factor")


@require_http_methods(["GET", "POST"])
def accept(request, token):
    """A client opens their own pages: what they are and are not, and how to sign in."""
    link = _link("client", token)
    if link is None:
        return over(request)
    with tenancy.within(link.practice_id):
        client = invitations.who(link)
        likely = User(practice=client.practice, name=client.name, address=client.email)
        form = forms_inside.HowToSignIn(posted(request), user=likely)
        if request.method == "POST" and form.is_valid():
            answer = _open_account(request, link, form)
            if answer:
                return answer
        context = {"form": form, "practice": link.practice}
        return render(request, "people/accept.html", context, status=422 if form.errors else 200)


def _open_account(request, link, form):
    try:
        user = invitations.accept(link=link, password=form.chosen_password())
    except invitations.LinkOver:
        return over(request)
    except AddressTaken:
        form.add_error(None, _("This link cannot be used as it is. Please call your practice."))
        return None
    method = "code" if form.chosen_password() is None else "password"
    enter(request, user, method, shared=form.cleaned_data["shared"])
    return redirect("people:factor")
