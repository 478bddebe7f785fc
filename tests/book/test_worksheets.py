"""The forms of the book: every one loads, can be filled in, and is kind."""

import re

import pytest

from ipt import consents, focus, forms, intake, inventory, protocol
from ipt.focus import toolbox
from ipt.forms.answers import RULES
from ipt.forms.conditions import holds, named
from ipt.forms.definition import FREE_TEXT, LISTS
from ipt.homework import exercises
from ipt.reading import BOOK, toml
from ipt.safety import plan, risk_screen, stops
from ipt.words import catalogue

IDS = forms.ids()
EVERY = [(id, path, each) for id in IDS for path, each in forms.walk(forms.load(id).fields)]

WORKSHEETS = {
    "agreement_card", "communication_analysis", "contact_ladder", "contact_log", "date_plan",
    "decision_analysis", "diary_entry", "dispute_map", "expectation_table", "affect_path",
    "life_change_sheet", "loss_sheet", "lost_roles", "memory_box", "pattern_sheet", "practice",
    "role_play", "self_rating", "small_talk", "stress_map", "support_plan", "unsent_letter",
}  # fmt: skip


def said(words):
    """Everything that a form says in a language, by where it stands."""
    yield from ((name, getattr(words, name)) for name in ("title", "client", "about"))
    for name in ("labels", "help", "reminders"):
        yield from ((f"{name}.{path}", text) for path, text in getattr(words, name).items())
    for path, ends in words.ends.items():
        yield from ((f"ends.{path}", end) for end in ends)
    for path, choices in words.choices.items():
        yield from ((f"choice.{path}.{value}", text) for value, text in choices.items())


TEXTS = [
    (id, language, where, text)
    for id in IDS
    for language in forms.languages(id)
    for where, text in said(forms.words(id, language))
]


# Loading


@pytest.mark.parametrize("id", IDS)
def test_every_form_loads_in_every_language_of_the_book(id):
    form = forms.load(id)
    assert form.id == id and form.evidence
    assert form.version.count(".") == 2
    assert forms.languages(id) == forms.languages("practice")
    for language in forms.languages(id):
        words = forms.words(id, language)
        assert set(words.labels) == {path for path, _each in forms.walk(form.fields)}
        assert (words.client != "") is form.client_visible


def test_the_worksheets_of_the_book_are_all_there():
    assert set(IDS) >= WORKSHEETS
    assert all(forms.load(id).client_visible for id in WORKSHEETS)


def test_every_tool_of_an_area_is_a_form():
    tools = {row["id"] for row in toml(BOOK / "focus" / "tools.toml")["tools"]}
    assert tools - {"diary"} <= set(IDS)


def test_a_form_serves_only_tasks_that_have_a_name():
    named = {task for id in IDS for task in forms.load(id).tasks}
    assert [task for task in named if f"task.{task}.title" not in catalogue()] == []
    assert {"consult.presenting", "initial.contract", "final.warning_signs"} <= named


# Filling in


def example(each, rows=1):
    """A value that fits a field."""
    if each.type == "group":
        return [fill(each.fields) | dict(each.always) for _ in range(max(rows, int(each.min)))]
    if each.type in LISTS:
        return [f"{each.type} {n}" for n in range(max(1, int(each.min or 1)))]
    plain = {
        "text": "a line",
        "long_text": "some words",
        "yes_no": True,
        "date": "2026-03-09",
        "time": "19:40",
        "number": each.min or 1.5,
    }
    if each.type in plain:
        return plain[each.type]
    if each.type == "choice":
        return each.choices[0]
    if each.type == "choices":
        return list(each.choices[: max(1, int(each.min or 1))])
    if each.type in ("scale", "integer", "duration"):
        return int(each.min if each.min is not None else 5)
    return f"{each.type}-1"


def fill(fields):
    return {each.id: example(each) for each in fields if each.type != "computed"}


@pytest.mark.parametrize("id", IDS)
def test_every_form_accepts_a_whole_example(id):
    form = forms.load(id)
    answers = fill(form.fields)
    assert forms.check(form, answers, whole=True) == ()
    assert forms.check(form, {}) == () == forms.check(form, forms.blank(form))
    if form.client_visible:
        kept = forms.client_answers(form, answers)
        assert forms.check(forms.for_client(form), kept, whole=True) == ()


@pytest.mark.parametrize("id", IDS)
def test_every_form_refuses_what_does_not_fit_where_it_does_not_fit(id):
    form = forms.load(id)
    for each in form.fields:
        broken = fill(form.fields) | {each.id: {"not": "a value"}}
        assert [p.path for p in forms.check(form, broken)] == [each.id]


