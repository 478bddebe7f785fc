"""Finding a client by part of a name.

Names lie sealed in the database. Each process opens those of a practice once and keeps their
search forms in memory until a name changes; what it finds is then cut to the asker's own scope.
"""

from dataclasses import dataclass
from itertools import islice
from threading import Lock

from kith.vault import store
from kith.web.forms import clean_text, search_form

from .models import Client, Practice

LONGEST = 200
BATCH = 2000  # clients whose keys are opened together
_lock = Lock()
_known: dict = {}  # practice id -> (version, {client id: Entry})


@dataclass(frozen=True)
class Entry:
    """One client's names as they are searched and sorted."""

    words: str
    starts: tuple
    order: str


LEFT_OUT = str.maketrans({sign: "" for sign in "'’‘ʼ`´"} | {"-": " ", "‐": " ", "‑": " "})
WHOLE_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"}
)


def _searched(text):
    """The search form of a name: without accents, apostrophes, hyphens or capitals."""
    return search_form(text.translate(LEFT_OUT)).translate(WHOLE_LETTERS)


def _entry(client):
    words = _searched(f"{client.name} {client.call_me}")
    return Entry(words, tuple(words.split()), _searched(client.name))


def _of(practice_id):
    version = Practice.objects.values_list("directory_version", flat=True).get(pk=practice_id)
    held = _known.get(practice_id)
    if held and held[0] == version:
        return held[1]
    rows = Client.objects.filter(practice=practice_id).only("pk", "practice", "name", "call_me")
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
