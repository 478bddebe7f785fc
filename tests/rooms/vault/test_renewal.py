"""A new key for one client: every word of theirs is sealed anew, and nobody's words are lost."""

import pytest

from kith.audit.models import AuditEvent
from kith.intake.models import Enquiry, ReferralFile
from kith.notes.models import SessionRecord
from kith.people.models import Client
from kith.serving import keys as command
from kith.vault import renewal, seal, shelf, store
from kith.web import tenancy
from tests.rooms.vault.sealed import boxes, newest, renew, words

pytestmark = pytest.mark.django_db


class Stopped(BaseException):
    """As if the process ended here."""


@pytest.fixture(autouse=True)
def keys_go_back(world):
    """The database takes back what a test does; so does the key store."""
    with shelf.reading() as link:
        before = link.execute("SELECT * FROM wrapped_key").fetchall()
    yield
    with shelf.writing() as link:
        link.execute("DELETE FROM wrapped_key")
        link.executemany("INSERT INTO wrapped_key VALUES (?, ?, ?, ?, ?, ?)", before)
        shelf.announce(link)
    store.forget()


@pytest.fixture
def marisol(world):
    return Client._base_manager.get(pk=world.ids_of["marisol"]["client_id"])


def test_SEC_26_every_word_of_a_client_is_sealed_anew_and_the_former_key_is_gone(marisol):
    before, former = words(marisol), newest(marisol)
    done = renew(marisol)
    assert newest(marisol) == former + 1
    assert words(marisol) == before
    assert {seal.version_of(box) for box in boxes(marisol).values()} == {former + 1}
    assert done.values == len(boxes(marisol)) and not done.broken
    with pytest.raises(store.KeyGone):
        store.get("client", str(marisol.pk), former)


def test_SEC_26_no_sealed_field_under_a_client_s_key_is_left_out(marisol):
    """The world has something in every field; each of them is found by its owner."""
    own_keys = (Client, Enquiry, ReferralFile)
    owners = [row for model in own_keys for row in model._base_manager.all()]
    known = {label for owner in owners for label, _row in boxes(owner)}
    ours = {each.label for _model, sealed in renewal.models("client") for each in sealed}
    assert ours == known
    assert SessionRecord._base_manager.filter(client_id=marisol.pk).exists()


def test_SEC_26_an_enquiry_has_a_key_of_its_own_that_is_replaced_in_the_same_way(world):
    enquiry = Enquiry._base_manager.first()
    before, former = words(enquiry), newest(enquiry)
    renew(enquiry)
    assert words(enquiry) == before and newest(enquiry) == former + 1


def test_SEC_26_the_key_of_a_practice_seals_more_than_fields_and_is_not_replaced(world):
    with pytest.raises(ValueError, match="practice"):
        renewal.renew("practice", world.ids["client_id"], None, calm=0)


def test_SEC_26_nobody_else_s_words_are_touched(world, marisol):
    others = Client._base_manager.filter(practice_id=marisol.practice_id).exclude(pk=marisol.pk)
    before = [boxes(other) for other in others]
    renew(marisol)
    assert [boxes(other) for other in others] == before


@pytest.mark.parametrize("step", ["begun", "batch", "calm", "noted"])
def test_SEC_26_stopped_at_any_step_all_is_readable_and_asked_again_it_finishes(marisol, step):
    before, former, seen = words(marisol), newest(marisol), []

    def tell(done):
        seen.append(done)
        if done == step and (step != "batch" or seen.count(step) == 3):
            raise Stopped

    with pytest.raises(Stopped):
        renew(marisol, tell=tell)
    store.forget()
    assert words(marisol) == before
    renew(marisol)
    assert words(marisol) == before
    assert newest(marisol) == former + 1
    assert {seal.version_of(box) for box in boxes(marisol).values()} == {former + 1}


def test_SEC_26_what_somebody_saves_meanwhile_stays_as_they_wrote_it(marisol, monkeypatch):
    usual, put = renewal._put, []

    def while_somebody_writes(model, pk, read, fresh):
        if model is Client and not put:
            put.append(pk)
            row = Client._base_manager.get(pk=pk)
            row.name = "Written meanwhile"
            row.save(update_fields=["name"])
        return usual(model, pk, read, fresh)

    monkeypatch.setattr(renewal, "_put", while_somebody_writes)
    renew(marisol)
    assert put
    assert Client._base_manager.get(pk=marisol.pk).name == "Written meanwhile"
    assert set(words(marisol))


