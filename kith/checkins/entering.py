"""Without a screen: the therapist types in what was answered on paper or said, marked so."""

from django.db import transaction

from ipt.measures import library, scoring
from kith import clock
from kith.audit.actions import record
from kith.care.models import Course
from kith.web import once

from . import answering, questions
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
    form sent twice is kept once. Raises AnsweredAlready, or scoring.BadAnswer.
    """
    from .actions import make

    course = Course.objects.select_for_update().select_related("client").get(pk=course.pk)
    definition = library.load(measure)
    score = scoring.score(definition, answers)
    id = id or once.row_id(once.fresh_key())
    checkin = Checkin.objects.filter(course=course, for_on=on).first()
    there = Response.objects.filter(checkin=checkin, measure=measure).first() if checkin else None
    if there and (there.pk != id or there.answers != answers):
        raise AnsweredAlready(there)
    if there:
        return there
    if checkin is None:
        checkin = make(course, on, [measure], by=by, source=source)
    response = _keep(checkin, definition, answers, score, source, by, id)
    answering.see_to_risk(response, definition, score, set(answers), by=by)
    _close(checkin, measure)
    record("checkins.entered", by=by, about=response, reason=f"{measure}/{source}")
    return response


def _keep(checkin, definition, answers, score, source, by, id):
    now = clock.now()
    return Response.objects.create(
        pk=id,
        practice_id=checkin.practice_id,
        client_id=checkin.client_id,
        checkin=checkin,
        course_id=checkin.course_id,
        for_on=checkin.for_on,
        measure=definition.id,
        measure_version=definition.version,
        language=questions.language_for(definition.id),
        answers=answers,
        expected=len(definition.main.items),
        source=source,
        entered_by=by,
        began_at=now,
        saved_at=now,
        completed_at=now,
        **answering.facts(score, finished=True),
    )


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
