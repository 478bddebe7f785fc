"""One format for everything that is filled in: what it refuses, shows, checks and keeps apart."""

from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt import forms
from ipt.forms import conditions, from_toml, lists, shelf, texts
from ipt.forms.conditions import Compare, Several, holds
from ipt.forms.definition import Field
from ipt.forms.values import day_range, wrong
from ipt.measures import library, scoring
from ipt.reading import BrokenBook
from ipt.words import catalogue, say

FILE = Path("shelf/walk/form.toml")
WORDS = Path("shelf/walk/en.toml")
GOOD = {
    "schema": "kith-form/1",
    "id": "walk",
    "version": "1.0.0",
    "actor": "client",
    "client_visible": True,
    "tasks": ["middle.tracker"],
    "stop": "practice_with_person",
    "depths": ["quick", "full"],
    "source": ["kith"],
    "mark": "own",
    "fields": [
        {"name": "went", "type": "yes_no", "required": True},
        {"name": "mood", "type": "scale", "show_if": {"field": "went", "equals": True}},
        {"name": "weather", "type": "choice", "choices": ["sun", "rain"], "depth": "full"},
        {"name": "coat", "type": "choices", "choices": ["warm", "wet"], "min": 1},
        {"name": "start", "type": "date"},
        {
            "name": "people",
            "type": "group",
            "min": 1,
            "max": 3,
            "always": {"how": "no"},
            "fields": [
                {"name": "who", "type": "person", "required": True},
                {"name": "how", "type": "choice", "choices": "yes_partly_no"},
                {"name": "said", "type": "text", "show_if": {"field": "how", "in": ["yes"]}},
                {"name": "met", "type": "date"},
                {
                    "name": "days",
                    "type": "computed",
                    "rule": "days_between",
                    "of": ["start", "met"],
                },
            ],
        },
        {"name": "seen", "type": "texts", "max": 2, "min": 1},
        {
            "name": "thought",
            "type": "long_text",
            "private": True,
            "source": ["seed"],
            "mark": "own",
        },
    ],
    "reminders": [{"name": "alone", "when": {"field": "people", "fewer": 1}}],
}
SAID = {
    "title": "A walk",
    "client": "My walk",
    "about": "=safety.nobody_watching",
    "label": {
        "went": "Did you go?",
        "mood": "How was it?",
        "weather": "What was the weather?",
        "coat": "What did you wear?",
        "start": "When did you start?",
        "people": "Who was there?",
        "people.who": "Who?",
        "people.how": "Did you talk?",
        "people.said": "What was said?",
        "people.met": "When?",
        "people.days": "Days since",
        "seen": "What did you see?",
        "thought": "A note",
    },
    "help": {"people.who": "One is enough."},
    "ends": {"mood": ["worst", "best"]},
    "choice": {
        "weather": {"sun": "Sun", "rain": "Rain"},
        "coat": {"warm": "Warm", "wet": "Wet"},
    },
    "reminder": {"alone": "Alone is fine too."},
}
WALK = from_toml.read(deepcopy(GOOD), FILE)
WHOLE = {
    "went": True,
    "mood": 7,
    "weather": "sun",
    "coat": ["warm"],
    "start": "2026-03-01",
    "people": [{"who": "A1", "how": "no", "met": "2026-03-09"}],
    "seen": ["a heron"],
}


def changed(base, path, value=None):
    """The tables with one value set, or taken away if there is none."""
    data = deepcopy(base)
    at = data
    for step in path[:-1]:
        at = at[step]
    if value is None:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return data


def field(**more):
    """The tables with one more field."""
    return changed(GOOD, ["fields"], [*deepcopy(GOOD["fields"]), {"name": "x", **more}])


def shown_when(rule):
    return field(type="text", show_if=rule)


GROUP = {"type": "group", "fields": [{"name": "a", "type": "text"}]}


# What the loader refuses: file, path inside it, reason


