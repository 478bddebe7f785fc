"""A practice's own definition: one whole `kith-measure/1` file, words and structure together.

Whoever holds a licence writes the file with the id of the shipped measure and a higher version.
Its items, scales and risk rules stay those of the shipped one, so that scores typed in before
and answers given after can be compared, and no risk answer falls silent.
"""

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any
from unicodedata import category

from ipt.measures import from_json, library
from ipt.measures.definition import Item, Measure, RiskRule, Scale, Wording
from ipt.measures.reading import At
from ipt.measures.whole import assembled, parted
from ipt.reading import BrokenBook

MOST_BYTES = 256 * 1024
MOST_ITEMS = 200
MOST_OPTIONS = 50
MOST_SCALES = 30
MOST_TEXT = 4000
MOST_NUMBER = 100_000
MOST_DEPTH = 12
MARKUP = re.compile(r"<[a-zA-Z/!?]|&#?\w+;")
DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def read(text: str | bytes, *, name: str) -> tuple[Measure, Wording]:
    """Return the measure and the words of a file. `name` is what refusals call it.

    Raises BrokenBook with file, path and reason, whatever is in the file.
    """
    file = Path(name)
    data = _object(text, file)
    _look_through(data, file, "measure")
    at = At(file, "measure", data)
    structure, words = parted(at)
    _sizes(at)
    measure = from_json.measure_of(structure, file=file)
    wording = from_json.wording_of(words, measure, file=file, language=words["language"])
    return _beside_the_shelf(measure, file), wording


def write(measure: Measure, wording: Wording) -> dict[str, Any]:
    """Return one whole file that `read` takes back to the same measure and words.

    >>> write(library.load("gad-2"), library.words("gad-2"))["items"][1]["text"]
    'Not being able to stop or control worrying'
    """
    return assembled(measure, wording)


def supersedes(measure: Measure) -> bool:
    """Whether it takes the place of a shipped measure: the same id and a higher version."""
    return measure.id in library.ids() and _higher(measure, library.load(measure.id))


def labels(measure: Measure, wording: Wording) -> Wording:
    """Return the words that may be shown when a licence has run out: numbers, no questions."""
    sets = {name: {value: value for value in said} for name, said in wording.options.items()}
    items = {item.linkId: f"Item {item.number}" for item in measure.items}
    return replace(wording, instructions="", options=sets, items=items)


def _object(text: str | bytes, file: Path) -> dict[str, Any]:
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if len(raw) > MOST_BYTES:
        raise BrokenBook(file, "file", f"must not be larger than {MOST_BYTES // 1024} kB")
    try:
        data = json.loads(
            raw.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number
        )
    except (ValueError, RecursionError) as error:
        raise BrokenBook(file, "file", f"is not JSON: {error}") from error
    if not isinstance(data, dict):
        raise BrokenBook(file, "file", "must hold one object")
    return data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    counted = Counter(key for key, _ in pairs)
    twice = sorted(key for key, times in counted.items() if times > 1)
    if twice:
        raise ValueError(f"said twice: {twice}")
    return dict(pairs)


def _no_number(said: str) -> None:
    raise ValueError(f"{said} is not a number")


def _look_through(data: Any, file: Path, where: str, depth: int = 0) -> None:
    """Refuse unfair keys and values anywhere in the file."""
    if depth > MOST_DEPTH:
        raise BrokenBook(file, where, f"must not lie deeper than {MOST_DEPTH}")
    if isinstance(data, dict):
        for key, said in data.items():
            _fair(key, file, where)
            _look_through(said, file, f"{where}.{key}", depth + 1)
    elif isinstance(data, list):
        for at, said in enumerate(data):
            _look_through(said, file, f"{where}[{at}]", depth + 1)
    else:
        _fair(data, file, where)


