"""Follow-ups that somebody has to look at: a sign of relapse, a wish to be called, no answer."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from ipt import ending as book
from kith import clock
from kith.checkins import reading as checkins
from kith.checkins import said

from .models import FollowUp

ANSWER_WITHIN = timedelta(days=2)


def to_look_at(user, course=None) -> list[dict]:
    """A line for each follow-up this person may see, until somebody has noted that they looked:
    those to be called first. Two queries, whatever their number."""
    found = FollowUp.objects.for_user(user).exclude(state="dropped")
    found = found.filter(Q(course__status="completed") | Q(wants_contact=True))
    if course is not None:
        found = found.filter(course=course)
    by_course = defaultdict(list)
    for row in found.select_related("client", "course").order_by("on"):
        by_course[row.course_id].append(row)
    totals = checkins.totals(list(by_course), user) if by_course else {}
    lines = [
        line
        for course_id, rows in by_course.items()
        for line in _of_course(rows, totals.get(course_id, []), clock.today(user.zone))
    ]
    return sorted(lines, key=lambda line: (not line["to_call"], line["on"]))


def _of_course(rows, totals, today):
    """`rows`: its follow-ups in order. Only the newest one that is due is told as not answered."""
    before = [each for each in totals if each.for_on < rows[0].on and _in_time(each, rows[0])]
    end = {each.measure: each.total for each in before}
    due = [row for row in rows if row.on + ANSWER_WITHIN <= today]
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        until = following.on if following else None
        came = [t for t in totals if row.on <= t.for_on and (until is None or t.for_on < until)]
        told = _relapse(row, came, end) or _wish(row) or _silence(row, came, due[-1:])
        if told:
            sentence, to_call = told
            yield {
                "id": row.pk,
                "on": row.on,
                "name": row.client.name,
                "sentence": sentence,
                "to_call": to_call,
                "url": reverse("ending:follow_up", args=[row.course_id]),
            }


def _in_time(each, row):
    """Whether a score belongs to the treatment, not to the time after it."""
    closed = row.course.closed_at
    return closed is None or each.for_on <= closed.date()


def _relapse(row, came, end):
    """The newest answers of each questionnaire, against the last of the treatment."""
    newest = {each.measure: each for each in came if each.total is not None}
    for measure, each in newest.items():
        alert = book.relapse_alert(end.get(measure), each.total, measure)
        noted = row.noted_at is not None and row.noted_at >= each.at
        if alert and not noted and not _looked_since(row, each.at):
            values = {"measure": said.wording(measure).short, "now": said.number(each.total)}
            values["end"] = said.number(end[measure])
            sentence = _("%(measure)s %(now)s at the follow-up, %(end)s at the end. Please call.")
            return sentence % values, True
    return None


def _wish(row):
    if row.wants_contact and not _looked_since(row, row.noted_at):
        return _("would like to be called."), True
    return None


def _silence(row, came, newest_due):
    looked = row.looked_at or row.noted_at
    if came or looked or row not in newest_due or row.state == "planned":
        return None
    day = {"day": formats.date_format(row.on, "j F Y")}
    if row.state == "passed":
        return _("the follow-up of %(day)s passed, and nothing was asked.") % day, False
    return _("the follow-up of %(day)s is not answered yet.") % day, False


def _looked_since(row, moment):
    """Whether somebody noted having looked after this came."""
    return row.looked_at is not None and (moment is None or row.looked_at >= moment)
