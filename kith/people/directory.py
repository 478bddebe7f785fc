"""Finding a client by part of a name, and who may be the same person as somebody.

Names lie sealed in the database. Each process opens those of a practice once and keeps their
search forms in memory until a name or an address changes; what it finds is then cut to the asker's
own scope. Of addresses and telephone numbers only hashes of this process are kept.
"""

from dataclasses import dataclass
from itertools import islice
from threading import Lock

from kith.vault import store
from kith.web.forms import clean_text, search_form

from .models import Client, Practice

LONGEST = 200
READ = ("pk", "practice", "name", "call_me", "email", "phone")
BATCH = 2000  # clients whose keys are opened together
_lock = Lock()
_known: dict = {}  # practice id -> (version, {client id: Entry})


@dataclass(frozen=True)
class Signs:
    """What two people are compared by: the parts of the name, and hashes of their addresses."""

    parts: frozenset
    addresses: frozenset


@dataclass(frozen=True)
class Entry:
    """One client's names as they are searched and sorted, and what others are compared with."""

    words: str
    starts: tuple
    order: str
    signs: Signs


LEFT_OUT = str.maketrans({sign: "" for sign in "'’‘ʼ`´"} | {"-": " ", "‐": " ", "‑": " "})
WHOLE_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"}
)


def _searched(text):
    """The search form of a name: without accents, apostrophes, hyphens or capitals."""
    return search_form(text.translate(LEFT_OUT)).translate(WHOLE_LETTERS)


def _entry(client):
    words = _searched(f"{client.name} {client.call_me}")
    reach = f"{client.email} {client.phone}"
    return Entry(words, tuple(words.split()), _searched(client.name), signs_of(client.name, reach))


def signs_of(name, reach) -> Signs:
    """What to compare of somebody; `reach` is whatever was said of how to reach them."""
    parts = frozenset(search_form(name).replace("-", " ").replace(",", " ").split())
    words = search_form(reach).replace(",", " ").replace(";", " ").split()
    found = {word for word in words if "@" in word}
    digits = (_digits(piece) for piece in reach.split("·"))
    found |= {number[-8:] for number in digits if len(number) >= 8}
    return Signs(parts, frozenset(map(hash, found)))


def _digits(text):
    return "".join(c for word in text.split() if "@" not in word for c in word if c.isdigit())


def _of(practice_id):
    version = Practice.objects.values_list("directory_version", flat=True).get(pk=practice_id)
    held = _known.get(practice_id)
    if held and held[0] == version:
        return held[1]
    rows = Client.objects.filter(practice=practice_id).only(*READ)
    entries = {}
    for some in batched(rows.iterator(chunk_size=BATCH), BATCH):
        store.open_many("client", [row.pk for row in some])
        entries |= {row.pk: _entry(row) for row in some}
    with _lock:
        _known[practice_id] = (version, entries)
    return entries


def batched(rows, size):
    """Lists of at most `size` rows."""
    rows = iter(rows)
    while some := list(islice(rows, size)):
        yield some


def forget():
    """Drop every name from memory."""
    with _lock:
        _known.clear()


def search(user, text, limit=20) -> list[Client]:
    """Clients within `user`'s scope whose name has every word of `text`; best first."""
    asked = _searched(clean_text(text or "")[:LONGEST]).split()
    if not asked:
        return []
    scope = set(Client.objects.for_user(user).values_list("pk", flat=True))
    entries = _of(user.practice_id)
    hits = [
        (rank, entries[pk].order, pk)
        for pk in scope & entries.keys()
        if (rank := _rank(entries[pk], asked)) is not None
    ]
    best = [pk for _, _, pk in sorted(hits)[:limit]]
    rows = Client.objects.for_user(user).select_related("practice").in_bulk(best)
    return [rows[pk] for pk in best if pk in rows]


def signs(user) -> dict:
    """What to compare of each client within `user`'s scope, by id."""
    scope = set(Client.objects.for_user(user).values_list("pk", flat=True))
    return {pk: entry.signs for pk, entry in _of(user.practice_id).items() if pk in scope}


def named(practice_id, text) -> list:
    """Ids of the clients of a practice whose whole name is `text`; nothing for a part of one."""
    asked = _searched(clean_text(text or "")[:LONGEST]).split()
    found = _of(practice_id).items() if asked else ()
    return [pk for pk, entry in found if entry.order.split() == asked]


def _rank(entry, asked):
    """0 when each word begins a name, 1 when it stands within one, None when one is missing."""
    if not all(word in entry.words for word in asked):
        return None
    return 0 if all(any(s.startswith(word) for s in entry.starts) for word in asked) else 1
