"""The shelf of measures: one folder an id, `measure.json` beside a file a language.

An older version that was once answered stays as `<id>/<version>/`, so a stored
response can always be shown and scored as it was given. Words that may not be used in
commerce lie apart, in `../noncommercial/`, and are only read by those who say `licensed`.
"""

from functools import cache
from pathlib import Path

from ipt.measures import from_json
from ipt.measures.definition import Measure, Wording

SHELF = Path(__file__).parent
NONCOMMERCIAL = SHELF.parent / "noncommercial"


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
    return from_json.measure(SHELF / _folder(id, version) / "measure.json")


@cache
def words(
    id: str, language: str = "en", version: str | None = None, *, licensed: bool = False
) -> Wording:
    """Return the wording of a measure. Raises LookupError if that language is not there.

    licensed   the practice confirmed that it may use words that are not free for commerce;
               without it, and for measures whose words may not be shipped at all, the words
               are labels: "Item 1" and the bare values

    >>> words("who-5").item("who5-1")
    'Item 1'
    """
    folder = _folder(id, version)
    apart = NONCOMMERCIAL / folder / f"{language}.json"
    file = apart if licensed and apart.is_file() else SHELF / folder / f"{language}.json"
    if not file.is_file():
        raise LookupError(f"{id} has no wording in {language!r}")
    return from_json.wording(file, load(id, version))


def languages(id: str, *, licensed: bool = False) -> tuple[str, ...]:
    """Return the languages in which a measure can be asked, sorted."""
    shelves = (SHELF, NONCOMMERCIAL) if licensed else (SHELF,)
    files = {file.stem for shelf in shelves for file in (shelf / _folder(id, None)).glob("*.json")}
    return tuple(sorted(files - {"measure"}))


def _folder(id: str, version: str | None) -> Path:
    """The folder of a measure on its shelf; an older version lies in a folder inside it."""
    if id not in ids():
        raise LookupError(f"there is no measure {id!r}")
    current = SHELF / id
    if version is None or from_json.measure(current / "measure.json").version == version:
        return Path(id)
    if version not in {folder.name for folder in current.iterdir() if folder.is_dir()}:
        raise LookupError(f"there is no version {version!r} of {id}")
    return Path(id) / version
