"""One word for each thing; none that blames."""

import pytest

from ipt import glossary
from ipt.words import catalogue, languages, say
from tests.book.said import unsaid

THERAPIST_SIDE = {
    "focus.deficits.title",
    "focus_reason.another_fits",
    "focus_reason.before_last_resort",
}


def test_every_term_can_be_said_to_both():
    messages = [
        message.id
        for term in glossary.terms()
        for message in (term.therapist, term.client, term.means)
        if message
    ]
    assert unsaid(messages) == []
    ids = [term.id for term in glossary.terms()]
    assert len(set(ids)) == len(ids)


def test_some_things_are_not_the_clients_to_read():
    by_id = {term.id: term for term in glossary.terms()}
    assert by_id["supervisor"].client is None
    assert say(by_id["deficits"].client) == "Loneliness and connecting"


def test_response_remission_recovery_and_reliable_change_are_four_things():
    by_id = {term.id: term for term in glossary.terms()}
    four = ("response", "remission", "recovery", "reliable_change")
    assert len({say(by_id[id].means) for id in four}) == 4
    assert len({say(by_id[id].client) for id in four}) == 4


@pytest.mark.parametrize("language", languages())
def test_IPT13_06_the_whole_book_avoids_the_words_to_avoid(language):
    said = catalogue(language)
    bad = {id for id, words in said.items() if glossary.words_to_avoid(words, language)}
    assert bad <= THERAPIST_SIDE


@pytest.mark.parametrize(
    "said, found",
    [
        ("Treatment failure", ("failure",)),
        ("The termination phase", ("termination",)),
        ("A non-compliant client", ("non-compliant",)),
        ("Attachment deficits", ("deficits",)),
        ("It went as planned", ()),
        ("She was determined", ()),
    ],
)
def test_words_to_avoid_are_found(said, found):
    assert glossary.words_to_avoid(said) == found


def test_a_language_without_a_list_avoids_nothing():
    assert glossary.words_to_avoid("failed", "xx") == ()
