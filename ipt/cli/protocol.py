"""Print a session's agenda and what is due at it.

  ipt protocol                           the protocols of the book
  ipt protocol standard --session 7      a session of one, by id with or without ipt_

It is a course that went as usual: what belongs to earlier sessions was done, decided and
agreed, no answer gives cause for concern, and the scores of the coming session are not there
yet. Each row has its part (agenda or due), minutes, id, title and the reason why.
"""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from ipt.cli import choose
from ipt.cli.table import Refused, write
from ipt.words import say, text

HEADER = ("part", "minutes", "id", "title", "why")
LIST = ("id", "version", "status", "format", "sessions", "minutes", "phases")
DAY_ONE = date(2001, 1, 1)
MOST_SESSIONS = 500


def arguments(command: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    add = command.add_argument
    add("protocol", nargs="?", metavar="ID")
    add("--session", type=int, default=1, metavar="N", help="default: 1")
    add("--planned", type=int, metavar="N", help="agreed number of sessions; default: the usual")


def run(asked: argparse.Namespace) -> None:
    """List the protocols, or print one session."""
    from ipt import protocol

    if asked.protocol is None:
        write(asked.output, [LIST, *(_row(protocol.load(id)) for id in protocol.ids())])
        return
    plan = choose.protocol(asked.protocol)
    planned = plan.sessions_default if asked.planned is None else asked.planned
    if planned > MOST_SESSIONS:
        raise Refused(f"--planned must be at most {MOST_SESSIONS}, not {planned}")
    if not plan.first <= asked.session <= planned:
        raise Refused(f"{plan.id} has sessions {plan.first} to {planned}, not {asked.session}")
    write(asked.output, _session(_usual(plan, planned, asked.session), asked.session))


def _usual(plan: Any, planned: int, session: int) -> Any:
    """The facts of a course that went as usual up to a session."""
    from ipt import consents, protocol
    from ipt.protocol.decisions import falls_on
    from ipt.protocol.due import EARLY, came_up

    days = protocol.session_dates(plan, DAY_ONE, planned)
    phase = protocol.phase_of(plan, planned, session)
    middle_or_later = phase not in EARLY
    before = [span.code for span in protocol.boundaries(plan, planned) if span.last < session]
    announced = session > protocol.ending_announced_from(plan, planned)
    facts = protocol.CourseFacts(
        protocol=plan.id,
        status="active",
        phase=phase,
        risk_screen_recorded=True,
        consents=dict.fromkeys(consents.asked_before_start(), True),
        treatment_consent_given=True,
        contract_agreed_by_client=middle_or_later,
        contract_agreed_by_therapist=middle_or_later,
        planned=planned,
        primary_foci=plan.focus_areas[:1] if middle_or_later else (),
        client_agrees_focus="yes" if middle_or_later else None,
        held=tuple(days[: max(0, session - 1)]),
        falls={session: None},
        private_question="asked_no_fear",
        ending_announced_on=DAY_ONE if announced else None,
        decided={
            point.id: days[session - 2]
            for point in plan.decision_points
            if session > 1 and not point.every
            and any(falls_on(point, n, planned) for n in range(1, session))
        },
    )  # fmt: skip
    early = {task.id for code in ("consultation", *before) for task in protocol.tasks(plan, code)}
    late = {task.id for task, is_late in came_up(facts, phase, session) if is_late}
    return replace(facts, done=dict.fromkeys(early | late, DAY_ONE))


def _session(facts: Any, session: int) -> Iterator[list[Any]]:
    from ipt import protocol

    yield list(HEADER)
    for line in protocol.agenda(facts, session=session):
        yield ["agenda", line.minutes, line.id, text(line.title), say(line.why)]
    on = facts.held[-1] if facts.held else DAY_ONE
    for each in protocol.due(facts, on=on):
        yield ["due", None, each.id, say(each.title), say(each.why)]


def _row(plan: Any) -> list[Any]:
    sessions = f"{plan.sessions_min} to {plan.sessions_max}"
    phases = " ".join(rule.code for rule in plan.phases)
    return [plan.id, plan.version, plan.status, plan.format, sessions, plan.session_minutes, phases]
