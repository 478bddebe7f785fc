"""Seven adaptations, each told as given/when/then: its own tasks, people, stops and client words.

Every claim is tried twice: it holds under its own form of treatment and it fails under the
standard one. An adaptation that were only a label would pass both times (ipt.md 13, row 15).
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.urls import reverse

from ipt import protocol as book
from kith import clock
from kith.care import actions as care
from kith.care import adapting, reading, young
from kith.care.models import Consent, Course, ToldParents
from kith.checkins import actions as checkins
from kith.checkins import reading as answered
from kith.checkins.models import Response
from kith.desk import facts as gathered
from kith.desk import prepare
from kith.focus.facts import gather
from kith.inventory import actions as inventory
from kith.measures import actions as measures
from kith.post import tick
from kith.schedule import actions as schedule
from kith.web.once import fresh_key
from tests.support import cast, story

LONDON = ZoneInfo("Europe/London")
WEDNESDAY = datetime(2026, 3, 4, 9, 0, tzinfo=LONDON)
ILLNESS = ("illness", "disorder", "diagnos", "symptom", "depressi", "severe", "moderate", "patient")


class Given:
    """A course under a form of treatment, seen by therapist and client."""

    def __init__(self, protocol, client, therapist, as_user):
        self.client, self.ines, self.as_user = client, therapist, as_user
        self.course = care.open_course(client=client, therapist=therapist, by=therapist)
        plan = book.load(protocol)
        Course.objects.filter(pk=self.course.pk).update(
            protocol=plan.id, protocol_version=plan.version
        )
        self.again()

    def again(self):
        self.course = Course.objects.select_related("client__practice").get(pk=self.course.pk)
        return self.course

    def begun(self, **terms):
        """Screened, consented, agreed, in treatment."""
        story.screen(self.course, self.ines)
        story.consent_all(self.course, self.ines)
        plan = adapting.plan_of(self.course)
        terms = {"sessions_planned": plan.sessions_default, "reason": "As foreseen.", **terms}
        story.agree(self.course, self.ines, **terms)
        care.begin_treatment(course=self.course, facts=gather(self.course), by=self.ines)
        self.again()
        return self

    def desk(self, name="care:protocol", **query):
        address = reverse(name, args=[self.course.pk])
        return self.as_user(self.ines).get(address, query).content.decode()

    def own(self, name="care:own_agreement"):
        return self.as_user(self.client).get(reverse(name)).content.decode()

    def due(self):
        """Ids of what the Prepare page says is due."""
        facts = gathered.gather(self.course, self.ines)
        return {one.id for one in book.due(facts, on=clock.today("Europe/London"))}

    def session(self, on):
        """A session held on a day."""
        hour = 15 if self.client.name.startswith("Berit") else 17
        meeting = story.meet(self.course, self.ines, on, at=time(hour))
        return schedule.hold(
            meeting=meeting, version=meeting.version, by=self.ines, facts=gather(self.course)
        )


@pytest.fixture
def given(marisol, ines, as_user):
    """given("ipsrt") is a course under that form; each with a client of its own."""
    with clock.frozen(WEDNESDAY):
        yield lambda protocol, client=None: Given(protocol, client or marisol, ines, as_user)


def tried(claims, own, standard):
    """Each claim holds under its own form, and fails under the standard one."""
    for claim in claims:
        claim(own)
        with pytest.raises(AssertionError):
            claim(standard)
            pytest.fail(f"{claim.__name__} is true of the standard form too", pytrace=False)


def both(given, protocol, practice, ines, begun=True):
    """The same life under the adaptation and under the standard form."""
    other = cast.make_client(practice, "Berit Beside", ines)
    found = given(protocol), given("ipt_standard", other)
    return [each.begun() if begun else each for each in found]


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
    for page in ("home:today", "home:course", "care:own_agreement", "focus:own_focus"):
        words = own.own(page).casefold()
        assert [word for word in ILLNESS if word in words] == [], page


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
    assert kept["treatment"].given_as == "guardian" and kept["treatment"].giver == "Rosa Hale"
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


# S50, IPT13_10: bipolar disorder -- prescriber, rhythm, mania watch.


def test_S50_IPT13_10_bipolar_disorder_has_prescriber_rhythm_and_mania_watch(given, practice, ines):
    own, standard = both(given, "ipsrt", practice, ines)
    for life in (own, standard):
        story.answer(life.course, WEDNESDAY.date(), phq_9="233322200")
        story.answer(life.course, WEDNESDAY.date() + timedelta(days=7), phq_9="000000000")
    tried([prescriber, mania_watch, no_gain_unchecked, healthy_self, beside_pills], own, standard)


def prescriber(life):
    assert "Still lacking: Prescriber" in life.desk()
    assert "rhythm.prescriber" in life.due()
    said = {"role": "prescriber", "name": "Dr Moss", "reach": "0800 1", "form_key": fresh_key()}
    life.as_user(life.ines).post(
        reverse("care:protocol", args=[life.course.pk]), {**said, "name_person": "1"}
    )
    assert "rhythm.prescriber" not in life.due()
    assert "Dr Moss" in life.own()


def mania_watch(life):
    assert "mania_check" in life.due()
    page = life.desk()
    assert "High mood and sleep" in page and "Rhythm plan" in page


def no_gain_unchecked(life):
    """A fall of 16 points is told as no gain, and no course to expect, before mania is checked."""
    words = " ".join(row["words"] for row in answered.verdicts(life.course, life.ines))
    assert "reliable improvement" not in words
    assert all(not ribbon.expected for ribbon in answered.ribbons(life.course, life.ines))


def healthy_self(life):
    assert "loss_of_healthy_self" in adapting.plan_of(life.course).areas
    assert "The healthy self that was lost" in life.desk()


def beside_pills(life):
    assert "beside your medication" in life.own()


def test_S50_IPT13_10_without_a_named_prescriber_it_is_not_offered(given, practice, ines):
    life = given("ipt_standard")
    assert 'value="ipsrt"' not in life.desk("intake:fit")
    said = {"role": "prescriber", "name": "Dr Moss", "reach": "0800 1"}
    adapting.name_person(course=life.course, id=fresh_key(), by=ines, **said)
    assert 'value="ipsrt"' in life.desk("intake:fit")


# S51, IPT13_10: eating disorders -- medical monitor, own measure, the stop; no food diary.


def ready_for_eating(life, owner, safe=True, **more):
    """Monitor and check are in the record, the measure on the practice's shelf."""
    adapting.name_person(
        course=life.course, id=fresh_key(), by=life.ines, role="medical_monitor", name="Dr Falk"
    )
    said = {"on": WEDNESDAY.date(), "by_whom": "Dr Falk", "safe": safe, **more}
    adapting.note_check(course=life.course, id=fresh_key(), by=life.ines, **said)


