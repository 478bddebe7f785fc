"""Where a dispute stands: every move is a fact, any stage may follow any."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from kith.focus import actions, reading
from kith.focus.models import FocusChoice, StageMove
from kith.web.once import fresh_key, row_id


@pytest.fixture
def choice(course, take):
    return take(course)


@pytest.fixture
def address(course, choice):
    return reverse("focus:stage", args=[course.pk, choice.pk])


def move(browser, address, after, session, **more):
    said = {"after": after, "session": session, "why": "It shows.", **more}
    return browser.post(address, {"form_key": fresh_key(), **said})


def test_IPT13_09_a_stage_goes_any_way_and_back_and_each_move_is_kept(
    as_user, ines, course, choice, address
):
    browser = as_user(ines)
    for session, after in ((3, "renegotiation"), (8, "impasse"), (11, "renegotiation")):
        assert move(browser, address, after, session).status_code == 302
    rows = reading.stages([choice], ines)[choice.pk]
    assert [(row.before, row.after, row.session) for row in rows] == [
        ("", "renegotiation", 3),
        ("renegotiation", "impasse", 8),
        ("impasse", "renegotiation", 11),
    ]
    assert browser.get(address).content.decode().count("It shows.") == 3


def test_IPT13_09_coming_to_an_impasse_says_that_it_may_feel_worse_first(
    as_user, ines, marisol, address
):
    page = as_user(ines).get(address).content.decode()
    assert "can feel worse at first" in page
    said = as_user(ines).post(
        address,
        {"form_key": fresh_key(), "after": "impasse", "session": 8, "why": "Silence."},
        follow=True,
    )
    assert "Say beforehand:" in said.content.decode()
    own = as_user(marisol).get("/my/focus/").content.decode()
    assert "It has gone quiet between you" in own and "can feel worse at first" in own


def test_IPT13_08_the_page_takes_no_side_and_safety_comes_first(as_user, ines, course, address):
    page = as_user(ines).get(address).content.decode()
    assert reverse("safety:screen", args=[course.pk]) in page
    assert "are the client&#x27;s to choose" in page or "are the client's to choose" in page
    for verdict in ("leave him", "should leave", "should stay", "better to"):
        assert verdict not in page


def test_a_move_needs_a_reason_and_somewhere_else_to_go(as_user, ines, address):
    assert move(as_user(ines), address, "impasse", 8, why=" ").status_code == 422
    move(as_user(ines), address, "impasse", 8)
    assert move(as_user(ines), address, "impasse", 9).status_code == 422
    assert StageMove.objects.count() == 1


def test_REL_05_noted_twice_it_is_one_move(as_user, ines, address):
    key = fresh_key()
    for _ in range(20):
        move(as_user(ines), address, "impasse", 8, form_key=key)
    refused = move(as_user(ines), address, "dissolution", 9, form_key=key)
    assert refused.status_code == 422 and StageMove.objects.count() == 1


def test_only_a_dispute_has_stages(as_user, ines, course, take):
    loss = take(course, "grief")
    assert as_user(ines).get(reverse("focus:stage", args=[course.pk, loss.pk])).status_code == 404


def test_the_database_refuses_a_move_to_nowhere(ines, choice):
    who = {"client_id": choice.client_id, "choice": choice, "session": 1, "by": ines}
    for before, after in (("", "weather"), ("impasse", "impasse")):
        with pytest.raises(IntegrityError), transaction.atomic():
            StageMove.objects.create(before=before, after=after, **who)


@pytest.fixture
def parted(course, take):
    return take(course, "grief", loss_type="relationship_end", because="He left in spring.")


def test_L2_S30_the_end_of_a_relationship_moves_to_role_transition_with_one_press(
    as_user, ines, course, parted
):
    address = reverse("focus:choose", args=[course.pk])
    assert "Many IPT teachers" in as_user(ines).get(address).content.decode()
    path = reverse("focus:refile", args=[course.pk, parted.pk])
    key = fresh_key()
    for _ in range(20):
        assert as_user(ines).post(path, {"form_key": key}).status_code == 302

    [held] = reading.held_areas(course, ines)
    assert (held.area, held.rank) == ("role_transition", "primary")
    assert (held.choice.because, held.choice.client_agrees) == ("He left in spring.", "")
    parted.refresh_from_db()
    assert parted.released_at and FocusChoice.objects.count() == 2


def test_L2_a_death_stays_grief(as_user, ines, course, take):
    loss = take(course, "grief", loss_type="death_sudden")
    page = as_user(ines).get(reverse("focus:choose", args=[course.pk])).content.decode()
    assert "Many IPT teachers" not in page
    as_user(ines).post(reverse("focus:refile", args=[course.pk, loss.pk]), {"form_key": "x"})
    assert reading.held_areas(course, ines)[0].area == "grief"


def test_L2_where_role_transition_is_held_already_nothing_moves(
    as_user, ines, course, parted, take
):
    take(course, "role_transition", "secondary")
    as_user(ines).post(
        reverse("focus:refile", args=[course.pk, parted.pk]), {"form_key": fresh_key()}
    )
    assert [held.area for held in reading.held_areas(course, ines)] == ["grief", "role_transition"]


def test_S32_a_dispute_is_with_somebody(as_user, ines, course):
    said = {"area": "dispute", "rank": "primary", "because": "kept words", "client_agrees": "yes"}
    refused = as_user(ines).post(
        reverse("focus:choose", args=[course.pk]), {"form_key": fresh_key(), **said}
    )
    page = refused.content.decode()
    assert refused.status_code == 422 and "kept words" in page
    assert "A dispute is with one other person" in page
    with pytest.raises(ValueError):
        actions.choose_focus(
            course=course, id=row_id("x"), area="dispute", rank="primary", because="x", by=ines
        )
