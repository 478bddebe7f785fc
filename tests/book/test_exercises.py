"""Exercises stand beside the therapy; some are not for everyone. Practice is a choice."""

import pytest

from ipt.homework import exercises as book
from ipt.homework import practice
from ipt.homework.exercises import Facts
from ipt.words import Message, catalogue, say
from tests.book.said import unsaid

ASKED = dict.fromkeys(book.screening(), False)


def test_S69_nothing_is_shown_before_the_therapist_offers_it():
    assert book.shown((), {}) == ()
    assert book.shown({"walk_talk", "breath_46"}, {}) == ("breath_46", "walk_talk")


def test_an_offer_has_room_for_a_personal_note():
    assert book.offer_fields() == ("offered_by", "offered_at", "reason", "personal_note")


def test_the_therapist_reads_what_is_known_of_harm():
    assert [say(each) for each in book.mindfulness_harms()] == [
        "In an eight-week mindfulness programme (96 people), 58 % had unpleasant side effects,"
        " and 6 to 14 % bad effects that lasted.",
        "Unwanted effects came mostly with focused attention, alone, for more than 20 minutes:"
        " keep it short, eyes may stay open, and ask afterwards.",
    ]


def test_what_made_things_worse_twice_is_no_longer_shown():
    offered = ("mindful_feeling", "walk_talk")
    twice = {"mindful_feeling": ["worse", "same", "worse"]}
    assert book.shown(offered, twice) == ("walk_talk",)
    assert book.shown(offered, {"mindful_feeling": ["worse"]}) == offered


@pytest.mark.parametrize(
    "effects, stop",
    [
        ([], False),
        (["better", "same"], False),
        (["worse"], False),
        (["worse", "worse"], True),
        (["worse", "better", "worse"], True),
        (["worse", "worse", "worse"], True),
    ],
)
def test_S70_two_times_worse_stops_it_and_tells_the_therapist(effects, stop):
    check = book.after_check(effects)
    assert check.stop is stop
    told = Message("exercise_check.tell", {"times": effects.count("worse")})
    assert check.tell == (told if stop else None)


def test_an_answer_outside_the_list_is_refused():
    with pytest.raises(ValueError, match="awful"):
        book.after_check(["worse", "awful"])


@pytest.mark.parametrize("worse, verdict", [(0, "yes"), (1, "yes"), (2, "no"), (3, "no")])
def test_what_was_stopped_is_not_offered_again_by_itself(worse, verdict):
    offer = book.offerable("stress_map", Facts(worse=worse))
    assert offer.verdict == verdict
    assert [each.id for each in offer.why] == ["exercise_check.stopped"] * (verdict == "no")


LIMITS = [(each.id, limit) for each in book.exercises() for limit in each.limits]


@pytest.mark.parametrize("id, limit", LIMITS, ids=lambda each: getattr(each, "fact", each))
def test_every_limit_holds_with_its_fact_and_not_without(id, limit):
    without = book.offerable(id, Facts(screened=ASKED))
    held = book.offerable(id, Facts(screened=ASKED, present=frozenset({limit.fact})))
    words = Message(f"exercise.{id}.limit.{limit.fact}")
    assert without == book.Offer("yes", (), (), ())
    assert held.verdict == {"no": "no", "ask": "ask", "adapt": "yes"}[limit.effect]
    assert (words in held.adapt) == (limit.effect == "adapt")
    assert (words in held.why) == (limit.effect != "adapt")
    assert held.instead == ((limit.instead,) if limit.instead else ())


def test_IPT13_10_sleep_is_never_cut_with_bipolar_disorder():
    offer = book.offerable("sleep_steps", Facts(protocol="ipsrt"))
    assert (offer.verdict, offer.instead) == ("no", ("rhythm_anchor",))
    assert book.offerable("sleep_steps", Facts(protocol="ipt_standard")).verdict == "yes"


@pytest.mark.parametrize(
    "protocol, present, verdict",
    [
        ("ipt_standard", {"eating_disorder"}, "no"),
        ("ipt_group_bed", (), "no"),
        ("ipt_ed", {"eating_disorder"}, "yes"),
        ("ipt_ed", (), "yes"),
        ("ipt_standard", (), "yes"),
    ],
)
def test_IPT13_10_regular_meals_only_within_the_treatment_for_eating(protocol, present, verdict):
    facts = Facts(protocol=protocol, present=frozenset(present))
    assert book.offerable("meal_regular", facts).verdict == verdict


def test_the_therapist_can_agree_to_what_asks_first_but_not_to_what_is_not_for_them():
    asking = frozenset({"chest_pain"})
    assert book.offerable("walk_talk", Facts(present=asking)).verdict == "ask"
    agreed = book.offerable("walk_talk", Facts(present=asking, therapist_ok=True))
    assert agreed == book.Offer("yes", (), (), ())
    dependent = Facts(present=frozenset({"alcohol_dependence"}), therapist_ok=True)
    assert book.offerable("alcohol_check", dependent).verdict == "no"


