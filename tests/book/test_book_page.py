"""docs/using/book.md shows real commands with real answers."""

import re
import shlex
from pathlib import Path

import pytest

from tests.book.test_cli import DIARY
from tests.book.typing_in import ipt, lines

__all__ = ["ipt"]
PAGE = (Path(__file__).parents[2] / "docs/using/book.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"<!-- file: (\S+) -->\n```\n(.*?)```", PAGE, re.S))
BLOCKS = re.findall(r"^```\n(\$ python -m ipt .*?)^```", PAGE, re.S | re.M)
COMMANDS = [
    (command, printed)
    for block in BLOCKS
    for command, printed in re.findall(r"\$ python -m ipt (.*)\n((?:(?!\$).*\n)*)", block)
]
NOTEBOOK = "\n".join(re.findall(r"^```python\n(.*?)^```", PAGE, re.S | re.M))


@pytest.mark.parametrize("command, printed", COMMANDS, ids=[command for command, _ in COMMANDS])
def test_each_command_of_the_page_prints_what_the_page_says(
    ipt, monkeypatch, tmp_path, command, printed
):
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "diary.csv").write_text(lines("t_days,mood,event:argument,with:mother", *DIARY))
    status, out, _ = ipt(*shlex.split(command))
    assert (status, out) == (0, printed)


def test_every_command_has_its_place_on_the_page():
    assert [command.split()[0] for command, _ in COMMANDS] == [
        "score", "change", "change", "nhs", "nhs", "gains", "links", "course", "protocol",
    ]  # fmt: skip


def test_each_line_of_the_notebook_gives_what_the_page_says():
    known: dict = {}
    steps = re.findall(r"(.*?)\n# ([^\n]*)\n", NOTEBOOK, re.S)
    assert len(steps) == 3
    for code, said in steps:
        *before, last = code.strip().splitlines()
        exec("\n".join(before), known)  # noqa: S102
        assert repr(eval(last, known)) == said  # noqa: S307