@pytest.mark.parametrize("id", IDS)
def test_every_form_tells_what_is_still_open(id):
    form = forms.load(id)
    for each in form.fields:
        if each.required:
            answers = fill(form.fields)
            shown = each in forms.shown(form, answers)
            del answers[each.id]
            open_now = [p.path for p in forms.missing(form, answers)]
            assert (each.id in open_now) is (shown and each in forms.shown(form, answers))


@pytest.mark.parametrize("id, path, each", [e for e in EVERY if e[2].show_if], ids=str)
def test_every_condition_can_hold_and_not_hold(id, path, each):
    meets, misses = {}, {}
    for rule in named(each.show_if):
        target = {p.rpartition(".")[2]: f for p, f in forms.walk(forms.load(id).fields)}[rule.field]
        fits = {"equals": rule.value, "given": example(target)}
        meets[rule.field] = rule.value[0] if rule.op == "in" else fits[rule.op]
    assert holds(each.show_if, meets.get) and not holds(each.show_if, misses.get)


# Case A of the book: one talk, line by line; one decision

TALK = {
    "person": "A1",
    "on": "2026-03-10",
    "at": "19:40",
    "place": "kitchen",
    "channel": "face",
    "mood_before": 5,
    "mood_after": 2,
    "topic": "who takes Luca to football",
    "my_intent": "that he offers",
    "lines": [
        {
            "who": "me",
            "words": "It would be nice if someone thought of football.",
            "nonverbal": "to the sink",
            "feeling": "hurt",
            "intensity": 5,
            "meant": "please take him",
            "they_heard": "blame",
            "flags": ["indirect"],
        },
        {
            "who": "them",
            "words": "Mm.",
            "nonverbal": "looks at the phone",
            "meant": "tired",
            "they_heard": "agreed",
        },
        {
            "who": "me",
            "words": "Forget it. I'll do everything, as usual.",
            "feeling": "furious",
            "intensity": 8,
            "flags": ["blame", "walk_off"],
        },
        {"who": "them", "words": "What did I do now?"},
    ],
    "got_what_wanted": "no",
    "alternatives": [{"line": 1, "new_words": "Devin, can you take Luca on Thursday?"}],
    "first_sentence": "Do you have ten minutes after nine?",
}


def test_one_talk_line_by_line():
    form = forms.load("communication_analysis")
    assert forms.complete(form, TALK)
    assert form.field("lines").ordered
    assert forms.reminders(form, TALK) == ()
    short = TALK | {"lines": TALK["lines"][:3]}
    assert forms.complete(form, short) and forms.reminders(form, short) == ("more_lines",)
    lines = form.field("lines")
    for who in ("me", "them", "other"):
        shown = [each.id for each in forms.shown_in(lines, {"who": who}, TALK)]
        assert {"words", "meant", "they_heard"} <= set(shown)


def test_one_talk_needs_its_day_and_another_way_to_say_it():
    form = forms.load("communication_analysis")
    for field in ("on", "lines", "alternatives", "person", "topic"):
        left = {key: value for key, value in TALK.items() if key != field}
        assert [p.path for p in forms.missing(form, left)] == [field]
    assert forms.check(form, TALK | {"on": "2026-03"})[0].message.id == "form.problem.day"


def options(*rows):
    return {"question": "How do I bring up what is wrong?", "options": list(rows)}


WAIT = {"from": "no_change", "text": "wait", "reversible": True}
WALK = {"from": "mine", "text": "a walk on Saturday", "confidence": 8}
LETTER = {"from": "therapist", "text": "write a letter, read it together", "confidence": 6}


def test_a_decision_has_three_options_and_waiting_is_one():
    form = forms.load("decision_analysis")
    assert forms.complete(form, options(WAIT, WALK, LETTER))
    few = forms.missing(form, options(WAIT, WALK))
    assert [(p.path, p.message.id) for p in few] == [("options", "form.problem.few")]
    three = forms.missing(form, options(WALK, LETTER, WALK))
    assert [(p.path, p.message.id) for p in three] == [("options", "form.problem.always")]
    assert forms.complete(form, options(*[WAIT] * 12))
    assert forms.check(form, options(*[WAIT] * 13))[0].message.id == "form.problem.many"


def test_a_large_step_that_cannot_be_undone_is_worth_a_word_and_stops_nothing():
    form = forms.load("decision_analysis")
    leave = {"from": "mine", "text": "give notice", "reversible": False}
    assert forms.reminders(form, options(WAIT, WALK, leave)) == ("big_step",)
    assert forms.complete(form, options(WAIT, WALK, leave))
    assert forms.reminders(form, options(WAIT, WALK, LETTER)) == ()


