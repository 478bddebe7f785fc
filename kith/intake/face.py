"""How a practice shows itself to somebody who is not signed in."""

from django.urls import reverse
from django.utils.http import urlencode

from kith.safety.reading import help_numbers


def of(practice) -> dict:
    """Context of every public page: practice, title_end, help_numbers, quick_exit_url."""
    return {
        "practice": practice,
        "title_end": practice.shown_name if practice.telling_titles else "",
        "help_numbers": help_numbers(practice),
        "quick_exit_url": f"{reverse('home:leave')}?{urlencode({'from': practice.slug})}",
    }
