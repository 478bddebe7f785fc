"""What is typed on any page is kept while it is typed, and stands there again (REL-07)."""

import pytest

from tests.support.hostile import forms_on
from tests.support.pages import Story, browser_of, opened

STAFF = ("therapist", "coordinator", "administrator", "supervisor")
PERSONAS = (*STAFF, "client")


@pytest.fixture
def story(practice, other_practice, ines, omar, kwame, coordinator, outcomes, owner):
    return Story(practice, other_practice, ines, omar, kwame, coordinator, outcomes, owner).told()


def words_for(form):
    """A sentence for each line and box of words that may be filled in."""
    lines = [one for one in form.fields.values() if one.kind in ("text", "textarea")]
    return {one.name: f"left at {one.name}"[:10] for one in lines if not one.shut}


@pytest.mark.parametrize("persona", PERSONAS)
def test_REL_07_what_is_typed_on_any_page_that_keeps_it_stands_there_again(story, persona):
    browser, lost, tried = browser_of(story, persona), [], 0
    for page, answer in list(opened(story, persona, browser)):
        for form in forms_on(answer.content.decode(), page.address):
            words = words_for(form) if "/drafts/" in form.keeps else {}
            if not words:
                continue
            tried += 1
            assert browser.post(form.keeps, form.plausible() | words).status_code == 204, form
            back = forms_on(browser.get(page.address).content.decode(), page.address)
            there = next(one for one in back if one.keeps == form.keeps)
            lost += [(page.route, n) for n, word in words.items() if there.fields[n].value != word]
            browser.post(form.keeps, {name: [word, word] for name, word in words.items()})
            if (
                browser.get(page.address).status_code != 200
            ):  # each field sent twice: no page of ours
                lost.append((page.route, "what was sent twice"))
    assert not lost
    assert tried or persona not in ("therapist", "client")


# Words of a sentence that end something, sent from where it is read, or that say no: not kept.
SHORT = {
    "care:consent_texts", "care:consents", "care:decision", "care:stop", "ending:close",
    "ending:maintenance", "ending:prepare", "ending:review", "glass:review", "glass:start",
    "intake:decline", "intake:enquiry", "keeping:client", "measures:add", "notes:signed",
    "people:settings", "safety:concern", "safety:contact", "schedule:appointment",
    "schedule:cannot_come",
}  # fmt: skip


@pytest.mark.parametrize("persona", PERSONAS)
def test_REL_07_what_asks_for_more_than_a_line_keeps_it_while_it_is_typed(story, persona):
    """A page that lets words go, for no reason of its own, is named here."""
    open_ones = {
        page.route
        for page, answer in opened(story, persona)
        for form in forms_on(answer.content.decode(), page.address)
        if form.method == "POST" and not form.keeps
        if any(one.kind == "textarea" and not one.shut for one in form.fields.values())
    }
    assert not open_ones - SHORT