@pytest.mark.parametrize(
    "data, where, reason",
    [
        (changed(GOOD, ["schema"], "kith-form/2"), "schema", "must be kith-form/1"),
        (changed(GOOD, ["id"]), "form.id", "is missing"),
        (changed(GOOD, ["version"], 1), "form.version", "must be str"),
        (changed(GOOD, ["client_visible"], "yes"), "form.client_visible", "must be bool"),
        (changed(GOOD, ["actor"], "robot"), "form.actor", "'robot' is not one of"),
        (changed(GOOD, ["stop"], "talk"), "form.stop", "not an act that can be stopped"),
        (changed(GOOD, ["depths"], "full"), "form.depths", "must be list"),
        (changed(GOOD, ["colour"], "red"), "form", "unknown ['colour']"),
        (changed(GOOD, ["source"]), "walk.source", "is missing"),
        (changed(GOOD, ["mark"]), "walk.mark", "is missing"),
        (changed(GOOD, ["source"], ["nobody"]), "walk.source", "unknown or no source"),
        (changed(GOOD, ["fields"], []), "fields", "has no fields"),
        (changed(GOOD, ["fields"], ["went"]), "fields[0]", "must be an object"),
        (changed(GOOD, ["fields", 0, "name"]), "fields[0].name", "is missing"),
        (changed(GOOD, ["fields", 0, "name"], "a.b"), "fields[0] a.b.type", "no dots"),
        (changed(GOOD, ["fields", 0, "type"]), "fields[0] went.type", "is missing"),
        (field(type="slider"), "fields[8] x.type", "unknown type 'slider'"),
        (field(type="text", colour="red"), "fields[8] x", "unknown ['colour']"),
        (field(type="text", required="yes"), "fields[8] x.required", "must be bool"),
        (field(type="integer", min="one"), "fields[8] x.min", "must be int or float"),
        (field(type="integer", min=3, max=2), "fields[8] x.min", "is above max"),
        (field(type="text", depth="deep"), "fields[8] x.depth", "there is no depth 'deep'"),
        (field(type="text", area="anger"), "fields[8] x.area", "there is no focus area 'anger'"),
        (field(type="text", source=["kith"]), "fields[8] x.mark", "is missing"),
        (changed(GOOD, ["fields", 1, "name"], "went"), "fields[1].name", "'went' is there twice"),
        (field(type="choice"), "fields[8] x.choices", "is missing"),
        (field(type="choice", choices=[]), "fields[8] x.choices", "must be there and differ"),
        (field(type="choice", choices=["a", "a"]), "fields[8] x.choices", "there and differ"),
        (field(type="choice", choices=["1", 1]), "fields[8] x.choices", "there and differ"),
        (field(type="choice", choices=[["a"]]), "fields[8] x.choices", "words or numbers"),
        (field(type="choice", choices=[True]), "fields[8] x.choices", "words or numbers"),
        (field(type="choice", choices="colours"), "fields[8] x.choices", "no list 'colours'"),
        (field(type="text", choices=["a"]), "fields[8] x.choices", "only a choice"),
        (field(type="text", fields=[]), "fields[8] x.fields", "only a group"),
        (field(type="texts"), "fields[8] x", "repeats: it needs max"),
        (field(**GROUP), "fields[8] x", "needs min and max"),
        (field(**GROUP, min=1), "fields[8] x", "needs min and max"),
        (field(**GROUP, min=-1, max=2), "fields[8] x", "needs min and max"),
        (field(**GROUP, min=0, max=0), "fields[8] x", "max at least one"),
        (field(**GROUP, min=0, max=2, required=True), "fields[8] x", "min says how many"),
        (field(**GROUP, min=1, max=2, always={"b": "c"}), "fields[8] x.always.b", "no row can"),
        (field(**GROUP, min=1, max=2, always={"a": 3}), "fields[8] x.always.a", "no row can hold"),
        (field(**GROUP, min=0, max=2, always={"a": "c"}), "fields[8] x.always", "needs min 1"),
        (field(**GROUP, min=1, max=2, always=["a"]), "fields[8] x.always", "must be dict"),
        (field(type="group", min=0, max=1), "fields[8] x.fields", "is missing"),
        (field(type="computed", rule="sum", of=[]), "fields[8] x.rule", "unknown rule 'sum'"),
        (
            field(type="computed", rule="days_between", of=["start", "end"]),
            "fields[8] x.of",
            "unknown or later fields ['end']",
        ),
        (field(type="computed", rule="days_between", of=["start"]), "fields[8] x.of", "two dates"),
        (shown_when({"field": "later", "equals": 1}), "fields[8] x.show_if", "unknown or later"),
        (shown_when({"field": "x", "equals": "a"}), "fields[8] x.show_if", "later field 'x'"),
        (shown_when({"field": "weather", "equals": "snow"}), "fields[8] x.show_if", "not offer"),
        (shown_when({"field": "weather", "in": ["sun", "snow"]}), "fields[8] x.show_if", "offer"),
        (shown_when({"field": "weather", "in": "sun"}), "fields[8] x.show_if", "needs list"),
        (shown_when({"field": "went", "given": 1}), "fields[8] x.show_if", "needs yes or no"),
        (shown_when({"field": "mood", "gt": "3"}), "fields[8] x.show_if", "gt needs a number"),
        (shown_when({"field": "mood", "gt": True}), "fields[8] x.show_if", "gt needs a number"),
        (shown_when({"field": "mood"}), "fields[8] x.show_if", "one field with one comparison"),
        (shown_when({"field": 3, "gt": 3}), "fields[8] x.show_if.field", "must be str"),
        (shown_when({"field": "mood", "gt": 3, "lt": 5}), "fields[8] x.show_if", "one comparison"),
        (shown_when({"field": "mood", "gt": 3, "or": 5}), "fields[8] x.show_if", "one comparison"),
        (shown_when({"equals": 3}), "fields[8] x.show_if", "one field"),
        (shown_when("went"), "fields[8] x.show_if", "one field"),
        (shown_when({"all": "went"}), "fields[8] x.show_if.all", "must be list"),
        (
            shown_when({"all": [{"field": "no", "gt": 1}]}),
            "fields[8] x.show_if",
            "unknown or later",
        ),
        (shown_when({"any": ["went"]}), "fields[8] x.show_if.any", "one field"),
        (shown_when({"fields": [["no"]], "any_gt": 1}), "fields[8] x.show_if", "unknown or later"),
        (shown_when({"fields": ["no"], "any_gt": 1}), "fields[8] x.show_if", "unknown or later"),
        (
            changed(GOOD, ["fields", 5, "fields", 1, "show_if"], {"field": "seen", "given": True}),
            "fields[5] people.fields[1] how.show_if",
            "unknown or later field 'seen'",
        ),
        (changed(GOOD, ["reminders"], ["alone"]), "reminders[0]", "unknown 'alone'"),
        (changed(GOOD, ["reminders", 0, "name"]), "reminders[0].name", "is missing"),
        (changed(GOOD, ["reminders", 0, "when"]), "reminders[0].when", "must be one field"),
        (
            changed(GOOD, ["reminders", 0, "when", "field"], "crowd"),
            "reminders[0].when",
            "unknown or later field 'crowd'",
        ),
        (changed(GOOD, ["client_visible"], False), "fields[7] thought", "nothing in it is more"),
    ],
)
def test_a_form_that_does_not_fit_is_refused_with_file_path_and_reason(data, where, reason):
    with pytest.raises(BrokenBook) as refused:
        from_toml.read(data, FILE)
    assert (refused.value.file, refused.value.where) == (FILE, where)
    assert reason in refused.value.reason


