"""The timeline of a case: what happened, how mood was, when it began; told and looked at."""

from ipt.timeline.dates import day
from kith.timeline import actions as timeline
from kith.timeline.models import Event, MoodPoint, SymptomMarker

from .told import Told, just_after


def tell(t: Told, case: dict):
    """Everything on the line; the client's own points where the client has pages."""
    told = [*_events(t, case), *_symptoms(t, case), *_mood(t, case)]
    for number, (model, id, said) in enumerate(told):
        with just_after(number):
            timeline.add(model=model, client=t.client, id=t.id(id), by=_by(t), **said)
    began = case["consultation"]
    timeline.say_onset(
        course=t.course,
        version=0,
        when=_when(t, began["onset_day"], began.get("onset_about", False)),
        note=began.get("onset_note", ""),
        by=_by(t),
    )
    with just_after(len(told)):
        timeline.look_at(course=t.course, id=t.id("timeline together"), by=t.therapist)


def _by(t):
    return t.client.user or t.therapist


def _when(t, at, about=False) -> str:
    return day(t.on(at), about).code


def _events(t, case):
    for row in case["timeline"]:
        yield (
            Event,
            f"event {row['day']}",
            {
                "title": row["title"],
                "when": _when(t, row["day"]),
                "kind": row.get("kind", ""),
                "valence": row.get("valence"),
                "person_ids": [str(t.people[id].pk) for id in row["people"]],
                "area": row.get("area", ""),
                "told_by": "client",
                "hide_from_joint_sessions": row.get("hidden", False),
            },
        )


def _symptoms(t, case):
    for row in case.get("symptoms", ()):
        said = {"symptom": row["symptom"], "turn": row["turn"], "when": _when(t, row["day"])}
        yield SymptomMarker, f"symptom {row['day']}", said


def _mood(t, case):
    for row in case["mood_points"]:
        said = {"mood": row["mood"], "label": "", "when": _when(t, row["day"])}
        yield MoodPoint, f"mood {row['day']}", said
