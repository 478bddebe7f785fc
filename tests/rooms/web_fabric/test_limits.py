"""Nothing too long, too many or unprintable gets in, and whoever sent it reads why (SEC-21)."""

import unicodedata

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from kith.web.forms import LONGEST, KithForm, Line, Words, clean_text, search_form


class TwoFields(KithForm):
    words = Words(label="Words")
    line = Line(label="Line")


def said(**typed):
    form = TwoFields(typed)
    assert form.is_valid(), form.errors
    return form.cleaned_data


@pytest.fixture
def stop(course, ines, as_user):
    browser = as_user(ines)
    return lambda **typed: browser.post(f"/courses/{course.pk}/stop/", {"reason": "other", **typed})


def test_SEC_21_a_body_over_one_megabyte_gets_a_page(stop, course):
    answer = stop(words="x" * 1_000_001)
    assert answer.status_code == 413 and "<h1>" in answer.text
    assert not course.stops.exists()


def test_SEC_21_too_many_fields_get_a_page(stop, course):
    answer = stop(**{f"n{n}": "x" for n in range(1001)})
    assert answer.status_code == 400 and "<h1>" in answer.text
    assert not course.stops.exists()


@pytest.mark.parametrize("length", ["-1", "abc", "1e3", "99999999999999999999"])
def test_SEC_21_a_length_that_is_none_gets_a_page(ines, as_user, length):
    answer = as_user(ines).post("/drafts/", {}, CONTENT_LENGTH=length)
    assert answer.status_code == 413


def test_SEC_21_one_character_too_many_gets_a_sentence_at_the_field(stop, course):
    long = "ä" * LONGEST + "!"
    answer = stop(words=long)
    assert answer.status_code == 422
    assert "This is 20001 characters long; at most 20000 can be kept." in answer.text
    assert long in answer.text
    assert not course.stops.exists()


def test_SEC_21_exactly_as_much_as_may_be_is_kept(stop, course):
    long = "😀" * LONGEST
    assert stop(words=long).status_code == 302
    assert course.stops.get().words == long


@pytest.mark.parametrize("address", ["/x" * 1500, "/sign-in/?next=" + "x" * 3000, "/a%00b/"])
def test_SEC_21_an_address_that_is_none_is_not_there(client, db, address):
    assert client.get(address).status_code == 404


def test_SEC_21_an_answer_that_is_not_offered_gets_a_sentence(stop, course):
    for reason in ("", "nonsense", "x" * 5000, "danger\x00"):
        answer = stop(reason=reason)
        assert answer.status_code == 422, reason
    assert not course.stops.exists()


def test_SEC_21_control_characters_are_removed_and_the_rest_is_kept():
    text = "a\x00b\x08c\x1bd\x7fe\x85f\ud800g\tTab\r\nline\rline"
    assert clean_text(text) == "abcdefg\tTab\nline\nline"


ALLOWED = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))


@given(ALLOWED)
def test_REL_16_all_other_text_passes_a_form_unchanged(text):
    assert said(words=text)["words"] == text


@given(st.text())
def test_SEC_21_no_text_whatever_breaks_a_form(text):
    form = TwoFields({"words": text, "line": text})
    form.is_valid()
    form.as_p()
    assert not set(clean_text(text)) & {chr(n) for n in range(32)} - {"\t", "\n"}
    clean_text(text).encode("utf-8")


@given(ALLOWED)
def test_SEC_21_a_line_is_one_line(text):
    form = TwoFields({"line": text})
    if form.is_valid():
        assert len(form.cleaned_data["line"].splitlines()) <= 1


@given(st.text(), st.text())
def test_REL_16_searching_never_fails_and_finds_a_part(before, after):
    assert search_form("Zoë") in search_form(f"{before} ZOE\u0308 {after}")


@pytest.mark.parametrize(
    "typed, found", [("Łucja", "łucja"), ("MÜLLER", "muller"), ("straße", "strasse")]
)
def test_REL_16_search_overlooks_case_and_marks(typed, found):
    assert search_form(typed) == found


def test_REL_16_what_is_stored_keeps_its_own_form():
    composed, parts = unicodedata.normalize("NFC", "é"), unicodedata.normalize("NFD", "é")
    assert said(words=composed)["words"] != said(words=parts)["words"]


def test_SEC_21_every_box_for_text_in_the_house_has_an_end():
    """Each text field of each form says how much it takes."""
    boundless = [
        f"{form.__module__}.{form.__name__}.{name}"
        for form in every_form(KithForm)
        for name, field in form.base_fields.items()
        if isinstance(field, forms.CharField)
        and not isinstance(field, forms.UUIDField)
        and not field.max_length
    ]
    assert not boundless


def every_form(base):
    from django.urls import get_resolver

    assert get_resolver().url_patterns  # loads every view, and with it every form
    for form in base.__subclasses__():
        yield from every_form(form)
        if form.__module__.startswith("kith."):
            yield form
