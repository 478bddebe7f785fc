"""Who may see what of a form: the client's part, the therapist's twins, the depths."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ipt.forms.answers import Answers, rows
from ipt.forms.definition import FREE_TEXT, Field, Form, Problem, walk
from ipt.forms.values import LONG_MOST, problem
from ipt.words import Message

if TYPE_CHECKING:
    from ipt.protocol.definition import Protocol


def twins(form: Form) -> tuple[str, ...]:
    """Return the free texts that have a twin for the therapist alone, by path.

    A rule of the format, not of each form: every free text of a form a client sees has one,
    save what is the therapist's own already.
    """
    if not form.client_visible:
        return ()
    return tuple(path for path, each in walk(for_client(form).fields) if each.type in FREE_TEXT)


def check_twins(form: Form, answers: Answers, notes: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Return what does not fit in the private twins: a path without a twin, or no text.

    notes   path to text, a group's row by its number: {"lines.0.words": "..."}
    """
    there = _paths(for_client(form).fields, answers) if form.client_visible else set()
    return tuple(
        Problem(str(path), bad) for path, note in notes.items() if (bad := _bad(path, note, there))
    )


def _bad(path: str, note: Any, there: set[str]) -> Message | None:
    if path not in there:
        return problem("unknown")
    if not isinstance(note, str):
        return problem("text")
    return problem("too_long", most=LONG_MOST) if len(note) > LONG_MOST else None


def for_client(form: Form) -> Form:
    """Return the form as the client sees it. Raises ValueError if they do not see it at all."""
    if not form.client_visible:
        raise ValueError(f"{form.id} is for the therapist alone")
    return replace(form, fields=_without(form.fields, lambda each: each.private))


def for_protocol(form: Form, plan: "Protocol") -> Form:
    """Return the form with the focus areas of one protocol, to choose from and to rate.

    A form offers every area of the book; whoever shows it in a course narrows it first.
    """
    others = _without(form.fields, lambda each: bool(each.area) and each.area not in plan.areas)
    return replace(form, fields=_narrowed(others, plan.areas))


def choices_for(form: Form, path: str, plan: "Protocol") -> tuple[str | int, ...]:
    """Return what may be chosen in a field under a protocol. Raises KeyError."""
    return for_protocol(form, plan).field(path).choices


def _narrowed(fields: tuple[Field, ...], areas: tuple[str, ...]) -> tuple[Field, ...]:
    return tuple(
        replace(
            each,
            choices=areas if each.named == "focus_area" else each.choices,
            fields=_narrowed(each.fields, areas),
        )
        for each in fields
    )


def client_answers(form: Form, answers: Answers) -> dict[str, Any]:
    """Return the answers the client may see. Raises ValueError if they do not see the form."""
    return _kept(for_client(form).fields, answers)


def at_depth(form: Form, depth: str) -> Form:
    """Return the form with what is asked down to a depth. Raises ValueError for an unknown one."""
    deeper = form.depths[form.depths.index(depth) + 1 :] if depth in form.depths else None
    if deeper is None:
        raise ValueError(f"{form.id} has no depth {depth!r}")
    return replace(form, fields=_without(form.fields, lambda each: each.depth in deeper))


def _without(fields: tuple[Field, ...], gone: Any) -> tuple[Field, ...]:
    kept = (each for each in fields if not gone(each))
    return tuple(replace(each, fields=_without(each.fields, gone)) for each in kept)


def _kept(fields: tuple[Field, ...], answers: Answers) -> dict[str, Any]:
    return {
        each.id: [_kept(each.fields, row) for row in rows(each, answers)]
        if each.fields
        else answers[each.id]
        for each in fields
        if each.id in answers
    }


def _paths(fields: tuple[Field, ...], answers: Answers, path: str = "") -> set[str]:
    found = {f"{path}{each.id}" for each in fields if each.type in FREE_TEXT}
    for each in fields:
        for at, row in enumerate(rows(each, answers)):
            found |= _paths(each.fields, row, f"{path}{each.id}.{at}.")
    return found
