"""The focus that is agreed, the goals that follow, and how they move."""

from kith.care import actions as care
from kith.focus import actions as focus
from kith.focus.models import Goal

from .told import Told


def rate(t: Told, ratings: dict[str, int], evidence: dict[str, str] | None = None):
    """Each area against what is known."""
    for area, fit in ratings.items():
        focus.rate_area(
            course=t.course,
            area=area,
            fit=fit,
            evidence=(evidence or {}).get(area, ""),
            version=0,
            by=t.therapist,
        )


def choose(t: Told, area: str, rank="primary", *, because, person="", loss_type="", words=""):
    """Take up an area; the client agrees."""
    return focus.choose_focus(
        course=t.course,
        id=t.id(f"focus {rank}"),
        area=area,
        rank=rank,
        because=because,
        by=t.therapist,
        client_agrees="yes",
        client_words=words,
        loss_type=loss_type,
        person=t.people.get(person),
    )


def decide(t: Told, point: str, choice: str, why: str):
    """How it goes on, written down at a review."""
    care.decide(
        course=t.course,
        id=t.id(f"decision {point}"),
        by=t.therapist,
        settles=[point],
        choice=choice,
        why=why,
    )


def aim(t: Told, goal: dict, area: str, people=()):
    """Agree on a goal. What is counted in other units is told in tenths of the aim."""
    tenths = goal["unit"] != "0-10"
    focus.add_goal(
        course=t.course,
        id=t.id(f"goal {goal['id']}"),
        by=t.therapist,
        text=goal["text"],
        baseline=_of_ten(goal, goal["start"]),
        target=10 if tenths else goal["target"],
        sign=f"{goal['target']} {goal['unit']}" if tenths and goal["target"] > 1 else "",
        area=area,
        person_ids=[t.people[id].pk for id in people],
    )


def _of_ten(goal, value) -> int:
    return value if goal["unit"] == "0-10" else round(10 * value / goal["target"])


def move(t: Told, goal: dict, part: float):
    """Where a goal stands after this `part` (0 to 1) of the way it went in the end."""
    start, end = _of_ten(goal, goal["start"]), _of_ten(goal, goal["end"])
    made = Goal.objects.get(pk=t.id(f"goal {goal['id']}"))
    value = round(start + (end - start) * part)
    focus.rate_goal(goal=made, id=t.id(f"goal {goal['id']} {part}"), value=value, by=t.therapist)
