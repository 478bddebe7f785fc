"""Sheets of the beginning: begun, left and taken up again, together; what was said stays."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from ipt import forms, protocol
from kith.inventory import actions as inventory
from kith.people.history import SomebodyElseSaved
from kith.people.models import Revision
from kith.worksheets import actions, reading, sheets
from kith.worksheets.models import OnlyForTherapist, TherapistSheet, Worksheet
from tests.support import story

ROLE = {
    "version": "0",
    "ease-0-demand": "cover work at school",
    "ease-0-how_long": "six weeks",
    "duties": "tell Greer: no extra cover this month",
    "variant": "full",
    "hope_stated": "yes",
    "beside_words": "She smiled for the first time.",
}


def test_S7_the_list_names_what_the_protocol_fills_in_and_nothing_else(as_user, ines, course):
    page = as_user(ines).get(reverse("worksheets:list", args=[course.pk])).content.decode()
    for title in ("Sick role", "Symptoms reviewed together", "History", "Support plan"):
        assert title in page
    assert "Birth" not in page and "not begun" in page


def test_S35_a_sheet_is_saved_in_part_and_counts_for_its_task(as_user, ines, course, address):
    answer = as_user(ines).post(address("sick_role"), ROLE)
    assert answer.status_code == 302

    assert reading.facts(course, ines) == {"demands_eased": 1, "recovery_steps": 1}
    page = as_user(ines).get(address("sick_role")).content.decode()
    assert "cover work at school" in page and "She smiled" in page


def test_one_more_line_saves_and_comes_back_to_the_list(as_user, ines, address):
    answer = as_user(ines).post(address("sick_role"), {**ROLE, "more": "ease"})
    assert answer["Location"] == f"{address('sick_role')}?more=ease#ease"
    assert 'name="ease-1-demand"' in as_user(ines).get(answer["Location"]).content.decode()
    page = as_user(ines).get(address("sick_role")).content.decode()
    assert 'name="ease-0-demand"' in page and 'name="ease-1-demand"' not in page


def test_bad_input_is_said_at_its_field_and_kept(as_user, ines, address):
    sent = {"version": "0", "bipolar_screen": "no", "episodes-0-from": "when the leaves fell"}
    answer = as_user(ines).post(address("history"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and "when the leaves fell" in page
    assert not TherapistSheet.objects.exists()


def test_IPT13_16_what_is_private_is_kept_apart_from_what_both_see(as_user, ines, address):
    as_user(ines).post(address("sick_role"), ROLE)
    sheet, beside = Worksheet.objects.get(), OnlyForTherapist.objects.get()
    assert "variant" not in sheet.answers and beside.answers["variant"] == "full"
    assert beside.words.startswith("She smiled") and "smiled" not in str(sheet.answers)


def test_REL_05_the_same_sheet_begun_twice_is_one_row(as_user, ines, address):
    for _ in range(3):
        as_user(ines).post(address("sick_role"), ROLE)
    assert Worksheet.objects.count() == 1 and OnlyForTherapist.objects.count() == 1
    assert not Revision.objects.exists()


def test_REL_06_a_second_writer_sees_both_texts(as_user, ines, filled, address):
    filled("sick_role", duties=["walk"])
    answer = as_user(ines).post(address("sick_role"), {**ROLE, "duties": "call Ola"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "walk" in page and "call Ola" in page
    assert Worksheet.objects.get().answers["duties"] == ["walk"]


def test_REL_06_former_words_are_kept_and_shown(as_user, ines, filled, address):
    sheet = filled("sick_role", duties=["walk"])
    filled("sick_role", version=sheet.version, duties=["walk", "call Ola"])
    page = as_user(ines).get(address("sick_role")).content.decode()
    assert "What it said before" in page and "until Ines Halvorsen saved" in page
    with pytest.raises(SomebodyElseSaved):
        filled("sick_role", version=1, duties=[])


def test_a_form_may_be_filled_in_again_under_the_next_number(as_user, ines, filled, address):
    filled("sick_role", duties=["walk"])
    assert address("sick_role", 2) in as_user(ines).get(address("sick_role")).content.decode()
    filled("sick_role", number=2, duties=["rest"])
    assert Worksheet.objects.count() == 2


def test_the_database_keeps_one_sheet_of_each_number(course, filled):
    sheet = filled("sick_role", duties=["walk"])
    again = {f.attname: getattr(sheet, f.attname) for f in sheet._meta.concrete_fields}
    with pytest.raises(IntegrityError), transaction.atomic():
        Worksheet.objects.create(**{**again, "id": uuid.uuid4()})


def test_IPT13_08_a_sheet_about_somebody_waits_for_the_question_asked_alone(
    as_user, ines, course, kind_of, partner_talk
):
    kind = kind_of(partner_talk, course)
    page = reverse("worksheets:sheet", args=[course.pk, kind.row_id(course)])
    shown = as_user(ines).get(page).content.decode()
    assert "Waits for safety" in shown
    as_user(ines).post(page, {"version": "0", "topic": "nights"})
    assert not Worksheet.objects.exists()


def test_IPT13_08_no_joint_session_with_whom_it_was_noted_as_not_safe(
    as_user, ines, marisol, course, filled, address
):
    story.screen(course, ines)
    devin = story.people(course, ines)
    said = {"version": "0", "person": str(devin.pk), "purpose": "Sunday load."}
    filled("joint_session", person=str(devin.pk), number=2)
    inventory.save_safety_note(person=devin, version=0, words="Shouts.", conjoint="unsafe", by=ines)
    refused = as_user(ines).post(address("joint_session"), said)
    assert refused.status_code == 422
    assert "a joint session with Devin is not safe" in refused.content.decode()
    assert Worksheet.objects.count() == 1
    planned = as_user(ines).get(address("joint_session", 2)).content.decode()
    assert "a joint session with Devin is not safe" in planned
    own = reverse("worksheets:own_sheet", args=[Worksheet.objects.get().pk])
    assert "not safe" not in as_user(marisol).get(own).content.decode()


@pytest.fixture
def parents(course):
    """The sheet for meetings with the parents, which the protocol for young people brings."""
    course.protocol, course.protocol_version = "ipt_a", "1.0.0"
    course.save()
    return "teen_parent"


@pytest.mark.parametrize("private", ["not_asked", "positive"])
def test_IPT13_08_a_meeting_with_parents_waits_for_the_question_asked_alone(
    as_user, ines, marisol, course, parents, address, filled, private
):
    filled(parents, which="parent_intro", may_say=["that I come"])
    story.screen(course, ines, private=private)
    page = address(parents)
    assert "Waits for safety" in as_user(ines).get(page).content.decode()
    as_user(ines).post(page, {"version": "1", "which": "parent_joint"})
    assert Worksheet.objects.get().answers["which"] == "parent_intro"
    own = as_user(marisol).get(reverse("worksheets:own_sheet", args=[Worksheet.objects.get().pk]))
    assert "that I come" not in own.content.decode() and "fear" not in own.content.decode()


def test_IPT13_08_no_meeting_with_a_parent_with_whom_it_was_noted_as_not_safe(
    as_user, ines, course, parents, address
):
    story.screen(course, ines)
    devin = story.people(course, ines)
    inventory.save_safety_note(person=devin, version=0, words="Shouts.", conjoint="unsafe", by=ines)
    said = {"version": "0", "which": "parent_joint", "present": [str(devin.pk)]}
    refused = as_user(ines).post(address(parents), said)
    assert refused.status_code == 422
    assert "a joint session with Devin is not safe" in refused.content.decode()
    assert not Worksheet.objects.exists()
    assert as_user(ines).post(address(parents), {**said, "present": []}).status_code == 302


def test_what_was_written_before_the_question_was_added_can_be_read(
    as_user, ines, course, parents, address, filled
):
    story.screen(course, ines)
    row = filled(parents, which="parent_joint", agreed="Sundays off.")
    Worksheet.objects.filter(pk=row.pk).update(form_version="1.0.0")
    page = as_user(ines).get(address(parents)).content.decode()
    assert "Sundays off." in page and "Private safety question, asked alone" in page
    assert forms.load(parents, "1.0.0").stop == "" and forms.load(parents).version == "1.1.0"


@pytest.mark.parametrize(
    ("private", "waits"), [("not_asked", True), ("positive", True), ("asked_no_fear", False)]
)
def test_IPT13_08_a_sheet_of_work_with_the_partner_waits(
    as_user, ines, course, address, private, waits
):
    assert "Waits for safety" not in _expectations(as_user, ines, address)
    course.protocol, course.protocol_version = "ipt_partner", "1.0.0"
    course.save()
    story.screen(course, ines, private=private)
    assert ("Waits for safety" in _expectations(as_user, ines, address)) == waits


def _expectations(as_user, ines, address):
    return as_user(ines).get(address("expectation_table")).content.decode()


@pytest.fixture
def partner_talk(course):
    """A form with a safety stop, which the perinatal protocol brings."""
    course.protocol, course.protocol_version = "ipt_perinatal", "1.0.0"
    course.save()
    return "partner_talk"


@pytest.mark.parametrize(
    "protocol, brings",
    [
        ("ipt_perinatal", {"perinatal", "own_mother", "partner_talk", "life_change_sheet"}),
        ("ipsrt", {"rhythm_plan", "high_spell_plan", "disruption_plan", "wellbeing_loss"}),
        ("ipt_ed", {"eating_precipitants"}),
        ("ipt_a", {"teen_parent", "teen_school", "teen_tips"}),
        ("ipt_grief", {"loss_sheet", "date_plan"}),
        ("ipt_b", {"engagement"}),
        ("ipc", {"ipc_stress", "ipc_triage"}),
    ],
)
def test_IPT13_15_each_adaptation_brings_its_own_sheets(course, protocol, brings):
    assert not brings & asked_by_tasks(course), "the standard protocol asks for them too"
    course.protocol, course.protocol_version = protocol, None
    assert brings <= asked_by_tasks(course)


def asked_by_tasks(course):
    return {kind.form.id for kind in sheets.kinds(course) if kind.tasks}


@pytest.mark.parametrize(
    "area, tools",
    [
        ("grief", {"loss_sheet", "date_plan", "unsent_letter", "memory_box"}),
        ("role_transition", {"life_change_sheet", "support_plan"}),
        ("dispute", {"dispute_map", "expectation_table", "agreement_card"}),
        ("deficits", {"contact_ladder", "pattern_sheet", "contact_log", "small_talk"}),
    ],
)
def test_S18_S30_S31_S32_S33_each_area_has_its_tools_at_hand(course, area, tools):
    assert tools <= {kind.form.id for kind in sheets.kinds(course)}, area


def test_S18_S33_a_ladder_to_new_contacts_is_written_step_by_step(as_user, ines, address):
    steps = {"steps-0-step": "Greet the neighbour", "steps-0-fear": "3", "steps-1-step": "Ask in"}
    answer = as_user(ines).post(address("contact_ladder"), {"version": "0", **steps})
    assert answer.status_code == 302
    rows = Worksheet.objects.get().answers["steps"]
    assert [row["step"] for row in rows] == ["Greet the neighbour", "Ask in"]


def test_S53_without_a_diagnosis_there_is_no_sheet_for_one(course):
    course.protocol, course.protocol_version = "ipc", None
    here = {kind.form.id for kind in sheets.kinds(course)}
    assert not here & {"diagnosis", "sick_role", "symptom_review", "psychoeducation"}


def test_every_task_with_a_form_leads_to_a_page(course):
    from kith.care.reading import plan_of
    from kith.desk.prepare import PLACES

    for task in plan_of(course).tasks:
        if task.form and task.form in sheets.ELSEWHERE:
            continue
        assert not task.form or sheets.for_task(course, task.id) or task.id in PLACES, task.id


@pytest.mark.parametrize("count", [1, 4])
def test_the_pages_take_the_same_number_of_queries(
    as_user, ines, course, filled, address, django_assert_max_num_queries, count
):
    for number in range(1, count + 1):
        filled("sick_role", number=number, duties=["walk"])
    browser = as_user(ines)
    browser.get(address("sick_role"))
    with django_assert_max_num_queries(32):
        browser.get(address("sick_role"))
    with django_assert_max_num_queries(32):
        browser.get(reverse("worksheets:list", args=[course.pk]))


def test_an_outsider_learns_nothing(as_user, omar, course, filled, address):
    filled("sick_role", duties=["walk"])
    for method in ("get", "post"):
        assert getattr(as_user(omar), method)(address("sick_role")).status_code == 404
    assert as_user(omar).get(reverse("worksheets:list", args=[course.pk])).status_code == 404


def test_an_id_that_is_no_sheet_of_the_course_looks_absent(as_user, ines, course):
    page = reverse("worksheets:sheet", args=[course.pk, uuid.uuid4()])
    assert as_user(ines).get(page).status_code == 404


def test_a_therapists_sheet_is_never_laid_before_the_client(as_user, ines, course, kind_of):
    kind = kind_of("history")
    with pytest.raises(ValueError, match="not for the client"):
        actions.offer(course=course, kind=kind, number=1, by=ines)
    page = reverse("worksheets:offer", args=[course.pk, kind.row_id(course)])
    assert as_user(ines).post(page).status_code == 404


@pytest.mark.parametrize("id", protocol.ids())
def test_the_safeguarding_sheet_is_at_hand_in_every_protocol(course, id):
    course.protocol, course.protocol_version = id, None
    kind = {kind.form.id: kind for kind in sheets.kinds(course)}["safeguarding"]
    assert kind.model is TherapistSheet and not kind.tasks
    assert sheets.find(course, sheets.of_form(course, "safeguarding")) == (kind, 1)


def test_a_form_that_the_course_has_not_has_no_sheet(course):
    with pytest.raises(LookupError):
        sheets.of_form(course, "parent_intro")


def test_the_safeguarding_sheet_is_never_the_clients(
    as_user, ines, marisol, course, filled, address
):
    list_ = reverse("worksheets:list", args=[course.pk])
    assert "In any course" in as_user(ines).get(list_).content.decode()
    filled("safeguarding", about="child", told="CANARY", urgent="no")
    assert "CANARY" in as_user(ines).get(address("safeguarding")).content.decode()
    client = as_user(marisol)
    own = client.get(reverse("worksheets:own_list")).content.decode()
    assert "afeguarding" not in own and "CANARY" not in own
    own_page = reverse("worksheets:own_sheet", args=[sheets.of_form(course, "safeguarding")])
    assert client.get(own_page).status_code == 404
    assert client.get(address("safeguarding")).status_code == 404
