"""Each requirement with its number of tests, one a line: `SEC-02 14`. A due one needs a test.

A test proves a requirement when its name holds the id: test_SEC_02_…, test_S37_…, test_IPT13_04_….
The lists: docs/requirements/ids.txt (all there are), docs/requirements/due.txt (due so far).
"""

import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def names_of_tests(folder: Path) -> list[str]:
    """The name of every test function below `folder`, methods included."""
    found = []
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found.append(node.name)
    return found


def proves(name: str, requirement: str) -> bool:
    """Whether a test of this name proves the requirement: whole ids only, so S3 is not S37."""
    written = re.escape(requirement.replace("-", "_"))
    return re.search(rf"(?<![A-Za-z0-9]){written}(?![A-Za-z0-9])", name) is not None


def count(requirements: list[str], names: list[str]) -> dict[str, int]:
    """How many of the tests prove each requirement."""
    return {id_: sum(proves(name, id_) for name in names) for id_ in requirements}


def read(file: Path) -> list[str]:
    """The ids of a list, one a line; lines that begin with # are remarks."""
    lines = file.read_text(encoding="utf-8").split("\n")
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def main(root: Path = ROOT) -> int:
    """Print the counts; give 1 when a due id has no test or a listed one is unknown."""
    lists = root / "docs" / "requirements"
    every, due = read(lists / "ids.txt"), read(lists / "due.txt")
    counts = count(every, names_of_tests(root / "tests"))
    for id_ in every:
        print(id_, counts[id_])
    bare = [id_ for id_ in due if not counts.get(id_)]
    if bare:
        print(f"Due, but without a test: {', '.join(bare)}", file=sys.stderr)
    return 1 if bare else 0


if __name__ == "__main__":
    sys.exit(main())
