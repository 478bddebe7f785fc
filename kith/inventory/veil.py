"""A name that the client keeps to themself, taken out of whatever others read.

Rows that point to a person never give the name to others (`Person.called`). This is for words that
somebody typed: notes, goals, letters, copies. What is stored stays as it was written.
"""

import re
from html import escape

from kith.people.models import Revision

from .models import Person

SHORTEST = 4  # a single word of a longer name is looked for from this length on
TOKEN = re.compile(r"(<[^>]*>)")
TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
# Words of the house, not of people: a hidden "Mark" must not change a button.
OURS = frozenset("script style title nav button legend time".split())
SPOKEN = re.compile(r'\b(value|aria-label|data-name|aria-valuetext|content|alt)="([^"]*)"')


class Veil:
    """Says every kept name of one client by its stand-in. Empty when no name is kept."""

    def __init__(self, client_id):
        self.names = _names(client_id)
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
        open_tags, pieces = [], []
        for token in TOKEN.split(html):
            if not token.startswith("<"):
                pieces.append(token if open_tags and open_tags[-1] in OURS else self._say(token))
                continue
            _follow(open_tags, token)
            pieces.append(SPOKEN.sub(lambda m: f'{m[1]}="{self._say(m[2])}"', token))
        return "".join(pieces)

    def _say(self, text):
        return self.markup.sub(lambda met: self.escaped[met.group()], text)


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


def _names(client_id):
    """Every name that a hidden person bears or bore, whole and by its longer words."""
    hidden = {row.pk: row for row in _hidden(client_id)}
    found = {}
    for row in hidden.values():
        _add(found, row.display_name, row)
    if hidden:
        for former in Revision.objects.filter(row_id__in=list(hidden)):
            _add(found, (former.said or {}).get("display_name", ""), hidden[former.row_id])
    return found


def _hidden(client_id):
    return Person.objects.filter(client=client_id, hidden_at__isnull=False)


def _add(found, name, row):
    stand_in = str(row.instead)
    for part in (name, *name.split()):
        whole = part == name
        if part.strip() and (whole or (part[:1].isupper() and len(part) >= SHORTEST)):
            found.setdefault(part, stand_in)