@pytest.mark.parametrize(
    "data, where, reason",
    [
        (changed(SAID, ["colour"], "red"), "words", "unknown keys ['colour']"),
        (changed(SAID, ["title"]), "title", "must be words"),
        (changed(SAID, ["title"], " "), "title", "must be words"),
        (changed(SAID, ["about"], 3), "about", "must be words"),
        (changed(SAID, ["client"]), "words", "no words for ['client']"),
        (changed(SAID, ["label"], ["went"]), "words.label", "must be dict"),
        (changed(SAID, ["label", "went"]), "label", "no words for ['went']"),
        (changed(SAID, ["label", "came"], "?"), "label", "words for unknown ['came']"),
        (changed(SAID, ["label", "went"], ""), "label.went", "must be words"),
        (changed(SAID, ["help", "came"], "?"), "help", "words for unknown ['came']"),
        (changed(SAID, ["help", "went"], 1), "help.went", "must be words"),
        (changed(SAID, ["ends"]), "ends", "no words for ['mood']"),
        (changed(SAID, ["ends", "went"], ["a", "b"]), "ends", "words for unknown ['went']"),
        (changed(SAID, ["ends", "mood"], ["worst"]), "ends.mood", "lowest and the highest"),
        (changed(SAID, ["ends", "mood"], "worst"), "ends.mood", "lowest and the highest"),
        (changed(SAID, ["ends", "mood"], ["worst", ""]), "ends.mood", "must be words"),
        (changed(SAID, ["choice", "weather"]), "choice", "no words for ['weather']"),
        (changed(SAID, ["choice", "weather", "rain"]), "choice.weather", "no words for ['rain']"),
        (changed(SAID, ["choice", "weather", "snow"], "?"), "choice.weather", "unknown ['snow']"),
        (changed(SAID, ["choice", "weather", "sun"], ""), "choice.weather.sun", "must be words"),
        (changed(SAID, ["choice", "people.how"], {"yes": "?"}), "choice", "unknown ['people.how']"),
        (changed(SAID, ["reminder"]), "reminder", "no words for ['alone']"),
    ],
)
def test_words_that_do_not_fit_are_refused_with_file_path_and_reason(data, where, reason):
    with pytest.raises(BrokenBook) as refused:
        texts.read(data, WALK, "en", WORDS)
    assert (refused.value.file, refused.value.where) == (WORDS, where)
    assert reason in refused.value.reason


