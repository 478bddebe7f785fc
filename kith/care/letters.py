"""Whether a letter may go to this client at all: asked by the outbox as it takes a letter."""

from .models import Consent, FullStop

# What the person asks for at that moment, the way in, and what guards their account.
ALWAYS = ("own_request", "client_invitation", "sign_in_notice")


def refusal(letter) -> str:
    """A set word when everything to this client is stopped or they said no to messages, else ""."""
    if letter.client_id is None:
        return ""
    if FullStop.objects.filter(client_id=letter.client_id, lifted_at=None).exists():
        return "stopped"
    return "no_consent" if said_no(letter.client_id) and letter.kind not in ALWAYS else ""


def said_no(client_id) -> bool:
    """Whether the newest answer about messages is a no."""
    found = Consent.objects.filter(client_id=client_id, kind="messaging", withdrawn_at=None)
    last = found.order_by("answered_at").last()
    return last is not None and not last.given
