"""What we work on, as the client reads it."""

import pytest
from django.urls import reverse

from ipt import protocol
from ipt.focus import area_ids
from ipt.focus.toolbox import extra_areas
from kith.focus import actions
from kith.web.once import fresh_key

PLACE = "/my/focus/"


def answer(browser, choice, **more):
    said = {"version": choice.version, "client_agrees": "partly", "client_words": "I also shout."}
    return browser.post(reverse("focus:own_agree", args=[choice.pk]), {**said, **more})


def test_S73_the_client_reads_the_focus_and_answers(as_user, marisol, course, take):
    choice = take(course, agrees="")
    page = as_user(marisol).get(PLACE).content.decode()
    assert "Disagreement" in page and "Sunday chores" in page

    assert answer(as_user(marisol), choice).url == PLACE
    choice.refresh_from_db()
    assert (choice.client_agrees, choice.client_words) == ("partly", "I also shout.")
    assert choice.answered_by == marisol.user


def test_REL_06_an_answer_given_meanwhile_is_shown_beside(as_user, marisol, ines, course, take):
    choice = take(course, agrees="")
    actions.agree(choice=choice, answer="yes", words="As she said", by=ines)
    refused = answer(as_user(marisol), choice)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "As she said" in page and "I also shout." in page


def test_an_answer_is_one_of_three_and_words_stay(as_user, marisol, course, take):
    refused = answer(as_user(marisol), take(course, agrees=""), client_agrees="maybe")
    assert refused.status_code == 422 and "I also shout." in refused.content.decode()


def test_a_focus_let_go_is_no_longer_answered(as_user, marisol, ines, course, take):
    choice = take(course)
    actions.release(choice=choice, because="x", by=ines)
    assert answer(as_user(marisol), choice).status_code == 404


def test_before_anything_is_chosen_the_page_teaches(as_user, marisol, course):
    assert "choose one thing to work on" in as_user(marisol).get(PLACE).content.decode()


def test_a_client_without_a_course_has_an_empty_page(as_user, marisol):
    assert as_user(marisol).get(PLACE).status_code == 200


OF_PROTOCOL = dict.fromkeys(area_ids(), "ipt_standard") | {
    area.id: area.protocols[0] for area in extra_areas()
}


@pytest.mark.parametrize("area", OF_PROTOCOL)
def test_IPT13_06_the_clients_words_are_kind(as_user, marisol, course, take, area):
    course.protocol = OF_PROTOCOL[area]
    course.protocol_version = protocol.load(course.protocol).version
    course.save()
    take(course, area, loss_type="pet" if area == "grief" else "")
    actions.add_goal(
        course=course, id=fresh_key(), by=course.therapist, text="See Tamsin", baseline=1, target=6
    )
    page = as_user(marisol).get(PLACE).content.decode().casefold()
    for word in ("deficit", "termination", "dysfunctional", "failed", "overdue", "sensitivity"):
        assert word not in page


def test_IPT13_16_the_evidence_and_the_private_words_stay_with_the_therapist(
    as_user, marisol, ines, course, take
):
    from kith.intake.actions import save_twin

    take(course)
    actions.rate_area(
        course=course, area="dispute", fit=3, evidence="She gives in.", version=0, by=ines
    )
    save_twin(course=course, place="focus", version=0, words="Avoids him.", by=ines)
    for path in (PLACE, "/my/people/"):
        page = as_user(marisol).get(path).content.decode()
        assert "She gives in." not in page and "Avoids him." not in page
