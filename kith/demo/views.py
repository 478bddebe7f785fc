from django.contrib.auth import login, logout
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kith.audit.actions import record
from kith.people import addresses
from kith.people.models import User

from .people import PERSONAS

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def chooser(request):
    """The front page of the demo: walk in as somebody."""
    return render(request, "demo/chooser.html", {"personas": PERSONAS})


def mailbox(key: str) -> str:
    """The address of a persona: under a domain that can never exist."""
    return f"{key}@demo.invalid"


@require_POST
def enter(request):
    """Walk in as a persona. Exists only in the demo."""
    key = request.POST.get("persona", "")
    user = User.objects.filter(email=addresses.veil(mailbox(key)), is_active=True).first()
    if user is None or not user.practice.fictional:
        raise Http404
    logout(request)
    login(request, user, backend=BACKEND)
    record("people.signed_in", by=user, reason="demo", practice=user.practice_id)
    return redirect("desk:today" if user.is_staff_member else "home:today")
