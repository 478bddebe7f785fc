"""Exercises: additions beside IPT, never its core, off until the therapist offers one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from ipt.reading import toml
from ipt.words import Message

FILE = Path(__file__).parent / "exercises.toml"
Effect = Literal["no", "ask", "adapt"]
Verdict = Literal["yes", "ask", "no"]


@dataclass(frozen=True)
class Limit:
    """What a fact does to an exercise. Words: `exercise.<exercise>.limit.<fact>`.

    effect            "no", "ask" a doctor or the therapist first, "adapt" how it is done
    instead           exercise to offer in its place
    unless_protocol   protocols under which the limit does not hold
    """

    fact: str
    effect: Effect
    instead: str | None
    unless_protocol: tuple[str, ...]


@dataclass(frozen=True)
class Exercise:
    """An exercise. Words: `exercise.<id>.title`, `exercise.<id>.script.1` up to `steps`.

    minutes        how long it takes, None for one that goes on over days
    rhythm         "once", "daily" or "weekly"
    offered_when   ids of what it may be offered for (`exercise_when.<id>`)
    mindfulness    screened before the first time, with a look afterwards
    """

    id: str
    version: int
    minutes: int | None
    rhythm: str
    offered_when: tuple[str, ...]
    steps: int
    mindfulness: bool
    limits: tuple[Limit, ...]


@dataclass(frozen=True)
class Facts:
    """What is known of a client before an exercise is offered.

    present        ids of facts that hold, out of `fact_ids()`
    protocol       of the course
    screened       answers to `screening()`, True for yes; a missing one has not been asked
    therapist_ok   the therapist has thought about what speaks for asking first
    worse          how often it was followed by "worse" since it was last offered
    """

    present: frozenset[str] = frozenset()
    protocol: str = ""
    screened: Mapping[str, bool] = field(default_factory=dict)
    therapist_ok: bool = False
    worse: int = 0


@dataclass(frozen=True)
class Offer:
    """Whether an exercise may be offered, why not, how else, and what instead."""

    verdict: Verdict
    why: tuple[Message, ...]
    adapt: tuple[Message, ...]
    instead: tuple[str, ...]


@dataclass(frozen=True)
class AfterCheck:
    """After "how are you now?": whether it stops being offered, and what the therapist is told."""

    stop: bool
    tell: Message | None


def exercises() -> tuple[Exercise, ...]:
    """Return every exercise."""
    return tuple(_exercises().values())


def exercise(id: str) -> Exercise:
    """Return one exercise. Raises KeyError."""
    return _exercises()[id]


def screening() -> tuple[str, ...]:
    """Return what is asked before the first mindfulness practice (`exercise_screen.<id>`)."""
    return tuple(row["id"] for row in toml(FILE)["screening"])


def fact_ids() -> tuple[str, ...]:
    """Return the facts that limit an exercise (`exercise_fact.<id>`), sorted."""
    return tuple(sorted({limit.fact for each in exercises() for limit in each.limits}))


def offerable(id: str, facts: Facts) -> Offer:
    """Return whether an exercise may be offered to this client now.

    "no" stands against everything else; "ask" becomes "yes" once the therapist has agreed, but
    a mindfulness practice always waits for its screening questions to be asked. A protocol
    brings facts with it (a rhythm protocol: bipolar disorder), and a yes in the screening counts
    as that fact. Raises KeyError for an unknown exercise, ValueError for an unknown fact or
    question.
    """
    chosen = exercise(id)
    present = _present(facts)
    held = [limit for limit in chosen.limits if _holds(limit, present, facts.protocol)]
    refused = [limit for limit in held if limit.effect == "no"]
    why = [_words(id, limit) for limit in refused]
    if facts.worse >= _worse_stops():
        why.append(Message("exercise_check.stopped"))
    asks = [_words(id, limit) for limit in held if limit.effect == "ask"]
    asks += _screening_says(present) if chosen.mindfulness else []
    asks = [] if facts.therapist_ok else asks
    if chosen.mindfulness and set(screening()) - set(facts.screened):
        asks.append(Message("exercise_screen.not_asked"))
    return Offer(
        verdict="no" if why else "ask" if asks else "yes",
        why=(*why, *asks),
        adapt=tuple(_words(id, limit) for limit in held if limit.effect == "adapt"),
        instead=tuple(limit.instead for limit in refused if limit.instead),
    )


def after_check(effects: Sequence[str]) -> AfterCheck:
    """Return what follows from the answers since an exercise was offered, oldest first.

    effects   each "better", "same" or "worse"; times without an answer are left out

    Two "worse", one after the other or not, stop it. Raises ValueError for another answer.

    >>> after_check(["worse", "better"]).stop, after_check(["worse", "better", "worse"]).stop
    (False, True)
    """
    if unknown := [each for each in effects if each not in check_answers()]:
        raise ValueError(f"{unknown[0]!r} is not one of {check_answers()}")
    if effects.count("worse") < _worse_stops():
        return AfterCheck(stop=False, tell=None)
    tell = Message("exercise_check.tell", {"times": effects.count("worse")})
    return AfterCheck(stop=True, tell=tell)


def check_answers() -> tuple[str, ...]:
    """Return the answers to "how are you now?" (`exercise_check.<id>`)."""
    return tuple(toml(FILE)["check"][0]["effects"])


def shown(offered: Collection[str], effects: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the exercises that a client sees: offered, and not stopped since.

    offered   ids the therapist has offered
    effects   answers afterwards, by exercise
    """
    return tuple(
        each.id
        for each in exercises()
        if each.id in offered and not after_check(effects.get(each.id, ())).stop
    )


