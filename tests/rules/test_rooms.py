"""The rooms stand in an order: each may know only those before it, and says what it is for."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
ROOMS = settings.ROOMS
BOOK_MAY_NOT = {"django", "kith", "socket", "time", "random", "urllib", "subprocess"}


def imports(file: Path) -> set[str]:
    """Full names of the modules that a file imports, relative ones resolved."""
    package = list(file.relative_to(ROOT).with_suffix("").parts[:-1])
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            path = ".".join([*base, *([node.module] if node.module else [])])
            found |= {f"{path}.{name.name}" for name in node.names}
    return found


def room_files(room):
    return sorted((ROOT / "kith" / room).rglob("*.py"))


def rooms_known_by(file: Path) -> set[str]:
    """The other rooms of the house that a file imports from."""
    parts = [name.split(".") for name in imports(file) if name.startswith("kith.")]
    return {part[1] for part in parts if part[1] in ROOMS}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_rooms_before_it(room):
    before = set(ROOMS[: ROOMS.index(room) + 1])
    wrong = {
        str(file.relative_to(ROOT)): sorted(rooms_known_by(file) - before)
        for file in room_files(room)
        if rooms_known_by(file) - before
    }
    assert not wrong


def test_only_the_front_door_knows_the_demo():
    knowing = {
        str(file.relative_to(ROOT / "kith"))
        for room in ROOMS
        for file in room_files(room)
        if any(name.startswith("kith.demo") for name in imports(file))
    }
    assert knowing <= {"web/views.py"}


def test_the_book_knows_nothing_of_the_house():
    wrong = {
        str(file.relative_to(ROOT)): name
        for file in (ROOT / "ipt").rglob("*.py")
        for name in imports(file)
        if name.split(".")[0] in BOOK_MAY_NOT
    }
    assert not wrong


def test_only_the_demo_and_the_server_stand_outside_the_order():
    packages = {p.parent.name for p in (ROOT / "kith").glob("*/__init__.py")}
    assert packages - set(ROOMS) <= {"demo", "serving", "backup", "bench"}
    assert set(ROOMS) <= packages


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_says_what_happens_in_it(room):
    readme = ROOT / "kith" / room / "README.md"
    assert readme.exists(), f"{room} has no README.md"
    assert len(readme.read_text(encoding="utf-8").split()) >= 20


def test_what_an_earlier_room_names_in_a_later_one_is_there():
    """A name that leads nowhere would leave work undone without a word."""
    from django.utils.module_loading import import_string

    from kith.focus import reading_evidence as beside_evidence
    from kith.intake import beside as beside_fit
    from kith.notes import beside
    from kith.people import changes, invitations
    from kith.post import actions, tick
    from kith.web import views as front
    from kith.worksheets import beside as beside_sheet

    named = [*tick.DUE, *tick.HOUSE_DUE, *actions.REFUSALS, beside.PROVIDER, invitations.WRITER]
    named += [invitations.WRITTEN, changes.MAILED]
    named += [front.PUBLIC, beside_sheet.PROVIDER, beside_evidence.PROVIDER]
    named += [beside_fit.KNOWN, beside_fit.CIRCLE, beside_fit.LETTER, beside_fit.MEETINGS]
    assert all(callable(import_string(name)) for name in named)
