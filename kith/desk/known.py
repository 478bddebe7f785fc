"""What is known already, laid beside the pages of the first conversation: facts, never a rating."""

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ipt import intake as book_intake
from kith import clock
from kith.checkins import reading as checkins
from kith.intake import reading as intake
from kith.intake import rows, self_check
from kith.intake.models import Hopes, Patterns, Presenting
from kith.measures import shelf
from kith.safety import reading as safety
from kith.schedule import reading as schedule
from kith.web import book

QUOTED = 200  # characters of somebody's words at most
CHECKS = {"interpersonal_context": ("conflict", "loss", "change"), "motivation_fit": ("focused",)}
CHECKS["attachment_capacity"] = ("lonely",)
QUOTES = {
    "interpersonal_context": (Patterns, ("recent_changes",)),
    "substance": (Presenting, ("substances",)),
    "attachment_capacity": (Presenting, ("who_knows",)),
    "motivation_fit": (Hopes, ("first", "second", "third")),
    "medical": (Presenting, ("health", "medication")),
}


def for_fit(course, user) -> dict[str, list[str]]:
    """By row of the fit table, sentences on what was answered or said; nothing is rated."""
    parts = {model: intake.part(model, course, user) for model in (Presenting, Patterns, Hopes)}
    asked = intake.asked_with(course, user)
    found = {row.id: [] for row in book_intake.rows()}
    for row, line in _scores(course, user):
        found[row].append(line)
    _safety(found, course, user)
    for row, (model, names) in QUOTES.items():
        said = [getattr(parts[model], name, "") for name in names]
        found[row] += [_quoted(text) for text in said if text]
    if parts[Presenting]:
        found["medical"] += rows.said("medicines", parts[Presenting].medicines)
    if asked:
        _asked(found, asked)
    return {row: lines for row, lines in found.items() if lines}


def _quoted(text):
    return "“{}”".format(Truncator(" ".join(text.split())).chars(QUOTED))


def _scores(course, user):
    """(row, sentence) for each score that belongs beside a row."""
    case = checkins.for_caseload([course.pk], user)[course.pk]
    for score in book_intake.beside():
        told = [each for each in case.of(score.measure) if each.total is not None] if case else []
        if told:
            yield score.row, _score(score, told[-1], clock.today(user.zone))


def _score(score, told, today):
    said = _("%(measure)s %(total)s on %(day)s.") % {
        "measure": shelf.here().words(score.measure).short,
        "total": f"{told.total:g}",
        "day": _day(told, today),
    }
    if not score.reaches(told.total):
        return said
    return f"{said} {book.text(f'suitability.{score.row}.line')}"


def _safety(found, course, user):
    """What was asked about danger, for those who may read it."""
    screens = safety.screens(course, user)
    if not screens:
        return
    last = screens[0]
    said = {"day": date_format(last.at, "j F Y")}
    said["level"] = book.text(f"risk_level.{last.clinician_level}")
    found["risk"].append(_("Asked on %(day)s, judged as: %(level)s.") % said)
    open_ones = len(safety.open_concerns(user, course))
    if open_ones:
        found["risk"].append(
            ngettext("%d answer waits to be read.", "%d answers wait to be read.", open_ones)
            % open_ones
        )
    asked = safety.private_question(course)
    found["safety_at_home"].append(book.text(f"private_answer.{asked}"))


def _asked(found, enquiry):
    """What was ticked and written before the first conversation."""
    for row, checks in CHECKS.items():
        answers = {id: enquiry.self_check[id] for id in checks if id in enquiry.self_check}
        found[row] += [
            _("When asking: %(statement)s %(answer)s.") % {"statement": statement, "answer": answer}
            for statement, answer in self_check.said(answers)
        ]
    if enquiry.access_needs:
        found["practicalities"].append(_quoted(enquiry.access_needs))


def _day(score, today):
    """The day of the meeting that a score belongs to; where it is ahead, it was answered by now."""
    return date_format(min(score.for_on, today), "j F Y")


def for_letter(course, user) -> list[str]:
    """The first and the last score of each questionnaire, in a sentence each."""
    case = checkins.for_caseload([course.pk], user)[course.pk]
    lines = []
    for measure in case.measures() if case else ():
        told = [each for each in case.of(measure) if each.total is not None]
        if told:
            lines.append(_between(measure, told[0], told[-1], clock.today(user.zone)))
    return lines


def _between(measure, first, last, today):
    said = {"measure": shelf.here().words(measure).short, "total": f"{last.total:g}"}
    said["day"] = _day(last, today)
    if first is last:
        return _("%(measure)s: %(total)s on %(day)s.") % said
    said |= {"before": f"{first.total:g}", "then": _day(first, today)}
    return _("%(measure)s: %(before)s on %(then)s, %(total)s on %(day)s.") % said


def next_meeting(course, user):
    """The next meeting of the client that is planned."""
    return schedule.next_for(course.client, user)
