"""What is known of one course: the one set of facts that gates, agenda and what is due ask for.

The calling room gathers it; nothing is looked up here and nothing has a clock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from ipt.measures.change import percent_fall
from ipt.protocol.definition import Protocol
from ipt.protocol.shelf import load
from ipt.safety.stops import PrivateQuestion

Agrees = Literal["yes", "partly", "no"]
MISSED_IN_A_ROW = 2


@dataclass(frozen=True)
class CourseFacts:
    """One course as it stands. Every default is the beginning of a course, or "not known".

    protocol, version         what it is treated by; None for the current version
    status, phase             see `states.toml`
    consents                  by kind, whether the client has answered it (yes or no)
    treatment_consent_given   whether the answer to treatment is yes and not withdrawn
    planned                   agreed number of sessions; None while there is no contract
    contract_version          versions agreed so far; first_agreed: the number in the first
    missed_counts             whether a missed session counts against the number
    primary_foci              areas held as primary now; one, if all is well
    before                    days of the meetings held before the sessions that count
    held, missed              days of sessions held and missed under the present contract
    numbered                  how many of those held are counted
    falls                     percent fall of the primary measure by session number
    scores                    latest total by measure id
    measured                  day of the latest answers by measure id; None: not known
    worse                     by measure id, since when it is reliably worse than its best
    risk_up_on                when the risk item was answered higher than before
    risk_hit                  the risk item was answered, or a concern is open
    fear_told_on              since when fear, told of alone, waits to be seen to; None once it was
    plan_asked_on             since when risk asks for a safety plan; None once one is newer
    next_check_on             the day of the next check, as the newest risk screen set it
    risk_lately               a risk item was answered in the two weeks before a missed meeting
    practice_open             something was agreed to be tried
    ending_announced_on       when the ending was named
    done                      by task or watch id, the day on which it was last done
    recorded                  by fact, how many there are (people, goals ...): done rules ask it
    decided                   by decision point (or other review), the day it was last decided
    next_review_on            when somebody wanted to look again
    thresholds                percent fall by decision point, where a practice set its own
    flags                     what is true of this course and calls for tasks (see `flags.toml`)
    follow_ups                days of follow-up contacts still open, by their id
    last_contact_on           the last contact while waiting
    maintenance_planned       sessions of an agreed maintenance contract not begun yet
    """

    protocol: str = "ipt_standard"
    version: str | None = None
    status: str = "consultation"
    phase: str = "consultation"
    risk_screen_recorded: bool = False
    consents: Mapping[str, bool] = field(default_factory=dict)
    treatment_consent_given: bool = False
    contract_agreed_by_client: bool = False
    contract_agreed_by_therapist: bool = False
    planned: int | None = None
    contract_version: int = 0
    first_agreed: int | None = None
    starts_on: date | None = None
    missed_counts: bool = False
    primary_foci: tuple[str, ...] = ()
    secondary_focus: str | None = None
    client_agrees_focus: Agrees | None = None
    before: tuple[date, ...] = ()
    held: tuple[date, ...] = ()
    numbered: int = 0
    missed: tuple[date, ...] = ()
    falls: Mapping[int, float | None] = field(default_factory=dict)
    scores: Mapping[str, float] = field(default_factory=dict)
    measured: Mapping[str, date] | None = None
    worse: Mapping[str, date] = field(default_factory=dict)
    risk_up_on: date | None = None
    risk_hit: bool = False
    risk_lately: bool = False
    private_question: PrivateQuestion = "not_asked"
    fear_told_on: date | None = None
    plan_asked_on: date | None = None
    next_check_on: date | None = None
    practice_open: bool = True
    ending_announced_on: date | None = None
    done: Mapping[str, date] = field(default_factory=dict)
    recorded: Mapping[str, int] = field(default_factory=dict)
    decided: Mapping[str, date] = field(default_factory=dict)
    next_review_on: date | None = None
    thresholds: Mapping[str, float] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    follow_ups: Mapping[str, date] = field(default_factory=dict)
    last_contact_on: date | None = None
    maintenance_planned: int | None = None
    closed_because: str | None = None

    @property
    def plan(self) -> Protocol:
        """The protocol, in the version that the course began with."""
        return load(self.protocol, self.version)

    @property
    def sessions(self) -> int:
        """The agreed number of sessions, or the protocol's usual one while there is none."""
        return self.planned or self.plan.sessions_default

    @property
    def coming(self) -> int:
        """Number of the next session; 0 for the meeting before those that count."""
        if self.plan.first == 0 and not self.before and not self.held:
            return 0
        return len(self.held) + 1

    @property
    def left(self) -> int:
        """How many of the agreed sessions are still to come; never below 0."""
        used = len(self.held) + len(self.missed) * self.missed_counts
        return max(0, self.sessions - used)

    @property
    def contract_agreed(self) -> bool:
        """Whether both have agreed to a version of the contract."""
        return self.contract_agreed_by_client and self.contract_agreed_by_therapist

    @property
    def focus_agreed(self) -> bool:
        """Whether one primary focus is held and the client does not say no to it."""
        return len(self.primary_foci) == 1 and self.client_agrees_focus in ("yes", "partly")

    @property
    def missed_since(self) -> tuple[date, ...]:
        """Days of the meetings missed since the last one held, oldest first."""
        last = max((*self.before, *self.held), default=date.min)
        return tuple(sorted(day for day in self.missed if day > last))

    def held_on(self, session: int) -> date | None:
        """The day of a session held, by its number; None if it was not held yet."""
        if session == 0:
            return self.before[0] if self.before else None
        return self.held[session - 1] if session <= len(self.held) else None


