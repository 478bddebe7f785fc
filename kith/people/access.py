"""Who may do what with which thing: the matrix, read once, asked everywhere (SEC-01 to SEC-08)."""

import tomllib
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.db.models import Q
from django.utils.module_loading import import_string

COLUMNS = ("Cl", "Th+", "Th-", "Su", "Co", "Ou", "Ad", "No")
COLUMN_OF_ROLE = {
    "client": "Cl",
    "therapist": "Th+",
    "supervisor": "Su",
    "coordinator": "Co",
    "outcomes_lead": "Ou",
    "administrator": "Ad",
}
STAFF_COLUMNS = frozenset(COLUMNS) - {"Cl", "No"}
GLASS = "kith.glass.reading.open_client"  # whom an opening opens now, asked again for each row set
_opening: ContextVar = ContextVar("opening", default=None)


@dataclass(frozen=True)
class Grant:
    """One cell: `letters` among CRUDSX, `marks` among o a s m g b, and break-glass."""

    letters: frozenset
    marks: frozenset
    break_glass: bool = False

    def gives(self, letter: str, *, minimal: bool = False) -> bool:
        """Whether the cell allows `letter` on rows (not on aggregates or shared cases)."""
        if "s" in self.marks or "g" in self.marks:
            return False
        if "m" in self.marks and not (minimal and letter == "R"):
            return letter != "R" and letter in self.letters
        return letter in self.letters or (letter == "R" and "m" in self.marks and minimal)


NOTHING = Grant(frozenset(), frozenset())


@dataclass(frozen=True)
class Route:
    """What a route shows or changes, on which side, and the letter each method needs."""

    name: str
    object: str
    side: str
    methods: dict
    minimal: bool = False
    also: str = ""  # a page that names the client needs this object's reading too
    fresh: bool | str = False  # asks for a fresh proof of who it is: always, or at one method only
    alone: bool = False  # holds nothing but what a therapist asked, judged or drafted alone

    def wants_proof(self, method: str) -> bool:
        """Whether `method` here is for somebody who proved themself minutes ago (SEC-17)."""
        return self.fresh is True or self.fresh == method

    def letter(self, method: str) -> str | None:
        return self.methods.get("GET" if method in ("HEAD", "OPTIONS") else method)


def read_cell(cell: str) -> Grant:
    """'sR' -> read, only if shared. 'BG' -> nothing but under break-glass."""
    if cell == "BG":
        return Grant(frozenset(), frozenset(), True)
    return Grant(
        frozenset(c for c in cell if c.isupper()), frozenset(c for c in cell if c.islower())
    )


@lru_cache(maxsize=1)
def table() -> dict:
    """The matrix file: objects by id, routes by name."""
    raw = tomllib.loads((Path(__file__).parent / "matrix.toml").read_text(encoding="utf-8"))
    objects = {
        name: {column: read_cell(row.get(column, "")) for column in COLUMNS}
        for name, row in raw["objects"].items()
    }
    routes = {
        name: Route(
            name=name,
            object=row["object"],
            side=row["side"],
            minimal=row.get("minimal", False),
            also=row.get("also", ""),
            fresh=row.get("fresh", False),
            alone=row.get("alone", False),
            methods={m: row[m] for m in ("GET", "POST", "PUT", "PATCH", "DELETE") if m in row},
        )
        for name, row in raw["routes"].items()
    }
    return {"objects": objects, "routes": routes, "raw": raw}


def route(name: str) -> Route | None:
    """The matrix row of a route; None when it has none, and then nobody gets in."""
    return table()["routes"].get(name)


def cell(thing: str, column: str) -> Grant:
    """The grant of a column on an object of the matrix."""
    return table()["objects"][thing].get(column, NOTHING)


def columns_of(user) -> frozenset:
    """The columns that a person's roles stand in."""
    if not getattr(user, "is_authenticated", False):
        return frozenset({"No"})
    return frozenset(COLUMN_OF_ROLE[role] for role in user.roles)


def may_enter(user, row: Route, method: str) -> bool:
    """Whether any of the person's roles gives this route's letter at all."""
    letter = row.letter(method)
    if letter is None:
        return False
    if row.side == "open":
        return True
    columns = columns_of(user)
    if row.side in ("desk", "home"):
        columns &= STAFF_COLUMNS if row.side == "desk" else {"Cl"}
    if row.also:
        columns = {c for c in columns if cell(row.also, c).gives("R", minimal=True)}
    return any(cell(row.object, c).gives(letter, minimal=row.minimal) for c in columns)


def reach(
    user, thing: str, letter: str = "R", *, client: str | None = "client", minimal=False
) -> Q:
    """The rows of `thing` on which `user` may do `letter`, as a condition.

    client    path from the row to its client, "" when the row is the client itself, None when
              it is the practice's and about nobody
    minimal   whether holders of minimal fields count too
    """
    from .models import Assignment, Client

    nobody = Q(pk__in=[])
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return nobody
    found = nobody
    for column in columns_of(user):
        grant = cell(thing, column)
        if not grant.gives(letter, minimal=minimal):
            continue
        if client is None:
            near = Q()
        elif column == "Cl":
            near = Q(**{f"{client}__in" if client else "pk__in": Client.own_ids(user)})
        elif column == "Th+":
            near = Q(**{f"{client}__in" if client else "pk__in": Assignment.client_ids(user)})
        elif column == "Su":
            continue  # only cases put to supervision, and there is no room for those yet
        else:
            near = Q()
        if "a" in grant.marks:
            near &= Q(author=user)
        found |= near & Q(practice=user.practice_id)
    broken = _through_glass(user, thing, letter) if client else None
    if broken:
        found |= Q(**{client: broken}) & Q(practice=user.practice_id)
    return found


@contextmanager
def under_glass(opening_id):
    """Inside, rows of objects marked BG may be read under this opening; nothing else changes."""
    token = _opening.set(opening_id)
    try:
        yield
    finally:
        _opening.reset(token)


def _through_glass(user, thing, letter):
    """The client whose rows of `thing` may be read now by break-glass, or None (SEC-34)."""
    if _opening.get() is None or letter != "R":
        return None
    if not any(grant.break_glass for grant in table()["objects"][thing].values()):
        return None
    return import_string(GLASS)(user, _opening.get())


def full(user, thing: str, letter: str = "R") -> bool:
    """Whether some role gives whole rows (not only minimal fields) of `thing`."""
    return any(cell(thing, c).gives(letter) for c in columns_of(user))
