"""Young people: consent and assent, parents, telling as a decision."""

from datetime import date

import pytest
from django.core import mail
from django.urls import reverse

from kith.care import actions as care
from kith.care import adapting, reading, young
from kith.care.models import Consent, ToldParents
from kith.checkins import actions as checkins
from kith.focus.facts import gather
from kith.post import tick
from kith.web.once import fresh_key
from tests.support import story

from .adapted import WEDNESDAY, both, tried

# IPT13_15: young people -- consent and assent, parents, telling as a decision.


@pytest.fixture
def rule(practice):
    practice.age_of_consent, practice.consents_below = 16, "one"
    practice.save()


def test_IPT13_15_young_people_have_parents_and_words_of_their_own(given, practice, ines, rule):
    lives = both(given, "ipt_a", practice, ines, begun=False)
    for life in lives:
        life.course.client.practice.refresh_from_db()
    own, standard = lives
    tried([parents_come, limited_sick_role, their_words, guardian_consents], own, standard)


def parents_come(life):
    page = life.desk()
    for task in ("Parents at the start", "Parents at the end", "Tips for talking", "My school"):
        assert task in page, task
    assert "Still lacking: Parent or guardian" in page
    assert "Parents have no account here" in page


def limited_sick_role(life):
    assert "school and what one can do go on" in life.desk()


def their_words(life):
    story.agree(life.course, life.ines, reason="As foreseen.", sessions_planned=12)
    assert "Your parents come at the start and at the end" in life.own()


def guardian_consents(life):
    """Fifteen years old: a parent consents, the young person assents; only both begin it."""
    young.save_birthday(course=life.course, version=0, born_on=date(2010, 9, 1), by=life.ines)
    story.screen(life.course, life.ines)
    life.again()
    desk = life.as_user(life.ines)
    address = reverse("care:consents", args=[life.course.pk])
    yes = {f"consent-{kind}": "yes" for kind in ("data", "supervision_share", "recording")}
    yes |= {f"consent-{kind}": "yes" for kind in ("emergency_contact", "gp_contact", "treatment")}
    desk.post(address, {**yes, "answers": "1", "given_as": "self"})
    assert not Consent.objects.filter(course=life.course, kind="treatment").exists()
    desk.post(address, {**yes, "answers": "1", "given_as": "guardian", "giver": "Rosa Hale"})
    assert not reading.consent_facts(life.course)["treatment_consent_given"]
    life.as_user(life.client).post(
        reverse("care:own_consents"), {"answers": "1", "consent-assent": "yes"}
    )
    kept = {row.kind: row for row in Consent.objects.filter(course=life.course)}
    assert "treatment" in kept and kept["treatment"].given_as == "guardian"
    assert kept["treatment"].giver == "Rosa Hale"
    assert kept["assent"].given and kept["assent"].answered_by == life.client.user
    care.begin_treatment(course=life.course, facts=gather(life.course), by=life.ines)


def test_IPT13_15_young_people_are_not_offered_it_before_the_practice_has_its_rule(
    given, practice, ines
):
    life = given("ipt_standard")
    page = life.desk("intake:fit")
    assert "The practice has not set the age of consent" in page
    assert 'value="ipt_a"' not in page
    practice.age_of_consent, practice.consents_below = 16, "one"
    practice.save()
    assert 'value="ipt_a"' in given("ipt_standard").desk("intake:fit")


def test_IPT13_15_messages_go_to_the_young_person_alone(given, practice, ines, rule):
    life = given("ipt_a")
    life.course.client.practice.refresh_from_db()
    young.save_birthday(course=life.course, version=0, born_on=date(2010, 9, 1), by=ines)
    adapting.name_person(
        course=life.course,
        id=fresh_key(),
        by=ines,
        role="parent",
        name="Rosa Hale",
        reach="rosa@example.org",
    )
    mail.outbox.clear()
    care.answer_consent(
        course=life.course, kind="messaging", given=True, how="said", by=ines, text_version="1"
    )
    care.move(course=life.course, by=ines, status="active", phase="initial")
    checkins.prepare(course=life.again(), on=WEDNESDAY.date(), by=ines)
    tick.run()
    assert {to for letter in mail.outbox for to in letter.to} <= {"marisol@example.org"}
    assert mail.outbox


def test_IPT13_15_telling_a_parent_is_a_decision_and_against_a_no_only_for_safety(
    given, practice, ines, rule
):
    life = given("ipt_a")
    desk, address = life.as_user(ines), reverse("care:protocol", args=[life.course.pk])
    said = {
        "tell_parents": "1",
        "form_key": fresh_key(),
        "on": "2026-03-04",
        "whom": "Her mother",
        "what": "That there are thoughts of death.",
        "why": "She must not be alone tonight.",
        "asked": "refused",
        "they_said": "Please do not.",
    }
    refused = desk.post(address, said)
    assert refused.status_code == 422 and not ToldParents.objects.exists()
    assert "for safety only" in refused.content.decode()
    assert desk.post(address, {**said, "for_safety": "on"}).status_code == 302
    told = ToldParents.objects.get()
    assert (told.asked, told.they_said, told.by) == ("refused", "Please do not.", ines)
    assert "thoughts of death" not in life.own() + life.own("home:today")
