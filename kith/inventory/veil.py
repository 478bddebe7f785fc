"""A name that the client keeps to themself, taken out of whatever others read; and all names, where
somebody else looks at the screen.

Rows that point to a person never give a kept name to others (`Person.called`). This is for words
that somebody typed: notes, goals, letters, copies. What is stored stays as it was written.
"""

import re
from collections import Counter
from functools import cache
from html import escape

from django.utils.module_loading import import_string

from ipt.measures import library
from ipt.words import catalogue
from kith.people.models import Revision
from kith.web.templatetags.kith_web import initials

from .models import Person

SHORTEST = 4  # a single word of a longer name is looked for from this length on
TOKEN = re.compile(r"(<[^>]*>)")
TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
# Words of the house, not of people: a hidden "Mark" must not change a button.
OURS = frozenset("script style title nav button legend time".split())
FIELD = re.compile(r"<(textarea|input)\b")
SUGGESTIONS = re.compile(r"<datalist\b.*?</datalist>", re.DOTALL)
SUGGESTION = re.compile(r"<option\b[^>]*></option>")
SHARED_SCREEN = "shared_screen"  # in the session: names as initials, nothing that was said
EVENTS = "kith.timeline.reading.not_for_others"  # of a later room; loaded when a page is covered
NOT_SHOWN = "…"
SPOKEN = re.compile(
    r'\b(value|aria-label|data-name|data-label|aria-valuetext|content|alt)="([^"]*)"'
)
# Only words may be said otherwise: never the code of a choice, a number, a version or a button.
TYPED = re.compile(r'<input\b(?![^>]*\btype="(?!text"|search"|email"|tel")[^"]*")', re.IGNORECASE)
JUDGED = (  # of the book's labels those that judge or answer; an emotion or a month may be a name
    "change conjoint_possible contact_freq evidence_rating exclusions indications list "
    "marker_anchor practice_state rating risk_level status suitability verdict"
).split()


class Veil:
    """Says every kept name of one client by its stand-in. Empty when no name is kept."""

    ours, spoken = OURS, SPOKEN

    def __init__(self, client_id):
        self.names = self._names(client_id)
        found = sorted(self.names, key=len, reverse=True)
        self.plain = _pattern(found)
        self.markup = _pattern([escape(name) for name in found])
        escaped = {escape(name): escape(word) for name, word in self.names.items()}
        self.words = {name.casefold(): word for name, word in self.names.items()} | self.names
        self.escaped = {name.casefold(): word for name, word in escaped.items()} | escaped

    def __bool__(self):
        return bool(self.names)

    def over(self, value):
        """Plain text, or a structure of it, with stand-ins."""
        if not self.names:
            return value
        if isinstance(value, str):
            return self.plain.sub(lambda met: _of(self.words, met.group()), value)
        if isinstance(value, list):
            return [self.over(one) for one in value]
        if isinstance(value, dict):
            return {key: self.over(one) for key, one in value.items()}
        return value

    def over_page(self, html: str) -> str:
        """A page with stand-ins: in its texts and in what is read out, not in the house's words."""
        html = SUGGESTIONS.sub(lambda m: SUGGESTION.sub(self._suggested, m[0]), html)
        open_tags, pieces, tokens = [], [], TOKEN.split(html)
        for at, token in enumerate(tokens):
            if not token.startswith("<"):
                ours = open_tags and open_tags[-1] in self.ours
                pieces.append(token if ours else self._say(token))
                continue
            _follow(open_tags, token)
            pieces.append(self._tag(token, tokens[at + 1]))
        return "".join(pieces)

    def _tag(self, tag, inside):
        typed = TYPED.match(tag)

        def said(m):
            code = m[1] == "value" and not typed and " " not in m[2]
            return m[0] if code else f'{m[1]}="{self._say(m[2])}"'

        return self.spoken.sub(said, tag)

    def _suggested(self, option):
        return SPOKEN.sub(lambda m: f'{m[1]}="{self._say(m[2])}"', option[0])

    def _say(self, text):
        return self.markup.sub(lambda met: _of(self.escaped, met.group()), text)

    def _names(self, client_id):
        """Every name that a hidden person bears or bore, whole and by its longer words."""
        hidden = list(Person.objects.filter(client=client_id, hidden_at__isnull=False))
        return _with_former(hidden, {row.pk: str(row.instead) for row in hidden})


