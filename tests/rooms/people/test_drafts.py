"""What was typed and not saved comes back to the one who typed it, and to nobody else."""

import json

import pytest

from kith.people import drafts
from kith.people.models import Draft

pytestmark = pytest.mark.django_db
PLACE = "/staff/"


def keep(browser, words="half a sentence", place=PLACE):
    return browser.post("/drafts/", {"place": place, "story": words, "password": "secret"})


def test_REL_07_words_survive_the_session_and_come_back_to_the_same_person(as_user, ines):
    browser = as_user(ines)
    assert keep(browser).status_code == 204
    browser.post("/sign-out/")
    assert drafts.found(ines, PLACE).typed == {"story": "half a sentence"}
    keep(as_user(ines), "a whole sentence")
    assert drafts.found(ines, PLACE).typed["story"] == "a whole sentence"
    assert Draft.objects.filter(author=ines).count() == 1


def test_REL_07_another_person_never_gets_them(as_user, ines, omar, marisol):
    keep(as_user(ines))
    for other in (omar, marisol.user):
        assert drafts.found(other, PLACE) is None
    keep(as_user(omar), "mine")
    assert drafts.found(ines, PLACE).typed["story"] == "half a sentence"


def test_REL_07_a_signed_out_page_is_told_so_and_nothing_is_kept(visitor, ines):
    assert keep(visitor).status_code == 401
    assert not Draft.objects.exists()


def test_REL_07_words_with_a_place_in_the_address_and_as_json(as_user, ines):
    browser = as_user(ines)
    assert browser.post("/drafts/?place=/staff/", {"a": ["1", "2"]}).status_code == 204
    assert drafts.found(ines, PLACE).typed == {"a": ["1", "2"]}
    said = {"place": PLACE, "fields": {"b": "ü 👩‍👩‍👧 \x00"}}
    sent = browser.post("/drafts/", json.dumps(said), content_type="application/json")
    assert sent.status_code == 204 and drafts.found(ines, PLACE).typed == {"b": "ü 👩‍👩‍👧 "}


ODD = [
    "",
    "[]",
    "null",
    "{}",
    '{"place": 3, "fields": {}}',
    '{"place": "/staff/"}',
    "[" * 5000,
    '{"place": "/staff/", "fields": {"a": {"b": 1}}}',
    '{"place": "/staff/", "fields": {"a": 1}}',
]


@pytest.mark.parametrize("body", ODD)
def test_SEC_21_odd_drafts_are_refused_without_harm(as_user, ines, body):
    sent = as_user(ines).post("/drafts/", body, content_type="application/json")
    assert sent.status_code == 422 and not Draft.objects.exists()


def test_SEC_21_drafts_have_limits(as_user, ines):
    browser = as_user(ines)
    assert keep(browser, "x" * 20_001).status_code == 413
    odd = ("/staff/#\ud800", "/staff/#\x00", "/staff/#a b", "/staff/#ü", "/staff/##")
    for place in ("", "https://elsewhere/", "//x", "/no/such/page/", "/staff/" + "x" * 300, *odd):
        sent = {"place": place, "fields": {"story": "words"}}
        answer = browser.post("/drafts/", json.dumps(sent), content_type="application/json")
        assert answer.status_code == 422, place
    many = json.dumps({"place": PLACE, "fields": {"a": ["x"] * 1001}})
    assert browser.post("/drafts/", many, content_type="application/json").status_code == 413
    assert not Draft.objects.exists()
    assert keep(browser, place="/staff/#told").status_code == 204


def test_a_person_keeps_a_bounded_number_of_drafts(ines, monkeypatch):
    monkeypatch.setattr(drafts, "MOST", 3)
    for number in range(6):
        drafts.keep(ines, f"/staff/{number}", {"n": str(number)})
    kept = Draft.objects.filter(author=ines).values_list("place", flat=True)
    assert sorted(kept) == ["/staff/3", "/staff/4", "/staff/5"]


def test_REL_07_boxes_that_were_unticked_stay_so_when_the_words_come_back(rf, ines):
    saved = {"ticked": True, "several": ["a", "b"], "kept": ["a"], "line": "words", "day": None}
    drafts.keep(ines, PLACE, {"line": "other words", "kept": ["a"]})
    request = rf.get(PLACE)
    request.user = ines
    laid_over, _draft = drafts.initial(request, saved)
    assert laid_over == {
        "ticked": False, "several": [], "kept": ["a"], "line": "other words", "day": None,
    }  # fmt: skip


def test_REL_07_boxes_that_were_not_on_the_page_stay_as_they_were(rf, ines):
    drafts.keep(ines, PLACE, {"line": "words", "left_out": "several"})
    request = rf.get(PLACE)
    request.user = ines
    laid_over, _draft = drafts.initial(request, {"several": ["a"], "ticked": True})
    assert (laid_over["several"], laid_over["ticked"]) == (["a"], False)
