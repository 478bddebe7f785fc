"""An agreement in lines of words: for its pages, for print, and to see what a version changed."""

from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ipt import protocol
from kith.web import book


@dataclass(frozen=True)
class Line:
    """One term: its id, what it is called, what was agreed."""

    id: str
    label: str
    text: str


@dataclass(frozen=True)
class Version:
    """A version of the agreement: its lines, and those that differ from the version before.

    changed   (label, before, now); empty texts where a line came or went
    """

    row: object
    lines: list
    changed: list = field(default_factory=list)


def versions(rows) -> list[Version]:
    """Every version with what it changed, the newest first."""
    found, before = [], None
    for row in sorted(rows, key=lambda each: each.number):
        lines = of(row)
        same_kind = before is not None and before.row.kind == row.kind
        found.append(Version(row, lines, _changed(before.lines, lines) if same_kind else []))
        before = found[-1]
    return found[::-1]


def _changed(before, now):
    was, is_now = ({line.id: line for line in lines} for lines in (before, now))
    order = dict.fromkeys([*was, *is_now])
    return [
        ((is_now.get(id) or was[id]).label, _text(was.get(id)), _text(is_now.get(id)))
        for id in order
        if _text(was.get(id)) != _text(is_now.get(id))
    ]


def _text(line):
    return line.text if line else ""


def of(contract) -> list[Line]:
    """The lines of one version; what was left empty is left out."""
    made = [
        *_frame(contract),
        *_money(contract),
        *_between(contract),
        *_work(contract),
        *_later(contract),
    ]
    return [line for line in made if line.text]


def _frame(c):
    yield Line("form", _("Kind of treatment"), _form(c))
    yield Line("sessions", _("Sessions"), _sessions(c))
    yield Line("from", _("From"), _day(c.starts_on))
    yield Line("last", _("Last session about"), _day(c.planned_last_on))
    mode = str(c.get_mode_display())
    yield Line("mode", _("How we meet"), f"{mode}: {c.place}" if c.place else mode)


def _form(c):
    plan = "ipt_maintenance" if c.kind == "maintenance" else c.protocol
    return book.text(f"protocol.{plan}.client") if plan else ""


def _sessions(c):
    often = ngettext("every day", "every %(days)s days", c.every_days) % {"days": c.every_days}
    often = _("every week") if c.every_days == 7 else often
    return _("%(sessions)s × %(minutes)s min, %(often)s") % {
        "sessions": c.sessions_planned,
        "minutes": c.minutes,
        "often": often,
    }


def _day(on):
    return date_format(on, "j F Y")


def _money(c):
    yield Line("fee", _("Fee"), c.fee)
    yield Line("fee_payer", _("Who pays, and when"), c.fee_payer)
    hours = _("cancel %(hours)s hours ahead") % {"hours": c.cancel_hours}
    yield Line("missed", _("If a meeting is missed"), f"{c.get_missed_display()}; {hours}")
    yield Line("attendance", _("More about missed meetings"), c.attendance)
    yield Line("lateness", _("If one of us is late"), c.lateness)


def _between(c):
    yield Line("contact_by", _("Between the meetings"), c.contact_by)
    yield Line("contact_hours", _("At which hours"), c.contact_hours)
    yield Line("answer_within", _("How soon there is an answer"), c.answer_within)
    yield Line("contact_between", _("More about contact"), c.contact_between)


def _work(c):
    work = c.work or {}
    yield Line("focus", _("What we work on"), "; ".join(work.get("focus", [])))
    yield Line("goals", _("Goals"), "\n".join(work.get("goals", [])))
    yield Line("measures", _("What we ask about"), "; ".join(work.get("measures", [])))
    yield Line("own_words", _("In own words"), c.own_words)
    if c.practice_ok:
        said = _("is welcome, never a duty")
        yield Line("practice", _("Trying things between the meetings"), said)
    rows = (c.others or {}).get("rows", [])
    pairs = [" · ".join(filter(None, (row["who"], row["for_what"]))) for row in rows]
    yield Line("others", _("Who else may be part of it"), "\n".join(pairs))


def _later(c):
    yield Line("confidentiality", _("What stays between us, and what cannot"), c.confidentiality)
    reviews = ", ".join(map(str, c.review_points or ()))
    said = _("at session %(numbers)s, and at the end") % {"numbers": reviews} if reviews else ""
    yield Line("reviews", _("When we look at how it goes"), said)
    named = _("from session %(number)s on") % {"number": c.ending_named_at}
    yield Line("ending", _("We speak of the ending"), named if c.ending_named_at else "")
    yield Line("after", _("What comes afterwards"), c.after_ending)


def plan_of(course, kind):
    """The form of treatment that an agreement of a kind is written under."""
    if kind == "maintenance":
        return protocol.load("ipt_maintenance")
    return protocol.load(course.protocol, course.protocol_version)
