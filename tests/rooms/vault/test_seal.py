"""Words are sealed to their row and field; what was moved or changed does not open."""

import threading

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, models
from django.db.migrations import CreateModel, RenameField, RenameModel
from django.db.migrations.state import ProjectState
from hypothesis import given
from hypothesis import strategies as st

from kith.audit.models import AuditEvent
from kith.people.models import Client
from kith.vault import fields, seal, store
from kith.vault.fields import SealedText
from kith.vault.seal import SealBroken
from tests.support.cast import make_client

SECRET = "Marisol slept badly again"


def sealed(row="r1", label="notes.story", owner="o1", scope="client", plain=SECRET):
    return seal.seal(plain.encode(), scope=scope, owner=owner, label=label, row=row)


def opened(box, row="r1", label="notes.story", owner="o1", scope="client"):
    return seal.unseal(box, scope=scope, owner=owner, label=label, row=row).decode()


def test_SEC_23_what_was_sealed_opens_in_its_place():
    assert opened(sealed()) == SECRET


@pytest.mark.parametrize(
    "elsewhere",
    [{"row": "r2"}, {"label": "notes.other"}, {"owner": "o2"}, {"scope": "practice"}],
)
def test_SEC_23_it_opens_nowhere_else(elsewhere):
    with pytest.raises(SealBroken):
        opened(sealed(), **elsewhere)


def test_SEC_23_no_changed_byte_goes_unnoticed():
    box = sealed()
    for place in range(len(box)):
        changed = bytearray(box)
        changed[place] ^= 1
        with pytest.raises(SealBroken):
            opened(bytes(changed))


@pytest.mark.parametrize("box", [b"", b"\x01", b"\x02" + bytes(40), sealed.__name__.encode()])
def test_SEC_23_what_was_never_sealed_does_not_open(box):
    with pytest.raises(SealBroken):
        opened(box)


def test_SEC_23_the_same_words_never_look_the_same():
    assert len({sealed() for _ in range(50)}) == 50


def swap(model, first, second, field, other=None):
    """Exchange two ciphertexts in the database, as somebody with access to it could."""
    other = other or field
    table = connection.ops.quote_name(model._meta.db_table)
    raw = model.objects.values_list(field, flat=True).get(pk=first)
    raw_other = model.objects.values_list(other, flat=True).get(pk=second)
    id_of = model._meta.pk.get_db_prep_value
    with connection.cursor() as cursor:
        for name, row, box in ((field, first, raw_other), (other, second, raw)):
            column = connection.ops.quote_name(name)
            cursor.execute(
                f"UPDATE {table} SET {column} = %s WHERE id = %s",  # noqa: S608
                [bytes(box), id_of(row, connection)],
            )


def test_SEC_23_names_swapped_between_two_clients_do_not_open(marisol, aoife):
    swap(Client, marisol.pk, aoife.pk, "name")
    for client in (marisol, aoife):
        with pytest.raises(SealBroken):
            _ = Client.objects.get(pk=client.pk).name


def test_SEC_23_fields_swapped_within_one_row_do_not_open(marisol):
    swap(Client, marisol.pk, marisol.pk, "name", "email")
    row = Client.objects.get(pk=marisol.pk)
    for field in ("name", "email"):
        with pytest.raises(SealBroken):
            getattr(row, field)


def test_SEC_23_a_broken_seal_is_an_event_and_a_page_without_words(
    marisol, aoife, course, ines, as_user
):
    swap(Client, marisol.pk, aoife.pk, "name")
    answer = as_user(ines).get(f"/courses/{course.pk}/agreement/")
    assert answer.status_code == 500
    assert "Quintero" not in answer.text and "Brennan" not in answer.text
    event = AuditEvent.objects.get(action="vault.seal_broken")
    assert event.actor_id == ines.pk
    assert str(marisol.pk) in event.reason


def test_SEC_23_two_fields_cannot_bear_one_label():
    taken = next(iter(fields.LABELS))
    with pytest.raises(fields.LabelTaken):

        class Copycat(models.Model):
            words = SealedText(taken)

            class Meta:
                app_label = "vault"

            def __str__(self):
                return ""


def test_SEC_23_every_sealed_field_is_registered_under_its_own_label():
    from django.apps import apps

    borne = [
        field.label
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, fields.SealedField)
    ]
    assert borne and len(borne) == len(set(borne))
    assert set(borne) <= set(fields.LABELS)


