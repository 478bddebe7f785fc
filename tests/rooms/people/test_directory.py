"""Finding somebody by part of a name, within what one may see."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.people import directory
from kith.people.actions import register_client, touch_directory
from tests.support.cast import make_client

pytestmark = pytest.mark.django_db
NAMES = [
    "Zoë Ångström", "Łukasz Żółć", "李", "O", "Seán O’Brien-Ó Dálaigh", "مريم الخطيب",
    "שרה כהן", "👩‍👩‍👧 Familie", "N" * 200, "İnes Çağrı", "ﬁlip Strauß", "van der Berg",
    "=cmd|' /C calc'!A0", "<script>alert(1)</script>", "Robert'); DROP TABLE people_client;--",
]  # fmt: skip


def found(user, text):
    return [client.name for client in directory.search(user, text)]


def test_REL_16_every_name_is_found_by_its_parts_and_comes_back_exactly(practice, coordinator):
    for name in NAMES:
        register_client(practice=practice, name=name, by=coordinator)
    for name in NAMES:
        for part in {name, name[:1], name.split()[-1]}:
            assert name in found(coordinator, part), (name, part)


@pytest.mark.parametrize(
    "typed, name",
    [
        ("zoe", "Zoë Ångström"),
        ("ANGSTROM zoe", "Zoë Ångström"),
        ("obrien", "Seán O’Brien-Ó Dálaigh"),
        ("o'brien dal", "Seán O’Brien-Ó Dálaigh"),
        ("strauss", "ﬁlip Strauß"),
        ("filip", "ﬁlip Strauß"),
        ("lukasz zolc", "Łukasz Żółć"),
        ("ines cagri", "İnes Çağrı"),
    ],
)
def test_REL_16_accents_capitals_and_apostrophes_do_not_matter(practice, coordinator, typed, name):
    register_client(practice=practice, name=name, by=coordinator)
    assert found(coordinator, typed) == [name]


def test_SEC_08_search_finds_only_whom_one_may_see(
    practice, other_practice, ines, omar, kwame, outcomes, owner, marisol, coordinator
):
    assert found(ines, "quintero") == found(coordinator, "mari") == ["Marisol Quintero-Hale"]
    for person in (omar, kwame, outcomes, owner):
        assert found(person, "marisol") == []


def test_SEC_08_search_of_another_practice_finds_nothing(practice, other_practice, marisol):
    from kith.web import tenancy
    from tests.support.cast import make_staff

    with tenancy.within(other_practice.pk):
        stranger = make_staff(other_practice, "Cora Coordinator", "coordinator")
        assert found(stranger, "marisol") == []


def test_a_changed_name_is_found_at_once_and_the_old_one_no_longer(practice, ines, coordinator):
    from kith.people import changes

    client = make_client(practice, "Anna Alt", ines)
    assert found(ines, "alt") == ["Anna Alt"]
    changes.change_client(client=client, version=1, by=coordinator, name="Anna Neu", call_me="Änni")
    assert found(ines, "alt") == [] and found(ines, "neu") == found(ines, "anni") == ["Anna Neu"]


def test_a_beginning_counts_more_than_a_middle(practice, coordinator):
    for name in ("Hannah Berg", "Anna Zander"):
        register_client(practice=practice, name=name, by=coordinator)
    assert found(coordinator, "anna") == ["Anna Zander", "Hannah Berg"]
    assert found(coordinator, "  ") == found(coordinator, "") == found(coordinator, "\x00") == []


def test_names_in_memory_do_not_cost_a_look_for_each_client(
    practice, ines, django_assert_max_num_queries
):
    for number in range(12):
        make_client(practice, f"Person {number}", ines, account=False)
    directory.search(ines, "person")
    with django_assert_max_num_queries(5):
        assert len(directory.search(ines, "person")) == 12


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=60))
def test_REL_16_any_text_may_be_searched(coordinator, marisol, text):
    assert isinstance(directory.search(coordinator, text), list)
    touch_directory(coordinator.practice_id)
