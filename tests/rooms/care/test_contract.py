from datetime import date

import pytest
from django.urls import reverse

from kith.care import actions, reading
from kith.care.models import Contract
from kith.web.once import fresh_key

TERMS = {
    "sessions_planned": "14",
    "every_days": "7",
    "minutes": "50",
    "starts_on": "2026-03-10",
    "mode": "in_person",
    "place": "Room 2",
    "fee": "60",
    "missed": "moved",
    "cancel_hours": "24",
    "contact_between": "Not for emergencies.",
    "own_words": "We work on what happens at home.",
}


@pytest.fixture
def address(course):
    return reverse("care:contract", args=[course.pk])


def send(browser, address, **more):
    return browser.post(address, {"form_key": fresh_key(), **TERMS, **more})


def test_S8_the_agreement_names_a_number_and_a_last_date(as_user, ines, course, address):
    assert send(as_user(ines), address).status_code == 302

    contract = course.contracts.get()
    assert (contract.sessions_planned, contract.planned_last_on) == (14, date(2026, 6, 9))
    assert contract.agreed_by_therapist_at and not contract.agreed


def test_S73_it_counts_only_when_both_have_agreed(as_user, ines, marisol, course, address):
    send(as_user(ines), address)
    assert reading.frame(course).contract is None

    contract = course.contracts.get()
    page = as_user(marisol).get(reverse("care:own_agreement"))
    assert "I agree" in page.content.decode()
    as_user(marisol).post(reverse("care:own_agreement"), {"contract": str(contract.pk)})

    contract.refresh_from_db()
    assert contract.agreed and contract.client_agreed_how == "screen"
    assert reading.frame(course).contract == contract


def test_IPT13_05_a_change_is_a_new_version_with_a_reason(as_user, ines, course, address):
    browser = as_user(ines)
    send(browser, address)
    actions.agree_to_contract(contract=course.contracts.get(), by=ines, how="said")

    refused = send(browser, address, sessions_planned="16")
    assert refused.status_code == 422
    assert "why the agreement changes" in refused.content.decode()

    send(browser, address, sessions_planned="16", reason="Two weeks were lost to illness.")
    second = course.contracts.get(number=2)
    assert reading.frame(course).contract.number == 1
    actions.agree_to_contract(contract=second, by=ines, how="said")
    assert reading.frame(course).contract.sessions_planned == 16
    assert course.contracts.get(number=1).replaced_at


def test_REL_05_a_double_click_makes_one_version(as_user, ines, course, address):
    key, browser = fresh_key(), as_user(ines)
    for _ in range(3):
        assert browser.post(address, {"form_key": key, **TERMS}).status_code == 302
    assert course.contracts.count() == 1


def test_REL_05_other_words_under_the_same_key_are_not_swallowed(as_user, ines, course, address):
    key, browser = fresh_key(), as_user(ines)
    browser.post(address, {"form_key": key, **TERMS})
    answer = browser.post(address, {"form_key": key, **TERMS, "fee": "75 now", "reason": "dearer"})
    assert answer.status_code == 422
    assert "75 now" in answer.content.decode()
    assert course.contracts.get().fee == "60"


def test_bad_input_keeps_what_was_typed(as_user, ines, address):
    answer = send(as_user(ines), address, starts_on="31 June", own_words="Keep this sentence.")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Keep this sentence." in page and "31 June" in page


def test_SEC_03_an_outsider_learns_nothing(as_user, omar, coordinator, course, address):
    assert as_user(omar).get(address).status_code == 404
    assert send(as_user(omar), address).status_code == 404
    assert as_user(coordinator).get(address).status_code == 404
    assert not Contract.objects.exists()


def test_SEC_24_the_terms_lie_sealed(as_user, ines, course, address):
    send(as_user(ines), address)
    row = Contract.objects.values("place", "own_words").get()
    assert b"Room 2" not in bytes(row["place"])
    assert b"happens" not in bytes(row["own_words"])