@pytest.mark.parametrize("sure, says", [(5, ("smaller",)), (6, ()), (10, ())])
def test_a_practice_of_which_one_is_not_sure_is_made_smaller(sure, says):
    form = forms.load("practice")
    assert forms.reminders(form, {"what": "ask again", "confidence": sure}) == says


def test_IPT13_03_a_practice_is_never_scored_or_late():
    ids = {path for path, _each in forms.walk(forms.load("practice").fields)}
    assert not ids & {"due", "deadline", "score", "points", "streak", "completed_percent"}
    assert forms.load("practice").field("state").choices[-1] == "not_now"


def test_the_diary_has_three_depths_and_is_private_unless_shared():
    form = forms.load("diary_entry")
    quick = [each.id for each in forms.at_depth(form, "quick").fields]
    normal = [each.id for each in forms.at_depth(form, "normal").fields]
    full = [each.id for each in forms.at_depth(form, "full").fields]
    assert quick == ["mood", "emotions", "company", "people", "share"]
    assert set(quick) < set(normal) < set(full) == {each.id for each in form.fields}
    assert form.field("share").choices[0] == "private"
    fast = {"mood": 3, "emotions": [{"emotion": "hurt"}], "company": "alone", "share": "private"}
    assert forms.complete(forms.at_depth(form, "quick"), fast)


def test_IPT13_02_the_diary_keeps_mood_person_and_event_together():
    ids = {each.id for each in forms.load("diary_entry").fields}
    assert {"mood", "emotions", "people", "happened", "event"} <= ids


@pytest.mark.parametrize(
    "variant, shown, hidden",
    [
        ("full", set(), {"keep_going", "carried"}),
        ("limited", {"keep_going"}, {"carried"}),
        ("relational", {"carried"}, {"keep_going"}),
    ],
)
def test_an_illness_and_not_a_failing_in_three_variants(variant, shown, hidden):
    form = forms.load("sick_role")
    seen = {each.id for each in forms.shown(form, {"variant": variant})}
    assert shown <= seen and not hidden & seen
    assert {"ease", "duties"} <= {p.path for p in forms.missing(form, {"variant": variant})}
    assert forms.words("sick_role").client == "An illness, not a failing"


@pytest.mark.parametrize("id, card", [("anger_want", "anger"), ("guilt_repair", "guilt")])
def test_anger_and_guilt_have_a_card_of_their_own(id, card):
    form = forms.load("affect_path")
    assert id in [each.id for each in forms.shown(form, {"card": card})]
    assert id not in [each.id for each in forms.shown(form, {"card": "none"})]


def test_a_client_may_stop_anywhere_on_the_way_from_feeling_to_saying_it():
    assert forms.missing(forms.load("affect_path"), {}) == ()


def test_days_from_the_beginning_are_counted_when_both_days_are_known():
    form = forms.load("timeline")
    line = {"onset": "2026-03-10", "events": [{"date": "2026-02-28"}, {"date": "2026-02"}]}
    found = forms.computed(form, line)
    assert found == {"events.0.days_from_onset": -10, "events.1.days_from_onset": None}


def test_nothing_on_the_timeline_has_to_be_known_to_the_day():
    dates = [each for _p, each in forms.walk(forms.load("timeline").fields) if each.type == "date"]
    assert dates and not any(each.exact for each in dates)


def test_IPT13_04_a_person_has_expectations_both_ways_good_and_hard_and_change():
    form = forms.load("inventory_person")
    ids = {each.id for each in form.fields}
    both = {"i_expect", "they_expect", "satisfying", "unsatisfying", "ring_before", "ring_now"}
    assert both | {"change_before", "change_since"} <= ids
    assert forms.reminders(form, {"satisfying": "funny"}) == ("both_sides",)
    assert forms.reminders(form, {"unsatisfying": "silent"}) == ("both_sides",)
    assert forms.reminders(form, {"satisfying": "funny", "unsatisfying": "silent"}) == ()
    assert forms.reminders(form, {}) == ()


# The forms and the chapters they ask from


def test_the_evidence_rows_are_those_of_the_focus_areas():
    rows = [row["id"] for row in toml(focus.FILE)["evidence"]]
    asked = forms.load("problem_area_review").fields
    rated = [each.id for each in asked if each.choices == (0, 1, 2)]
    assert rated == [row.replace(".", "_", 1) for row in rows]
    ids = {each.id for each in asked}
    areas = [*focus.area_ids(), *(each.id for each in toolbox.extra_areas())]
    assert {f"{area}_fit" for area in areas} <= ids
    assert all(each.area and each.id.startswith(each.area) for each in asked)