def test_words_for_the_therapist_alone_have_no_client_title():
    data = changed(GOOD, ["client_visible"], False)
    del data["fields"][7]
    own = from_toml.read(data, FILE)
    said = changed(SAID, ["label", "thought"])
    with pytest.raises(BrokenBook):
        texts.read(said, own, "en", WORDS)
    del said["client"]
    assert texts.read(said, own, "en", WORDS).client == ""


def test_a_form_and_its_words_are_read_as_they_stand():
    words = texts.read(SAID, WALK, "en", WORDS)
    assert (WALK.id, WALK.actor, WALK.stop, WALK.tasks) == (
        "walk",
        "client",
        "practice_with_person",
        ("middle.tracker",),
    )
    assert WALK.field("people.how").named == "yes_partly_no"
    assert WALK.field("people.how").choices == ("yes", "partly", "no")
    assert WALK.field("thought").evidence.sources == ("seed",)
    assert WALK.field("went").evidence is None and WALK.evidence.mark == "own"
    assert words.title == "A walk" and words.client == "My walk"
    assert words.about == "Nobody is watching now."
    assert words.label("people.who") == "Who?" and words.help["people.who"] == "One is enough."
    assert words.ends["mood"] == ("worst", "best")
    assert words.choice("weather", "sun") == "Sun"
    assert words.choice("people.how", "partly") == "Partly"
    assert words.reminders["alone"] == "Alone is fine too."
    with pytest.raises(KeyError):
        WALK.field("nowhere")


# Conditions


@pytest.mark.parametrize(
    "rule, answers, does",
    [
        (Compare("a", "equals", 1), {"a": 1}, True),
        (Compare("a", "equals", 1), {"a": True}, False),
        (Compare("a", "equals", True), {"a": 1}, False),
        (Compare("a", "equals", True), {"a": True}, True),
        (Compare("a", "equals", "x"), {"a": ["y", "x"]}, True),
        (Compare("a", "equals", "x"), {}, False),
        (Compare("a", "in", ["x", "y"]), {"a": "y"}, True),
        (Compare("a", "in", ["x", "y"]), {"a": "z"}, False),
        (Compare("a", "gt", 3), {"a": 4}, True),
        (Compare("a", "gt", 3), {"a": 3}, False),
        (Compare("a", "gt", 3), {"a": "na"}, False),
        (Compare("a", "gt", 0), {"a": True}, False),
        (Compare("a", "gt", 3), {}, False),
        (Compare("a", "lt", 3), {"a": 2}, True),
        (Compare("a", "lt", 3), {"a": 3}, False),
        (Compare("a", "lt", 3), {"a": False}, False),
        (Compare("a", "fewer", 2), {"a": [1]}, True),
        (Compare("a", "fewer", 2), {"a": [1, 2]}, False),
        (Compare("a", "fewer", 2), {}, True),
        (Compare("a", "given", True), {"a": "x"}, True),
        (Compare("a", "given", True), {"a": False}, True),
        (Compare("a", "given", True), {"a": " "}, False),
        (Compare("a", "given", True), {"a": []}, False),
        (Compare("a", "given", False), {}, True),
        (Compare("a", "given", False), {"a": 0}, False),
        (Several("all", (Compare("a", "gt", 1), Compare("b", "gt", 1))), {"a": 2, "b": 1}, False),
        (Several("all", (Compare("a", "gt", 1), Compare("b", "gt", 1))), {"a": 2, "b": 2}, True),
        (Several("any", (Compare("a", "gt", 1), Compare("b", "gt", 1))), {"b": 2}, True),
        (Several("any", (Compare("a", "gt", 1), Compare("b", "gt", 1))), {"b": 1}, False),
        (None, {}, True),
    ],
)
def test_when_a_condition_holds(rule, answers, does):
    assert holds(rule, answers.get) is does


