"""The kinds of consent, each asked and answered by itself."""

from functools import cache

from ipt.reading import BOOK, toml

FILE = BOOK / "consents.toml"


@cache
def kinds() -> tuple[str, ...]:
    """Return every kind of consent (`consent.<kind>.title`, `.ask` are its words)."""
    return tuple(row["id"] for row in toml(FILE)["kinds"])


@cache
def asked_before_start() -> tuple[str, ...]:
    """Return the kinds that must be answered, yes or no, before a course is active."""
    return tuple(row["id"] for row in toml(FILE)["kinds"] if row["before_start"])


@cache
def must_be_yes() -> tuple[str, ...]:
    """Return the kinds without which there is no treatment."""
    return tuple(row["id"] for row in toml(FILE)["kinds"] if row["must_be_yes"])
