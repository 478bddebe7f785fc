"""The public pages of a practice: their order, and how they are called."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Page:
    """`title` tells a passer-by nothing; `telling` says what the page is of (PRIV-07)."""

    id: str
    label: str
    title: str
    telling: str

    def url(self, practice) -> str:
        return reverse(f"welcome:{self.id}", args=[practice.slug])


PAGES = {
    page.id: page
    for page in (
        Page("start", _("Start"), _("Start"), _("Interpersonal Therapy")),
        Page("ipt", _("What IPT is"), _("How it works"), _("What IPT is")),
        Page("helps", _("Whom it may help"), _("For whom"), _("Whom IPT may help")),
        Page("evidence", _("What is known"), _("What is known"), _("What is known of IPT")),
        Page("people", _("Our therapists"), _("Who we are"), _("Our therapists")),
        Page("asking", _("How to ask"), _("First step"), _("How to ask for a first conversation")),
        Page("access", _("Access and privacy"), _("Your way in"), _("Access and privacy")),
    )
}


def tabs(practice, here) -> list:
    """The pages as components/tabs.html takes them."""
    return [
        {"label": page.label, "url": page.url(practice), "current": page.id == here}
        for page in PAGES.values()
    ]
