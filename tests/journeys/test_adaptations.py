"""Adaptations: their own tasks, people, stops and client words."""

import re
from datetime import timedelta

from django.urls import reverse

from kith.care import adapting
from kith.checkins import reading as answered
from kith.checkins.models import Response
from kith.desk import prepare
from kith.inventory import actions as inventory
from kith.timeline import actions as timeline
from kith.timeline.models import SymptomMarker
from kith.web.once import fresh_key
from tests.support import story

from .adapted import ILLNESS, WEDNESDAY, both, tried

NOT_READ = re.compile(r'\b(href|action|src|class|id|for|name|data-[a-z-]+|value)="[^"]*"')
OWN_PAGES = (
    "home:today home:course home:timeline home:more care:own_agreement care:own_consents "
    "focus:own_focus focus:own_formulation inventory:own_people worksheets:own_list "
    "leaflets:own_list checkins:own notes:own_practice schedule:own_meetings"
).split()

# S47, S68: brief IPT -- first a way to come, then one thing that can move.


def test_S47_S68_IPT13_15_brief_ipt_finds_a_way_to_come_first(given, practice, ines):
    tried([way_to_come, one_thing_that_moves, eight_talks], *both(given, "ipt_b", practice, ines))


def way_to_come(life):
    assert {"engage.barriers", "engage.importance"} <= life.due()
    assert "What stands in the way of coming" in life.desk()


def one_thing_that_moves(life):
    page = life.desk()
    assert "Choose what can move" in page and "A small step" in page
    assert "deficits is long work" in page.lower() or "long" in page.split("Careful")[1][:400]
    assert adapting.plan_of(life.course).task("brief.what_can_move")


def eight_talks(life):
    assert "eight talks on one thing that can move" in life.own()
    assert adapting.plan_of(life.course).first == 0


# S53: interpersonal counselling -- no diagnosis, no sick role, no band of severity.


def test_S53_counselling_without_a_diagnosis_names_no_illness(given, practice, ines):
    own, standard = both(given, "ipc", practice, ines)
    for life in (own, standard):
        story.answer(life.course, WEDNESDAY.date(), phq_9="233322200")
    tried([no_band, no_sick_role, stress_area, its_own_outcomes, short_talks], own, standard)
    said = {"client": own.client, "by": own.client.user, "symptom": "Sleepless", "when": "2026-01"}
    timeline.add(model=SymptomMarker, id=story.new_id(), **said)
    for page in OWN_PAGES:
        words = NOT_READ.sub("", own.own(page)).casefold()
        assert [word for word in ILLNESS if word in words] == [], page
    assert "What came and went" in own.own("home:timeline")


def no_band(life):
    assert Response.objects.get(course=life.course, measure="phq-9").band == ""
    assert all(not ribbon.bands for ribbon in answered.ribbons(life.course, life.ines))
    assert all(not row["band"] for row in answered.answers(life.course, life.ines))
    assert "severe" not in " ".join(answered.since_last(life.course, life.ines))
    assert "severe" not in life.desk("desk:course") + life.desk("checkins:schedule")


def no_sick_role(life):
    page = life.desk()
    assert "No illness is named." in page
    assert "Explain the illness" not in page and "initial.sick_role" not in life.due()


def stress_area(life):
    assert "What weighs on me" in life.desk()
    assert "boredom_loneliness_isolation" in adapting.plan_of(life.course).areas


def its_own_outcomes(life):
    page = life.desk("ending:review")
    assert 'value="resolved"' in page and 'value="refer_ipt"' in page
    assert 'value="maintenance"' not in page
    assert 'value="more_ipc"' in life.desk("care:decision")


def short_talks(life):
    assert "short, practical talks" in life.own()


def test_S53_a_band_kept_before_is_not_shown_either(given, practice, ines):
    life = given("ipt_standard").begun()
    story.answer(life.course, WEDNESDAY.date(), phq_9="233322200")
    assert "severe" in life.desk("checkins:schedule")
    said = {"why": "It is strain, not more.", "client_said": "Yes."}
    adapting.change_protocol(course=life.course, id=fresh_key(), by=ines, to="ipc", **said)
    life.again()
    assert "severe" not in life.desk("checkins:schedule") + life.desk("desk:course")


# S49: around a birth -- the baby has a card, the baby's safety is asked about.


def test_S49_around_a_birth_the_baby_is_part_of_it(given, practice, ines):
    own, standard = both(given, "ipt_perinatal", practice, ines)
    for life in (own, standard):
        story.answer(life.course, WEDNESDAY.date(), phq_9="222312211")
        life.session(WEDNESDAY.date() - timedelta(days=1))
    tried([baby_has_a_card, baby_safety, birth_tasks, baby_welcome], own, standard)


def baby_has_a_card(life):
    assert "peri.baby_card" in life.due()
    assert "Still lacking: Baby" in life.desk()
    theo = inventory.add_person(
        client=life.client,
        id=story.new_id(),
        by=life.ines,
        display_name="Theo",
        relation="child",
        ring="inner",
        picture_on=WEDNESDAY.date(),
    )
    life.as_user(life.ines).post(
        reverse("care:protocol", args=[life.course.pk]),
        {
            "name_person": "1",
            "form_key": fresh_key(),
            "role": "baby",
            "name": "Theo",
            "person": str(theo.pk),
        },
    )
    assert "peri.baby_card" not in life.due()
    assert "Still lacking: Baby" not in life.desk()


def baby_safety(life):
    """PHQ-9 16: asked each session while the scores are high."""
    assert "baby_safety" in life.due()


def birth_tasks(life):
    page = life.desk()
    assert "Birth story" in page and "Rest at night" in page and "My own mother" in page
    assert "Emergency: medical help today" in page


def baby_welcome(life):
    assert "The baby is welcome" in life.own()


# S52: after a death -- loss sheet, hard dates, prolonged grief named.


def test_S52_after_a_death_it_is_told_and_the_other_therapy_is_named(given, practice, ines):
    tried(
        [loss_and_dates, prolonged_grief, nobody_has_to_forget],
        *both(given, "ipt_grief", practice, ines),
    )


def loss_and_dates(life):
    tasks = {task.id for task in adapting.plan_of(life.course).tasks}
    assert {"grief.loss_sheet", "grief.date_plan"} <= tasks
    assert "PG-13-R, prolonged grief: at the start, in the middle, at the end" in life.desk()


def prolonged_grief(life):
    page = life.desk()
    assert "Therapy for prolonged grief" in page and "51 % against 28 %" in page


def nobody_has_to_forget(life):
    assert "Nobody has to forget" in life.own()


# S48: anxiety -- the honest text.


def test_S48_anxiety_is_spoken_of_honestly(given):
    page = given("ipt_standard").desk(of="ipt_sad")
    assert "CBT" in page and "looked at, not chosen" in page


def test_the_prepare_page_leads_to_what_an_adaptation_needs(given):
    assert prepare.PLACES["rhythm.prescriber"] == "care:protocol"
