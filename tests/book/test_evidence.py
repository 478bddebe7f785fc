"""Knowledge has a source and a mark, and words are kind. And the book stays a book."""

import ast
import doctest
import importlib
import importlib.util
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import ipt
from ipt import evidence, words
from ipt.reading import BOOK, BrokenBook, toml

FILES = [
    file
    for file in sorted(BOOK.rglob("*.toml"))
    if "words" not in file.parts and file.name != "sources.toml"
    if "forms" not in file.parts or file.stem not in words.languages()
]
MODULES = [name for _, name, _ in pkgutil.walk_packages(ipt.__path__, "ipt.")]
STANDARD = set(sys.stdlib_module_names)
HEAVY = {"numpy", "scipy"}
OPTIONAL = {"pandas", "polars"}
# Modules that load what they reckon with through another one of the book.
RECKONING: set[str] = set()


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(BOOK)))
def test_every_entry_of_knowledge_names_its_source_and_mark(file):
    found = evidence.entries(toml(file))
    assert found
    for where, row in found:
        evidence.of(row, file=file, where=where)


@pytest.mark.parametrize(
    "row",
    [
        {"id": "a"},
        {"id": "a", "mark": "own"},
        {"id": "a", "source": ["kith"]},
        {"id": "a", "source": [], "mark": "own"},
        {"id": "a", "source": ["nobody"], "mark": "own"},
        {"id": "a", "source": ["kith"], "mark": "sure"},
        {"id": "a", "source": ["kith"], "mark": "checked"},
    ],
)
def test_an_entry_without_evidence_is_refused(row):
    with pytest.raises(BrokenBook):
        evidence.of(row, file=BOOK / "x.toml", where="a")


def test_every_file_of_data_can_be_read():
    for file in BOOK.rglob("*.toml"):
        assert toml(file)


FORBIDDEN = re.compile(
    r"\b(deficits?|termination|dysfunctional|non-compliant|overdue|failed|failure)\b", re.I
)
THERAPIST_SIDE = (
    "focus.deficits.title",
    "focus_reason.another_fits",
    "focus_reason.before_last_resort",
)


@pytest.mark.parametrize("language", words.languages())
def test_IPT13_06_no_words_for_clients_blame_or_label(language):
    said = words.catalogue(language)
    bad = {id: text for id, text in said.items() if FORBIDDEN.search(text)}
    assert set(bad) <= set(THERAPIST_SIDE)


def test_IPT13_06_the_client_reads_loneliness_and_connecting():
    assert words.text("focus.deficits.client") == "Loneliness and connecting"


def test_IPT13_12_nothing_promises_to_watch():
    promise = re.compile(r"\bwe (monitor|watch)|\bmonitored\b|24/7", re.I)
    assert not any(promise.search(text) for text in words.catalogue().values())


def test_IPT13_17_no_words_claim_a_cure():
    claim = re.compile(r"\bcures?\b|\bguarantee", re.I)
    assert not any(claim.search(text) for text in words.catalogue().values())


def test_IPT13_03_no_words_of_another_therapy():
    other = re.compile(r"thought record|distortion|streak|challenge the thought", re.I)
    assert not any(other.search(text) for text in words.catalogue().values())


@pytest.mark.parametrize("language", words.languages())
def test_every_language_says_the_same_messages_with_the_same_values(language):
    own, english = words.catalogue(language), words.catalogue("en")
    values = re.compile(r"{(\w+)}")
    assert set(own) == set(english)
    assert all(set(values.findall(own[id])) == set(values.findall(english[id])) for id in own)


def test_an_unknown_message_is_an_error_and_not_an_id_on_a_page():
    with pytest.raises(LookupError):
        words.text("no.such.message")
    with pytest.raises(LookupError):
        words.text("safety.nobody_watching", language="xx")


def roots_named_in(name, *, at_the_top):
    """The packages that a module imports, at its top or anywhere in it."""
    tree = ast.parse(Path(importlib.util.find_spec(name).origin).read_text(encoding="utf-8"))
    nodes = tree.body if at_the_top else list(ast.walk(tree))
    named = [n.name for node in nodes if isinstance(node, ast.Import) for n in node.names]
    named += [n.module or "ipt" for n in nodes if isinstance(n, ast.ImportFrom)]
    return {module.split(".")[0] for module in named}


@pytest.mark.parametrize("name", MODULES)
def test_the_book_imports_itself_the_standard_library_and_what_it_reckons_with(name):
    assert roots_named_in(name, at_the_top=False) <= {"ipt", "numpy", "scipy", *OPTIONAL} | STANDARD
    assert not roots_named_in(name, at_the_top=True) & OPTIONAL


def test_SEC_35_whoever_only_reads_the_book_does_not_load_what_it_reckons_with():
    light = [name for name in MODULES if not roots_named_in(name, at_the_top=True) & HEAVY]
    light = [name for name in light if name not in RECKONING and "cli" not in name]
    told = f"import sys; import {', '.join(light)}; print({HEAVY!r} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"


@pytest.mark.parametrize("name", MODULES)
def test_the_book_has_no_clock(name):
    with open(importlib.import_module(name).__file__, encoding="utf-8") as file:
        assert not re.search(r"\.(now|today|utcnow)\(|time\.time\(", file.read())


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_book_are_true(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("text", [b"a = ", b"\xff", None])
def test_a_file_of_data_that_cannot_be_read_is_named(tmp_path, text):
    file = tmp_path / "x.toml"
    if text is not None:
        file.write_bytes(text)
    with pytest.raises(BrokenBook) as refusal:
        toml(file)
    assert (refusal.value.file, refusal.value.where) == (file, "file")


def test_a_message_said_twice_is_refused(tmp_path, monkeypatch):
    for name in ("a", "b"):
        (tmp_path / "xx").mkdir(exist_ok=True)
        (tmp_path / "xx" / f"{name}.toml").write_text('[safety]\nnobody = "Nobody."\n')
    monkeypatch.setattr(words, "FOLDER", tmp_path)
    with pytest.raises(BrokenBook, match="is said twice"):
        words.catalogue("xx")
