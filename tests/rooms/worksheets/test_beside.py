"""What lies beside a sheet, and in which order sheets are listed."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format

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


def beside(browser, address, title):
    """The facts under a heading beside a sheet: {question: answer}."""
    page = browser.get(address).content.decode()
    assert f"<h3>{title}</h3>" in page, f"nothing under {title}"
    facts = page.split(f"<h3>{title}</h3>")[1].split("</dl>")[0]
    return dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", facts))


def test_first_worst_and_now_lie_beside_the_review_of_symptoms(as_user, ines, course, address):
    story.begin(course, ines)
    browser, first = as_user(ines), story.clock.today(ines.zone)
    for week, answers in enumerate(("222222200", "333222210", "222222200", "111111100")):
        story.answer(course, first + timedelta(weeks=week), phq_9=answers)
    scores = list(beside(browser, address("symptom_review"), "PHQ-9").items())
    day = [date_format(first + timedelta(weeks=week), "j F Y") for week in (0, 1, 3)]
    assert scores == [
        ("First", f"14 · {day[0]}"), ("At its worst", f"18 · {day[1]}"), ("Now", f"7 · {day[2]}"),
    ]  # fmt: skip


def test_what_was_explained_and_when_lies_beside_explaining(
    as_user, ines, marisol, course, address
):
    browser, sheet = as_user(ines), address("psychoeducation")
    evening = datetime(2026, 3, 2, 23, 30, tzinfo=ZoneInfo(str(marisol.zone)))
    with story.clock.frozen(evening):
        sent = browser.post(sheet, {"topics": ["treatable"], "version": "0"})
        assert sent.status_code == 302, sent.context["asked"].shared.errors
    with story.clock.frozen(evening + timedelta(days=7)):
        told = {"other_day-0-topic": "course_of_ipt", "other_day-0-on": "2026-03-04"}
        both = {"topics": ["treatable", "course_of_ipt", "what_it_is"], "version": "1", **told}
        assert browser.post(sheet, both).status_code == 302
    assert beside(browser, sheet, "Explained so far") == {
        "What the illness is": "9 March 2026",
        "That it can be treated": "2 March 2026",
        "How IPT goes": "4 March 2026",
    }
