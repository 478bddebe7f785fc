"""The sentences: what went together, how surely, on how many entries; nothing more."""

import re
from datetime import date

import pytest

from ipt.diary import power, saying
from ipt.diary.findings import Estimate
from ipt.diary.groups import Group
from ipt.diary.links import Column, Diary, read
from ipt.words import Message, catalogue, say
from tests.book.diaries import ARGUMENT, DAYS, MOOD, finding, on, rated, worked

SAID = {id: said for id, said in catalogue().items() if id.startswith("links.")}


def client(reading, key):
    return say(finding(reading, key).client)


def test_a_clear_link_is_told_with_its_range_and_its_ground_and_a_question():
    assert client(read(worked(start=date(2025, 3, 1))), "event:argument") == (
        "In your entries so far, mood was lower in entries with an argument: about 2.5 points,"
        " likely between 1.5 and 3.4 (24 entries, 1 March 2025 to 30 March 2025). This shows what"
        " went together, not what caused what. Does it fit your experience?"
    )


def test_without_dates_the_days_are_counted():
    reading = read(worked())
    assert say(reading.sufficiency) == "Based on 24 entries over 30 days."
    assert "(24 entries over 30 days)" in client(reading, "event:argument")


def test_a_link_the_other_way_round_is_higher():
    happy = Diary(DAYS, [10 - m for m in MOOD], (ARGUMENT,))
    said = client(read(happy), "event:argument")
    assert "mood was higher in entries with an argument: about 2.6 points" in said
    assert "likely between 1.7 and 3.4" in said


def test_a_person_is_told_like_an_event():
    present = on((2, 10, 15, 20, 25), "with", "Sam")
    said = client(read(worked(present)), "with:Sam")
    assert said.startswith("In your entries so far, mood was lower in entries with Sam: about 1.7")
    away = Diary(DAYS, [10 - m for m in MOOD], (present,))
    assert "mood was higher in entries with Sam" in client(read(away), "with:Sam")


@pytest.mark.parametrize(("turn", "said"), [(1, "higher, 3.6"), (-1, "lower, 3.5")])
def test_a_rating_is_told_from_worst_to_best(turn, said):
    ratings = [1 + day % 5 for day in range(24)]
    mood = [5 + turn * (r - 3) + (day % 2) * 0.5 for day, r in enumerate(ratings)]
    told = client(read(Diary(DAYS, mood, (Column("quality", "Sam", ratings),))), "quality:Sam")
    word, points = said.split(", ")
    assert told.startswith(
        f"In your entries so far, mood was {word} when contact with Sam felt better:"
        f" about {points} points from the worst to the best contact, likely between 2."
    )


def test_what_is_about_the_same_is_said_as_far_as_the_entries_can_tell():
    reading = read(worked())
    assert client(reading, "with:mother") == (
        "Mood was about the same with and without your mother, as far as 24 entries can tell."
    )


def group(kind="with", private=False):
    return Group((Column(kind, "Sam", (1,) * 24),), private=private)


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("kind", ["with", "event", "quality"])
def test_about_the_same_means_less_than_half_of_the_usual_swing(kind, sign):
    small, big = Estimate(0.999 * sign, -2, 2, 0.9), Estimate(1.0 * sign, -2, 3, 0.9)
    same = saying.client(group(kind), "unclear", small, worked(), 2.0)
    open_ = saying.client(group(kind), "unclear", big, worked(), 2.0)
    assert (same.id, open_.id) == (f"links.client.{kind}.same", f"links.client.{kind}.open")
    assert (
        same.values == open_.values == {"who": Message("links.label.one", {"who": "Sam"}), "n": 24}
    )


def test_the_client_never_learns_that_a_link_is_only_worth_asking_about():
    size = Estimate(0.5, -0.1, 1.1, 0.96)
    told = [saying.client(group(), verdict, size, worked(), 2.0) for verdict in ("ask", "unclear")]
    assert told[0] == told[1]


def test_no_card_is_no_card():
    size = Estimate(-2, -3, -1, 0.999)
    assert saying.client(group(private=True), "clear", size, worked(), 2.0) is None
    assert saying.short_client(Group((on((0,), "with", "Sam"),), short="present",
                                     private=True)) is None  # fmt: skip


@pytest.mark.parametrize(
    ("low", "high", "range"),
    [
        (-3, -1, "likely between 1.0 and 3.0"),
        (-3, 0, "likely between 0.0 and 3.0"),
        (-3, 0.1, "likely between 3.0 that way and 0.1 the other way"),
    ],
)
def test_a_kept_clear_link_may_reach_past_zero_and_says_so(low, high, range):
    size = Estimate(-2, low, high, 0.971)
    assert range in say(saying.client(group(), "clear", size, worked(), 2.0))
    turned = Estimate(2, -high, -low, 0.971)
    assert range in say(saying.client(group(), "clear", turned, worked(), 2.0))


