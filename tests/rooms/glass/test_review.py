"""SEC-34: an administrator looks into every opening, without a name of a client."""

from django.urls import reverse

from kith.glass import actions
from kith.glass.models import Opening
from kith.people.actions import give_role
from tests.rooms.glass.conftest import REASON
from tests.support import cast, story

REVIEW = reverse("glass:review")


def test_SEC_34_the_administrator_sees_who_when_why_and_what_but_no_client(
    told, opening, as_user, omar, owner
):
    as_user(omar).get(reverse("glass:part", args=[opening.pk, "notes"]))
    page = as_user(owner).get(REVIEW).content.decode()
    for words in ("Omar Outsider", REASON, "not looked into", "Notes", str(opening.client_id)[:8]):
        assert words in page
    told_page = as_user(owner).get(reverse("glass:told")).content.decode()
    for there in (page, told_page):
        assert "Marisol" not in there


def test_SEC_34_a_review_is_kept_with_its_note_once(opening, as_user, owner):
    browser, place = as_user(owner), reverse("glass:reviewed", args=[opening.pk])
    assert browser.post(place, {"note": ""}).status_code == 422
    browser.post(place, {"note": "Asked Ines: right to do so."})
    browser.post(place, {"note": "Something else."})
    row = Opening.objects.get(pk=opening.pk)
    assert (row.review_note, row.reviewed_by) == ("Asked Ines: right to do so.", owner)
    page = browser.get(REVIEW).content.decode()
    assert "Asked Ines: right to do so." in page and "not looked into" not in page


def test_SEC_34_nobody_reviews_their_own_opening(as_user, omar, owner, marisol):
    give_role(user=omar, role="administrator", by=owner)
    opening = actions.start(opener=omar, name=marisol.name, reason=REASON, id=story.new_id())
    as_user(omar).post(reverse("glass:reviewed", args=[opening.pk]), {"note": "All was well."})
    assert Opening.objects.get(pk=opening.pk).reviewed_at is None
    as_user(owner).post(reverse("glass:reviewed", args=[opening.pk]), {"note": "All was well."})
    assert Opening.objects.get(pk=opening.pk).reviewed_by == owner


def test_SEC_34_only_administrators_of_the_practice_review(
    opening, as_user, ines, omar, kwame, coordinator, marisol, other_practice
):
    from kith.web import tenancy

    with tenancy.within(other_practice.pk):
        elsewhere = cast.make_staff(other_practice, "Aldo Elsewhere", "administrator")
    place = reverse("glass:reviewed", args=[opening.pk])
    for user in (ines, omar, kwame, coordinator, marisol):
        assert as_user(user).get(REVIEW).status_code == 404
        assert as_user(user).post(place, {"note": "Fine."}).status_code == 404
    page = as_user(elsewhere).get(REVIEW).content.decode()
    assert "Omar" not in page
    assert as_user(elsewhere).post(place, {"note": "Fine."}).status_code == 404
    assert as_user(elsewhere).post(reverse("glass:stop", args=[opening.pk])).status_code == 404
    assert Opening.objects.get(pk=opening.pk).runs
