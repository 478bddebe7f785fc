"""The ground under the tests of access: canaries stand in every field of three clients' records."""

import pytest

from kith.people.models import Client
from tests.support import canaries
from tests.support.full_world import HERE, THERE

pytestmark = pytest.mark.django_db
# Rows that only appear on the way: nothing of a told story leaves them behind.
NOT_IN_THE_STORY = {"intake.fit.notes", "notes.record.back", "keeping.erasing.early_because"}


# Nobody opened Marisol's record under break-glass.
NOT_OF = {"marisol": {"glass.opening.reason", "glass.opening.review_note"}}
CLIENTS = ("marisol", "berit", "cleo")


def about_a_client(model):
    """Whether each row of a model is about one client."""
    if model is Client:
        return True
    return any(f.attname == "client_id" and not f.null for f in model._meta.concrete_fields)


def test_SEC_02_every_word_field_of_every_client_bears_a_canary(world):
    put, missing = world.canaries.put, set()
    for model, fields in canaries.models_with_words():
        for who in CLIENTS if about_a_client(model) else (HERE, THERE):
            labels = (
                {canaries.what(field) for field in fields} - canaries.NO_WORDS - NOT_IN_THE_STORY
            )
            labels -= NOT_OF.get(who, set())
            missing |= {f"{who} {label}" for label in labels if (who, label) not in put}
    assert not missing, "\n".join(sorted(missing))
