import pytest

from kith.inventory import actions as inventory
from kith.timeline import actions
from kith.timeline.models import Event, MoodPoint, SymptomMarker
from kith.web.once import fresh_key


@pytest.fixture
def devin(marisol, ines, course):
    return inventory.add_person(
        client=marisol, id=fresh_key(), by=ines, display_name="Devin", relation="partner",
        ring="outer",
    )  # fmt: skip


@pytest.fixture
def put(marisol, ines, course):
    """put("event", title=…, when=…) puts something on Marisol's line."""
    models = {"event": Event, "mood": MoodPoint, "symptom": SymptomMarker}

    def add(piece, by=ines, **said):
        return actions.add(model=models[piece], client=marisol, id=fresh_key(), by=by, **said)

    return add


@pytest.fixture
def quarrel(put, devin):
    return put(
        "event", title="Quarrel about Sunday chores", when="2025-10", kind="conflict", valence=-2,
        person_ids=[str(devin.pk)], area="dispute", told_by="client",
    )  # fmt: skip


@pytest.fixture
def began(course, ines):
    return actions.say_onset(course=course, version=0, when="2025-11", note="Exam term.", by=ines)
