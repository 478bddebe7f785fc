"""People named in the first conversation, taken into the circle."""

from django.db import transaction

from kith.intake import reading as intake
from kith.intake.models import Patterns
from kith.inventory import actions as inventory
from kith.inventory import reading as circle
from kith.web import once

RING = "outer"  # until the two have talked about how close somebody is
RELATION = "other"


@transaction.atomic
def take_in(course, user, chosen) -> int:
    """Put the chosen rows into the circle. Whoever is there already stays as they are.

    chosen   numbers of rows, as a form sends them; what is none is passed over
    """
    patterns = intake.part(Patterns, course, user)
    named = (patterns.people or []) if patterns else []
    there, taken = circle.in_the_circle(course, user), 0
    for number, row in enumerate(named):
        if str(number) in chosen and number not in there:
            taken += _add(course, user, row)
    return taken


def _add(course, user, row) -> bool:
    try:
        inventory.add_person(
            client=course.client,
            id=once.row_id(f"{course.pk}|named|{row['name']}", course.client),
            by=user,
            display_name=row["name"],
            relation=row.get("relation") or RELATION,
            ring=RING,
        )
    except once.SentAlready:  # taken in before, and since then called or placed otherwise
        return False
    return True