@pytest.mark.parametrize("sign", [1, -1])
def test_a_small_clear_link_that_stays_on_one_side_says_so(sign):
    size = Estimate(0.5 * sign, *sorted((0.1 * sign, 0.9 * sign)), 0.99)
    said = say(saying.client(group(), "clear", size, worked(), 2.0))
    assert f"mood was {'higher' if sign > 0 else 'lower'} in entries with Sam" in said
    assert "about 0.5 points, likely between 0.1 and 0.9 (" in said


def test_a_link_of_no_size_tells_its_longer_way_first():
    said = say(saying.client(group(), "clear", Estimate(0, -1, 2, 0.99), worked(), 2.0))
    assert "about 0.0 points, likely between 2.0 that way and 1.0 the other way" in said


@pytest.mark.parametrize("verdict", ["clear", "ask", "unclear"])
def test_two_who_cannot_be_told_apart_are_told_so_to_each_side_whatever_the_verdict(verdict):
    size = Estimate(-2, -3, -1, 0.99)
    ana, ben = (on(DAYS[:8], "with", name) for name in ("Ana", "Ben"))
    for pair, note in (
        (Group((ana, ben)), "together"),
        (Group((ana, ben), frozenset({"with:Ben"})), "instead"),
    ):
        told = saying.client(pair, verdict, size, worked(), 2.0)
        assert told.id == f"links.client.{note}"
        assert saying.therapist(pair, verdict, size, (8, 16), (5.0, 6.0)).id == (
            f"links.therapist.{note}"
        )
        alone = saying.client(Group((ana,)), verdict, size, worked(), 2.0)
        assert told.values["said"].id == alone.id


def test_no_difference_at_all_has_no_wrong_word():
    said = saying.client(group(), "clear", Estimate(0, -1, 1, 0.99), worked(), 2.0)
    assert said.id == "links.client.with.higher"


@pytest.mark.parametrize(
    ("count", "said"), [(1, "Three more"), (2, "Two more"), (3, "One more"), (0, "Four more")]
)
def test_what_a_person_still_lacks_is_counted_in_words(count, said):
    column = on(DAYS[:count], "with", "Sam")
    entries = "entry" if count == 3 else "entries"
    assert (
        client(read(worked(column)), "with:Sam") == f"{said} {entries} with Sam and we can compare."
    )


@pytest.mark.parametrize(
    ("column", "for_client", "for_therapist"),
    [
        (
            on(DAYS[:1], "with", "Sam"),
            "Three more entries with Sam and we can compare.",
            "With Sam: 1 of 4 entries with. Not compared yet.",
        ),
        (
            on(DAYS[:22], "with", "Sam"),
            "Nearly every entry so far has Sam in it, so there is little to compare with.",
            "With Sam: 2 of 4 entries without. Not compared yet.",
        ),
        (
            on(DAYS[:1], "event", "row", "a row"),
            "Too few entries so far have a row in them to compare.",
            "With a row: 1 of 4 entries with. Not compared yet.",
        ),
        (
            on(DAYS[:22], "event", "row", "a row"),
            "Nearly every entry so far has a row in it, so there is little to compare with.",
            "With a row: 2 of 4 entries without. Not compared yet.",
        ),
        (
            rated((1,)),
            "Five more entries that tell how contact with Sam felt and we can compare.",
            "Contact with Sam: 1 of 6 ratings. Not compared yet.",
        ),
        (
            rated((1, 1, 1, 1, 1, 2)),
            "Contact with Sam has felt much the same each time, so there is little to compare.",
            "Contact with Sam: 2 of 3 different ratings. Not compared yet.",
        ),
    ],
)
def test_what_is_not_compared_yet_says_what_it_lacks(column, for_client, for_therapist):
    found = finding(read(worked(column)), column.key)
    assert (say(found.client), say(found.therapist)) == (for_client, for_therapist)
    counted = found.client.id in ("links.client.with.present", "links.client.quality.rated")
    assert set(found.client.values) == ({"who", "count"} if counted else {"who"})


def test_the_thirteenth_is_told_that_twelve_are_compared():
    thirteenth = Group((on(DAYS[:5], "with", "Sam"),), short="limit")
    assert say(saying.short_client(thirteenth)) == (
        "The diary compares 12 things at a time; Sam is not among them now."
    )
    assert say(saying.short_therapist(thirteenth)) == (
        "With Sam: not compared, 12 other links come first and 12 is the most."
    )


