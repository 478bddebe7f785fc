"""Who waits since when; taking somebody on, or saying no."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kith.care.models import Course
from kith.intake import actions
from kith.intake.models import Enquiry
from kith.people.changes import change_client
from kith.people.models import Assignment, Client
from kith.web import tenancy
from kith.web.once import fresh_key, row_id
from tests.support.cast import WEDNESDAY, make_client, make_staff

LIST = "/enquiries/"


def waiting(practice, name, **more):
    return actions.receive(
        practice=practice, id=row_id(fresh_key(), practice), name=name, **{"reach": "x", **more}
    )


def accept(browser, enquiry, therapist, **more):
    said = {"name": enquiry.name, "therapist": str(therapist.pk), "email": "m@example.org", **more}
    return browser.post(reverse("intake:accept", args=[enquiry.pk]), said)


def test_the_urgent_come_first_then_who_waits_longest(ready, coordinator, as_user, at):
    for days, name, urgent in (
        (3, "Later Lou", False),
        (9, "First Fay", False),
        (1, "Soon Sam", True),
    ):
        with at(WEDNESDAY - timedelta(days=days)):
            waiting(ready, name, urgent=urgent)
    page = as_user(coordinator).get(LIST).content.decode()

    assert page.index("Soon Sam") < page.index("First Fay") < page.index("Later Lou")


def test_an_empty_list_says_how_it_fills(ready, coordinator, as_user):
    assert "Nobody waits" in as_user(coordinator).get(LIST).content.decode()


def test_REL_05_a_referral_is_typed_in_once(ready, coordinator, as_user):
    browser, said = (
        as_user(coordinator),
        {"form_key": fresh_key(), "name": "Aoife", "reach": "0700"},
    )
    first = browser.post("/enquiries/new/", said)
    assert browser.post("/enquiries/new/", said).url == first.url

    row = Enquiry.objects.get()
    assert (row.source, row.typed_by) == ("referral", coordinator)


def test_accepting_registers_assigns_and_opens_in_one_go(enquiry, coordinator, ines, as_user):
    browser = as_user(coordinator)
    assert accept(browser, enquiry, ines).status_code == 302
    assert accept(browser, enquiry, ines).status_code == 302

    course = Course.objects.get()
    assert (course.status, course.therapist) == ("consultation", ines)
    assert Client.objects.get().name == "Marisol Quintero-Hale"
    assert Assignment.objects.get().therapist == ines
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.course) == ("accepted", course)


def test_REL_05_accepting_twice_opens_one_course(enquiry, coordinator, ines):
    done = [
        actions.accept(enquiry=enquiry, therapist=ines, by=coordinator, name="Marisol")
        for _ in range(2)
    ]
    assert done[0] == done[1] and Course.objects.count() == Client.objects.count() == 1


def test_somebody_known_is_flagged_and_not_registered_twice(enquiry, coordinator, ines, as_user):
    there = make_client(enquiry.practice, "marisol  QUINTERO HALE", ines, account=False)
    page = as_user(coordinator).get(LIST).content.decode()
    assert "known here?" in page

    accept(as_user(coordinator), enquiry, ines, who=str(there.pk))
    assert Client.objects.count() == 1
    assert Course.objects.get().client == there


def test_the_same_address_is_flagged_too(ready, enquiry, coordinator, as_user):
    actions.receive(
        practice=ready, id=row_id(fresh_key(), ready), name="M.", reach="Marisol@Example.org"
    )
    assert as_user(coordinator).get(LIST).content.decode().count("known here?") == 2


def test_an_address_that_was_changed_is_flagged_at_once(ready, marisol, coordinator, as_user):
    other = waiting(ready, "M. Quinn", reach="020 7946 0831")
    page = reverse("intake:enquiry_open", args=[other.pk])
    assert "Perhaps known here" not in as_user(coordinator).get(page).content.decode()
    change_client(client=marisol, version=marisol.version, by=coordinator, phone="+44 20 7946 0831")
    assert marisol.name in as_user(coordinator).get(page).content.decode()


def test_the_list_asks_as_often_with_ten_as_with_two(ready, marisol, coordinator, as_user):
    browser, counts = as_user(coordinator), []
    for count in (2, 8):
        for _n in range(count):
            waiting(ready, marisol.name)
        browser.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(LIST).content.decode().count("known here?") >= count
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(("reason", "state"), [("no_place", "declined"), ("no_answer", "closed")])
def test_saying_no_keeps_the_reason(enquiry, coordinator, as_user, reason, state):
    path = reverse("intake:decline", args=[enquiry.pk])
    as_user(coordinator).post(path, {"reason": reason, "words": "Told by phone."})

    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.close_reason) == (state, reason)
    with pytest.raises(actions.AlreadyDecided):
        actions.accept(enquiry=enquiry, therapist=coordinator, by=coordinator, name="M")


def test_a_no_without_a_reason_is_asked_again(enquiry, coordinator, as_user):
    path = reverse("intake:decline", args=[enquiry.pk])
    answer = as_user(coordinator).post(path, {"words": "Kept words."})
    assert answer.status_code == 422 and "Kept words." in answer.content.decode()


def test_SEC_03_an_outsider_learns_nothing(enquiry, coordinator, omar, ines, as_user, marisol):
    page = as_user(omar).get(LIST)
    assert "Marisol" not in page.content.decode()
    for name in ("enquiry_open", "accept", "decline"):
        path = reverse(f"intake:{name}", args=[enquiry.pk])
        there, absent = as_user(omar).get(path), as_user(omar).get(path.replace("-", "0", 1))
        assert there.status_code == 404 and there.content == as_user(omar).get("/nowhere/").content
        assert absent.status_code == 404
    assert as_user(marisol).get(LIST).status_code == 404


def test_a_therapist_sees_the_enquiry_once_it_is_theirs(enquiry, coordinator, ines, omar, as_user):
    path = reverse("intake:enquiry_open", args=[enquiry.pk])
    assert as_user(ines).get(path).status_code == 404
    actions.accept(enquiry=enquiry, therapist=ines, by=coordinator, name="Marisol")

    assert "flatmates" in as_user(ines).get(path).content.decode()
    assert as_user(omar).get(path).status_code == 404


def test_SEC_02_another_practice_sees_nothing(enquiry, other_practice, as_user):
    with tenancy.within(other_practice.pk):
        other = make_staff(other_practice, "Rosa Rosengarten", "coordinator")
    path = reverse("intake:enquiry_open", args=[enquiry.pk])
    assert as_user(other).get(path).status_code == 404
    assert "Marisol" not in as_user(other).get(LIST).content.decode()


@pytest.mark.parametrize("typed_in", [False, True])
def test_IPT13_08_an_address_is_written_to_only_once_somebody_said_it_may_be(
    as_user, coordinator, ines, ready, typed_in
):
    reach = "rosa@example.org · 020 7946 0104"
    row = waiting(ready, "Rosa", reach=reach, **({"by": coordinator} if typed_in else {}))
    browser, page = as_user(coordinator), reverse("intake:accept", args=[row.pk])
    assert browser.get(page).context["form"]["may_write"].value() is not typed_in
    said = {"name": "Rosa", "email": "rosa@example.org", "therapist": ines.pk}
    assert browser.post(page, said).status_code == 302
    row.refresh_from_db()
    assert row.client.may_write is False
    there = browser.get(reverse("people:client", args=[row.client_id])).content.decode()
    assert "were not asked yet" in there and "Send the invitation" not in there
