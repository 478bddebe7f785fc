"""What a form says is read by staff alone is not in the client's own copy."""

import inspect
import json
from importlib import import_module
from pkgutil import iter_modules, walk_packages

import pytest
from django.apps import apps
from django.forms import BaseForm

import kith
from kith.care import actions as care
from kith.intake import actions as intake
from kith.keeping import plan
from tests.rooms.keeping.test_copy import taken
from tests.support.cast import new_id

PROMISES = ("only staff who treat", "only those who treat", "the therapist and the administrators")
KEPT_IN = {
    "care.DecisionForm.why": ["care.Decision.why"],
    "care.StopForm.words": ["care.FullStop.words"],
    "schedule.OutcomeForm.reason": ["schedule.Appointment.reason"],
    "glass.StartForm.reason": ["glass.Opening.reason"],
}
# Nothing is promised beside these, but they say the same: why everything stopped and goes on, and
# why a step of the course was taken (a signed fit decision leaves its reasons there).
AS_WELL = ["care.FullStop.reason", "care.FullStop.lifted_because", "care.Passage.why"]


def form_classes():
    for room in iter_modules(kith.__path__, "kith."):
        if not room.ispkg:
            continue
        package = import_module(room.name)
        for found in walk_packages(package.__path__, f"{room.name}."):
            if ".forms" in found.name:
                yield from _of(import_module(found.name))


def _of(module):
    for name, thing in vars(module).items():
        if inspect.isclass(thing) and issubclass(thing, BaseForm):
            if thing.__module__ == module.__name__:
                yield f"{module.__name__.split('.')[1]}.{name}", thing


def promised():
    found = set()
    for name, form in form_classes():
        for field, each in form.base_fields.items():
            if any(words in str(each.help_text).casefold() for words in PROMISES):
                found.add(f"{name}.{field}")
    return found


def test_PRIV_10_every_promise_at_a_field_that_only_staff_read_it_is_known_here():
    assert promised() == set(KEPT_IN)


@pytest.mark.parametrize("kept", [*sum(KEPT_IN.values(), []), *AS_WELL])
def test_PRIV_10_what_only_staff_read_is_not_in_the_clients_copy(kept):
    label, field = kept.rsplit(".", 1)
    part = plan.parts()[label]
    assert apps.get_model(label)._meta.get_field(field)
    assert field not in part.shown_to("client")
    assert field in part.shown_to("staff")
    assert part.staff_because


def test_PRIV_10_reasons_of_a_fit_decision_are_in_the_therapists_copy_alone(marisol, ines):
    course = care.open_course(client=marisol, therapist=ines, by=ines)
    intake.sign_fit(
        course=course,
        id=new_id(),
        by=ines,
        ratings={},
        notes={},
        outcome="ipt_waitlist",
        reasons="Too unsteady for a focus now.",
    )
    own, staff = taken(marisol), taken(marisol, "staff", ines)
    assert "Too unsteady" not in "".join(own.values())
    about = json.loads(staff["record.json"])
    assert about["rows"]["care.Passage"][0]["why"] == "Too unsteady for a focus now."