def test_the_conditions_of_a_form_are_those_of_a_measure_and_some_more():
    read = from_toml.rules.parse
    assert read({"fields": ["a", "b"], "any_gt": 1}, FILE, "") == conditions.from_measure(
        {"items": ["a", "b"], "any_of_items_gt": 1}
    )
    assert read({"field": "a", "gt": 1}, FILE, "") == conditions.from_measure(
        {"item": "a", "gt": 1}
    )
    assert read({"field": "a", "equals": 0}, FILE, "") == conditions.from_measure(
        {"item": "a", "equals": 0}
    )
    assert read({"any": [{"all": [{"field": "a", "gt": 1}]}]}, FILE, "") == Several(
        "any", (Several("all", (Compare("a", "gt", 1),)),)
    )


# Values


@pytest.mark.parametrize(
    "kind, value, bad",
    [
        ({"type": "text"}, "words", None),
        ({"type": "text"}, "", None),
        ({"type": "text"}, 3, "text"),
        ({"type": "text"}, "x" * 500, None),
        ({"type": "text"}, "x" * 501, "too_long"),
        ({"type": "text", "max": 5}, "xxxxxx", "too_long"),
        ({"type": "long_text"}, "x" * 20_000, None),
        ({"type": "long_text"}, "x" * 20_001, "too_long"),
        ({"type": "choice", "choices": ("a", "b")}, "a", None),
        ({"type": "choice", "choices": ("a", "b")}, "c", "choice"),
        ({"type": "choice", "choices": ("a", "b")}, ["a"], "choice"),
        ({"type": "choice", "choices": (0, 1)}, 1, None),
        ({"type": "choice", "choices": (0, 1)}, True, "choice"),
        ({"type": "choice", "choices": (0, 1)}, 1.0, "choice"),
        ({"type": "choice", "choices": (0, 1)}, None, "choice"),
        ({"type": "choices", "choices": ("a", "b")}, ["a", "b"], None),
        ({"type": "choices", "choices": ("a", "b")}, [], None),
        ({"type": "choices", "choices": ("a", "b")}, ["a", "a"], "twice"),
        ({"type": "choices", "choices": ("a", "b")}, ["c"], "choice"),
        ({"type": "choices", "choices": ("a", "b")}, "a", "choice"),
        ({"type": "choices", "choices": ("a", "b"), "max": 1}, ["a", "b"], "many"),
        ({"type": "yes_no"}, False, None),
        ({"type": "yes_no"}, 0, "yes_no"),
        ({"type": "scale"}, 0, None),
        ({"type": "scale"}, 10, None),
        ({"type": "scale"}, -1, "at_least"),
        ({"type": "scale"}, 11, "at_most"),
        ({"type": "scale"}, 5.5, "whole"),
        ({"type": "scale"}, True, "number"),
        ({"type": "scale", "min": 1, "max": 4}, 5, "at_most"),
        ({"type": "scale", "min": 1, "max": 4}, 0, "at_least"),
        ({"type": "integer"}, -7, None),
        ({"type": "integer"}, 10**400, None),
        ({"type": "integer", "min": 1}, 0, "at_least"),
        ({"type": "duration"}, 50, None),
        ({"type": "duration"}, -1, "at_least"),
        ({"type": "duration", "max": 60}, 61, "at_most"),
        ({"type": "number"}, 6.5, None),
        ({"type": "number"}, float("nan"), "number"),
        ({"type": "number"}, float("inf"), "number"),
        ({"type": "number"}, "6", "number"),
        ({"type": "date"}, "2026", None),
        ({"type": "date"}, "2026-02", None),
        ({"type": "date"}, "2024-02-29", None),
        ({"type": "date"}, "2026-02-29", "date"),
        ({"type": "date"}, "2026-13", "date"),
        ({"type": "date"}, "2026-00", "date"),
        ({"type": "date"}, "2026-01-00", "date"),
        ({"type": "date"}, "0000", "date"),
        ({"type": "date"}, "9.3.2026", "date"),
        ({"type": "date"}, "٢٠٢٦", "date"),
        ({"type": "date"}, 2026, "date"),
        ({"type": "date", "exact": True}, "2026-03-09", None),
        ({"type": "date", "exact": True}, "2026-03", "day"),
        ({"type": "date", "exact": True}, "soon", "day"),
        ({"type": "time"}, "23:59", None),
        ({"type": "time"}, "24:00", "time"),
        ({"type": "time"}, "7:30", "time"),
        ({"type": "time"}, 730, "time"),
        ({"type": "person"}, "A1", None),
        ({"type": "person"}, " ", "reference"),
        ({"type": "person"}, "x" * 501, "reference"),
        ({"type": "emotion"}, "can't tell", None),
        ({"type": "goal"}, 1, "reference"),
        ({"type": "people"}, ["A1", "A2"], None),
        ({"type": "people"}, ["A1", "A1"], "twice"),
        ({"type": "people"}, ["A1", ""], "reference"),
        ({"type": "people"}, "A1", "list"),
        ({"type": "people", "max": 1}, ["A1", "A2"], "many"),
        ({"type": "texts", "max": 2}, ["a", "a"], None),
        ({"type": "texts", "max": 2}, ["a", "b", "c"], "many"),
        ({"type": "texts", "max": 2}, ["a", 1], "text"),
        ({"type": "group", "min": 0, "max": 1}, [{}], None),
        ({"type": "group", "min": 0, "max": 1}, [{}, {}], "many"),
        ({"type": "group", "min": 0, "max": 1}, ["row"], "list"),
        ({"type": "group", "min": 0, "max": 1}, {}, "list"),
        ({"type": "computed"}, 3, "computed"),
    ],
)
def test_what_is_wrong_with_a_value(kind, value, bad):
    found = wrong(Field("x", **kind), value)
    assert (found and found.id) == (bad and f"form.problem.{bad}")
    assert found is None or say(found)


