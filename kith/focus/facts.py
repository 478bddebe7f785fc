"""What the four gates need to know of a course, gathered from the rooms that know it."""

from dataclasses import replace

from ipt.protocol import CourseFacts
from kith.intake.facts import before_start

from .models import FocusChoice


def gather(course) -> CourseFacts:
    """Risk screen, consents, contract and focus of a course, as they stand now."""
    primary = list(
        FocusChoice.objects.filter(course=course, rank="primary", released_at=None).values_list(
            "area", "client_agrees"
        )
    )
    return replace(
        before_start(course),
        primary_foci=tuple(area for area, _ in primary),
        client_agrees_focus=(primary[0][1] or None) if primary else None,
    )
