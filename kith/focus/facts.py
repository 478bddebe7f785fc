"""What the four gates need to know of a course, gathered from the rooms that know it."""

from dataclasses import replace

from ipt.protocol.gates import CourseFacts
from kith.intake.facts import before_start

from .models import FocusChoice


def gather(course) -> CourseFacts:
    """Risk screen, consents, contract and focus of a course, as they stand now."""
    primary = list(
        FocusChoice.objects.filter(course=course, rank="primary", released_at=None).values_list(
            "client_agrees", flat=True
        )
    )
    return replace(
        before_start(course),
        primary_foci=len(primary),
        client_agrees_focus=(primary[0] or None) if primary else None,
    )
