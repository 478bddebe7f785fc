"""Without a screen: the therapist types in what was answered on paper or said, marked so."""

from django.db import transaction

from ipt.measures import scoring
from kith import clock
from kith.audit.actions import record
from kith.care.models import Course
from kith.measures import shelf
from kith.people.history import change
from kith.web import once

from . import answering, questions
from .making import make
from .models import Checkin, Response


class AnsweredAlready(ValueError):
    """This questionnaire has answers for that day. `response` is what is there."""

    def __init__(self, response):
        super().__init__("answered already")
        self.response = response


@transaction.atomic
def enter(*, course, on, measure, answers, source, by, id=None):
    """Keep a whole questionnaire as it was answered on paper or aloud on a day.

    Items left out are missing, never 0. A risk answer raises its concern as on a screen. The same
    form sent twice is kept once. Raises AnsweredAlready, scoring.BadAnswer, or once.SentAlready
    where the form was kept for another day or questionnaire.
    """
    course = Course.objects.select_for_update().select_related("client").get(pk=course.pk)
    definition = shelf.here().load(measure)
    score = scoring.score(definition, answers)
    checkin = Checkin.objects.filter(course=course, for_on=on).first()
    there = Response.objects.filter(checkin=checkin, measure=measure).first() if checkin else None
    if there and (there.answers or there.skipped):
        if (there.answers, there.source, there.entered_by_id) == (answers, source, by.pk):
            return there
        raise AnsweredAlready(there)
    if not there and (other := Response.objects.filter(pk=id).first()):
        raise once.SentAlready(other)
    checkin = checkin or make(course, on, [measure], by=by, source=source)
    response = there or _blank(checkin, definition, id)
    _fill(response, answers, score, source, by)
    answering.see_to_risk(response, definition, score, set(definition.risk_items), by=by)
    _close(checkin, measure)
    record("checkins.entered", by=by, about=response, reason=f"{measure}/{source}")
    return response


@transaction.atomic
def correct(*, response, version, answers, by):
    """Put right what was typed in wrongly; what stood there is kept, with who replaced it.

    Only what was typed in: what a client answered is theirs to change. A risk answer that comes to
    light raises its concern, and no concern is closed by it. Raises SomebodyElseSaved or BadAnswer.
    """
    if response.source == "screen":
        raise ValueError("answered by the client")
    response = Response.objects.select_related("course__client").get(pk=response.pk)
    definition = shelf.here().load(response.measure, response.measure_version)
    score = scoring.score(definition, answers)
    before = response.answers
    facts = answering.facts(score, finished=True, course=response.course)
    row = change(response, version=version, by=by, answers=answers, skipped=[], **facts)
    if row.version == response.version:
        return row
    row.course = response.course
    changed = {item for item in definition.risk_items if before.get(item) != answers.get(item)}
    answering.see_to_risk(row, definition, score, changed, by=by)
    record("checkins.corrected", by=by, about=row, reason=row.measure)
    return row


def _blank(checkin, definition, id):
    return Response(
        pk=id or once.row_id(once.fresh_key()),
        practice_id=checkin.practice_id,
        client_id=checkin.client_id,
        checkin=checkin,
        course_id=checkin.course_id,
        for_on=checkin.for_on,
        measure=definition.id,
        measure_version=definition.version,
        expected=len(definition.main.items),
        began_at=clock.now(),
    )


def _fill(response, answers, score, source, by):
    response.answers, response.source, response.entered_by = answers, source, by
    response.language = questions.language_for(response.measure)
    response.saved_at = response.completed_at = clock.now()
    for name, value in answering.facts(score, finished=True, course=response.course).items():
        setattr(response, name, value)
    response.save()


def _close(checkin, measure):
    """Add the measure to its check-in; when all of them have answers it is finished."""
    if measure not in checkin.measures:
        checkin.measures = [*checkin.measures, measure]
    done = set(
        Response.objects.filter(checkin=checkin)
        .exclude(completed_at=None)
        .values_list("measure", flat=True)
    )
    if set(checkin.measures) <= done:
        checkin.state, checkin.finished_at = "finished", clock.now()
    checkin.save(update_fields=["measures", "state", "finished_at"])
