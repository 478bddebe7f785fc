"""Write the parts of docs/ that follow from the project itself: the commands, who may see what,
what the book of care holds, what security and safety stand on.

`python scripts/docs.py` writes them; `python scripts/docs.py --check` only says whether they are
up to date.
"""

import os
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MADE = ROOT / "docs"
REMARK = "<!-- Made by `make docs`. Change the source, not this file. -->\n\n"


def commands() -> str:
    """The help of `kith` and of each of its commands."""
    from kith.cli import parser

    tree = parser()
    groups = [a for a in tree._actions if hasattr(a, "choices") and isinstance(a.choices, dict)]
    helps = [tree.format_help(), *(command.format_help() for command in groups[0].choices.values())]
    return "# The kith command\n\n" + "\n".join(f"```\n{text}```\n" for text in helps)


def access() -> str:
    """The access matrix as a table: a line for each object, a column for each role."""
    matrix = tomllib.loads((ROOT / "kith/people/matrix.toml").read_text(encoding="utf-8"))
    rows = [row for row in matrix["objects"].values()]
    roles = ["Cl", "Th+", "Th-", "Su", "Co", "Ou", "Ad", "No"]
    lines = ["| object | " + " | ".join(roles) + " |", "| --- " * (len(roles) + 1) + "|"]
    for row in rows:
        cells = [row["title"], *(row.get(role, "-") for role in roles)]
        lines.append("| " + " | ".join(cells) + " |")
    return "# Who may see and do what\n\n" + "\n".join(lines) + "\n"


def pages() -> dict:
    """Every made page: where it lies under docs/, and what writes it."""
    import book_pages
    import security_pages

    return {
        "reference/commands.md": commands,
        "reference/access.md": access,
        "care/measures.md": book_pages.measures,
        "care/protocols.md": book_pages.protocols,
        "care/work.md": book_pages.work,
        "care/conditions.md": book_pages.conditions,
        "care/words.md": book_pages.glossary,
        "security/asvs.md": security_pages.asvs,
        "safety/hazards.md": security_pages.hazards,
    }


def main(words) -> int:
    """Write or check; give 1 when a checked page is out of date."""
    os.environ["COLUMNS"] = "90"
    sys.path.insert(0, str(ROOT))
    stale = []
    for name, page in pages().items():
        text, place = REMARK + page(), MADE / name
        if not place.exists() or place.read_text(encoding="utf-8") != text:
            stale.append(name)
        if "--check" not in words:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
    if "--check" in words and stale:
        print(f"Out of date: {', '.join(stale)}. Say: make docs", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
