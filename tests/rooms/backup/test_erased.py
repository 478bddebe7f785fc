"""Who was erased stays erased: an older backup brings back everybody else."""

from datetime import timedelta

import pytest
from django.db import transaction

from kith import clock
from kith.backup import Refused, copy_keys, restore, restoring, state, verify, write
from kith.care.models import Course
from kith.people.models import Client, User
from kith.vault import seal, store
from kith.web import tenancy
from tests.rooms.backup.conftest import MONDAY, empty_place, restored
from tests.support.cast import make_client


def another(house, name):
    """One more client of the house's only member of staff."""
    return make_client(house, name, User.objects.get(practice=house), account=False)


@pytest.fixture
def erased(houses, tmp_path):
    """A backup, and then one of its clients is erased by destroying the key."""
    house = houses[0]
    with tenancy.within(house.pk), clock.frozen(MONDAY):
        gone = Client.objects.get(practice=house)
        stays = another(house, "Abel Stays")
    write(tmp_path / "older.backup")
    store.destroy("client", str(gone.pk))
    return gone, stays


def test_SEC_27_an_older_backup_cannot_open_who_was_erased_since(
    erased, houses, tmp_path, monkeypatch
):
    gone, stays = erased
    monkeypatch.setattr(restoring, "_erase_again", lambda: None)  # rows and all, as it was
    with empty_place(tmp_path / "fresh", monkeypatch), clock.frozen(MONDAY + timedelta(days=9)):
        told = restore(tmp_path / "older.backup")
        assert "1 records were erased since" in told
        with restored(tmp_path / "fresh"):
            with tenancy.within(houses[0].pk):
                back = Client.objects.get(pk=gone.pk)
                with pytest.raises(seal.SealBroken):
                    assert back.name
                with pytest.raises(store.KeyGone), transaction.atomic():
                    back.name = "Somebody"
                    back.save()
                assert Client.objects.get(pk=stays.pk).name == "Abel Stays"
            with tenancy.within(houses[1].pk):
                assert Client.objects.get(practice=houses[1]).name.endswith("Rosengarten")


def test_SEC_27_a_restore_erases_again_what_the_key_store_knows_as_erased(
    erased, houses, tmp_path, monkeypatch
):
    gone, stays = erased
    with empty_place(tmp_path / "fresh", monkeypatch), clock.frozen(MONDAY + timedelta(days=9)):
        restore(tmp_path / "older.backup")
        with restored(tmp_path / "fresh"), tenancy.within(houses[0].pk):
            assert [c.name for c in Client.objects.filter(practice=houses[0])] == ["Abel Stays"]
            assert not Course.objects.filter(client_id=gone.pk).exists()


def test_SEC_27_a_trial_does_not_fall_over_who_was_erased(erased, tmp_path):
    told = verify(tmp_path / "older.backup")
    assert "1 records were erased since" in told
    assert not state.too_old()


def test_SEC_27_with_the_keys_of_before_the_erasing_it_would_come_back(
    houses, tmp_path, monkeypatch, settings
):
    """Why copies of the keys go after 30 days."""
    with tenancy.within(houses[0].pk):
        gone = Client.objects.get(practice=houses[0])
    write(tmp_path / "older.backup")
    copy_keys(tmp_path / "keys-of-before", whole=True)
    store.destroy("client", str(gone.pk))
    settings.KITH_KEYS = tmp_path / "keys-of-before"
    store.forget()
    try:
        with empty_place(tmp_path / "fresh", monkeypatch):
            restore(tmp_path / "older.backup")
            with restored(tmp_path / "fresh"), tenancy.within(houses[0].pk):
                assert Client.objects.get(pk=gone.pk).name.startswith("Marisol Canary")
    finally:
        store.forget()


def test_REL_12_a_key_that_is_lost_not_destroyed_is_told(houses, tmp_path, monkeypatch, settings):
    """A copy of the keys that is older than the backup lacks the newest client."""
    copy_keys(tmp_path / "keys-of-before", whole=True)
    with tenancy.within(houses[0].pk), clock.frozen(MONDAY):
        another(houses[0], "Berta New")
    write(tmp_path / "newer.backup")
    settings.KITH_KEYS = tmp_path / "keys-of-before"
    store.forget()
    try:
        with pytest.raises(Refused, match="does not open|not in"):
            verify(tmp_path / "newer.backup")
        with empty_place(tmp_path / "fresh", monkeypatch):
            assert "1 records have no key" in restore(tmp_path / "newer.backup")
    finally:
        store.forget()
