"""Scores and answers in words, for staff."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ipt.measures import scoring
from ipt.measures.definition import NOT_APPLICABLE, recalled
from kith.measures import shelf
from kith.web import book


def wording(measure, version=None):
    """The words of a measure in the reader's language, else in English."""
    return shelf.here().words(measure, version=version)


def number(value) -> str:
    """A total as it is written: whole numbers without a point."""
    return f"{value:.1f}".removesuffix(".0")


def verdicts(case, withheld=None, caseness=True) -> list[dict]:
    """One line a measure: improved, worse, or not shown. 'Not shown' is never 'no change'.

    withheld   why no verdict of gain may be told in this course (a message), if so
    caseness   whether a line between ill and well may be spoken of
    """
    found = []
    for measure, change in case.changes.items():
        line, kind = _verdict(change.verdict, withheld)
        values = {
            "measure": wording(measure).short,
            "points": f"{change.points:+g}".replace("-", "−"),
        }
        words = line % values
        if withheld and change.verdict == "improved":
            words = f"{words}. {book.say(withheld)}"
        if recalled(shelf.here().load(measure).change.verified):
            words = f"{words} ({book.text('measures.recalled')})"
        found.append({"words": words, "kind": kind})
    if case.recovered and caseness and not withheld:
        found.append({"words": _("Below both lines now, at caseness at the start"), "kind": "good"})
    return found


def _verdict(verdict, withheld):
    if verdict == "improved" and not withheld:
        return _("%(measure)s: reliable improvement %(points)s"), "good"
    if verdict == "worse":
        return _("%(measure)s: reliably worse %(points)s"), "watch"
    if verdict == "unclear":
        return _("%(measure)s: %(points)s, unclear: it may be chance"), ""
    return "%(measure)s: %(points)s", ""


def lines(response, rows) -> list[str]:
    """What one response says, for the opening of the session: the total with its direction, the
    risk item as answered, or that it was left blank."""
    earlier = [
        row
        for row in rows
        if row.measure == response.measure and row.for_on < response.for_on
        if row.total is not None
    ]
    name = wording(response.measure).short
    found = [_total_line(response, earlier[-1] if earlier else None)]
    if response.in_the_middle:
        found.append(_("%(measure)s: the check-in is not finished") % {"measure": name})
    found += [f"{label}: {answer}" for label, answer in risk_answers(response)]
    if response.risk_unanswered:
        found.append(f"{name}: {book.text('safety.ask_in_session')}")
    return found


def _total_line(response, before):
    words = wording(response.measure, response.measure_version)
    if response.total is None:
        return _("%(measure)s: %(answered)d of %(expected)d answered, no total") % {
            "measure": words.short,
            "answered": response.answered,
            "expected": response.expected,
        }
    band = f" ({words.band(response.band)})" if response.band else ""
    line = f"{words.short} {number(response.total)}{band}"
    if response.prorated:
        line += _(", some answers missing")
    if before is None:
        return line
    return _("%(line)s, was %(before)s on %(day)s") % {
        "line": line,
        "before": number(before.total),
        "day": date_format(before.for_on, "j F"),
    }


def risk_answers(response) -> list[tuple[str, str]]:
    """Risk items that were answered above what fires, in words."""
    definition = shelf.here().load(response.measure, response.measure_version)
    words = wording(response.measure, response.measure_version)
    items = [
        (words.item(item), option(words, item, response.answers[item]))
        for item in definition.risk_items
        if response.risk_level and response.answers.get(item)
    ]
    hits = {hit.item: hit.value for hit in scoring.risk(definition, response.answers)}
    sums = [(words.scales[id], number(value)) for id, value in hits.items() if id in words.scales]
    return items + sums


def option(words, item, value) -> str:
    """An answer with its printed value."""
    if value == NOT_APPLICABLE:
        return _("does not apply")
    text = words.option(item, value)
    return text if text == str(value) else f"{value} · {text}"


def answers(response) -> dict:
    """A response with each of its answers in words, for the therapist's page."""
    definition = shelf.here().load(response.measure, response.measure_version)
    words = wording(response.measure, response.measure_version)
    main = scoring.score(definition, response.answers).scales[definition.main.id]
    items = []
    for item in definition.items:
        given = response.answers.get(item.linkId)
        risky = item.linkId in definition.risk_items
        if given is not None:
            answer = option(words, item.linkId, given)
        elif item.show_if:
            continue
        else:
            answer = _("not answered, ask") if risky else _("not answered")
        items.append(
            {"question": words.item(item.linkId), "answer": answer, "alarm": risky and given != 0}
        )
    return {
        "response": response,
        "title": words.short,
        "total": None if response.total is None else number(response.total),
        "band": words.band(response.band) if response.band else "",
        "range": main.range,
        "higher": definition.higher_is,
        "items": items,
    }
