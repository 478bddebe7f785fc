"""What lies beside a sheet, and in which order sheets are listed."""

import re

from django.urls import reverse

from tests.support import story


def test_what_was_told_in_the_first_conversation_lies_beside_the_history(
    as_user, ines, course, address
):
    browser = as_user(ines)
    assert "Told in the first conversation" not in browser.get(address("history")).content.decode()
    story.consult(course, ines)
    page = browser.get(address("history")).content.decode()
    beside = page[page.index("Told in the first conversation") :]
    assert "Ramipril · 5 mg" in beside and "Counselling · 2019" in beside
    assert 'value="Counselling' not in page


def test_each_phase_is_a_heading_once(as_user, ines, course):
    type(course).objects.filter(pk=course.pk).update(protocol="ipc", protocol_version="1.0.0")
    page = as_user(ines).get(reverse("worksheets:list", args=[course.pk])).content.decode()
    headings = re.findall(r'<h3 id="phase-\d+">([^<]+)</h3>', page)
    assert "Initial" in headings and len(headings) == len(set(headings))


def test_the_dead_animals_and_groups_are_not_offered_to_be_told(as_user, ines, course, address):
    story.people(course, ines)
    for name, relation, status in (
        ("Bello", "pet", "alive"), ("The choir", "group", "alive"), ("Oma", "parent", "deceased"),
    ):  # fmt: skip
        story.inventory.add_person(
            client=course.client, id=story.new_id(), by=ines, display_name=name,
            relation=relation, status=status, ring="inner",
        )  # fmt: skip
    page = as_user(ines).get(address("sick_role")).content.decode()
    told = page[page.index('name="ease-0-told"') :].split("</fieldset>")[0]
    assert "Devin" in told
    assert not [name for name in ("Bello", "The choir", "Oma") if name in told]


def test_the_lines_of_the_answered_questionnaire_are_offered(as_user, ines, course, address):
    story.begin(course, ines)
    page = as_user(ines).get(address("symptom_review")).content.decode()
    before = page.split('id="suggest-symptoms-item"')[1].split("</datalist>")[0]
    story.answer(course, story.clock.today(ines.zone), phq_9="233322200")
    page = as_user(ines).get(address("symptom_review")).content.decode()
    after = page.split('id="suggest-symptoms-item"')[1].split("</datalist>")[0]
    assert after.count("<option") == 9 + 7 < before.count("<option")
