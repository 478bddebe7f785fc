from django.db import transaction
from django.utils.translation import gettext as _

from ipt import focus as book_focus
from ipt.focus import goals as book_goals
from ipt.focus import stages as book_stages
from ipt.focus import suggesting
from kith import clock
from kith.audit.actions import record
from kith.care.models import Course
from kith.people.history import change
from kith.web import once

from .areas import offered
from .models import AreaRating, FocusChoice, Goal, GoalRating, StageMove

LOSS_AS_TRANSITION = "role_transition"


class RankHeld(ValueError):
    """Another area holds this rank. Release it first. `held` is the choice that is there."""

    def __init__(self, held):
        super().__init__(held.rank)
        self.held = held


def held(course):
    """The choices that are held now, the primary first."""
    order = ("primary", "secondary", "third")
    rows = course.focus_choices.filter(released_at=None).select_related("person")
    return sorted(rows, key=lambda choice: order.index(choice.rank))


@transaction.atomic
def rate_area(
    *, course, area, fit, evidence, version, by, rows=None, against="", person_ids=(), event_ids=()
):  # fmt: skip
    """Say how well an area fits and on what evidence; former ratings are kept.

    rows   by row of evidence of the area: 0, 1 or 2; those not judged are left out

    `ipt.focus.UnknownFocus` when the course's protocol does not offer the area; ValueError for a
    row that it does not have.
    """
    if area not in offered(course):
        raise book_focus.UnknownFocus(f"{area} is not one of the areas on offer.")
    said = {
        "fit": fit,
        "rows": suggesting.Rated(area, fit, rows or {}).rows,
        "evidence": evidence,
        "against": against,
        "person_ids": [str(person) for person in person_ids],
        "event_ids": [str(event) for event in event_ids],
    }
    Course.objects.select_for_update().get(pk=course.pk)
    row = AreaRating.objects.filter(course=course, area=area).first()
    if row is None:
        row = AreaRating.objects.create(
            practice_id=course.practice_id,
            client_id=course.client_id,
            course=course,
            area=area,
            rated_by=by,
            **said,
        )
    else:
        before = row.version
        row = change(row, version=version, by=by, **said)
        if row.version == before:
            return row
    record("focus.area_rated", by=by, about=row, reason=area)
    return row


@transaction.atomic
def choose_focus(
    *, course, id, area, rank, because, by,
    client_agrees="", client_words="", third_reason="", loss_type="", person=None,
):  # fmt: skip
    """Take up an area, and leave a trace of who agreed it and when.

    RankHeld when another area has the rank; ValueErrors of `ipt.focus` when the choice as a whole
    breaks its rule: an area of the course's protocol, one primary, at most one secondary, a third
    only with a written reason; grief says what was lost, a dispute with whom. What is held already
    stays, also if it is no longer offered.
    """
    book_focus.check_needs(area, loss_type=loss_type, person=person)
    Course.objects.select_for_update().get(pk=course.pk)
    words = {
        "area": area, "rank": rank, "because": because, "third_reason": third_reason,
        "loss_type": loss_type, "person": person,
    }  # fmt: skip
    if not FocusChoice.objects.filter(pk=id).exists():
        _allowed(course, area, rank, third_reason)
    choice, made = once.create(
        FocusChoice,
        id=id,
        practice_id=course.practice_id,
        client_id=course.client_id,
        course=course,
        chosen_by=by,
        **words,
    )
    if made:
        record("focus.chosen", by=by, about=choice, reason=f"{rank}/{area}")
        if client_agrees:
            choice = agree(choice=choice, answer=client_agrees, words=client_words, by=by)
    return choice


def _allowed(course, area, rank, third_reason):
    there = {choice.rank: choice for choice in held(course)}
    if rank in there:
        raise RankHeld(there[rank])
    areas = {name: choice.area for name, choice in there.items()} | {rank: area}
    others = [areas[name] for name in ("secondary", "third") if name in areas]
    if "third" in areas and not third_reason.strip() and rank == "third":
        raise book_focus.TooManyFoci("A third area needs a written reason.")
    standing = third_reason or (there["third"].third_reason if "third" in there else "")
    known = (*offered(course), *(choice.area for choice in there.values()))
    book_focus.check_choice(areas.get("primary"), others, standing, areas=known)


@transaction.atomic
def agree(*, choice, answer, by, words=None, version=None):
    """Note whether the client agrees with a focus: yes, partly or no; former answers are kept."""
    said = {"client_agrees": answer}
    if words is not None:
        said["client_words"] = words
    before = choice.version
    choice = change(choice, version=choice.version if version is None else version, by=by, **said)
    if choice.version != before or choice.answered_at is None:
        choice.answered_at, choice.answered_by = clock.now(), by
        choice.save(update_fields=["answered_at", "answered_by"])
        record("focus.answered", by=by, about=choice, reason=answer)
    return choice


@transaction.atomic
def release(*, choice, because, by):
    """Let go of an area, with the reason. Its row stays."""
    Course.objects.select_for_update().get(pk=choice.course_id)
    choice = FocusChoice.objects.select_for_update().get(pk=choice.pk)
    if choice.released_at is None:
        choice.released_at, choice.released_by = clock.now(), by
        choice.released_because = because
        choice.save(update_fields=["released_at", "released_by", "released_because"])
        record("focus.released", by=by, about=choice, reason=f"{choice.rank}/{choice.area}")
    return choice


