"""Every form of the book can be asked on a page: what is typed comes back as the book wants it."""

import pytest
from django.http import QueryDict

from ipt import forms as book
from kith.web.book_forms import BookForm, Refs, said

PEOPLE = [("p-1", "Devin"), ("p-2", "Tamsin")]
REFS = Refs(people=PEOPLE, emotions={"angry": "angry", "let_down": "let down"})


def page(id, data=None, answers=None, **more):
    asked = book.load(id)
    sent = None if data is None else QueryDict(mutable=True)
    for name, value in (data or {}).items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    if sent is not None:
        sent.setdefault("version", "0")
    return BookForm(
        sent, asked=asked, words=book.words(id), answers=answers or {}, refs=REFS,
        initial={"version": 0}, **more,
    )  # fmt: skip


def test_a_part_may_be_left_open_and_empty_rows_are_no_rows():
    form = page(
        "sick_role",
        {
            "variant": "full",
            "ease-0-demand": "cover work",
            "ease-0-how_long": "six weeks",
            "ease-1-demand": "",
            "duties": "tell Greer\n\n no extra cover ",
        },
    )
    assert form.is_valid(), form.errors
    assert form.answers() == {
        "variant": "full",
        "ease": [{"demand": "cover work", "how_long": "six weeks"}],
        "duties": ["tell Greer", "no extra cover"],
    }


def test_what_does_not_fit_is_said_at_its_field_and_the_words_stay():
    form = page("history", {"bipolar_screen": "no", "episodes-0-from": "when we met"})
    assert not form.is_valid()
    assert form.errors["episodes-0-from"]
    assert form["episodes-0-from"].value() == "when we met"


def test_people_feelings_and_numbers_are_kept_as_the_book_names_them():
    form = page(
        "support_plan",
        {"helpers-0-person": "p-2", "helpers-0-kinds": ["emotional", "practical"]},
    )
    assert form.is_valid(), form.errors
    assert form.answers() == {"helpers": [{"person": "p-2", "kinds": ["emotional", "practical"]}]}
    felt = page("ending_feelings", {"feelings": "Angry, let down, out of sorts"})
    assert felt.is_valid(), felt.errors
    assert felt.answers()["feelings"] == ["angry", "let_down", "out of sorts"]


def test_somebody_who_is_not_among_the_people_is_refused():
    form = page("support_plan", {"helpers-0-person": "p-9", "helpers-0-kinds": ["emotional"]})
    assert not form.is_valid() and "helpers-0-person" in form.errors


def test_a_list_shows_its_rows_and_an_empty_one_where_asked_up_to_its_most():
    rows = [{"demand": str(n)} for n in range(8)]
    assert len(page("sick_role").parts[1]["rows"]) == 1
    assert len(page("sick_role", answers={"ease": rows[:2]}).parts[1]["rows"]) == 2
    assert len(page("sick_role", answers={"ease": rows[:2]}, more="ease").parts[1]["rows"]) == 3
    full = page("sick_role", answers={"ease": rows}, more="ease").parts[1]
    assert len(full["rows"]) == 8 and not full["more"]


def test_a_draft_brings_back_rows_that_were_never_saved():
    form = page("sick_role", typed={"ease-2-demand": "night shifts"})
    assert form["ease-2-demand"].value() == "night shifts"


def test_only_who_can_be_spoken_with_is_offered_to_be_told_and_who_was_kept_stays():
    refs = Refs(people=PEOPLE, cannot_be_told={"p-2"})
    words, asked = book.words("sick_role"), book.load("sick_role")
    for told, offered in (([], ["p-1"]), (["p-2"], ["p-1", "p-2"])):
        answers = {"ease": [{"demand": "cover", "told": told}]}
        form = BookForm(asked=asked, words=words, answers=answers, refs=refs)
        assert [id for id, _name in form.fields["ease-0-told"].choices] == offered


def test_what_a_page_cannot_ask_is_kept_as_it_was():
    kept = {"decision": "taking", "prescriber": "Dr Moss"}
    form = page("medication_plan", {"decision": "taking"}, answers=kept)
    assert form.is_valid()
    assert form.answers() == {"decision": "taking"}
    nobody = BookForm(
        QueryDict("version=0"), asked=book.load("sick_role"), words=book.words("sick_role"),
        answers={"ease": [{"demand": "cover", "told": ["p-1"]}]},
    )  # fmt: skip
    assert nobody.is_valid()
    assert nobody.answers() == {"ease": [{"told": ["p-1"]}]}


@pytest.mark.parametrize("id", book.ids())
def test_every_form_of_the_book_becomes_a_page_and_an_empty_page_says_nothing(id):
    blank = page(id)
    assert list(blank.shape())
    sent = page(id, {})
    assert sent.is_valid(), sent.errors
    assert sent.answers() == {}


def test_answers_are_said_in_words_and_who_may_not_be_seen_is_left_out():
    asked, words = book.load("support_plan"), book.words("support_plan")
    answers = {
        "none_yet": False,
        "helpers": [
            {"person": "p-2", "kinds": ["emotional"], "asked": "yes", "reply": "gladly"},
            {"person": "gone", "kinds": ["practical"]},
        ],
    }
    lines = dict(said(asked, words, answers, REFS))
    text = lines[words.labels["helpers"]]
    assert "Tamsin" in text and "gladly" in text and "gone" not in text
    assert lines[words.labels["none_yet"]] == "No"
