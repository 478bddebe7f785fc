"""Adaptations with a doctor beside them: bipolar and eating disorders."""

from datetime import timedelta

from django.urls import reverse

from kith.care import adapting, reading
from kith.checkins import reading as answered
from kith.measures import actions as measures
from kith.web.once import fresh_key
from tests.support import office, story

from .adapted import WEDNESDAY, both, tried

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
    text = office.own_file("phq-9", "9.0.0").replace('"phq-9"', '"ede-q"', 1)
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