@pytest.mark.parametrize(
    "date, days",
    [
        ("2026", ("2026-01-01", "2026-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2026-03-09", ("2026-03-09", "2026-03-09")),
        ("nine", None),
        (None, None),
    ],
)
def test_a_date_may_be_approximate(date, days):
    assert day_range(date) == days


# Answers


def paths(problems):
    return [(each.path, each.message.id.removeprefix("form.problem.")) for each in problems]


def test_a_whole_form_has_no_problem():
    assert forms.check(WALK, WHOLE, whole=True) == ()
    assert forms.complete(WALK, WHOLE) and forms.next_missing(WALK, WHOLE) is None


def test_a_part_may_be_saved_and_what_is_open_is_told_in_order():
    begun = {"coat": [], "seen": [], "people": [{"how": "yes"}]}
    assert forms.check(WALK, begun) == () and not forms.complete(WALK, begun)
    assert paths(forms.missing(WALK, begun)) == [
        ("went", "required"),
        ("coat", "few"),
        ("people", "always"),
        ("people.0.who", "required"),
        ("seen", "few"),
    ]
    assert forms.next_missing(WALK, begun).path == "went"
    assert forms.check(WALK, begun, whole=True) == forms.missing(WALK, begun)
    assert ("people", "few") in paths(forms.missing(WALK, {}))
    assert dict(forms.missing(WALK, {})[1].message.values) == {"min": 1}


def test_what_does_not_fit_is_told_with_its_row():
    wrongly = {
        "came": 1,
        "mood": 11,
        "people": [{"who": "A1"}, {"who": "", "age": 3, "days": 2}],
    }
    assert paths(forms.check(WALK, wrongly)) == [
        ("came", "unknown"),
        ("mood", "at_most"),
        ("people.1.who", "reference"),
        ("people.1.age", "unknown"),
        ("people.1.days", "computed"),
    ]


def test_a_hidden_field_is_not_asked_for_and_what_it_held_is_kept():
    hidden = {"went": False, "mood": 3}
    assert "mood" not in [each.id for each in forms.shown(WALK, hidden)]
    assert forms.check(WALK, hidden) == ()
    assert "mood" in [each.id for each in forms.shown(WALK, {"went": True})]


def test_a_row_is_shown_by_its_own_answers_and_those_outside():
    people = WALK.field("people")
    quiet, talked = {"who": "A1", "how": "no"}, {"who": "A2", "how": "yes"}
    assert "said" not in [each.id for each in forms.shown_in(people, quiet, {"how": "yes"})]
    assert "said" in [each.id for each in forms.shown_in(people, talked, {})]
    assert "said" in [each.id for each in forms.shown_in(people, {}, {"how": "yes"})]


def test_a_form_begins_with_the_rows_it_must_keep():
    assert forms.blank(WALK) == {"people": [{"how": "no"}]}
    rows = forms.blank(forms.load("decision_analysis"))["options"]
    assert rows == [{}, {}, {"from": "no_change"}]
    assert forms.blank(forms.load("gains")) == {"gains": [{}, {}, {}]}


def test_days_are_worked_out_from_whole_days_only():
    assert forms.computed(WALK, WHOLE) == {"people.0.days": 8}
    assert forms.computed(WALK, {**WHOLE, "start": "2026-03"}) == {"people.0.days": None}
    assert forms.computed(WALK, {**WHOLE, "people": [{"met": 3}]}) == {"people.0.days": None}
    assert forms.computed(WALK, {**WHOLE, "people": "nobody"}) == {}


def test_a_reminder_stops_nothing():
    assert forms.reminders(WALK, {}) == ("alone",)
    assert forms.reminders(WALK, WHOLE) == ()


# Sides and depths


def test_IPT13_16_every_free_text_a_client_sees_has_a_twin_for_the_therapist_alone():
    assert forms.twins(WALK) == ("people.said", "seen")
    assert forms.twins(forms.load("risk_screen")) == ()
    with pytest.raises(ValueError):
        forms.for_client(forms.load("risk_screen"))


def test_IPT13_16_the_client_sees_neither_private_fields_nor_their_answers():
    answers = {**WHOLE, "thought": "avoids the lake", "note": "unknown"}
    assert "thought" not in [path for path, _ in forms.walk(forms.for_client(WALK).fields)]
    assert forms.client_answers(WALK, answers) == WHOLE


@pytest.mark.parametrize(
    "notes, found",
    [
        ({"people.0.said": "softly", "seen": "two, in fact"}, []),
        ({"people.1.said": "no such row"}, [("people.1.said", "unknown")]),
        ({"thought": "is private already"}, [("thought", "unknown")]),
        ({"mood": "is no text"}, [("mood", "unknown")]),
        ({"seen": 3}, [("seen", "text")]),
        ({"seen": "x" * 20_000}, []),
        ({"seen": "x" * 20_001}, [("seen", "too_long")]),
    ],
)
def test_a_private_note_belongs_to_a_text_that_is_there(notes, found):
    assert paths(forms.check_twins(WALK, WHOLE, notes)) == found


def test_a_form_of_the_therapist_has_no_twins_at_all():
    found = forms.check_twins(forms.load("risk_screen"), {}, {"rationale": "x"})
    assert paths(found) == [("rationale", "unknown")]


def test_a_form_can_be_filled_in_to_a_depth():
    assert "weather" not in [each.id for each in forms.at_depth(WALK, "quick").fields]
    assert "weather" in [each.id for each in forms.at_depth(WALK, "full").fields]
    for unknown in ("deeper", ""):
        with pytest.raises(ValueError):
            forms.at_depth(WALK, unknown)


# The shelf


def test_the_shelf_says_what_is_not_there():
    for ask in (
        lambda: forms.load("thought_record"),
        lambda: forms.load("practice", "0.0.1"),
        lambda: forms.words("practice", "xx"),
    ):
        with pytest.raises(LookupError):
            ask()
    assert forms.load("practice", "1.0.0") == forms.load("practice")
    assert forms.languages("practice") == ("en",)
    assert forms.for_task("middle.self_rating") == ("self_rating",)
    assert forms.for_task("no.such.task") == ()


def test_an_older_version_stays_on_the_shelf(tmp_path, monkeypatch):
    for folder, version in (("walk", "2.0.0"), ("walk/1.0.0", "1.0.0")):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "form.toml").write_text(
            f'schema = "kith-form/1"\nid = "walk"\nversion = "{version}"\nactor = "client"\n'
            'client_visible = true\nsource = ["kith"]\nmark = "own"\n'
            'fields = [{ name = "went", type = "yes_no" }]\n'
        )
        (tmp_path / folder / "en.toml").write_text(
            f'title = "Walk {version}"\nclient = "Walk"\nabout = "A walk."\n'
            '[label]\nwent = "Went"\n'
        )
    monkeypatch.setattr(shelf, "SHELF", tmp_path)
    for cached in (shelf.ids, shelf.load, shelf.words):
        cached.cache_clear()
    try:
        assert shelf.load("walk").version == "2.0.0"
        assert shelf.load("walk", "1.0.0").version == "1.0.0"
        assert shelf.words("walk", version="1.0.0").title == "Walk 1.0.0"
        with pytest.raises(LookupError):
            shelf.load("walk", "1.5.0")
    finally:
        for cached in (shelf.ids, shelf.load, shelf.words):
            cached.cache_clear()


