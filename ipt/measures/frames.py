"""The same figures on data frames: hand in a pandas or a polars frame, get the same kind back.

Columns are added; nothing that is there is changed, reordered or dropped. Neither library is
imported here: whoever hands in a frame has it. What is unknown is null (pandas: NA or nan).
"""

from collections.abc import Sequence
from typing import Any

from ipt.measures import nhs
from ipt.measures.columns import answer, columns
from ipt.measures.definition import Measure
from ipt.measures.library import load
from ipt.measures.scoring import BadAnswer

Frame = Any
Added = dict[str, tuple[type, list[Any]]]
PANDAS_TYPES = {bool: "boolean", float: "float64", int: "int64"}


def score_frame(frame: Frame, measure: Measure | str) -> Frame:
    """Score every row of answers.

    frame     columns `i1 .. in` or linkIds; null is a missing answer, "na" a not-applicable one
    measure   or its id

    Adds one column a scale, `prorated`, `answered`, `risk` and one a rule, see
    `ipt.measures.columns`. Raises ValueError naming row (counted from 0) and column.
    """
    _kind(frame)
    measure = load(measure) if isinstance(measure, str) else measure
    plan = columns(measure, frame.columns)
    found = []
    for at, row in enumerate(_rows(frame, list(plan.items))):
        read = {plan.items[name]: _answer(at, name, value) for name, value in row.items()}
        try:
            found.append(plan.row({item: v for item, v in read.items() if v is not None}))
        except BadAnswer as error:
            name = next(name for name, item in plan.items.items() if item == error.item)
            raise ValueError(f"row {at}, column {name}: {error.reason}") from error
    types = {"prorated": bool, "answered": int, "risk": str}
    types |= {scale.id: float for scale in measure.scales}
    return _with(
        frame,
        {
            name: (types.get(name, bool), [row[column] for row in found])
            for column, name in enumerate(plan.added)
        },
    )


def change_frame(frame: Frame, *, pre: str = "pre", post: str = "post", **options: Any) -> Frame:
    """Judge every pair of scores; `options` are those of `methods.reliable_changes`.

    Adds `rci` and `category`, null where a score is missing.
    """
    from ipt.measures.methods import reliable_changes

    first, last = (_floats(frame, name) for name in (pre, post))
    found = reliable_changes(first, last, **options)
    names = [name or None for name in found.category.tolist()]
    rci = [None if name is None else rci for rci, name in zip(found.rci, names, strict=True)]
    return _with(frame, {"rci": (float, rci), "category": (str, names)})


def nhs_frame(frame: Frame, by: nhs.Rules | None = None) -> Frame:
    """Add the NHS Talking Therapies figures of every course; for all together see `nhs.report`.

    frame   columns as `nhs.course` reads them; a null is a missing score

    Raises ValueError naming row (counted from 0) and column.
    """
    for name in nhs.NEEDED:
        _present(frame, name)
    found = []
    for at, row in enumerate(_rows(frame, list(frame.columns))):
        try:
            found.append(nhs.figures(nhs.course(row, by), by))
        except ValueError as error:
            raise ValueError(f"row {at}: {error}") from error
    names = ("finished_course", *nhs.FIGURES)
    return _with(frame, {name: (bool, [getattr(each, name) for each in found]) for name in names})


def gains_frame(
    frame: Frame,
    *,
    sessions: Sequence[str] | None = None,
    measure: Measure | str | None = None,
    **options: Any,
) -> Frame:
    """Add the sudden gains of every row; `options` are those of `gains.sudden_gains`.

    measure    or its id: its published reliable change is the least fall, unless `cutoff` says
    sessions   the columns of scores in order; by default `s1, s2 ..` as far as they go

    Adds `gain_2to3` .. and `reversed_2to3` ..: true, false, null where not assessable.
    """
    import numpy as np

    from ipt.measures.gains import session_columns, sudden_gains

    _kind(frame)
    names = sessions or session_columns(frame.columns)
    scores = np.array([_floats(frame, name) for name in names], dtype=float).T
    measure = load(measure) if isinstance(measure, str) else measure
    found = sudden_gains(scores, measure=measure, **options)
    return _with(frame, {name: (bool, values) for name, values in found.told().items()})


def _kind(frame: Frame) -> str:
    """Which library a frame is of, by its type. Raises TypeError for anything else."""
    kind = type(frame).__module__.split(".")[0]
    if kind not in ("pandas", "polars") or type(frame).__name__ != "DataFrame":
        raise TypeError(f"hand in a DataFrame of pandas or polars, not a {type(frame).__name__}")
    return kind


def _present(frame: Frame, name: str) -> None:
    _kind(frame)
    if name not in frame.columns:
        raise ValueError(f"there is no column {name}")
    if list(frame.columns).count(name) > 1:
        raise ValueError(f"the column {name} is there twice")


def _answer(row: int, name: str, value: Any) -> int | str | None:
    try:
        return answer(value)
    except ValueError as error:
        raise ValueError(f"row {row}, column {name}: {error}") from error


def _values(frame: Frame, name: str) -> list[Any]:
    """A column as Python values, None where nothing is known."""
    _present(frame, name)
    if _kind(frame) == "pandas":
        gone = frame[name].isna()
        return [None if no else value for value, no in zip(frame[name].tolist(), gone, strict=True)]
    return [None if value != value else value for value in frame[name].to_list()]


def _floats(frame: Frame, name: str) -> list[float | None]:
    values = _values(frame, name)
    if any(isinstance(value, str) for value in values):
        raise ValueError(f"the column {name} holds words, not numbers")
    return values


def _rows(frame: Frame, names: list[str]) -> list[dict[str, Any]]:
    rows = zip(*(_values(frame, name) for name in names), strict=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


def _with(frame: Frame, added: Added) -> Frame:
    for name in added:
        if name in frame.columns:
            raise ValueError(f"the column {name} is there already; rename it first")
    if _kind(frame) == "pandas":
        types = {name: PANDAS_TYPES[kind] for name, (kind, _) in added.items() if kind is not str}
        return frame.assign(**{name: values for name, (_, values) in added.items()}).astype(types)
    column = type(frame.to_series(0))
    return frame.with_columns(
        column(name, values, dtype=kind) for name, (kind, values) in added.items()
    )
