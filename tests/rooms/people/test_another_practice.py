"""One installation holds several practices; each is made on purpose."""

from django.urls import reverse

from kith.people import links, setup


def token_of(address):
    return address.rstrip("/").split("/")[-1]


def test_a_second_practice_is_made_by_a_link_from_the_machine(client, practice):
    page = client.get(reverse("people:setup", args=[token_of(setup.link_for_another())]))
    assert page.status_code == 200


def test_SEC_30_the_first_link_makes_no_second_practice(practice):
    assert setup.waits(links.make("setup")) is None
    assert setup.link_if_needed() is None
