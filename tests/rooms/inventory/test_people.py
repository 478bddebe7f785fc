"""The people in a client's life: as a circle, and as an equal list."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from ipt import inventory as book
from kith.audit.models import AuditEvent
from kith.inventory import actions, forms, reading, telling
from kith.inventory.models import Person, Placement
from kith.people.history import SomebodyElseSaved
from kith.web.once import fresh_key

TAMSIN = {
    "display_name": "Tamsin",
    "relation": "friend",
    "ring": "middle",
    "good": "laughs",
    "hard": "not told since spring",
}


@pytest.fixture
def address(course):
    return reverse("inventory:people", args=[course.pk])


def add(browser, address, **more):
    return browser.post(address, {"form_key": fresh_key(), **TAMSIN, **more})


def change(person, **more):
    said = {"display_name": "Devin", "relation": "partner", "status": "alive", "ring_now": "outer"}
    return {**said, "satisfying": "steady, funny", "unsatisfying": "silent, phone at table",
            "version": person.version, **more}  # fmt: skip


def test_IPT13_04_a_person_has_good_and_hard_and_a_ring(as_user, ines, address, course):
    assert add(as_user(ines), address).status_code == 302

    [tamsin] = reading.present(course, ines)
    assert (tamsin.name, tamsin.ring) == ("Tamsin", "middle")
    assert (tamsin.good, tamsin.hard) == ("laughs", "not told since spring")
    page = as_user(ines).get(address).content.decode()
    assert "laughs" in page and "not told since spring" in page


def test_IPT13_04_the_list_says_what_the_circle_says(as_user, ines, address, devin):
    add(as_user(ines), address)
    page = as_user(ines).get(address).content.decode()
    drawn = page[page.index('<svg class="circle"') :]
    drawn = drawn[: drawn.index("</svg>")]
    listed = page[page.index("The same people as a list") :]

    for name in ("Devin", "Tamsin"):
        assert name in drawn and name in listed
    assert re.search(r"Devin.*?part of my life", listed, re.S)


def test_IPT13_04_S27_where_somebody_stood_before_is_kept(devin, ines, course):
    actions.edit_person(person=devin, version=1, by=ines, ring="middle", good="steady, funny")

    rings = [(p.ring, p.superseded_at is None) for p in devin.placements.all()]
    assert rings == [("outer", False), ("middle", True)]
    assert reading.present(course, ines)[0].hard == "silent, phone at table"
    assert book.ring_moved("outer", "middle") == 1


def test_other_pictures_fit_beside_the_present_one(devin, ines, course, at):
    from tests.support.cast import WEDNESDAY

    for _ in range(2):
        actions.place(
            person=devin, moment="before", ring="inner", by=ines, picture_on=WEDNESDAY.date()
        )
    assert [p.ring for p in reading.present(course, ines, "before")] == ["inner"]
    assert [p.ring for p in reading.present(course, ines)] == ["outer"]
    assert devin.placements.count() == 2


def test_the_database_refuses_two_present_places(devin, ines):
    row = devin.placements.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.create(
            practice_id=row.practice_id, client_id=row.client_id, person=devin, ring="inner",
            sitting=row.sitting, recorded_by=ines,
        )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.filter(pk=row.pk).update(ring="nowhere")


def test_REL_05_added_twice_it_is_one_person(as_user, ines, address):
    key = fresh_key()
    for _ in range(2):
        assert add(as_user(ines), address, form_key=key).status_code == 302
    assert Person.objects.count() == Placement.objects.count() == 1
    for other in ({"display_name": "Ola"}, {"ring": "inner"}):
        refused = add(as_user(ines), address, form_key=key, **other)
        assert refused.status_code == 422
    assert Person.objects.count() == 1


def test_REL_06_the_second_writer_sees_both_lines(as_user, ines, course, devin):
    path = reverse("inventory:person", args=[course.pk, devin.pk])
    as_user(ines).post(path, change(devin, ring_now="middle", unsatisfying="silent"))
    refused = as_user(ines).post(path, change(devin, unsatisfying="shouts"))

    page = refused.content.decode()
    assert refused.status_code == 422
    assert "silent" in page and "shouts" in page and "close" in page
    devin.refresh_from_db()
    assert devin.version == 2 and actions.placed(devin).hard == "silent"


def test_REL_06_nothing_changed_is_no_conflict(devin, ines):
    actions.edit_person(person=devin, version=1, by=ines, ring="inner")
    same = actions.edit_person(person=devin, version=1, by=ines, ring="inner")
    assert same.version == 2
    with pytest.raises(SomebodyElseSaved):
        actions.edit_person(person=devin, version=1, by=ines, ring="outside")


def test_a_full_name_is_warned_about_and_kept(as_user, ines, address):
    answer = as_user(ines).post(
        address, {"form_key": fresh_key(), **TAMSIN, "display_name": "Tamsin Greene"}, follow=True
    )
    assert "looks like a full name" in answer.content.decode()
    assert Person.objects.get().display_name == "Tamsin Greene"
    for fine in ("Devin", "Baby Leo's gran", "aunt May", "José", "my boss"):
        assert not forms.looks_like_a_full_name(fine) or fine == "Baby Leo's gran"


def test_who_needs_a_name_a_relation_and_a_place(as_user, ines, address):
    refused = add(as_user(ines), address, display_name=" ", relation="", hard="kept words")
    assert refused.status_code == 422 and "kept words" in refused.content.decode()
    assert not Person.objects.exists()


def test_set_aside_is_kept_and_comes_back(as_user, ines, course, devin, address):
    path = reverse("inventory:aside", args=[course.pk, devin.pk])
    as_user(ines).post(path)
    assert reading.present(course, ines) == []
    assert [p.name for p in reading.aside(course, ines)] == ["Devin"]
    assert "Devin" in as_user(ines).get(address).content.decode()

    as_user(ines).post(path, {"back": "1"})
    assert [p.name for p in reading.present(course, ines)] == ["Devin"]
    assert AuditEvent.objects.filter(action="inventory.person_set_aside").count() == 1


def test_an_empty_circle_teaches(as_user, ines, address, marisol):
    assert "Begin with whoever" in as_user(ines).get(address).content.decode()
    assert "start with one person" in as_user(marisol).get("/my/people/").content.decode()


def test_S5_the_inventory_asks_about_now():
    asked = " ".join(f"{n} {f.label} {f.help_text}" for n, f in forms.AddForm.base_fields.items())
    asked += " ".join(telling.words().labels[name] for name in telling.shared_fields())
    assert "now" in asked.casefold()
    for word in ("child", "grew up", "past", "mother", "father"):
        assert word not in asked.casefold()


@pytest.mark.parametrize("who", ["omar", "coordinator", "kwame", "outcomes", "owner", "aoife"])
def test_SEC_03_out_of_scope_looks_absent(request, as_user, who, course, devin, address):
    browser = as_user(request.getfixturevalue(who))
    nothing = browser.get("/nowhere/").content
    person = reverse("inventory:person", args=[course.pk, devin.pk])
    for path in (address, person):
        answer = browser.get(path)
        assert (answer.status_code, answer.content) == (404, nothing)
    for path, said in (
        (address, {"form_key": fresh_key(), **TAMSIN}),
        (person, change(devin, ring_now="inner")),
        (reverse("inventory:aside", args=[course.pk, devin.pk]), {}),
        (reverse("inventory:safety_note", args=[course.pk, devin.pk]), {"note-version": "0"}),
        (f"/my/people/{devin.pk}/", change(devin, ring_now="inner")),
        (f"/my/people/{devin.pk}/aside/", {}),
    ):
        assert browser.post(path, said).status_code == 404
    assert Person.objects.count() == Placement.objects.count() == 1
    devin.refresh_from_db()
    assert devin.set_aside_at is None


def test_a_person_of_another_client_is_not_there(as_user, ines, aoife, course, devin):
    from kith.care.actions import open_course

    other = open_course(client=aoife, therapist=ines, by=ines)
    assert as_user(ines).get(
        reverse("inventory:person", args=[other.pk, devin.pk])
    ).status_code == 404  # fmt: skip
