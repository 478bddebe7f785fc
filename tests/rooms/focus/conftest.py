import pytest

from kith.focus import actions
from kith.inventory.actions import add_person
from kith.web.once import fresh_key, row_id


@pytest.fixture
def devin(marisol, ines):
    """Somebody of Marisol's circle."""
    return add_person(
        client=marisol, id=row_id(fresh_key()), by=ines, display_name="Devin", relation="partner",
        ring="outer", good="steady, funny", hard="silent, phone at table",
    )  # fmt: skip


@pytest.fixture
def take(request):
    """take(course, area, rank, by) takes up an area, with what it cannot do without."""

    def up(course, area="dispute", rank="primary", by=None, agrees="yes", **more):
        if area == "dispute":
            more.setdefault("person", request.getfixturevalue("devin"))
        if area == "grief":
            more.setdefault("loss_type", "death_sudden")
        return actions.choose_focus(
            course=course,
            id=more.pop("id", None) or fresh_key(),
            area=area,
            rank=rank,
            because=more.pop("because", "Sunday chores, and nobody says it."),
            client_agrees=agrees,
            by=by or course.therapist,
            **more,
        )

    return up


@pytest.fixture
def screened():
    """screened(course) asks about danger and fear, and every consent; both agree on 14 sessions."""

    def all_(course, but=()):
        from datetime import date

        from ipt import consents
        from kith.care import actions as care
        from kith.safety.actions import record_screen

        by = course.therapist
        if "risk_screen" not in but:
            record_screen(
                course=course, by=by, id=fresh_key(), clinician_level="low",
                private_question="asked_no_fear",
            )  # fmt: skip
        if "consents" not in but:
            for kind in consents.kinds():
                care.answer_consent(
                    course=course, kind=kind, given=True, how="said", by=by, text_version="1"
                )
        if "contract" not in but:
            terms = {"sessions_planned": 14, "every_days": 7, "starts_on": date(2026, 3, 10)}
            contract = care.propose_contract(course=course, by=by, id=fresh_key(), terms=terms)
            care.agree_to_contract(contract=contract, by=by, how="said")

    return all_