def test_SEC_26_a_row_read_before_and_saved_after_still_opens(marisol):
    held = Client._base_manager.get(pk=marisol.pk)  # nothing of it is opened yet
    name = marisol.name
    seen = []

    def tell(step):
        if step == "calm" and not seen:
            seen.append(step)
            held.save()

    renew(marisol, tell=tell)
    assert seen and Client._base_manager.get(pk=marisol.pk).name == name


def test_SEC_26_what_was_sealed_late_under_the_former_key_is_found_before_it_goes(marisol):
    """A writer who sealed before the new key was there and saved after the first round."""
    former, key = store.newest("client", str(marisol.pk))
    place = {"scope": "client", "owner": marisol.pk, "label": "people.client.name"}
    late = seal.seal(b"Late words", row=marisol.pk, **place)

    def tell(step):
        if step == "calm":
            Client._base_manager.filter(pk=marisol.pk).update(name=renewal.Sealed(late))

    renew(marisol, tell=tell)
    assert Client._base_manager.get(pk=marisol.pk).name == "Late words"
    assert seal.version_of(late) == former != newest(marisol) and key


def test_SEC_26_the_former_key_stays_while_a_value_does_not_open(marisol):
    box = bytearray(boxes(marisol)[("people.client.pronouns", marisol.pk)])
    good = bytes(box)
    box[-1] ^= 1
    rows, former = Client._base_manager.filter(pk=marisol.pk), newest(marisol)
    rows.update(pronouns=renewal.Sealed(bytes(box)))
    with pytest.raises(renewal.StillSealed) as still:
        renew(marisol)
    assert still.value.places == [f"people.client.pronouns of row {marisol.pk}"]
    assert store.get("client", str(marisol.pk), former)
    rows.update(pronouns=renewal.Sealed(good))
    renew(marisol)
    with pytest.raises(store.KeyGone):
        store.get("client", str(marisol.pk), former)


def test_SEC_26_a_value_that_is_given_up_does_not_hold_the_former_key(marisol):
    rows, former = Client._base_manager.filter(pk=marisol.pk), newest(marisol)
    box = boxes(marisol)[("people.client.pronouns", marisol.pk)]
    rows.update(pronouns=renewal.Sealed(box[:-1] + bytes([box[-1] ^ 1])))
    done = renew(marisol, anyway=True)
    assert done.broken == [f"people.client.pronouns of row {marisol.pk}"]
    with pytest.raises(store.KeyGone):
        store.get("client", str(marisol.pk), former)
    rows.update(
        pronouns=renewal.Sealed(
            seal.seal(
                b"",
                scope="client",
                owner=marisol.pk,
                label="people.client.pronouns",
                row=marisol.pk,
            )
        )
    )


def test_SEC_26_the_key_of_an_author_is_replaced_too(world):
    from kith.people.models import Draft

    draft = Draft._base_manager.select_related("author").first()
    typed = draft.typed
    renewal.renew("author", draft.author_id, draft.practice_id, calm=0)
    again = Draft._base_manager.get(pk=draft.pk)
    assert again.typed == typed
    assert seal.version_of(Draft._base_manager.values_list("typed").get(pk=draft.pk)[0]) == 2


def test_SEC_26_a_destroyed_key_is_not_replaced():
    store.destroy("client", "erased")
    with pytest.raises(store.KeyGone):
        renewal.renew("client", "erased", None, calm=0)


def test_SEC_32_the_audit_tells_that_a_key_was_replaced(marisol, monkeypatch, capsys):
    monkeypatch.setattr(renewal, "CALM", 0)

    class Asked:
        client, anyway = str(marisol.pk), False

    command.rotate_client(Asked)
    assert "the former one is destroyed" in capsys.readouterr().out
    with tenancy.within(marisol.practice_id):
        told = AuditEvent.objects.filter(client_id=marisol.pk, action__startswith="vault.")
        assert [event.action for event in told.order_by("seq")] == [
            "vault.client_key_begun",
            "vault.client_key_renewed",
        ]
