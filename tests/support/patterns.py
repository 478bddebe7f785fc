"""Every pattern that stands in the source or in the data of the book."""

import ast
from pathlib import Path

from ipt import glossary
from ipt.reading import toml

ROOT = Path(__file__).resolve().parents[2]
USES = {"compile", "match", "search", "sub", "subn", "fullmatch", "split", "findall", "finditer"}


def written():
    """(where, pattern) of each pattern that stands in the source as a text."""
    for file in sorted([*ROOT.glob("kith/**/*.py"), *ROOT.glob("ipt/**/*.py")]):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                of_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
                first = node.args[0] if node.args else None
                if of_re and node.func.attr in USES and isinstance(first, ast.Constant):
                    yield f"{file.relative_to(ROOT)}:{node.lineno}", first.value


def in_data():
    """(where, pattern) of the words that no client is to read."""
    for row in toml(glossary.FILE)["avoid"]:
        yield f"glossary, {row['language']}: {row['pattern']}", row["pattern"]


PATTERNS = [*written(), *in_data()]
