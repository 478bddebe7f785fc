"""The shelf of forms: one folder an id, `form.toml` beside a file of words a language.

An older version that was once filled in stays as `<id>/<version>/`, so that what was written
can always be shown under the questions it answered.
"""

from functools import cache
from pathlib import Path

from ipt.forms import from_toml, texts
from ipt.forms.definition import Form, FormWords

SHELF = Path(__file__).parent / "library"
FILE = "form.toml"


@cache
def ids() -> tuple[str, ...]:
    """Return the ids of all forms, sorted."""
    return tuple(sorted(file.parent.name for file in SHELF.glob(f"*/{FILE}")))


@cache
def load(id: str, version: str | None = None) -> Form:
    """Return a form, by default its current version.

    Raises LookupError if it is not on the shelf, BrokenBook naming file, path inside it and
    reason if the file is broken.

    >>> load("decision_analysis").field("options").min
    3
    """
    return from_toml.form(_folder(id, version) / FILE)


@cache
def words(id: str, language: str = "en", version: str | None = None) -> FormWords:
    """Return the words of a form. Raises LookupError if that language is not there."""
    file = _folder(id, version) / f"{language}.toml"
    if language not in languages(id, version):
        raise LookupError(f"{id} has no words in {language!r}")
    return texts.words(file, load(id, version))


@cache
def languages(id: str, version: str | None = None) -> tuple[str, ...]:
    """Return the languages in which a form can be read, sorted."""
    files = _folder(id, version).glob("*.toml")
    return tuple(sorted(file.stem for file in files if file.name != FILE))


@cache
def for_task(task: str) -> tuple[str, ...]:
    """Return the ids of the forms that serve a task of a protocol."""
    return tuple(id for id in ids() if task in load(id).tasks)


def _folder(id: str, version: str | None) -> Path:
    if id not in ids():
        raise LookupError(f"there is no form {id!r}")
    current = SHELF / id
    if version is None or from_toml.form(current / FILE).version == version:
        return current
    if version not in {folder.name for folder in current.iterdir() if folder.is_dir()}:
        raise LookupError(f"there is no version {version!r} of {id}")
    return current / version
