"""Taking in answers: saved at every tap, scored at every save, a risk answer seen to at once."""

from django.db import connection, transaction

from ipt.measures import scoring
from ipt.safety import concerns
from kith import clock
from kith.audit.actions import record
from kith.care.models import Course
from kith.care.reading import plan_of
from kith.measures import shelf
from kith.people.history import change
from kith.safety import actions as safety

from . import questions
from .models import Checkin, Response

LABEL = "checkins.Response"


@transaction.atomic
def answer(*, checkin, measure, item, value, by=None, source="screen"):
    """Save one answer; `value` None says that the person would rather not answer.

    The same answer twice changes nothing (REL-05). A questionnaire that was gone through is
    complete by itself, whatever becomes of the check-in. A risk answer raises its concern in this
    very transaction, whatever state the check-in is in. Raises scoring.BadAnswer for one not
    offered. Returns the response.
    """
    _hold(checkin.course_id)
    checkin, response = _present(checkin, measure)
    definition, response = _open(checkin, measure, by, source, response)
    if item not in {each.linkId for each in definition.items}:
        raise scoring.BadAnswer(item, "is not an item of this measure")
    answers = dict(response.answers)
    skipped = [each for each in response.skipped if each != item]
    if value is None:
        answers.pop(item, None)
        skipped.append(item)
    else:
        answers[item] = value
    score = scoring.score(definition, answers)
    _begin(checkin)
    if (answers, skipped) != (response.answers, response.skipped):
        _keep(response, definition, (answers, skipped), score, by)
        record("checkins.answered", by=by, about=response)
        see_to_risk(response, definition, score, {item}, by=by)
    return response


def _hold(course_id):
    """Keep others out of a course until the transaction ends; on SQLite its beginning does."""
    if connection.features.has_select_for_update:
        Course.objects.select_for_update().get(pk=course_id)


def _present(known, measure):
    """The check-in as it stands now and its response, if there is one, held till the end."""
    rows = Response.objects.select_for_update(of=("self", "checkin")).select_related("checkin")
    response = rows.filter(checkin=known.pk, measure=measure).order_by().first()
    if response is None:
        return Checkin.objects.select_for_update().get(pk=known.pk), None
    response.course = known.course
    return response.checkin, response


def _open(checkin, measure, by, source, response):
    definition = shelf.here().load(measure, response.measure_version if response else None)
    if response is None:
        response = Response.objects.create(
            practice_id=checkin.practice_id,
            client_id=checkin.client_id,
            checkin=checkin,
            course_id=checkin.course_id,
            for_on=checkin.for_on,
            measure=measure,
            measure_version=definition.version,
            language=questions.language_for(measure),
            expected=len(definition.main.items),
            source=source,
            entered_by=by if source != "screen" else None,
            began_at=clock.now(),
            saved_at=clock.now(),
        )
    return definition, response


def _begin(checkin):
    if checkin.state in ("finished", "opened", "held"):
        return
    checkin.state, checkin.opened_at = "opened", clock.now()
    checkin.save(update_fields=["state", "opened_at"])
    record("checkins.begun", about=checkin)


def facts(score, *, finished, course=None, skipped=()) -> dict:
    """The fields of a response that follow from its answers, computed anew at every save.

    finished   nothing more is to come: a risk item that is blank now has to be asked about
    skipped    what was passed over: a risk item among it has to be asked about at once
    course     where it names no illness, no band of severity is kept
    """
    worst = concerns.worst(score.risk)
    return {
        "total": score.total,
        "band": (score.band or "") if _banded(course) else "",
        "answered": score.answered,
        "prorated": score.prorated,
        "shorter": bool(score.not_applicable),
        "complete": score.complete,
        "risk_level": worst.level if worst else "",
        "risk_unanswered": any(finished or item in skipped for item in score.risk_unanswered),
    }


def _banded(course):
    return course is None or plan_of(course).names_illness


def _gone_through(definition, answers, skipped) -> bool:
    """Whether each question that is asked was answered or passed over."""
    shown = scoring.visible_items(definition, answers)
    return all(item.linkId in answers or item.linkId in skipped for item in shown)


