"""A name that the client keeps to themself, taken out of whatever others read; and all names, where
somebody else looks at the screen.

Rows that point to a person never give a kept name to others (`Person.called`). This is for words
that somebody typed: notes, goals, letters, copies. What is stored stays as it was written.
"""

import re
from collections import Counter
from html import escape

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
SPOKEN = re.compile(r'\b(value|aria-label|data-name|aria-valuetext|content|alt)="([^"]*)"')


class Veil:
    """Says every kept name of one client by its stand-in. Empty when no name is kept."""

    ours, spoken = OURS, SPOKEN

    def __init__(self, client_id):
        self.names = self._names(client_id)
        found = sorted(self.names, key=len, reverse=True)
        self.plain = _pattern(found)
        self.markup = _pattern([escape(name) for name in found])
        self.escaped = {escape(name): escape(word) for name, word in self.names.items()}

    def __bool__(self):
        return bool(self.names)

    def over(self, value):
        """Plain text, or a structure of it, with stand-ins."""
        if not self.names:
            return value
        if isinstance(value, str):
            return self.plain.sub(lambda met: self.names[met.group()], value)
        if isinstance(value, list):
            return [self.over(one) for one in value]
        if isinstance(value, dict):
            return {key: self.over(one) for key, one in value.items()}
        return value

    def over_page(self, html: str) -> str:
        """A page with stand-ins: in its texts and in what is read out, not in the house's words."""
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
        return self.spoken.sub(lambda m: f'{m[1]}="{self._say(m[2])}"', tag)

    def _say(self, text):
        return self.markup.sub(lambda met: self.escaped[met.group()], text)

    def _names(self, client_id):
        """Every name that a hidden person bears or bore, whole and by its longer words."""
        hidden = list(Person.objects.filter(client=client_id, hidden_at__isnull=False))
        return _with_former(hidden, {row.pk: str(row.instead) for row in hidden})


class Screen(Veil):
    """Says every name of one client's people by initials, for a screen that others see.

    What can be typed over stays as it is, so that nothing is saved otherwise than it was: the page
    makes it unreadable until somebody goes into the field. A name is not offered for typing.
    """

    ours = frozenset("script style nav button time textarea".split())
    spoken = re.compile(r'\b(aria-label|data-name|aria-valuetext|content|alt|title)="([^"]*)"')

    def over_page(self, html):
        return super().over_page(SUGGESTIONS.sub(self._without_names, html))

    def _without_names(self, offered):
        return SUGGESTION.sub(lambda m: "" if self.markup.search(m[0]) else m[0], offered[0])

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
        return {name: word for name, word in (own_words | found).items() if name}


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


def _pattern(names):
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)") if names else None


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
        whole = part == name
        if part.strip() and (whole or (part[:1].isupper() and len(part) >= SHORTEST)):
            found.setdefault(part, stand_in)
