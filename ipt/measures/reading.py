"""One object inside a definition file, with refusals that name file, path and reason."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ipt.reading import BrokenBook, must

NUMBER = (int, float)


@dataclass(frozen=True)
class At:
    """An object of the file and its path there."""

    file: Path
    where: str
    row: dict[str, Any]

    def need(self, key: str, kind: type | tuple[type, ...]) -> Any:
        """Return what stands under a key; refuse if it is not there or of another kind."""
        return must(self.row, key, kind, file=self.file, where=self.where)

    def may(self, key: str, kind: type | tuple[type, ...], default: Any = None) -> Any:
        """Return what stands under a key, `default` if nothing or null does."""
        return default if self.row.get(key) is None else self.need(key, kind)

    def one_of(self, key: str, choices: Collection[str], default: str | None = None) -> str:
        """Return a word that is one of the choices."""
        said = self.need(key, str) if default is None else self.may(key, str, default)
        if said not in choices:
            raise self.refused(key, f"must be {' or '.join(choices)}, not {said!r}")
        return said

    def names(self, key: str, among: Collection[str]) -> tuple[str, ...]:
        """Return a list of different names that are all known; at least one."""
        said = self.need(key, list)
        unknown = [each for each in said if not isinstance(each, str) or each not in among]
        if unknown or not said or len(set(said)) != len(said):
            raise self.refused(key, f"must name known items, each once; unknown: {unknown}")
        return tuple(said)

    def inner(self, key: str) -> "At":
        """Return the object under a key."""
        return At(self.file, f"{self.where}.{key}", self.need(key, dict))

    def inner_if(self, key: str) -> "At | None":
        """Return the object under a key, None if nothing or null stands there."""
        return None if self.row.get(key) is None else self.inner(key)

    def rows(self, key: str, *, optional: bool = False) -> tuple["At", ...]:
        """Return the objects of the list under a key; none if it is optional and not there."""
        listed = self.may(key, list, []) if optional else self.need(key, list)
        for at, row in enumerate(listed):
            if not isinstance(row, dict):
                raise self.refused(f"{key}[{at}]", "must be an object")
        return tuple(
            At(self.file, f"{self.where}.{key}[{at}]", row) for at, row in enumerate(listed)
        )

    def only(self, *keys: str) -> None:
        """Refuse keys that the format does not have. A null says nothing and is passed over."""
        extra = sorted(k for k, said in self.row.items() if said is not None and k not in keys)
        if extra:
            raise BrokenBook(self.file, self.where, f"unknown keys {extra}")

    def different(self, key: str, ids: Collection[str]) -> None:
        """Refuse a list in which an id stands twice."""
        if len(set(ids)) != len(ids):
            raise self.refused(key, f"an id stands twice in {sorted(ids)}")

    def refused(self, key: str, reason: str) -> BrokenBook:
        """Return the refusal of what stands under a key, to be raised."""
        return BrokenBook(self.file, f"{self.where}.{key}", reason)
