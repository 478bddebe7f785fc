"""What the agreement says of the work, and whom an adaptation finds in the circle."""

from kith.checkins import plans
from kith.focus import reading as focus
from kith.intake import reading as intake
from kith.inventory import reading as inventory
from kith.measures import shelf
from kith.measures.words import plain_title


def work(course, user) -> dict:
    """Focus, goals and questionnaires as they stand now, in the client's words."""
    return {
        "focus": [str(area.client_label) for area in focus.held_areas(course, user)],
        "goals": [goal.text for goal in focus.goals(course, user)],
        "measures": [str(plain_title(shelf.here().load(id))) for id in _asked(course)],
    }


def _asked(course):
    """Ids of the questionnaires that go out in the course, or would by its protocol."""
    rows = list(plans.present(course))
    if rows:
        return [row.measure for row in rows if row.every and not row.declined]
    return list(plans.usual(course))


def children(course, user) -> list:
    """The children in the closeness circle: (id, name)."""
    return [
        (str(person.id), person.name)
        for person in inventory.present(course, user)
        if person.relation_id == "child"
    ]


def judged(course, user) -> bool:
    """Whether a judgement was signed after the first conversation."""
    return bool(intake.fits(course, user))


def supplied(course) -> set:
    """Ids of the measures that the practice added itself and may use now."""
    here = shelf.of(course.practice_id)
    return {id for id in here.ids() if here.own(id)}
