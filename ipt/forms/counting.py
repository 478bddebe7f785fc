"""What an answered form tells the protocol: the facts that a task's `done` asks for."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ipt.evidence import Evidence, of
from ipt.forms import rules
from ipt.forms.answers import Answers, complete, look
from ipt.forms.conditions import Condition, blank, holds
from ipt.forms.definition import Form, walk
from ipt.forms.shelf import ids, load
from ipt.reading import BrokenBook, toml

FILE = Path(__file__).parent / "facts.toml"


@dataclass(frozen=True)
class Fact:
    """A fact that a form gives: how many answers `count` has, or one once `when` holds."""

    form: str
    id: str
    count: str
    when: Condition | None
    evidence: Evidence


@cache
def facts_of(form: str) -> tuple[Fact, ...]:
    """Return the facts that a form can give by a rule of its own; empty if there is none."""
    return tuple(each for each in _all() if each.form == form)


def facts(form: Form, answers: Answers) -> dict[str, int]:
    """Return what the answers of one form count towards, by fact; what counts nothing is left out.

    The tasks that a form without any rule serves are done (1) once nothing is open in it.

    >>> facts(load("support_plan"), {"none_yet": True})
    {'no_helper_yet': 1}
    """
    if ruled := facts_of(form.id):
        given = look(answers)
        counted = {each.id: _many(each, given) for each in ruled}
        return {id: many for id, many in counted.items() if many}
    whole = bool(answers) and complete(form, answers)
    return dict.fromkeys(form.tasks, 1) if whole else {}


def together(sheets: Iterable[tuple[Form, Answers]]) -> dict[str, int]:
    """Return the facts of several answered forms, added up."""
    total: Counter[str] = Counter()
    for form, answers in sheets:
        total.update(facts(form, answers))
    return dict(total)


def _many(fact: Fact, given) -> int:
    if fact.when is not None:
        return int(holds(fact.when, given))
    value = given(fact.count)
    return sum(not blank(each) for each in value) if isinstance(value, list) else 0


@cache
def _all() -> tuple[Fact, ...]:
    return tuple(_read(row, at) for at, row in enumerate(toml(FILE)["facts"]))


def _read(row, at: int) -> Fact:
    where = f"facts[{at}]"
    if row["form"] not in ids():
        raise BrokenBook(FILE, where, f"there is no form {row['form']!r}")
    if ("count" in row) == ("when" in row):
        raise BrokenBook(FILE, where, "needs either count or when")
    there = dict(walk(load(row["form"]).fields))
    when = rules.parse(row["when"], FILE, f"{where}.when") if "when" in row else None
    if when is not None:
        rules.names(when, there, FILE, f"{where}.when")
    elif row["count"] not in there:
        raise BrokenBook(FILE, f"{where}.count", f"names an unknown field {row['count']!r}")
    evidence = of(row, file=FILE, where=where)
    return Fact(row["form"], row["id"], row.get("count", ""), when, evidence)