def _fair(said: Any, file: Path, where: str) -> None:
    if isinstance(said, (int, float)) and abs(said) > MOST_NUMBER:
        raise BrokenBook(file, where, f"must not be larger than {MOST_NUMBER}")
    if not isinstance(said, str):
        return
    if len(said) > MOST_TEXT:
        raise BrokenBook(file, where, f"must not be longer than {MOST_TEXT} letters")
    if MARKUP.search(said):
        raise BrokenBook(file, where, "must be plain words, without markup")
    if any(_hidden(letter) for letter in said):
        raise BrokenBook(file, where, "must not hold control characters")


def _hidden(letter: str) -> bool:
    return letter in DIRECTION or (category(letter) in ("Cc", "Cs") and letter != "\n")


def _sizes(at: At) -> None:
    sets = at.need("option_sets", dict)
    for key, most in (("items", MOST_ITEMS), ("scales", MOST_SCALES)):
        if len(at.need(key, list)) > most:
            raise at.refused(key, f"must not be more than {most}")
    for name, rows in sets.items():
        if len(rows) > MOST_OPTIONS:
            raise at.refused(f"option_sets.{name}", f"must not be more than {MOST_OPTIONS}")


def _beside_the_shelf(measure: Measure, file: Path) -> Measure:
    """A definition with a shipped id asks and counts exactly as the shipped one does."""
    if measure.id not in library.ids():
        return measure
    shipped = library.load(measure.id)
    if not _higher(measure, shipped):
        raise BrokenBook(file, "measure.version", f"must be higher than {shipped.version}")
    same = {
        "higher_is": (measure.higher_is, shipped.higher_is),
        "repeat_per": (measure.repeat_per, shipped.repeat_per),
        "items": (_asked(measure), _asked(shipped)),
        "scales": (_counted(measure), _counted(shipped)),
        "rules": (measure.rules, shipped.rules),
    }
    for key, (own, theirs) in same.items():
        if own != theirs:
            reason = f"must be as in the shipped {shipped.id}, so that scores can be compared"
            raise BrokenBook(file, f"measure.{key}", reason)
    return replace(measure, risk=_watched_as_shipped(measure, shipped, file))


def _watched_as_shipped(measure: Measure, shipped: Measure, file: Path) -> tuple[RiskRule, ...]:
    """The shipped risk rules stand whether the file names them or not; it may add its own."""
    rules = {rule.id: rule for rule in shipped.risk}
    for rule in measure.risk:
        if rule.id in rules and _watched(rule) != _watched(rules[rule.id]):
            raise BrokenBook(file, "measure.risk", f"must keep the rule {rule.id} as it is")
    return tuple({**rules, **{rule.id: rule for rule in measure.risk}}.values())


def _higher(measure: Measure, than: Measure) -> bool:
    return _version(measure) > _version(than)


def _version(measure: Measure) -> tuple[int, ...]:
    return tuple(map(int, measure.version.split(".")))


def _asked(measure: Measure) -> list[tuple[Any, ...]]:
    """What counts in an item; the order in which its answers are shown does not."""

    def facts(item: Item) -> tuple[Any, ...]:
        gate = None if item.show_if is None else dict(item.show_if)
        hidden, loose = item.value_if_hidden, item.not_applicable_allowed
        options = sorted(item.options)
        return (item.linkId, options, item.scored, item.reverse, gate, hidden, loose)

    return [facts(item) for item in measure.items]


def _counted(measure: Measure) -> list[tuple[Any, ...]]:
    """What counts in a scale; where its figures come from does not."""

    def facts(scale: Scale) -> tuple[Any, ...]:
        missing = (scale.missing.rule, scale.missing.min_valid, scale.missing.round)
        steps = (scale.multiply, scale.transform, scale.band_rounding, scale.if_not_applicable)
        bands = [(band.id, band.min, band.max) for band in scale.bands]
        cuts = [(cut.id, cut.op, cut.value, cut.applies_to) for cut in scale.cutoffs]
        return (scale.id, scale.items, scale.method, scale.range, missing, steps, bands, cuts)

    return [facts(scale) for scale in measure.scales] + [(measure.main.id,)]


def _watched(rule: RiskRule) -> tuple[Any, ...]:
    return (rule.item, rule.scale, rule.op, rule.value, rule.level)
