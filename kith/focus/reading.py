"""Focus and goals as a reader may see them, for this room and the pages of others."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from ipt import focus as book_focus
from kith.inventory import reading as inventory
from kith.web import book

from .areas import hue, needed
from .models import AreaRating, FocusChoice, Goal, GoalRating, StageMove

ORDER = ("primary", "secondary", "third")


@dataclass(frozen=True)
class Held:
    """An area that is worked on, in words for both sides, with its hue."""

    area: str
    rank: str
    label: str
    client_label: str
    hue: str
    choice: FocusChoice


@dataclass(frozen=True)
class Aim:
    """A goal with where it began, where it stands and where it is to go."""

    id: UUID
    text: str
    sign: str
    area: str
    hue: str
    people: list
    unit: str
    most: int
    baseline: int
    latest: int
    latest_on: date | None
    target: int
    review_session: int | None
    why_more: str
    client_agrees: str
    version: int
    ratings: list = field(default_factory=list)

    @property
    def counted_in(self) -> str:
        """What its numbers count: its own unit, else of how many."""
        return self.unit or _("of %(most)s") % {"most": self.most}

    @property
    def progress(self) -> str:
        """Where it began, where it stands, where it is to go; no verdict."""
        numbers = {
            "first": self.baseline,
            "now": self.latest,
            "aim": self.target,
            "unit": self.counted_in,
        }
        if self.latest_on is None:
            return _("began at %(first)s %(unit)s, aim %(aim)s") % numbers
        return _("began at %(first)s %(unit)s, now %(now)s, aim %(aim)s") % numbers


def area_label(area) -> str:
    """The therapist's name of an area."""
    return book.text(f"focus.{area}.title") if area else ""


def client_label(area) -> str:
    """The client's name of an area."""
    return book.text(f"focus.{area}.client") if area else ""


def _held(choice) -> Held:
    area = choice.area
    return Held(area, choice.rank, area_label(area), client_label(area), hue(area), choice)


def may_refile(choice) -> bool:
    """Whether a loss that is held is no death: many teachers file it under role transition."""
    return bool(choice.loss_type) and not book_focus.loss_is_death(choice.loss_type)


def held_areas(course, user) -> list[Held]:
    """The areas worked on now, the primary first."""
    return held_by_course([course.pk], user).get(course.pk, [])


def held_by_course(course_ids, user) -> dict[UUID, list[Held]]:
    """The areas worked on now, for many courses in one query."""
    found = defaultdict(list)
    rows = FocusChoice.objects.for_user(user).filter(course__in=course_ids, released_at=None)
    for choice in sorted(rows, key=lambda row: ORDER.index(row.rank)):
        found[choice.course_id].append(_held(choice))
    return dict(found)


def story(course, user) -> list[Held]:
    """Areas that were released, newest first."""
    rows = FocusChoice.objects.for_user(user).filter(course=course, released_at__isnull=False)
    return [_held(row) for row in rows.order_by("-released_at").select_related("released_by")]


def ratings(course, user) -> dict[str, AreaRating]:
    """The present rating of each area that was rated."""
    return {row.area: row for row in AreaRating.objects.for_user(user).filter(course=course)}


def rated(course, user) -> int:
    """How many are rated of the areas that are looked at in every course of this protocol."""
    return len(ratings(course, user).keys() & set(needed(course)))


def goals(course, user, *, aside=False) -> list[Aim]:
    """The goals of a course in the order they were agreed; or those that were set aside."""
    rows = Goal.objects.for_user(user).filter(course=course, set_aside_at__isnull=not aside)
    said = defaultdict(list)
    for rating in GoalRating.objects.for_user(user).filter(goal__course=course):
        said[rating.goal_id].append(rating)
    rows = list(rows)
    named = any(row.person_ids for row in rows)
    people = {str(p.id): p.name for p in inventory.present(course, user)} if named else {}
    return [_aim(row, said[row.pk], people) for row in rows]


def _aim(goal, said, people) -> Aim:
    last = said[-1] if said else None
    return Aim(
        id=goal.pk,
        text=goal.text,
        sign=goal.sign,
        area=goal.area,
        hue=hue(goal.area) if goal.area else "",
        people=[people[id] for id in goal.person_ids or [] if id in people],
        unit=goal.unit or "",
        most=goal.most,
        baseline=goal.baseline,
        latest=last.value if last else goal.baseline,
        latest_on=last.on if last else None,
        target=goal.target,
        review_session=goal.review_session,
        why_more=goal.why_more or "",
        client_agrees=goal.client_agrees,
        version=goal.version,
        ratings=said,
    )


def goals_seen_on(course, user) -> date | None:
    """The day by which every goal was last looked at; None while one never was."""
    days = [aim.latest_on for aim in goals(course, user)]
    return min(days) if days and None not in days else None


def stages(choices, user) -> dict[UUID, list[StageMove]]:
    """By choice, the moves of a dispute in their order."""
    found = defaultdict(list)
    rows = StageMove.objects.for_user(user).filter(choice__in=[choice.pk for choice in choices])
    for move in rows.select_related("by"):
        found[move.choice_id].append(move)
    return found


def hues(course, user) -> dict:
    """By person, the hue of the area that they stand for in the work."""
    return {
        one.choice.person_id: one.hue
        for one in reversed(held_areas(course, user))
        if one.choice.person_id
    }


def people(course, user) -> list:
    """The people of the circle, with the hue of the area that each stands for."""
    stand_for = hues(course, user)
    present = inventory.present(course, user)
    return [replace(person, area=stand_for.get(person.id)) for person in present]