@pytest.mark.parametrize("id", ["mindful_listen", "mindful_feeling", "kind_wish"])
@pytest.mark.parametrize("screened", [{}, {"flashbacks": False, "psychosis": False}])
def test_S70_four_questions_come_before_the_first_mindfulness_practice(id, screened):
    for therapist_ok in (False, True):
        offer = book.offerable(id, Facts(screened=screened, therapist_ok=therapist_ok))
        assert offer == book.Offer("ask", (Message("exercise_screen.not_asked"),), (), ())
    assert book.offerable(id, Facts(screened=ASKED)).verdict == "yes"


def test_a_yes_in_the_screening_waits_for_the_therapist():
    screened = ASKED | {"recent_loss": True}
    offer = book.offerable("kind_wish", Facts(screened=screened))
    assert offer.verdict == "ask"
    assert [say(each) for each in offer.why] == [
        "Think it over first: A loss in the last six weeks."
    ]
    assert book.offerable("kind_wish", Facts(screened=screened, therapist_ok=True)).verdict == "yes"
    assert book.offerable("stress_map", Facts(screened=screened)).verdict == "yes"


def test_a_yes_in_the_screening_counts_as_the_fact():
    screened = ASKED | {"dissociation": True}
    offer = book.offerable("mindful_feeling", Facts(screened=screened, therapist_ok=True))
    assert offer.verdict == "no"


@pytest.mark.parametrize(
    "facts", [Facts(present=frozenset({"bipolr"})), Facts(screened={"mania": True})]
)
def test_an_unknown_fact_never_lets_anything_through(facts):
    with pytest.raises(ValueError, match="unknown"):
        book.offerable("sleep_steps", facts)


def test_a_fact_that_is_only_screened_for_may_be_known_already():
    facts = Facts(present=frozenset({"recent_loss"}), screened=ASKED)
    assert book.offerable("mindful_listen", facts).verdict == "ask"


def test_exercises_are_short_and_named_instead_ones_exist():
    for each in book.exercises():
        assert (each.minutes is None) == (each.rhythm != "once")
        assert each.minutes is None or each.minutes <= 20
        assert all(limit.instead is None or book.exercise(limit.instead) for limit in each.limits)
    assert book.exercise("breath_46").minutes == 3
    assert len(book.exercises()) == 15


def test_every_exercise_has_its_words_and_no_more_lines_than_steps():
    said = ["exercise_general.stop", "exercise_general.adjunct", "exercise_check.ask"]
    for each in book.exercises():
        said += [f"exercise.{each.id}.title"]
        said += [f"exercise.{each.id}.script.{line}" for line in range(1, each.steps + 1)]
        said += [f"exercise.{each.id}.limit.{limit.fact}" for limit in each.limits]
        said += [f"exercise_when.{id}" for id in each.offered_when]
        assert f"exercise.{each.id}.script.{each.steps + 1}" not in catalogue()
    said += [f"exercise_fact.{id}" for id in book.fact_ids()]
    said += [f"exercise_screen.{id}" for id in book.screening()]
    said += [f"exercise_check.{id}" for id in book.check_answers()]
    said += [f"exercise_offer.{id}" for id in book.offer_fields()]
    said += [f"lifestyle.{id}" for id in book.lifestyle_areas()]
    said += [f"practice_size.{id}" for id in practice.sizes()]
    said += [f"practice_state.{id}" for id in practice.states()]
    said += [f"life_domain.{id}" for id in practice.life_domains()]
    said += [f"mechanism.{id}" for id in practice.mechanisms()]
    assert unsaid(said) == []


@pytest.mark.parametrize(
    "size, confidence, said",
    [
        ("medium", 6, None),
        ("medium", 10, None),
        ("medium", 5, "Make it smaller: Small."),
        ("small", 0, "Make it smaller: Tiny."),
        ("tiny", 5, "Choose something easier, or nothing this week."),
    ],
)
def test_S41_a_practice_one_does_not_trust_in_is_made_smaller(size, confidence, said):
    advice = practice.advice(size, confidence)
    assert (advice and say(advice)) == said


@pytest.mark.parametrize("confidence", [-1, 11])
def test_confidence_goes_from_0_to_10(confidence):
    with pytest.raises(ValueError, match="0 to 10"):
        practice.advice("small", confidence)


def test_S78_practice_belongs_to_a_part_of_life():
    assert practice.life_domains() == (
        "partner",
        "family",
        "friends",
        "work",
        "self_care",
        "community",
    )
    assert practice.states() == ("planned", "tried", "done", "changed", "not_now")
    assert practice.sizes() == ("tiny", "small", "medium")
    assert practice.mechanisms() == ("support", "stress", "affect", "skill")