def _keep(response, definition, said, score, by):
    """Save; what a complete response said before is kept."""
    answers, skipped = said
    before = response.completed_at
    finished = before is not None or _gone_through(definition, answers, skipped)
    over = finished or response.risk_unanswered or response.checkin.replaced_at is not None
    values = facts(score, finished=over, course=response.course, skipped=skipped)
    if before:
        change(
            response, version=response.version, by=by, answers=answers, skipped=skipped, **values
        )
        response.refresh_from_db()
        return
    response.answers, response.skipped, response.saved_at = answers, skipped, clock.now()
    response.completed_at = response.saved_at if finished else None
    for name, value in values.items():
        setattr(response, name, value)
    response.save(update_fields=["answers", "skipped", "saved_at", "completed_at", *values])


def see_to_risk(response, definition, score, items, *, by=None):
    """Raise a concern for each risk rule that fires on `items` (or on a whole scale); tell of an
    answer that was lowered or taken back. Nothing here ever closes a concern."""
    hits = {}
    for hit in score.risk:
        if hit.item in items:
            hits[hit.item] = concerns.worst([hit, *filter(None, [hits.get(hit.item)])])
    about = {
        "course": response.course,
        "source_label": LABEL,
        "source_id": response.pk,
        "at": clock.now(),
        "by": by,
    }
    for hit in hits.values():
        safety.raise_concern(
            client=response.client,
            measure=response.measure,
            item=hit.item,
            value=hit.value,
            level=hit.level,
            version=definition.version,
            **about,
        )
    _see_to_scales(response, definition, score, about)
    for item in items & set(definition.risk_items) - set(hits):
        safety.answer_changed(item=item, value=response.answers.get(item), **about)


def _see_to_scales(response, definition, score, about):
    """A scale over its line raises one concern; how its sum goes on is told once it is whole."""
    hits = {hit.item: hit for hit in score.risk if hit.item not in definition.risk_items}
    for scale in {rule.scale for rule in definition.risk if rule.scale}:
        known, hit = safety.known_answer(response.pk, scale), hits.get(scale)
        if hit and known is None:
            safety.raise_concern(
                client=response.client,
                measure=response.measure,
                item=scale,
                value=hit.value,
                level=hit.level,
                version=definition.version,
                **about,
            )
        elif known is not None and (response.completed_at or not hit):
            safety.answer_changed(item=scale, value=score.scales[scale].value, **about)


def ask_about_blank(response) -> bool:
    """It was left in the middle and perhaps nothing more comes: mark a risk item left blank as to
    be asked about. Whether there is one."""
    definition = shelf.here().load(response.measure, response.measure_version)
    if all(item in response.answers for item in definition.risk_items):
        return False
    response.risk_unanswered = True
    response.save(update_fields=["risk_unanswered"])
    return True


def left_in_the_middle():
    """Responses that were not gone through and are not marked as to be asked about."""
    return Response.objects.filter(completed_at=None, risk_unanswered=False)


@transaction.atomic
def finish(*, checkin, by=None):
    """Every question was answered or passed over: the check-in is done. Once, at any number of
    calls. A question that nobody was shown leaves no response behind but a blank one."""
    Course.objects.select_for_update().get(pk=checkin.course_id)
    checkin = Checkin.objects.select_for_update().get(pk=checkin.pk)
    if checkin.finished_at:
        return checkin
    now = clock.now()
    there = {row.measure: row for row in Response.objects.filter(checkin=checkin)}
    for measure in checkin.measures:
        definition, response = _open(checkin, measure, by, "screen", there.get(measure))
        response.completed_at = response.completed_at or now
        score = scoring.score(definition, response.answers)
        for name, value in facts(score, finished=True, course=checkin.course).items():
            setattr(response, name, value)
        response.save()
        if response.answers:
            see_to_risk(response, definition, score, set(), by=by)
    checkin.state, checkin.finished_at = "finished", now
    checkin.save(update_fields=["state", "finished_at"])
    record("checkins.finished", by=by, about=checkin)
    return checkin
