"""The four gates: a course reaches its middle only with one agreed primary focus."""

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipt.focus import area_ids
from ipt.protocol import gates
from kith.care import actions as care
from kith.care.models import Course
from kith.focus import actions, facts
from kith.focus.models import FocusChoice
from kith.web.once import fresh_key


def test_nothing_is_there_at_first(course):
    assert gates.missing(facts.gather(course), "middle") == (
        "risk_screen", "consents", "contract", "focus",
    )  # fmt: skip


@pytest.mark.parametrize("gate", ["risk_screen", "consents", "contract"])
def test_IPT13_01_each_gate_alone_keeps_the_middle_closed(course, screened, take, gate):
    screened(course, but=[gate])
    take(course)
    assert gates.missing(facts.gather(course), "middle") == (gate,)


@pytest.mark.parametrize(("answer", "open_"), [("yes", 1), ("partly", 1), ("no", 0), ("", 0)])
def test_IPT13_01_the_focus_counts_once_the_client_agrees(course, screened, take, answer, open_):
    screened(course)
    take(course, agrees=answer)
    assert (gates.missing(facts.gather(course), "middle") == ()) == bool(open_)


def test_IPT13_01_a_refused_gate_names_what_is_missing_and_where(as_user, ines, course, screened):
    screened(course)
    care.begin_treatment(course=course, facts=facts.gather(course), by=ines)
    page = as_user(ines).get(reverse("focus:choose", args=[course.pk])).content.decode()
    assert "Before this can go on" in page and "Agree on a focus" in page
    assert "Enter the middle" not in page


def test_IPT13_01_with_all_of_them_the_way_is_open(as_user, ines, course, screened, take):
    screened(course)
    take(course)
    care.begin_treatment(course=course, facts=facts.gather(course), by=ines)
    path = reverse("focus:choose", args=[course.pk])
    assert "Enter the middle" in as_user(ines).get(path).content.decode()
    as_user(ines).post(reverse("desk:phase", args=[course.pk]), {"step": "middle"})
    course.refresh_from_db()
    assert course.phase == "middle"


DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("take"), st.sampled_from(area_ids()), st.sampled_from(
            ["primary", "secondary", "third"]), st.sampled_from(["", "yes", "partly", "no"])),
        st.tuples(st.just("release"), st.integers(0, 2)),
        st.tuples(st.just("agree"), st.integers(0, 2), st.sampled_from(["yes", "partly", "no"])),
        st.tuples(st.just("middle")),
    ),
    max_size=12,
)  # fmt: skip


def _do(course, deed, take):
    held = actions.held(course)
    if deed[0] == "take":
        take(course, deed[1], deed[2], agrees=deed[3])
    elif deed[0] == "release" and deed[1] < len(held):
        actions.release(choice=held[deed[1]], because="x", by=course.therapist)
    elif deed[0] == "agree" and deed[1] < len(held):
        actions.agree(choice=held[deed[1]], answer=deed[2], by=course.therapist)
    elif deed[0] == "middle":
        care.enter_middle(course=course, facts=facts.gather(course), by=course.therapist)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(deeds=DEEDS)
def test_IPT13_01_no_order_of_deeds_reaches_the_middle_without_one_agreed_primary(
    course, screened, take, deeds
):
    with transaction.atomic():
        screened(course)
        care.begin_treatment(course=course, facts=facts.gather(course), by=course.therapist)
        course.refresh_from_db()
        for deed in deeds:
            before = course.phase
            try:
                with transaction.atomic():
                    _do(course, deed, take)
            except ValueError:
                pass
            course = Course.objects.get(pk=course.pk)
            held = list(FocusChoice.objects.filter(course=course, released_at=None))
            assert len({c.rank for c in held}) == len({c.area for c in held}) == len(held)
            if before != "middle" and course.phase == "middle":
                [primary] = [choice for choice in held if choice.rank == "primary"]
                assert primary.client_agrees in ("yes", "partly")
        transaction.set_rollback(True)


def test_the_key_of_a_form_makes_the_same_choice(course, take):
    key = fresh_key()
    assert take(course, id=key).pk == take(course, id=key).pk
