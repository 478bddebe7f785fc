"""The shelf of measures: one folder an id, `measure.json` beside a file a language.

An older version that was once answered stays as `<id>/<version>/`, so a stored
response can always be shown and scored as it was given.
"""

from functools import cache
from pathlib import Path

from ipt.measures import from_json
from ipt.measures.definition import Measure, Wording

SHELF = Path(__file__).parent


@cache
def ids() -> tuple[str, ...]:
    """Return the ids of all shipped measures, sorted."""
    return tuple(sorted(file.parent.name for file in SHELF.glob("*/measure.json")))


@cache
def load(id: str, version: str | None = None) -> Measure:
    """Return a measure, by default its current version.

    Raises LookupError if it is not on the shelf, ValueError naming file, path inside
    it and reason if the file is broken.

    >>> load("phq-9").main.range
    (0, 27)
    """
    return from_json.measure(_folder(id, version) / "measure.json")


@cache
def words(id: str, language: str = "en", version: str | None = None) -> Wording:
    """Return the wording of a measure. Raises LookupError if that language is not there."""
    file = _folder(id, version) / f"{language}.json"
    if not file.is_file():
        raise LookupError(f"{id} has no wording in {language!r}")
    return from_json.wording(file, load(id, version))


def languages(id: str) -> tuple[str, ...]:
    """Return the languages in which a measure can be asked, sorted."""
    files = _folder(id, None).glob("*.json")
    return tuple(sorted(file.stem for file in files if file.stem != "measure"))


def _folder(id: str, version: str | None) -> Path:
    if id not in ids():
        raise LookupError(f"there is no measure {id!r}")
    current = SHELF / id
    if version is None or from_json.measure(current / "measure.json").version == version:
        return current
    older = current / version
    if version not in {folder.name for folder in current.iterdir() if folder.is_dir()}:
        raise LookupError(f"there is no version {version!r} of {id}")
    return older
