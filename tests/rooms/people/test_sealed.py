"""What lies in the database tells nobody who comes here."""

import pytest
from django.db import connection

from kith.people.actions import make_client_account, register_client
from tests.support.cast import make_staff

pytestmark = pytest.mark.django_db
CANARIES = ("Quetzalcoatlina", "quetzal", "zanzibarra", "Zanzibarra", "0660-7777777", "Zuzu")


def everything() -> bytes:
    """Each cell of each table, as bytes."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            found += [as_bytes(cell) for row in cursor.fetchall() for cell in row]
    return b"\n".join(found)


def as_bytes(cell):
    return bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()


def test_SEC_24_names_and_addresses_are_nowhere_in_the_database(practice, visitor, freshly_in):
    staff = make_staff(practice, "Zanzibarra Ines", "therapist", address="zanzibarra@x.example")
    client = register_client(
        practice=practice,
        name="Quetzalcoatlina May",
        email="quetzal@x.example",
        phone="0660-7777777",
        call_me="Zuzu",
        by=staff,
    )
    user = make_client_account(client=client, password="a quiet password")
    visitor.post("/sign-in/", {"login": "quetzal@x.example", "password": "wrong"})
    visitor.post("/sign-in/", {"login": "quetzal@x.example", "password": "a quiet password"})
    visitor.post("/sign-out/")
    visitor.post("/sign-in/code/", {"email": "quetzal@x.example"})
    browser = freshly_in(user)
    browser.get("/account/")
    browser.get("/second-step/app/")
    content = everything()
    for canary in CANARIES:
        assert canary.encode() not in content, canary


def test_SEC_24_the_secret_of_an_app_is_sealed(ines, with_app):
    from tests.rooms.people.conftest import SECRET

    with_app(ines)
    assert SECRET.encode() not in everything()


def test_SEC_36_a_failing_letter_with_a_code_says_no_address_in_the_log(visitor, marisol, capfd):
    visitor.post("/sign-in/code/", {"email": "marisol@example.org"})
    said = "".join(capfd.readouterr())
    assert "marisol" not in said and "@" not in said