def test_every_named_list_has_its_words():
    for each in lists.lists().values():
        assert each.choices and len(set(each.choices)) == len(each.choices)
        assert [c for c in each.choices if each.said(c) not in catalogue()] == []


# Nothing crashes, whatever is sent

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 12)
    | st.floats()
    | st.sampled_from(["", "A1", "yes", "no", "2026", "2026-03-09", "na", "anger"])
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


def answers_to(form):
    def rows(fields):
        names = st.sampled_from([each.id for each in fields]) | st.text(max_size=3)
        values = st.one_of(
            JSON, *[st.lists(rows(f.fields), max_size=2) for f in fields if f.fields]
        )
        return st.dictionaries(names, values, max_size=6)

    return rows(form.fields)


@given(
    st.sampled_from(forms.ids())
    .map(forms.load)
    .flatmap(lambda f: st.tuples(st.just(f), answers_to(f)))
)
def test_no_answers_whatever_crash_a_form(asked):
    form, answers = asked
    problems = forms.check(form, answers, whole=True)
    assert all(each in problems for each in forms.missing(form, answers))
    assert forms.complete(form, answers) is (not problems)
    assert set(forms.shown(form, answers)) <= set(form.fields)
    forms.reminders(form, answers)
    forms.computed(form, answers)
    forms.check_twins(form, answers, answers)
    if form.client_visible:
        private = {p for p, each in forms.walk(form.fields) if each.private}
        assert not private & set(forms.client_answers(form, answers))
    assert all(say(each.message) for each in problems)