def own_eating_measure(practice, owner):
    """A licence of its own: the practice adds the questionnaire by its own definition."""
    text = story.own_file("phq-9", "9.0.0").replace('"phq-9"', '"ede-q"', 1)
    text = text.replace("phq9-", "edeq-")
    measures.add_own(
        practice=practice,
        text=text,
        holder="Lindenhof",
        proof="Letter of 2 March",
        expires_on=None,
        by=owner,
        id=story.new_id(),
    )


def test_S51_IPT13_10_eating_disorders_have_a_doctor_and_no_food_diary(
    given, practice, ines, owner
):
    own, standard = both(given, "ipt_ed", practice, ines, begun=False)
    for life in (own, standard):
        ready_for_eating(life, owner)
        life.begun()
    tried([doctor_watches, the_stop, no_food_diary, about_people], own, standard)


def doctor_watches(life):
    page = life.desk()
    assert "Medical monitor" in page and "Dr Falk" in page and "Medical checks" in page
    assert "EDE-Q" in page and "the practice has to add it" in page


def the_stop(life):
    """Not safe: single acts wait, sessions go on."""
    said = {"on": WEDNESDAY.date(), "by_whom": "Dr Falk", "safe": False}
    adapting.note_check(course=life.course, id=fresh_key(), by=life.ines, **said)
    assert "not safe to go on" in life.desk()
    answer = life.as_user(life.ines).post(
        reverse("care:task", args=[life.course.pk]), {"task": "eating.precipitants"}, follow=True
    )
    assert "not safe to go on" in answer.content.decode()
    assert "eating.precipitants" not in reading.marks(life.course)
    assert {"medical_stop"} <= life.due()
    assert life.session(WEDNESDAY.date() - timedelta(days=1)).state == "held"


def no_food_diary(life):
    page = life.desk()
    assert "What happens between people before a binge" in page and "Back from food" in page
    forms = {task.form for task in adapting.plan_of(life.course).tasks}
    assert not {form for form in forms if form and "food" in form}
    assert "life_goals" in adapting.plan_of(life.course).areas


def about_people(life):
    assert "Nothing is written down about food" in life.own()


def test_S51_IPT13_10_it_is_offered_only_with_doctor_check_and_own_measure(
    given, practice, ines, owner
):
    life = given("ipt_standard")
    assert 'value="ipt_ed"' not in life.desk("intake:fit")
    ready_for_eating(life, owner)
    assert 'value="ipt_ed"' not in life.desk("intake:fit")
    own_eating_measure(practice, owner)
    assert 'value="ipt_ed"' in life.desk("intake:fit")
    said = {"on": WEDNESDAY.date(), "by_whom": "Dr Falk", "safe": False, "underweight": True}
    adapting.note_check(course=life.course, id=fresh_key(), by=ines, **said)
    assert 'value="ipt_ed"' not in life.desk("intake:fit")


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
