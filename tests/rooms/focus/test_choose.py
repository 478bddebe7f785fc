"""One thing to work on: chosen on evidence, agreed, let go with a reason."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from ipt import focus as book
from kith.focus import actions, reading
from kith.focus.models import AreaRating, FocusChoice
from kith.intake.models import PrivateTwin
from kith.web.once import fresh_key

DISPUTE = {
    "area": "dispute",
    "rank": "primary",
    "because": "Sunday chores, and nobody says it.",
    "client_agrees": "partly",
    "client_words": "I also shout. Put that in.",
}


@pytest.fixture
def address(course):
    return reverse("focus:choose", args=[course.pk])


@pytest.fixture
def choose(devin):
    """choose(browser, address) takes up a dispute with Devin on the page."""

    def choose(browser, address, **more):
        said = {"form_key": fresh_key(), **DISPUTE, "person": str(devin.pk), **more}
        return browser.post(address, said)

    return choose


def test_S36_IPT13_01_a_primary_focus_with_its_reason_and_the_clients_answer(
    as_user, ines, course, address, choose
):
    assert choose(as_user(ines), address).status_code == 302

    choice = FocusChoice.objects.get()
    assert (choice.area, choice.rank, choice.client_agrees) == ("dispute", "primary", "partly")
    assert choice.client_words == "I also shout. Put that in." and choice.answered_by == ines
    page = as_user(ines).get(address).content.decode()
    assert "Sunday chores" in page and "Interpersonal dispute" in page


def test_IPT13_01_one_primary_at_a_time(as_user, ines, course, address, take, choose):
    take(course)
    refused = choose(as_user(ines), address, area="role_transition", because="kept words")

    assert refused.status_code == 422 and "kept words" in refused.content.decode()
    assert "held as Primary" in refused.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        FocusChoice.objects.create(
            practice_id=course.practice_id, client_id=course.client_id, course=course,
            area="grief", rank="primary", chosen_by=ines,
        )  # fmt: skip


def test_S29_a_secondary_stands_beside_and_a_third_needs_a_written_reason(
    as_user, ines, course, address, take, choose
):
    browser = as_user(ines)
    take(course)
    assert choose(browser, address, area="role_transition", rank="secondary").status_code == 302
    third = {"area": "grief", "rank": "third", "loss_type": "death_sudden"}
    refused = choose(browser, address, **third)
    assert refused.status_code == 422 and "needs a written reason" in refused.content.decode()
    assert choose(browser, address, **third, third_reason="Her father died.").status_code == 302
    assert [held.rank for held in reading.held_areas(course, ines)] == list(reading.ORDER)


@pytest.mark.parametrize(
    ("area", "rank", "refusal"),
    [
        ("dispute", "secondary", book.SameFocusTwice),
        ("grief", "third", book.TooManyFoci),
    ],
)
def test_S29_what_cannot_be_held_is_refused(course, take, area, rank, refusal):
    take(course)
    with pytest.raises(refusal):
        take(course, area, rank)


def test_S29_no_secondary_before_a_primary(as_user, ines, course, address, choose):
    refused = choose(as_user(ines), address, rank="secondary")
    assert refused.status_code == 422
    assert "Agree on the primary focus first" in refused.content.decode()


def test_letting_go_needs_a_reason_and_keeps_the_row(as_user, ines, course, take, address):
    choice = take(course)
    path = reverse("focus:release", args=[course.pk, choice.pk])
    assert as_user(ines).post(path, {"because": "  "}).status_code == 422
    as_user(ines).post(path, {"because": "Her father died."})

    choice.refresh_from_db()
    assert choice.released_because == "Her father died." and choice.released_by == ines
    assert reading.held_areas(course, ines) == []
    assert "Her father died." in as_user(ines).get(address).content.decode()
    take(course, "grief", loss_type="death_sudden")


def test_S30_grief_asks_what_was_lost_and_says_where_it_may_belong(as_user, ines, address, choose):
    refused = choose(as_user(ines), address, area="grief")
    assert refused.status_code == 422
    assert choose(as_user(ines), address, area="grief", loss_type="health").status_code == 302
    page = as_user(ines).get(address).content.decode()
    assert "Many IPT teachers" in page and "Take it up as a role transition" in page


def test_REL_05_taken_up_twice_it_is_one_choice(as_user, ines, address, choose):
    key = fresh_key()
    for _ in range(2):
        assert choose(as_user(ines), address, form_key=key).status_code == 302
    assert choose(as_user(ines), address, form_key=key, because="Other").status_code == 422
    assert FocusChoice.objects.count() == 1


def test_S36_the_four_areas_are_rated_with_evidence(as_user, ines, course):
    path = reverse("focus:rate", args=[course.pk])
    page = as_user(ines).get(path).content.decode()
    for area in book.area_ids():
        assert f'name="fit_{area}"' in page
    said = {"fit_dispute": "3", "evidence_dispute": "Devin", "fit_grief": "0", "private": "Hm."}
    assert as_user(ines).post(path, said).status_code == 302
    assert {row.area: row.fit for row in AreaRating.objects.all()} == {"dispute": 3, "grief": 0}
    assert PrivateTwin.objects.get().place == "focus"


def test_REL_06_two_ratings_at_once_are_both_seen(as_user, ines, course):
    path = reverse("focus:rate", args=[course.pk])
    browser = as_user(ines)
    browser.post(path, {"fit_dispute": "3", "evidence_dispute": "Devin"})
    refused = browser.post(
        path, {"fit_dispute": "1", "evidence_dispute": "Pilar", "version_dispute": "0"}
    )
    page = refused.content.decode()
    assert refused.status_code == 422 and "Devin" in page and "Pilar" in page
    assert AreaRating.objects.get().fit == 3


def test_evidence_without_a_judgement_is_asked_again(as_user, ines, course):
    path = reverse("focus:rate", args=[course.pk])
    refused = as_user(ines).post(path, {"evidence_grief": "Her mother died."})
    assert refused.status_code == 422 and "Her mother died." in refused.content.decode()


def test_IPT13_08_a_dispute_says_that_safety_comes_first(as_user, ines, course, take, address):
    take(course)
    page = as_user(ines).get(address).content.decode()
    assert "no joint session" in page and reverse("safety:screen", args=[course.pk]) in page
    for verdict in ("leave him", "stay with", "should leave", "should stay"):
        assert verdict not in page


def test_the_therapist_notes_the_answer(as_user, ines, course, take):
    choice = take(course, agrees="")
    path = reverse("focus:agree", args=[course.pk, choice.pk])
    as_user(ines).post(path, {"client_agrees": "maybe"})
    as_user(ines).post(path, {"client_agrees": "yes"})
    choice.refresh_from_db()
    assert (choice.client_agrees, choice.answered_by) == ("yes", ines)


def test_who_stands_for_an_area_has_its_hue(ines, course, devin, take):
    take(course, person=devin)
    [shown] = reading.people(course, ines)
    assert (shown.name, shown.area) == ("Devin", "dispute")


def test_SEC_06_somebody_from_another_clients_circle_is_not_taken(
    as_user, ines, aoife, course, address, choose
):
    from kith.inventory.actions import add_person

    ronan = add_person(
        client=aoife,
        id=fresh_key(),
        by=ines,
        display_name="Ronan",
        relation="partner",
        ring="inner",
    )
    refused = choose(as_user(ines), address, person=str(ronan.pk))
    assert refused.status_code == 422 and "Ronan" not in refused.content.decode()
    assert not FocusChoice.objects.exists()


@pytest.mark.parametrize("who", ["omar", "coordinator", "kwame", "outcomes", "owner", "aoife"])
def test_SEC_03_out_of_scope_looks_absent(request, as_user, who, course, address, take):
    choice = take(course, agrees="")
    goal = actions.add_goal(
        course=course, id=fresh_key(), by=course.therapist, text="Say it", baseline=0, target=8
    )
    browser = as_user(request.getfixturevalue(who))
    nothing = browser.get("/nowhere/").content
    of_choice = [course.pk, choice.pk]
    pages = [
        address,
        reverse("focus:rate", args=[course.pk]),
        reverse("focus:release", args=of_choice),
        reverse("focus:goals", args=[course.pk]),
        reverse("focus:goal", args=[course.pk, goal.pk]),
        reverse("focus:own_goal", args=[goal.pk]),
    ]
    for path in pages:
        answer = browser.get(path)
        assert (answer.status_code, answer.content) == (404, nothing), path
    deeds = [
        *pages,
        reverse("focus:agree", args=of_choice),
        reverse("focus:own_agree", args=[choice.pk]),
        reverse("focus:goal_rate", args=[course.pk, goal.pk]),
        reverse("focus:goal_aside", args=[course.pk, goal.pk]),
    ]
    for path in deeds:
        said = {"form_key": fresh_key(), **DISPUTE, "version": 1, "value": 3, "text": "x"}
        assert browser.post(path, said).status_code == 404, path
    assert FocusChoice.objects.get().client_agrees == "" and FocusChoice.objects.count() == 1
    goal.refresh_from_db()
    assert (goal.text, goal.set_aside_at, goal.ratings.count()) == ("Say it", None, 0)
