"""A closed gate, with the way to open it: what `focus/gates.html` shows."""

from dataclasses import dataclass

from django.urls import reverse

from kith.web import book

ROUTES = {
    "risk_screen": "safety:screen",
    "consents": "care:consents",
    "contract": "care:contract",
    "focus": "focus:choose",
}


@dataclass(frozen=True)
class Help:
    """One gate that is still closed: its name, what is missing, and where that is done."""

    id: str
    title: str
    text: str
    url: str


def helps(course, missing) -> list[Help]:
    """The gates in `missing` (ids of the book), in order, each with its page."""
    return [
        Help(
            id=gate,
            title=book.text(f"gate.{gate}.title"),
            text=book.text(f"gate.{gate}.missing"),
            url=reverse(ROUTES[gate], args=[course.pk]),
        )
        for gate in missing
    ]