# Measures are forms in the same format

MEASURES = library.ids()
GATED = [id for id in MEASURES if any(item.show_if for item in library.load(id).items)]


def as_form(id):
    return forms.from_measure(library.load(id), library.words(id))


def item_answers(measure):
    values = st.sampled_from([*range(-1, 8), "na", True, None, 1.0, "1"])
    names = st.sampled_from([*(item.linkId for item in measure.items), "no-such-item"])
    return st.dictionaries(names, values, max_size=12)


@given(st.sampled_from(MEASURES), st.data())
def test_a_measure_is_a_form_that_refuses_what_scoring_refuses(id, data):
    measure, (form, _words) = library.load(id), as_form(id)
    answers = data.draw(item_answers(measure))
    try:
        scoring.check(measure, answers)
    except scoring.BadAnswer as refused:
        assert refused.item in [each.path for each in forms.check(form, answers)]
    else:
        assert forms.check(form, answers) == ()


@given(st.sampled_from(GATED), st.data())
def test_a_measure_is_a_form_that_shows_what_scoring_shows(id, data):
    measure, (form, _words) = library.load(id), as_form(id)
    offered = {item.linkId: st.sampled_from(item.options) for item in measure.items}
    answers = data.draw(st.fixed_dictionaries({}, optional=offered))
    seen = [each.id for each in forms.shown(form, answers)]
    assert seen == [item.linkId for item in scoring.visible_items(measure, answers)]
    following = scoring.next_item(measure, answers)
    still = forms.next_missing(form, answers)
    assert (following and following.linkId) == (still and still.path)


@pytest.mark.parametrize("id", sorted(set(MEASURES) - set(GATED)))
def test_a_measure_without_conditions_shows_all_its_items(id):
    form, _words = as_form(id)
    assert forms.shown(form, {}) == form.fields


@pytest.mark.parametrize("id", MEASURES)
def test_a_measure_has_its_words_as_a_form(id):
    measure, wording = library.load(id), library.words(id)
    form, words = forms.from_measure(measure, wording)
    assert words.title == wording.title and words.about == wording.instructions
    assert form.client_visible is (words.client != "")
    for item in measure.items:
        assert words.label(item.linkId) == wording.item(item.linkId)
        said = [words.choice(item.linkId, v) for v in form.field(item.linkId).choices]
        assert all(said) and len(said) == len(item.options) + item.not_applicable_allowed