def lifestyle_areas() -> tuple[str, ...]:
    """Return what a lifestyle note may be about (`lifestyle.<id>`): agreed, no medical advice."""
    return tuple(row["id"] for row in toml(FILE)["lifestyle"])


def offer_fields() -> tuple[str, ...]:
    """Return what is kept with an offered exercise (`exercise_offer.<id>`), a note to the client
    in the therapist's own words among it.
    """
    return tuple(row["id"] for row in toml(FILE)["offer"])


def mindfulness_harms() -> tuple[Message, ...]:
    """Return what a therapist should know of harm before offering a mindfulness practice.

    Source: Britton et al. 2021; unwanted effects of meditation (see `exercises.toml`).
    """
    return tuple(Message(f"exercise_harm.{row['id']}", row["values"]) for row in _harms())


def _harms() -> Sequence[Mapping]:
    return toml(FILE)["harms"]


def _present(facts: Facts) -> set[str]:
    known, asked = {*fact_ids(), *screening()}, set(screening())
    if unknown := (facts.present - known) | (set(facts.screened) - asked):
        raise ValueError(f"unknown facts or questions: {sorted(unknown)}")
    implied = {row["fact"] for row in toml(FILE)["implied"] if row["id"] == facts.protocol}
    return {*facts.present, *implied, *(id for id, yes in facts.screened.items() if yes)}


def _holds(limit: Limit, present: set[str], protocol: str) -> bool:
    return limit.fact in present and protocol not in limit.unless_protocol


def _screening_says(present: set[str]) -> list[Message]:
    yes = [id for id in screening() if id in present]
    return [Message("exercise_screen.yes", {"what": Message(f"exercise_screen.{i}")}) for i in yes]


def _words(id: str, limit: Limit) -> Message:
    return Message(f"exercise.{id}.limit.{limit.fact}")


def _worse_stops() -> int:
    return toml(FILE)["check"][0]["worse_stops"]


@cache
def _exercises() -> dict[str, Exercise]:
    return {
        row["id"]: Exercise(
            id=row["id"],
            version=row["version"],
            minutes=row.get("minutes"),
            rhythm=row.get("rhythm", "once"),
            offered_when=tuple(row["offered_when"]),
            steps=row["steps"],
            mindfulness=row.get("mindfulness", False),
            limits=tuple(
                Limit(
                    fact=limit["fact"],
                    effect=limit["effect"],
                    instead=limit.get("instead"),
                    unless_protocol=tuple(limit.get("unless_protocol", ())),
                )
                for limit in row.get("limits", ())
            ),
        )
        for row in toml(FILE)["exercises"]
    }