class Screen(Veil):
    """Says every name of one client's people by initials, for a screen that others see, and no
    event that is kept from joint sessions.

    What can be typed over stays as it is, so that nothing is saved otherwise than it was: the page
    makes it unreadable until somebody goes into the field. A name is not offered for typing.
    """

    ours = frozenset("script style nav button time textarea".split())
    spoken = re.compile(
        r'\b(aria-label|data-name|data-label|aria-valuetext|content|alt|title)="([^"]*)"'
    )

    def _suggested(self, option):
        return "" if self.markup.search(option[0]) else option[0]

    def _tag(self, tag, inside):
        said = super()._tag(tag, inside)
        typed = FIELD.match(tag)
        if not typed or not self.markup.search(tag + inside * (typed[1] == "textarea")):
            return said
        return f"{typed[0]} data-named{said[typed.end() :]}"

    def _names(self, client_id):
        people = list(Person.objects.filter(client=client_id))
        letters = screen_names(people)
        found = _with_former([row for row in people if row.hidden_at is None], letters)
        own_words = {row.stand_in: letters[row.pk] for row in people if row.hidden_at}
        kept = {title: NOT_SHOWN for title in import_string(EVENTS)(client_id) if not ours(title)}
        return {name: word for name, word in (own_words | kept | found).items() if name}


def screen_names(people) -> dict:
    """By id of a person, what a screen that others see calls them; the same on every page."""
    seen, found = Counter(), {}
    for row in sorted(people, key=lambda row: (row.added_at, row.pk)):
        letters = initials(row.instead if row.hidden_at else row.display_name)
        seen[letters] += 1
        found[row.pk] = letters if seen[letters] == 1 else f"{letters} {seen[letters]}"
    return found


def _follow(open_tags, token):
    met = TAG.match(token)
    if not met or met[2].lower() in VOID or token.endswith("/>"):
        return
    if not met[1]:
        open_tags.append(met[2].lower())
    elif met[2].lower() in open_tags:
        while open_tags.pop() != met[2].lower():
            pass


def _of(words, said):
    """The word for a name as it was said, else as it is written."""
    return words[said] if said in words else words[said.casefold()]


def _pattern(names):
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_as_typed, names))})(?!\w)") if names else None


def _as_typed(name):
    """A name in whatever letters it is typed, where small ones make it no word of the house."""
    sound = len(name) >= SHORTEST and not ours(name.casefold())
    return f"(?i:{re.escape(name)})" if sound else re.escape(name)


def _with_former(people, stand_ins):
    """The names that these people bear or bore, each with what is said instead."""
    found = {}
    for row in people:
        _add(found, row.display_name, stand_ins[row.pk])
    if people:
        for former in Revision.objects.filter(row_id__in=[row.pk for row in people]):
            _add(found, (former.said or {}).get("display_name", ""), stand_ins[former.row_id])
    return found


def _add(found, name, stand_in):
    for part in (name, *name.split()):
        long = part[:1].isupper() and len(part) >= SHORTEST
        if (part == name or long) and not ours(part):
            found.setdefault(part, stand_in)


def ours(name) -> bool:
    """Whether a name cannot be told from words of the house, so that no text may be changed by it.

    A number; a word of the book as the book writes it in a sentence; what it calls a level, a band
    or an answer. Rows that point to the person still say the stand-in.
    """
    if not any(letter.isalpha() for letter in name):
        return True
    labels, running = _book_words()
    return name.casefold() in labels or name in running


@cache
def _book_words():
    """(levels, bands and answers, casefolded; small words that stand in sentences of the book)."""
    said = catalogue()
    labels = {text for id, text in said.items() if id.split(".")[0] in JUDGED}
    for id in (id for id in library.ids() if "en" in library.languages(id)):
        wording = library.words(id)
        for words in (*wording.options.values(), *wording.bands.values()):
            labels.update(words.values())
    words = (word for text in said.values() for word in re.findall(r"[^\W\d_]+", text))
    return frozenset(map(str.casefold, labels)), frozenset(filter(str.islower, words))
