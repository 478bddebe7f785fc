"""List the questionnaires of the book, or show one.

  ipt measures            one row a questionnaire
  ipt measures phq-9      its items, scales, lines and what is published about change

`licence` says how far its words may be used: bundle (they come along), bundle-nc (not for
commerce), bundle-review and score-only (no words: a person answers on a licensed form and
the item scores are typed in).
"""

import argparse
from collections.abc import Iterator
from typing import Any

from ipt.cli.choose import measure
from ipt.cli.table import told, write
from ipt.measures import library
from ipt.measures.definition import Item, Measure, Scale, recalled

HEADER = ("id", "version", "title", "items", "scale", "lowest", "highest", "higher_is", "licence")


def arguments(command: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    command.add_argument("measure", nargs="?", metavar="ID", help="show this one")


def run(asked: argparse.Namespace) -> None:
    """List, or show one."""
    if asked.measure is None:
        write(asked.output, [HEADER, *(_row(library.load(id)) for id in library.ids())])
    else:
        write(asked.output, _shown(measure(asked.measure)))


def _row(one: Measure) -> list[Any]:
    scored = sum(item.scored for item in one.items)
    low, high = one.main.range
    title = library.words(one.id).title
    return [one.id, one.version, title, scored, one.main.id, low, high,
            one.higher_is, one.licence["verdict"]]  # fmt: skip


def _shown(one: Measure) -> Iterator[list[Any]]:
    """A table of everything that can be said in a line each: part, id, what it is."""
    words = library.words(one.id)
    yield ["part", "id", "what"]
    yield ["measure", one.id, f"{words.title}, version {one.version}, higher is {one.higher_is}"]
    yield ["licence", one.licence["verdict"], words.licence]
    for item in one.items:
        yield ["item", item.linkId, _item(item, words.item(item.linkId))]
    for scale in one.scales:
        yield ["scale", scale.id, _scale(scale)]
        for band in scale.bands:
            yield ["band", band.id, f"{scale.id} {told(band.min)} to {told(band.max)}"]
        for cut in scale.cutoffs:
            yield ["cut-off", cut.id, f"{scale.id} {cut.op} {told(cut.value)} ({cut.source})"]
    for rule in one.rules:
        yield ["rule", rule["id"], words.rules[rule["id"]]]
    for risk in one.risk:
        yield ["risk", risk.id, f"{risk.item or risk.scale} {risk.op} {told(risk.value)}"]
    if one.change.threshold is not None:
        yield ["change", "reliable", f"{told(one.change.threshold)} points ({_basis(one)})"]


def _item(item: Item, words: str) -> str:
    values = " ".join(map(str, item.options))
    marks = [", reversed"] * item.reverse + [", not scored"] * (not item.scored)
    return f"i{item.number}: {words} [{values}]{''.join(marks)}"


def _scale(scale: Scale) -> str:
    low, high = map(told, scale.range)
    rule = scale.missing
    needs = len(scale.items) if rule.rule == "none" else rule.min_valid
    return f"{scale.method} of {len(scale.items)} items, {low} to {high}, from {needs} answers on"


def _basis(one: Measure) -> str:
    doubt = "; recalled, not checked" if recalled(one.change.verified) else ""
    return f"{one.change.basis}{doubt}"