def known(facts: CourseFacts) -> Mapping[str, int]:
    """Everything that a done rule may ask for: what is recorded, and what follows from the rest."""
    from ipt.protocol import gates

    open_ = {gate: int(gates.OPEN[gate](facts)) for gate in gates.gates()}
    decided = {f"decision.{id}": 1 for id in facts.decided}
    done = dict.fromkeys(facts.done, 1)
    ending = {"ending_announced": int(facts.ending_announced_on is not None)}
    closed = {"closed": int(facts.status in ("completed", "closed"))}
    return {**facts.recorded, **done, **decided, **open_, **ending, **closed}


def is_done(facts: CourseFacts, task_id: str) -> bool:
    """Whether a task of the course's protocol is done: noted as done, or its rule is met."""
    there = known(facts)
    return task_id in facts.done or any(
        all(there.get(name, 0) >= least for name, least in rule.items())
        for rule in facts.plan.task(task_id).done
    )


def held_since(facts: CourseFacts, on: date) -> int:
    """How many sessions were held on a day or after it."""
    return sum(day >= on for day in facts.held)


def falls_by_session(
    held: Sequence[date], scores: Sequence[tuple[date, float | None]]
) -> dict[int, float | None]:
    """Return the percent fall from the first total at each session, by session number.

    held     days of the sessions held, in order
    scores   (day, total) of one measure, in order; a total of None could not be computed

    A session is judged by the newest answers after the session before it, up to its own day;
    the coming session by what was answered since the last one. No answers, no entry for the
    coming session and None for one that was held.

    >>> falls_by_session([date(2026, 3, 3)], [(date(2026, 3, 3), 16), (date(2026, 3, 9), 12)])
    {1: 0.0, 2: 25.0}
    """
    first = next((total for _, total in scores if total is not None), None)
    found: dict[int, float | None] = {}
    for number, (after, until) in enumerate(_windows(held), 1):
        answered = [total for day, total in scores if after < day <= until]
        if not answered and until == date.max:
            continue
        last = next((total for total in reversed(answered) if total is not None), None)
        found[number] = None if first is None or last is None else percent_fall(first, last)
    return found


def _windows(held: Sequence[date]) -> list[tuple[date, date]]:
    ends = [*held, date.max]
    return list(zip([date.min, *held], ends, strict=True))
