"""The timeline: when it began, what happened, symptoms and mood, in order of time."""

from django.utils.translation import gettext as _

from ipt.timeline.dates import read
from kith.timeline import reading as known
from kith.timeline import when
from kith.timeline.models import MoodPoint, SymptomMarker

from .sheets import sheet


def timeline(client, courses, user):
    began = next((row for each in courses if (row := known.onset(each, user))), None)
    if began:
        facts = [("", _words(began.when)), ("", began.note)]
        yield sheet(_("It began"), *facts, at=began.begun_at, who=began.begun_by)
    happened = [
        (each.words, " · ".join(filter(None, (each.title, each.area_words, each.kind_words))))
        for each in known.events(client, user, began=began, people={})
    ]
    yield sheet(_("What happened"), *happened)
    symptoms = known.rows(SymptomMarker, client, user)
    facts = [(_words(row.when), f"{row.symptom}: {row.get_turn_display()}") for row in symptoms]
    yield sheet(_("Symptoms"), *facts)
    points = known.rows(MoodPoint, client, user)
    facts = [(_words(row.when), f"{row.mood} {row.label}") for row in points]
    yield sheet(_("Mood, 0 worst to 10 best"), *facts)


def _words(code) -> str:
    return when.words(read(code))
