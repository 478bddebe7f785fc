"""What each asker may read by the matrix as written, apart from the code that enforces it."""

import tomllib
from pathlib import Path

MATRIX = tomllib.loads(Path("kith/people/matrix.toml").read_text(encoding="utf-8"))
OBJECTS, ROUTES = MATRIX["objects"], MATRIX["routes"]
STAFF = ("Th+", "Th-", "Su", "Co", "Ou", "Ad")
# Routes whose address is asked for by the sign-in library, tested in tests/rooms/people.
LIBRARY = ("account_", "mfa_")
# (role in the story, its column for Marisol's record)
ASKERS = {
    "own client": "Cl",
    "own therapist": "Th+",
    "therapist of others": "Th-",
    "other client": None,
    "supervisor": "Su",
    "coordinator": "Co",
    "outcomes lead": "Ou",
    "administrator": "Ad",
    "therapist elsewhere": None,
    "client elsewhere": None,
    "administrator elsewhere": None,
    "nobody": "No",
}
# In which column an asker stands to each of the three clients.
RELATION = {
    "marisol": {"own client": "Cl", "own therapist": "Th+", "therapist of others": "Th-"},
    "berit": {"other client": "Cl", "therapist of others": "Th+", "own therapist": "Th-"},
    "cleo": {
        "client elsewhere": "Cl",
        "therapist elsewhere": "Th+",
        "administrator elsewhere": "Ad",
    },
}
EVERYWHERE_HERE = {
    "supervisor": "Su",
    "coordinator": "Co",
    "outcomes lead": "Ou",
    "administrator": "Ad",
}
GLASS = ("glass:record", "glass:part")
# What a cell with minimal fields shows: who it is, and where people meet.
MINIMAL = {"Co": {"care.contract.place"}}
# Fields whose model has no row in the matrix: whose reading they come with.
COMES_WITH = {
    "people.user.name": "client_identity",
    "people.user.address": "client_identity",
    "people.revision": "client_identity",
}


def gives(cell, letter, minimal):
    """Whether a cell of the table, as written, gives a letter on single rows."""
    if not cell or cell == "BG" or set(cell) & {"s", "g", "b"}:
        return False
    if "m" in cell:
        return (minimal and letter == "R") or (letter != "R" and letter in cell)
    return letter in cell


def column(asker, whose):
    """The column of an asker for a client's record; None for somebody of another practice."""
    if whose == "cleo":
        return RELATION["cleo"].get(asker)
    return RELATION[whose].get(asker) or EVERYWHERE_HERE.get(asker)


def may_see(asker, route, whose, what, thing, here):
    """Whether a canary may stand on a page of this asker.

    whose   a client, or the name of a practice
    thing   the object of the matrix that its row is
    here    the name of the asker's practice
    """
    if whose not in RELATION:
        if ROUTES[route]["side"] == "open" and what.startswith(("people.practice.", "welcome.")):
            return True  # what a practice says of itself to anybody
        if what == "care.consenttext.words":
            return whose == here  # the questions of consent, put before everybody of the practice
        return whose == here and _of_the_house(asker, thing)
    thing = thing or COMES_WITH.get(what)
    stands = column(asker, whose)
    if thing is None or stands is None:
        return False
    cell = OBJECTS[thing].get(stands, "")
    if what.startswith("glass.opening."):
        return stands in ("Th+", "Ad")  # who treats the client is told; an administrator reviews
    if whose == "berit" and asker == "own therapist" and route == "glass:start":
        return what == "people.client.name"  # what is open stands there with its name
    if whose == "berit" and asker == "own therapist" and route in GLASS:
        return cell == "BG" or what == "people.client.name"
    return gives(cell, "R", False) or what in MINIMAL.get(stands, ())


def _of_the_house(asker, thing):
    """Words of the practice itself: anybody's, but an enquiry is for who takes enquiries up."""
    if thing is None or asker not in EVERYWHERE_HERE:
        stands = {"own therapist": "Th+", "therapist of others": "Th+"}.get(asker, "Cl")
        stands = "Th+" if asker == "therapist elsewhere" else stands
        stands = "Ad" if asker == "administrator elsewhere" else stands
    else:
        stands = EVERYWHERE_HERE[asker]
    return thing is None or gives(OBJECTS[thing].get(stands, ""), "R", False)