OFFERED = [("focus_agreed", "primary"), ("focus_agreed", "secondary"), ("contract", "focus"),
           ("formulation", "focus"), ("goals", "goals.focus_area")]  # fmt: skip


@pytest.mark.parametrize("id, path", OFFERED)
def test_every_area_of_the_book_can_be_chosen_and_a_protocol_offers_its_own(id, path):
    form, offered = forms.load(id), forms.load(id).field(path)
    every = (*focus.area_ids(), *(each.id for each in toolbox.extra_areas()))
    assert offered.choices == every
    words = forms.words(id).choices[path]
    assert words == {area: catalogue()[f"focus.{area}.client"] for area in every}
    for name in protocol.ids():
        areas = protocol.load(name).areas
        assert forms.choices_for(form, path, protocol.load(name)) == areas
        assert set(areas) <= set(every)
    with pytest.raises(KeyError):
        forms.choices_for(form, "colour", protocol.load("ipc"))


def test_only_the_areas_of_the_protocol_are_rated_and_other_choices_stay():
    form = forms.load("problem_area_review")
    for course in (protocol.load(name) for name in protocol.ids()):
        narrowed = forms.for_protocol(form, course)
        assert {each.area for each in narrowed.fields} == set(course.areas), course.id
    counselling = forms.for_protocol(form, protocol.load("ipc"))
    asked = {each.id for each in counselling.fields if each.required}
    assert asked == {f"{area}_fit" for area in protocol.load("ipc").areas}
    assert counselling.field("grief_fit").choices == (0, 1, 2, 3)
    older = forms.for_protocol(form, protocol.load("ipt_a"))
    assert not older.field("single_parent_family_fit").required


def test_the_age_of_the_baby_at_a_session_is_worked_out():
    form = forms.load("perinatal")
    answers = {"when": "born", "birth_date": "2025-10-05", "session_on": "2026-03-04"}
    assert forms.computed(form, answers) == {"baby_age_days": 150}
    assert forms.computed(form, answers | {"birth_date": "2025-10"}) == {"baby_age_days": None}


def test_supervision_knows_the_courses_and_their_consents():
    form = forms.load("supervision_agreement")
    agreed = {"supervisor": "K", "therapist": "I", "share": "summary"}
    assert forms.complete(form, agreed | {"cases": [{"case": "A", "consent": False}]})
    assert not forms.complete(form, agreed | {"cases": [{"case": "A"}]})
    draw = forms.load("recording_request").field("draw")
    assert (draw.min, draw.max) == (1, 3)
    assert forms.load("portfolio_export").field("previewed").required


def test_a_practice_may_go_with_the_diary_or_an_exercise():
    form = forms.load("practice")
    known = tuple(each.id for each in exercises.exercises())
    assert form.field("holistic").choices == known
    assert forms.words("practice").choices["holistic"]["walk_talk"]
    tried = {"what": "walk", "between_diary": True, "holistic": "walk_talk"}
    assert forms.complete(form, tried)


def test_the_fit_table_is_that_of_the_intake():
    form = forms.load("suitability")
    for row in intake.rows():
        assert form.field(row.id).choices == row.ratings


def test_the_consents_are_asked_one_by_one():
    asked = [each.id for each in forms.load("consents").fields]
    assert asked == list(consents.kinds())


def test_the_markers_are_those_of_the_focus_areas():
    form = forms.load("marker_tracker")
    markers = [marker for area in focus.area_ids() for marker in toolbox.markers(area)]
    assert sorted(form.field("markers.marker").choices) == sorted(markers)
    rated = {"session": 5, "markers": [{"marker": markers[0], "rating": 4}]}
    assert forms.complete(form, rated)
    assert forms.check(form, {"markers": [{"rating": 5}]})


@pytest.mark.parametrize("minutes, fits", [(30, True), (31, False)])
def test_a_rhythm_moves_by_half_an_hour_a_week_at_most(minutes, fits):
    plan_ = {"anchors": [{"anchor": "up", "step": minutes}]}
    assert forms.complete(forms.load("rhythm_plan"), plan_) is fits


def test_IPT13_10_eating_troubles_are_looked_at_through_people_without_a_food_diary():
    ids = {path for path, _each in forms.walk(forms.load("eating_precipitants").fields)}
    assert "moments.people" in ids and not any(re.search("food|meal|weight", id) for id in ids)


def test_the_person_uses_the_lists_of_the_inventory():
    form = forms.load("inventory_person")
    assert form.field("relation").choices == inventory.relations()
    assert form.field("ring_now").choices == inventory.rings()
    assert form.field("support_kinds").choices == inventory.support_kinds()


