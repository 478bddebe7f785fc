"""The focus that is agreed, the goals that follow, and how they move."""

from kith.care import actions as care
from kith.focus import actions as focus
from kith.focus import formulating
from kith.focus.models import FocusChoice, Goal

from .told import Told


def rate(t: Told, ratings: dict[str, int], evidence: dict[str, dict] | None = None):
    """Each area against what is known; `evidence`: by area, its rows, words, people."""
    for area, fit in ratings.items():
        said = (evidence or {}).get(area, {})
        focus.rate_area(
            course=t.course,
            area=area,
            fit=fit,
            rows={f"{area}.{row}": value for row, value in said.get("rows", {}).items()},
            evidence=said.get("for", ""),
            against=said.get("against", ""),
            person_ids=[t.people[id].pk for id in said.get("people", [])],
            event_ids=[t.id(f"event {day}") for day in said.get("events", [])],
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


def stage(t: Told, number: int, after: str, why: str):
    """Where the dispute stands from a session on."""
    choice = FocusChoice.objects.get(pk=t.id("focus primary"))
    focus.move_stage(
        choice=choice, id=t.id(f"stage {number}"), after=after, session=number, why=why,
        by=t.therapist,
    )  # fmt: skip


def formulate(t: Told, words: str, *, parts: dict, people=(), area: str, sessions: int):
    """The first version, given in the room."""
    return formulating.write(
        course=t.course,
        by=t.therapist,
        words=words,
        read_number=0,
        parts=parts,
        person_ids=[t.people[id].pk for id in people],
        sessions=sessions,
        area=area,
    )


def correct(t: Told, said: str, words: str):
    """What the client says to the version that stands, then the version that takes it over."""
    present, user = formulating.latest(t.course), t.client.user
    told = "screen" if user else "said"
    answer = formulating.answer(
        formulation=present, id=t.id("formulation correction"), fits="partly", words=said,
        told=told, by=user or t.therapist,
    )  # fmt: skip
    following = formulating.write(
        course=t.course,
        by=t.therapist,
        words=words,
        read_number=present.number,
        parts=present.parts,
        person_ids=present.person_ids,
        sessions=present.sessions,
        area=present.area,
        takes_over=answer,
    )
    formulating.answer(
        formulation=following, id=t.id("formulation yes"), fits="yes", told=told,
        by=user or t.therapist,
    )  # fmt: skip


def aim(t: Told, goal: dict, area: str, people=()):
    """Agree on a goal, in the unit that it is told in."""
    unit = "" if goal["unit"] == "0-10" else goal["unit"]
    focus.add_goal(
        course=t.course,
        id=t.id(f"goal {goal['id']}"),
        by=t.therapist,
        text=goal["text"],
        unit=unit,
        most=goal.get("most", 10),
        baseline=goal["start"],
        target=goal["target"],
        review_session=8,
        area=area,
        person_ids=[t.people[id].pk for id in people],
    )


def move(t: Told, goal: dict, part: float):
    """Where a goal stands after this `part` (0 to 1) of the way it went in the end."""
    made = Goal.objects.get(pk=t.id(f"goal {goal['id']}"))
    value = round(goal["start"] + (goal["end"] - goal["start"]) * part)
    focus.rate_goal(goal=made, id=t.id(f"goal {goal['id']} {part}"), value=value, by=t.therapist)
