"""Whether a letter may go to this client at all: asked by the outbox as it takes a letter."""

from .models import FullStop


def refusal(letter) -> str:
    """A set word when everything to this client is stopped, else ""."""
    if letter.client_id is None:
        return ""
    held = FullStop.objects.filter(client_id=letter.client_id, lifted_at=None).exists()
    return "stopped" if held else ""