def test_the_safety_plan_and_the_risk_screen_are_forms():
    assert [each.id for each in forms.load(plan.FORM).fields] == [p.id for p in plan.parts()]
    ids = [each.id for each in forms.load(risk_screen.FORM).fields]
    asked = [question.id for question in risk_screen.questions()]
    assert ids == [*asked, *risk_screen.recorded()]
    assert risk_screen.recorded() == (
        "level", "rationale", "action", "next_check", "told_whom", "consent",
    )  # fmt: skip
    assert len(asked) == 16 and asked[:2] == ["passive_wish", "active_thought"]


def test_the_private_question_asks_what_the_stops_ask():
    ids = [each.id for each in forms.load("private_question").fields]
    assert tuple(ids[: len(stops.questions())]) == stops.questions()


# Who may see what


def test_IPT13_16_what_is_the_therapists_is_never_the_clients():
    private = {(id, path) for id, path, each in EVERY if each.private}
    assert private >= {
        ("inventory_person", "safety_note"),
        ("inventory_person", "conjoint_possible"),
        ("inventory_person", "bearing"),
        ("formulation", "attachment_note"),
        ("dispute_map", "safety_checked"),
        ("joint_session", "safety_checked"),
    }
    for id, path in private:
        ids = [p for p, _each in forms.walk(forms.for_client(forms.load(id)).fields)]
        assert path not in ids


@pytest.mark.parametrize("id", [id for id in IDS if forms.load(id).client_visible])
def test_IPT13_16_every_text_of_the_client_has_a_private_twin(id):
    form = forms.load(id)
    texts = [
        path for path, each in forms.walk(forms.for_client(form).fields) if each.type in FREE_TEXT
    ]
    assert list(forms.twins(form)) == texts


@pytest.mark.parametrize(
    "id",
    ["dispute_map", "communication_analysis", "role_play", "agreement_card", "practice",
     "partner_talk", "joint_session"],
)  # fmt: skip
def test_IPT13_08_a_form_about_talking_to_someone_waits_for_the_private_question(id):
    form = forms.load(id)
    assert stops.stopped(form.stop, "not_asked") == "stop.not_asked"
    assert stops.stopped(form.stop, "positive") == "stop.positive"
    assert stops.stopped(form.stop, "asked_no_fear") is None


def test_IPT13_08_the_dispute_map_is_not_whole_without_the_private_question():
    form = forms.load("dispute_map")
    answers = fill(form.fields)
    del answers["safety_checked"]
    assert [p.path for p in forms.missing(form, answers)] == ["safety_checked"]


# Words

FORBIDDEN = re.compile(
    r"\b(deficits?|termination|dysfunctional|non-compliant|overdue|failed|failure|homework)\b", re.I
)
OTHER = re.compile(
    r"thought record|distortion|streak|challenge the thought|automatic thought|belief rating"
    r"|evidence (for|against) the thought|\bstars?\b",
    re.I,
)


def bad(pattern):
    return [(id, where, text) for id, _lang, where, text in TEXTS if pattern.search(text)]


def test_IPT13_06_no_words_of_a_form_blame_or_label():
    assert bad(FORBIDDEN) == []


def test_IPT13_03_no_form_is_of_another_therapy():
    assert bad(OTHER) == []
    assert not [id for id in IDS if re.search(r"thought|belief|distort|record_of", id)]
    ids = {path.rpartition(".")[2] for _id, path, _each in EVERY}
    assert not ids & {"automatic_thought", "belief", "distortion", "rational_response"}


def test_IPT13_12_no_form_promises_to_watch_and_none_claims_a_cure():
    claim = re.compile(r"\bwe (monitor|watch)|\bmonitored\b|24/7|\bcures?\b|\bguarantee", re.I)
    assert bad(claim) == []


def test_IPT13_18_no_form_takes_the_name_of_a_published_list():
    assert bad(re.compile(r"IPTQAS|CSPRS|IPARS", re.I)) == []


def test_no_question_to_a_client_asks_why():
    asked = [row for row in bad(re.compile(r"\bwhy\b", re.I)) if forms.load(row[0]).client_visible]
    assert asked == []


def test_no_form_has_a_total_score():
    assert set(RULES) == {"days_between"}
    ids = {path.rpartition(".")[2] for _id, path, _each in EVERY}
    assert not [id for id in ids if re.search(r"total|score|sum$", id)]


def test_every_text_is_a_sentence_or_a_label_without_loose_ends():
    loose = re.compile(r"^\s|\s$|\s\s|\{|\}|^=|TODO|\.\.\.")
    assert bad(loose) == []
