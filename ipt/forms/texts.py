"""Read the words of a form, and check that they say everything it asks, and no more.

A text that is "=some.id" is that message of the book's own words, so nothing is said twice.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ipt import words as book
from ipt.forms.definition import Form, FormWords, walk
from ipt.forms.lists import lists
from ipt.reading import BrokenBook, must, toml

KEYS = {"title", "client", "about", "label", "help", "ends", "choice", "reminder"}


def words(file: Path, of: Form) -> FormWords:
    """Read a file of words; its name is the language. Raises BrokenBook."""
    return read(toml(file), of, file.stem, file)


def read(data: Mapping[str, Any], of: Form, language: str, file: Path) -> FormWords:
    """Read the tables of a file of words; `file` is named in what is refused."""
    if unknown := set(data) - KEYS:
        raise BrokenBook(file, "words", f"unknown keys {sorted(unknown)}")
    fields = dict(walk(of.fields))
    scales = [path for path, each in fields.items() if each.type == "scale"]
    own = [path for path, each in fields.items() if each.choices and not each.named]

    def table(key: str) -> dict[str, Any]:
        return must({key: {}, **data}, key, dict, file=file, where="words")

    def say(given: Any, where: str) -> str:
        if not isinstance(given, str) or not given.strip():
            raise BrokenBook(file, where, "must be words")
        return book.text(given[1:], language) if given.startswith("=") else given

    def said(key: str, given: dict[str, Any]) -> dict[str, str]:
        return {id: say(text, f"{key}.{id}") for id, text in given.items()}

    _same(file, "label", table("label"), fields)
    _known(file, "help", table("help"), fields)
    _same(file, "ends", table("ends"), scales)
    _same(file, "choice", table("choice"), own)
    _same(file, "reminder", table("reminder"), [each.id for each in of.reminders])
    _same(file, "words", {"client"} & set(data), {"client"} if of.client_visible else ())
    for path in own:
        _same(file, f"choice.{path}", table("choice")[path], map(str, fields[path].choices))
    choices = {path: said(f"choice.{path}", table("choice")[path]) for path in own}
    for path, each in fields.items():
        if each.named:
            said_as = lists()[each.named].said
            choices[path] = {id: book.text(said_as(id), language) for id in each.choices}
    return FormWords(
        form=of.id,
        version=of.version,
        language=language,
        title=say(data.get("title"), "title"),
        client=say(data["client"], "client") if of.client_visible else "",
        about=say(data.get("about"), "about"),
        labels=said("label", table("label")),
        help=said("help", table("help")),
        ends={path: _ends(file, path, both, say) for path, both in table("ends").items()},
        choices=choices,
        reminders=said("reminder", table("reminder")),
    )


def _ends(file: Path, path: str, both: Any, say: Any) -> tuple[str, str]:
    if not isinstance(both, list) or len(both) != 2:
        raise BrokenBook(file, f"ends.{path}", "must be words for the lowest and the highest point")
    low, high = (say(end, f"ends.{path}") for end in both)
    return low, high


def _same(file: Path, where: str, said: Iterable[str], expected: Iterable[str]) -> None:
    wanted = set(expected)
    if gone := wanted - set(said):
        raise BrokenBook(file, where, f"no words for {sorted(gone)}")
    _known(file, where, said, wanted)


def _known(file: Path, where: str, said: Iterable[str], known: Iterable[str]) -> None:
    if extra := set(said) - set(known):
        raise BrokenBook(file, where, f"words for unknown {sorted(extra)}")
