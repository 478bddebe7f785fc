from django.db import transaction

from kith import clock
from kith.audit.actions import record
from kith.care.models import Course
from kith.people.history import SomebodyElseSaved
from kith.people.models import Practice
from kith.web import once

from .models import Given, Leaflet


@transaction.atomic
def write(*, practice, id, by, title, words, topic, language, names_condition, former=None):
    """Put a text on the shelf, or a new version of one; the former version stays as it was.

    former   the version that is replaced. SomebodyElseSaved when it was replaced meanwhile
    """
    Practice.objects.select_for_update().get(pk=practice.pk)
    there = Leaflet.objects.filter(pk=id).first()
    if former and there is None:
        former = Leaflet.objects.select_for_update().get(pk=former.pk)
        if former.replaced_at:
            raise SomebodyElseSaved(Leaflet.objects.get(key=former.key, replaced_at=None))
        former.replaced_at = clock.now()
        former.save(update_fields=["replaced_at"])
    leaflet, made = once.create(
        Leaflet,
        id=id,
        practice_id=practice.pk,
        key=former.key if former else id,
        number=there.number if there else (former.number + 1 if former else 1),
        title=title,
        words=words,
        topic=topic,
        language=language,
        names_condition=names_condition,
        written_by=by,
    )
    if made:
        record("leaflets.written", by=by, about=leaflet)
    return leaflet


@transaction.atomic
def withdraw(*, leaflet, by, back=False):
    """Hand a text out no more, or again. Who has it keeps it."""
    leaflet = Leaflet.objects.select_for_update().get(pk=leaflet.pk)
    if (leaflet.withdrawn_at is None) != back:
        leaflet.withdrawn_at = None if back else clock.now()
        leaflet.save(update_fields=["withdrawn_at"])
        record("leaflets.back" if back else "leaflets.withdrawn", by=by, about=leaflet)
    return leaflet


@transaction.atomic
def give(*, course, leaflet, by):
    """Hand a version to the client. Handed twice it is one."""
    Course.objects.select_for_update().get(pk=course.pk)
    given = Given.objects.filter(course=course, leaflet=leaflet).first()
    if given is None:
        given = Given.objects.create(
            practice_id=course.practice_id,
            client_id=course.client_id,
            course=course,
            leaflet=leaflet,
            by=by,
        )
        record("leaflets.given", by=by, about=given)
    return given
