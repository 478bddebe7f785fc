"""Reading the book's own data files, with errors that say where to look."""

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

BOOK = Path(__file__).parent


class BrokenBook(ValueError):
    """A data file says something the book cannot use: file, path inside it, reason."""

    def __init__(self, file: Path, where: str, reason: str) -> None:
        self.file, self.where, self.reason = file, where, reason
        super().__init__(f"{file}: {where}: {reason}")


@cache
def toml(file: Path) -> dict[str, Any]:
    """Return the tables of a TOML file. Callers must not change what they get."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BrokenBook(file, "file", str(error)) from error


def json_object(file: Path) -> dict[str, Any]:
    """Return the object of a JSON file; anything but an object is refused."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise BrokenBook(file, "file", str(error)) from error
    if not isinstance(data, dict):
        raise BrokenBook(file, "file", "must hold one object")
    return data


def must(data: Any, key: str, kind: type | tuple[type, ...], *, file: Path, where: str) -> Any:
    """Return data[key] if it is there and of this kind, else raise BrokenBook."""
    if not isinstance(data, dict):
        raise BrokenBook(file, where, "must be an object")
    if key not in data:
        raise BrokenBook(file, f"{where}.{key}", "is missing")
    value = data[key]
    kinds = kind if isinstance(kind, tuple) else (kind,)
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        names = " or ".join(each.__name__ for each in kinds)
        raise BrokenBook(file, f"{where}.{key}", f"must be {names}, not {value!r}")
    return value
