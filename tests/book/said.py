"""Which of these messages have no words, in any language of the book."""

from ipt.words import catalogue, languages


def unsaid(ids):
    """List (language, id) of every message without words."""
    wanted = list(ids)
    assert wanted
    return [(code, id) for code in languages() for id in wanted if not catalogue(code).get(id)]