@transaction.atomic
def refile_loss(*, choice, id, by):
    """Take up a loss that is no death as a role transition, at the same rank and in the same words.

    The client is asked again whether it fits. ValueErrors of `choose_focus` when it cannot be.
    """
    Course.objects.select_for_update().get(pk=choice.course_id)
    choice = FocusChoice.objects.select_for_update().select_related("course").get(pk=choice.pk)
    if FocusChoice.objects.filter(pk=id).exists() or choice.released_at is not None:
        return choice
    release(choice=choice, because=_("Taken up as a role transition."), by=by)
    return choose_focus(
        course=choice.course,
        id=id,
        area=LOSS_AS_TRANSITION,
        rank=choice.rank,
        because=choice.because,
        third_reason=choice.third_reason,
        person=choice.person,
        by=by,
    )


@transaction.atomic
def move_stage(*, choice, id, after, session, why, by):
    """Note where a dispute stands from a session on. Any stage may follow any.

    Returns (the row, what to tell the client beforehand as Messages of the book). ValueError when
    it is the stage already or no reason is given; KeyError for an unknown stage.
    """
    FocusChoice.objects.select_for_update().get(pk=choice.pk)
    there = StageMove.objects.filter(pk=id).first()
    last = StageMove.objects.filter(choice=choice).exclude(pk=id).order_by("at", "pk").last()
    before = there.before if there else last.after if last else ""
    move = book_stages.move(before or None, after, session=session, why=why)
    row, made = once.create(
        StageMove,
        id=id,
        practice_id=choice.practice_id,
        client_id=choice.client_id,
        choice=choice,
        before=before,
        after=after,
        session=session,
        why=why,
        by=by,
    )
    if made:
        record("focus.stage_moved", by=by, about=row, reason=f"{before}/{after}")
    return row, move.warnings


@transaction.atomic
def add_goal(
    *, course, id, by, text, baseline, target, sign="", area="", person_ids=(),
    unit="", most=book_goals.STEPS, review_session=None, why_more="",
):  # fmt: skip
    """Agree on a goal: what will be different between people, from where to where.

    unit, most   what it is counted in and how many there can be; without a unit 0 to 10

    `ipt.focus.goals.TooManyGoals` beyond a few without a written word; ValueError for numbers
    that the unit does not hold.
    """
    book_goals.check_counts(baseline, target, most)
    Course.objects.select_for_update().get(pk=course.pk)
    if not Goal.objects.filter(pk=id).exists():
        book_goals.check_number(_goals_held(course), why_more)
    goal, made = once.create(
        Goal,
        id=id,
        practice_id=course.practice_id,
        client_id=course.client_id,
        course=course,
        text=text,
        sign=sign,
        area=area,
        person_ids=[str(person) for person in person_ids],
        unit=unit,
        most=most,
        baseline=baseline,
        target=target,
        review_session=review_session,
        why_more=why_more,
        added_by=by,
    )
    if made:
        record("focus.goal_added", by=by, about=goal)
    return goal


def _goals_held(course):
    return Goal.objects.filter(course=course, set_aside_at=None).count()


@transaction.atomic
def edit_goal(*, goal, version, by, **said):
    """Change a goal; its former words are kept. SomebodyElseSaved when it moved on meanwhile."""
    before = Goal.objects.get(pk=goal.pk).version
    goal = change(goal, version=version, by=by, **said)
    if goal.version != before:
        record("focus.goal_changed", by=by, about=goal)
    return goal


@transaction.atomic
def set_goal_aside(*, goal, by, back=False):
    """Leave a goal, or take it up again. Everything about it is kept.

    `ipt.focus.goals.TooManyGoals` when a few are held again already.
    """
    Course.objects.select_for_update().get(pk=goal.course_id)
    goal = Goal.objects.select_for_update().get(pk=goal.pk)
    if (goal.set_aside_at is None) == back:
        return goal
    if back:
        book_goals.check_number(_goals_held(goal.course_id), goal.why_more or "")
    goal.set_aside_at, goal.set_aside_by = (None, None) if back else (clock.now(), by)
    goal.save(update_fields=["set_aside_at", "set_aside_by"])
    record("focus.goal_taken_up" if back else "focus.goal_set_aside", by=by, about=goal)
    return goal


@transaction.atomic
def rate_goal(*, goal, id, value, by, on=None, what_helped="", way=""):
    """Note where a goal stands today, in its own unit; a goal that is let go is set aside.

    way   what is to become of it: keep, change, done, drop; "" where it is only rated

    ValueError for more than its unit holds.
    """
    book_goals.check_counts(value, value, goal.most)
    rating, made = once.create(
        GoalRating,
        id=id,
        practice_id=goal.practice_id,
        client_id=goal.client_id,
        goal=goal,
        value=value,
        what_helped=what_helped,
        way=way,
        on=on or clock.today(goal.client.zone),
        recorded_by=by,
    )
    if made:
        record("focus.goal_rated", by=by, about=rating)
        if way == "drop":
            set_goal_aside(goal=goal, by=by)
    return rating
