"""SEC-24: words about people are nowhere in clear, wherever the database keeps them."""

from pathlib import Path

import pytest
from django.conf import settings

from kith.people import drafts, history
from kith.people.models import Client
from kith.web import tenancy
from tests.support.cast import make_client, make_practice, make_staff
from tests.support.disk import every_value, on_disk

NAME = "Canaria Zwitscherfink"
WORDS = {
    "call_me": "Piepmatz",
    "pronouns": "zwit/schern",
    "phone": "0170-4444-7777",
    "email": "canary-mailbox@example.org",
}
STAFF = "Therapeutia Vogelsang"
DRAFT = "she said the unsayable-canary"
CANARIES = ["Zwitscherfink", *WORDS.values(), "Vogelsang", "vogelsang@", "unsayable-canary"]


@pytest.fixture
def house(transactional_db, tmp_path):
    """A practice on disk, with a client whose every word is a canary."""
    with on_disk(tmp_path) as file:
        practice = make_practice()
        with tenancy.within(practice.pk):
            staff = make_staff(practice, STAFF, "therapist", address="vogelsang@example.org")
            words = {k: v for k, v in WORDS.items() if k != "email"}
            client = make_client(practice, NAME, staff, account=False, **words)
            client = history.change(
                client, version=1, by=staff, name=NAME + " II", email=WORDS["email"]
            )
            drafts.keep(staff, "/somewhere/", {"story": DRAFT})
        yield practice, client, file


def test_SEC_24_no_word_is_in_any_table(house):
    found = {canary for value in every_value() for canary in CANARIES if canary in value}
    assert not found


def test_SEC_24_no_word_is_in_the_files(house):
    """Database file, write-ahead log, whatever lies beside it, and the key folder."""
    _, _, file = house
    folders = [Path(settings.KITH_KEYS), *([file.parent] if file else [])]
    files = [p for folder in folders for p in folder.rglob("*") if p.is_file()]
    if file:
        assert Path(f"{file}-wal").stat().st_size
    kept = {p.name: p.read_bytes() for p in files}
    assert kept
    for canary in CANARIES:
        for form in (canary.encode(), canary.encode("utf-16-le")):
            assert not [name for name, content in kept.items() if form in content]


def test_SEC_24_the_person_is_found_again_all_the_same(house):
    practice, client, _ = house
    with tenancy.within(practice.pk):
        found = Client.objects.get(pk=client.pk)
        assert found.name == NAME + " II"
        assert {k: getattr(found, k) for k in WORDS} == WORDS
