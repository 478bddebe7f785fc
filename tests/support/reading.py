"""How hard a text is to read: the school grade after Flesch and Kincaid (1975).

grade = 0.39 words/sentences + 11.8 syllables/words - 15.59
"""

import re

WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*")
VOWELS = re.compile(r"[aeiouy]+")


def counts(where, text):
    """Whether a text of a page is prose: a sentence, not a label, a name or a number."""
    return "option" not in where and len(WORD.findall(text)) >= 4


def syllables(word):
    """Groups of vowels, without a silent e at the end."""
    word = word.lower().rstrip("’'s") if word.lower().endswith(("’s", "'s")) else word.lower()
    if word.endswith("e") and not word.endswith(("le", "ee")):
        word = word[:-1]
    return max(1, len(VOWELS.findall(word)))


def sentences(texts):
    return [s for text in texts for s in re.split(r"[.!?:;]+(?:\s|$)", text) if WORD.search(s)]


def grade(texts):
    """The grade of some texts taken together; 0 for none."""
    words = WORD.findall(" ".join(texts))
    if not words:
        return 0.0
    spoken = sum(map(syllables, words))
    return 0.39 * len(words) / len(sentences(texts)) + 11.8 * spoken / len(words) - 15.59


def hardest(texts, most=3):
    """The sentences that make it hard."""
    return sorted(sentences(texts), key=lambda s: grade([s]), reverse=True)[:most]