def test_the_therapist_reads_size_range_likelihood_and_plain_averages():
    reading = read(worked())
    assert say(finding(reading, "event:argument").therapist) == (
        "With an argument: -2.5 points of mood (95 % range -3.4 to -1.6), very likely."
        " Plain averages 3.0 with (5 entries) and 5.9 without (19)."
    )
    assert say(finding(reading, "with:mother").therapist) == (
        "With your mother: +0.1 points of mood (95 % range -0.5 to +0.7), unclear."
        " Plain averages 5.9 with (8 entries) and 5.1 without (16)."
    )


def test_the_therapist_reads_likely_for_what_is_worth_asking_about():
    said = say(saying.therapist(group(), "ask", Estimate(1, 0, 2, 0.96), (5, 19), (6.0, 5.0)))
    assert "likely, worth asking about. Plain averages 6.0 with (5 entries)" in said


def test_a_rating_of_every_entry_has_no_average_to_compare_with():
    always = Column("quality", "Sam", [1 + day % 5 for day in range(24)])
    said = say(read(worked(always)).findings[0].therapist)
    assert said.startswith("How contact with Sam felt, from worst to best: ")
    assert said.endswith("unclear. 24 rated contacts.")


def test_two_who_cannot_be_told_apart_are_told_together():
    ana, ben = on(range(0, 8), "with", "Ana"), on((*range(0, 8), 9), "with", "Ben")
    found = read(worked(ana, ben)).findings[0]
    assert say(found.client).endswith(
        " So far these nearly always came together, so the diary cannot tell them apart."
    )
    assert "with and without Ben or Ana" in say(found.client)
    assert say(found.therapist).endswith(" Nearly always together, so they cannot be told apart.")


def test_one_without_the_other_is_told_so_too():
    ana = on(range(0, 12), "with", "Ana")
    ben = Column("with", "Ben", [1 - value for value in ana.values])
    found = read(worked(ana, ben)).findings[0]
    assert (found.columns, say(found.label)) == (("with:Ben", "with:Ana"), "Ben")
    assert say(found.client).endswith(
        " So far this came nearly always without Ana, and else the other way round, so the"
        " diary cannot tell the two apart."
    )
    assert say(found.therapist).endswith(
        " Nearly always one without the other (Ana), so they cannot be told apart."
    )
    assert "together, so" not in say(found.therapist)


def test_presence_and_rating_of_one_person_need_no_note():
    ratings = rated((*[5] * 12, 4, 3))
    found = finding(read(worked(ratings)), "quality:Sam")
    assert found.columns == ("quality:Sam", "with:Sam")
    assert say(found.label) == "Sam"
    assert "apart" not in say(found.therapist)


@pytest.mark.parametrize(
    ("entries", "focus", "in_list"),
    [(14, 0.13, 0.05), (20, 0.13, 0.05), (25, 0.225, 0.08), (35, 0.405, 0.145), (60, 0.73, 0.36),
     (70, 0.77, 0.465), (80, 0.81, 0.57), (500, 0.81, 0.57)],
)  # fmt: skip
def test_what_so_many_entries_can_find(entries, focus, in_list):
    assert power.share(entries, "focus") == pytest.approx(focus)
    assert power.share(entries, "list") == pytest.approx(in_list)


@pytest.mark.parametrize(
    ("share", "word"),
    [(0, "hardly"), (0.1999, "hardly"), (0.2, "sometimes"), (0.3999, "sometimes"),
     (0.4, "about_half"), (0.5999, "about_half"), (0.6, "mostly"), (0.7999, "mostly"),
     (0.8, "usually"), (1, "usually")],
)  # fmt: skip
def test_a_share_is_said_in_words(share, word):
    assert power.band(share) == word


def test_a_reading_says_what_it_can_and_cannot_find():
    assert [say(message) for message in read(worked()).can_find] == [
        "A strong link that was named in advance, as big as the usual swing of mood: so many"
        " entries show it sometimes.",
        "A link just as strong among many others: so many entries show it hardly ever.",
    ]


def test_no_sentence_claims_a_cause_an_absence_a_rank_or_asks_for_more():
    said = " ".join(SAID.values()).lower()
    plain = said.replace("not what caused what", "")
    claims = r"\bcaus|because|no effect|due to|leads? to|makes? you|will help|avoid|stay away"
    assert not re.search(claims, plain)
    assert not re.search(r"\brank|\bscore|\bbest person|\bworst person|toxic|good for you", plain)
    assert not re.search(r"every day|daily|don't forget|keep it up|\bmust\b|should", plain)
    assert not re.search(r"p-value|significan|diagnos", plain)


def test_every_sentence_can_be_said():
    for id in SAID:
        assert SAID[id].strip()
    assert say(read(Diary(DAYS[:3], MOOD[:3])).sufficiency).startswith("3 of 14 entries.")
