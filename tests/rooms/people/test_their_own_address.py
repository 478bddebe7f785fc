"""Who can move the address that somebody signs in with can come in as them."""

import pytest
from django.urls import reverse

from kith.people import changes
from kith.people.models import Client


@pytest.mark.parametrize("who", ["coordinator", "ines"])
def test_SEC_17_staff_cannot_move_the_address_a_client_signs_in_with(
    as_user, marisol, who, request
):
    staff = request.getfixturevalue(who)
    old = marisol.email
    as_user(staff).post(
        reverse("people:client", args=[marisol.pk]),
        {"version": marisol.version, "name": marisol.name, "email": "mine@thief.example"},
    )
    assert Client.objects.get(pk=marisol.pk).email == old
    marisol.user.refresh_from_db()
    assert marisol.user.address == old


def test_SEC_17_the_deed_itself_refuses_it(coordinator, marisol):
    with pytest.raises(changes.TheirOwnAddress):
        changes.change_client(
            client=marisol, version=marisol.version, by=coordinator, email="mine@thief.example"
        )


def test_without_an_account_staff_keep_the_address(as_user, coordinator, practice, ines):
    from tests.support.cast import make_client

    client = make_client(practice, "Wanda Waiting", ines, account=False)
    as_user(coordinator).post(
        reverse("people:client", args=[client.pk]),
        {"version": client.version, "name": client.name, "email": "wanda@example.org"},
    )
    assert Client.objects.get(pk=client.pk).email == "wanda@example.org"