def test_SEC_23_a_label_survives_the_renaming_of_field_and_table():
    state = ProjectState()
    columns = [("id", models.UUIDField(primary_key=True)), ("words", SealedText("notes.words"))]
    CreateModel("Story", columns).state_forwards("notes", state)
    before = state.apps.get_model("notes", "Story")
    RenameField("Story", "words", "told").state_forwards("notes", state)
    RenameModel("Story", "Account").state_forwards("notes", state)
    after = state.apps.get_model("notes", "Account")

    row = before(id=store.secrets.token_hex(16))
    row.client_id, row.words = "c1", SECRET
    box = before._meta.get_field("words").pre_save(row, True)
    later = after(id=row.pk)
    later.client_id = "c1"
    later.told = box
    assert later.told == SECRET


def test_SEC_23_rows_are_opened_only_when_their_words_are_asked_for(marisol, monkeypatch):
    def never(*args, **kwargs):
        raise AssertionError("opened")

    monkeypatch.setattr(seal, "unseal", never)
    assert [c.pk for c in Client.objects.all()] == [marisol.pk]


def test_SEC_23_words_left_out_of_a_query_are_fetched_when_asked_for(marisol):
    assert Client.objects.defer("name").get().name == "Marisol Quintero-Hale"
    assert Client.objects.only("pk").get().name == "Marisol Quintero-Hale"


def test_SEC_23_words_cannot_slip_in_unsealed(marisol):
    with pytest.raises(TypeError):
        Client.objects.filter(pk=marisol.pk).update(name="in clear")
    with pytest.raises(TypeError):
        Client.objects.filter(name="in clear").exists()


def test_SEC_23_a_destroyed_key_opens_nothing_and_seals_nothing():
    box = sealed(owner="gone")
    assert store.destroy("client", "gone") == 1
    with pytest.raises(SealBroken):
        opened(box, owner="gone")
    with pytest.raises(store.KeyGone):
        sealed(owner="gone")
    assert not store.holds("client", "gone")


def test_SEC_23_many_threads_share_one_key_of_a_new_client():
    boxes, start = [], threading.Barrier(8)

    def work():
        start.wait()
        boxes.extend(sealed(owner="fresh") for _ in range(25))
        store._cache.clear()
        boxes.extend(sealed(owner="fresh") for _ in range(25))

    threads = [threading.Thread(target=work) for _ in range(8)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert len(boxes) == 400
    assert {opened(box, owner="fresh") for box in boxes} == {SECRET}


def test_SEC_23_opened_keys_in_memory_are_bounded(monkeypatch):
    monkeypatch.setattr(store, "MOST_OPENED", 3)
    store.forget()
    for owner in "abcdefgh":
        assert opened(sealed(owner=owner), owner=owner) == SECRET
        assert len(store._cache) <= 3


@given(st.text())
def test_REL_16_any_text_comes_back_exactly(text):
    assert opened(sealed(plain=text)) == text


PLAIN = st.none() | st.booleans() | st.integers() | st.text()
INSIDE = st.recursive(PLAIN, lambda s: st.lists(s) | st.dictionaries(st.text(), s), max_leaves=8)


@given(INSIDE)
def test_REL_16_any_structure_comes_back_exactly(value):
    field = fields.SealedJSON("tests.structure")
    assert field.decode(field.encode(value)) == value


NAMES = [
    "Ó",
    "مريم بنت عبد الله",
    "‏שלום‎",
    "👩‍👩‍👧‍👦 Nguyễn",
    "e\u0301 and é",
    "O'Brien-d’Arcy",
    "x" * 200,
    "Robert'); DROP TABLE people_client;--",
    "ﬁn\u200dal\u00ad",
]


@pytest.mark.parametrize("name", NAMES)
def test_REL_16_a_name_is_stored_and_read_back_as_it_was_written(practice, ines, name):
    client = make_client(practice, name, ines, account=False)
    assert Client.objects.get(pk=client.pk).name == name


def test_SEC_23_unknown_scopes_are_refused():
    with pytest.raises(ValueError):
        SealedText("tests.scope", scope="everybody")
    assert issubclass(fields.LabelTaken, ImproperlyConfigured)
