"""What the page of a form of treatment shows: gathered from the book, with what the record has."""

from dataclasses import dataclass

from ipt import conditions, protocol
from ipt.safety import medical, never
from kith.web import book

from .actions import current_contract


@dataclass(frozen=True)
class Part:
    """A phase with its sessions and tasks; `own` tasks are those that this form adds."""

    title: str
    first: int
    last: int
    tasks: list


@dataclass(frozen=True)
class PlanPage:
    """Everything that is shown of a form of treatment, in words."""

    parts: list
    people: list
    lacking: list
    cautions: list
    exclusions: list
    measures: list
    watches: list
    steps: list
    acts: list
    says: list
    elsewhere: list
    red_flags: list
    sick_role: str
    client: str
    areas: list


def of(plan, course, people, supplied) -> PlanPage:
    """The page of `plan`.

    people     those who are named now (NamedPerson rows)
    supplied   ids of the measures that the practice added itself
    """
    named = {}
    for person in people:
        named.setdefault(person.role, []).append(person)
    return PlanPage(
        parts=_parts(plan, course),
        people=[(role, book.text(role.title), named.get(role.id, [])) for role in plan.people],
        lacking=[book.text(r.title) for r in plan.people if _wanted(r) and r.id not in named],
        cautions=[book.text(f"cautions.{id}") for id in plan.cautions],
        exclusions=[book.text(f"exclusions.{id}") for id in plan.exclusions],
        measures=[_measure(row, supplied) for row in plan.measures],
        watches=[book.text(watch.title) for watch in plan.watches],
        steps=[(book.text(step.title), step.minutes) for step in plan.steps],
        acts=[book.text(f"medical.act.{id}") for id in medical.acts() if "medical" in plan.stops],
        says=_says(plan),
        elsewhere=_elsewhere(plan),
        red_flags=[book.text(f"red_flag.{id}") for id in _red_flags(plan)],
        sick_role=book.text(f"sick_role.{plan.sick_role}"),
        client=book.text(plan.client),
        areas=[book.text(f"focus.{id}.title") for id in plan.areas],
    )


def _wanted(role):
    return role.needed != "optional"


def _parts(plan, course):
    contract = current_contract(course) if course.protocol == plan.id else None
    keeping = contract is None or contract.kind == "maintenance"
    planned = plan.sessions_default if keeping else contract.sessions_planned
    usual = {task.id for task in protocol.load("ipt_standard").tasks}
    return [
        Part(
            title=book.text(f"phase.{span.code}.title"),
            first=span.first,
            last=span.last,
            tasks=[
                (task, book.text(task.title), book.text(task.client_title), task.id not in usual)
                for task in protocol.tasks(plan, span.code)
            ],
        )
        for span in protocol.boundaries(plan, planned)
    ]


def _measure(row, supplied):
    """(words, where it stands): a measure that the practice has to add says whether it did."""
    words = book.text(f"protocol_measure.{row['id']}")
    if row.get("supplied"):
        there = row["id"] in supplied
        return words, book.text(
            "protocol_measure_state.there" if there else "protocol_measure_state.wanted"
        )
    licence = row.get("needs_licence")
    return words, book.text("protocol_measure_state.licence") if licence else ""


def _conditions(plan):
    return [each for each in conditions.conditions() if each.protocol == plan.id]


def _says(plan):
    """(condition, sentences): what may be said of the help there is for each."""
    found = [(each.id, conditions.wording(each.id).may) for each in _conditions(plan)]
    return [
        (book.text(f"condition.{id}.title"), " ".join(book.say(one) for one in may))
        for id, may in found
        if may
    ]


def _elsewhere(plan):
    found = dict.fromkeys(id for each in _conditions(plan) for id in each.elsewhere)
    return [book.text(f"other_help.{id}") for id in found]


def _red_flags(plan):
    return never.red_flags() if "perinatal_emergency" in plan.cautions else ()


def others(plan) -> list[tuple[str, str]]:
    """The other forms that could be looked at: (id, title)."""
    return [
        (each.protocol.id, book.text(each.protocol.title))
        for each in protocol.offers()
        if each.protocol.id != plan.id
    ]
