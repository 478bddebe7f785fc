"""Turn a `kith-form/1` file into a Form, refusing with file, path and reason."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ipt import evidence
from ipt.evidence import Evidence
from ipt.forms import rules
from ipt.forms.answers import RULES
from ipt.forms.conditions import Condition
from ipt.forms.definition import ACTORS, TYPES, Field, Form, Reminder, walk
from ipt.forms.lists import lists
from ipt.forms.values import wrong
from ipt.reading import BrokenBook, must, toml
from ipt.safety import stops

SCHEMA = "kith-form/1"
FORM_KEYS = {
    "schema", "id", "version", "actor", "client_visible", "tasks", "stop", "depths",
    "fields", "reminders", "source", "mark",
}  # fmt: skip
FIELD_KEYS = {
    "name", "type", "required", "choices", "show_if", "fields", "min", "max", "always",
    "ordered", "private", "exact", "living", "rule", "of", "depth", "area", "source", "mark",
}  # fmt: skip
FLAGS = ("required", "ordered", "private", "exact", "living")
SHAPES: dict[tuple[str, ...], Any] = {
    FLAGS: bool,
    ("min", "max"): (int, float),
    ("rule", "depth", "area"): str,
    ("always",): dict,
    ("of",): list,
}


def form(file: Path) -> Form:
    """Read a structure file. Raises BrokenBook (a ValueError) if anything does not fit."""
    return read(dict(toml(file)), file)


def read(data: dict[str, Any], file: Path) -> Form:
    """Read the tables of a structure file; `file` is named in what is refused."""
    _only(data, FORM_KEYS, file, "form")
    if data.get("schema") != SCHEMA:
        raise BrokenBook(file, "schema", f"must be {SCHEMA}")

    def need(key: str, kind: Any) -> Any:
        return must(data, key, kind, file=file, where="form")

    depths = tuple(must({"depths": [], **data}, "depths", list, file=file, where="form"))
    page = _Page(file, need("client_visible", bool), depths)
    fields = page.fields(need("fields", list), "fields", ())
    if need("actor", str) not in ACTORS:
        raise BrokenBook(file, "form.actor", f"{data['actor']!r} is not one of {ACTORS}")
    if (stop := data.get("stop", "")) and stop not in stops.acts():
        raise BrokenBook(file, "form.stop", f"{stop!r} is not an act that can be stopped")
    return Form(
        id=need("id", str),
        version=need("version", str),
        actor=data["actor"],
        client_visible=page.client_visible,
        fields=fields,
        reminders=page.reminders(data.get("reminders", []), fields),
        tasks=tuple(data.get("tasks", ())),
        stop=stop,
        depths=depths,
        evidence=evidence.of(data, file=file, where=data["id"]),
    )


@dataclass(frozen=True)
class _Page:
    """What the fields of one file share."""

    file: Path
    client_visible: bool
    depths: tuple[str, ...]

    def fields(self, given: Any, where: str, outer: tuple[Field, ...]) -> tuple[Field, ...]:
        """Read fields in order; `outer` are those a condition may name beside earlier ones."""
        read: list[Field] = []
        for at, row in enumerate(given):
            each = self.field(row, f"{where}[{at}]", (*outer, *read))
            if each.id in {earlier.id for earlier in read}:
                self.refuse(f"{where}[{at}].name", f"{each.id!r} is there twice")
            read.append(each)
        if not read:
            self.refuse(where, "has no fields")
        return tuple(read)

    def field(self, row: Any, where: str, before: tuple[Field, ...]) -> Field:
        """Read one field."""
        name = must(row, "name", str, file=self.file, where=where)
        where = f"{where} {name}"
        _only(row, FIELD_KEYS, self.file, where)
        if "." in name or must(row, "type", str, file=self.file, where=where) not in TYPES:
            self.refuse(f"{where}.type", f"no dots in a name, and no unknown type {row['type']!r}")
        for keys, kind in SHAPES.items():
            for key in set(keys) & set(row):
                must(row, key, kind, file=self.file, where=where)
        made = Field(
            id=name,
            type=row["type"],
            named=row["choices"] if isinstance(row.get("choices"), str) else "",
            choices=self.choices(row, where),
            show_if=self.condition(row["show_if"], where, before) if "show_if" in row else None,
            fields=self.inner(row, where, before),
            always=row.get("always", {}),
            rule=row.get("rule", ""),
            of=tuple(row.get("of", ())),
            depth=row.get("depth", ""),
            area=row.get("area", ""),
            evidence=self.evidence(row, where),
            **{key: row.get(key, False) for key in FLAGS},
            **{key: row.get(key) for key in ("min", "max")},
        )
        self.fits(made, where, before)
        return made

    def choices(self, row: dict[str, Any], where: str) -> tuple[str | int, ...]:
        """Read the answers of a choice: a list of its own, or a list of the book by name."""
        if row["type"] not in ("choice", "choices"):
            if "choices" in row:
                self.refuse(f"{where}.choices", "only a choice has choices")
            return ()
        given = must(row, "choices", (str, list), file=self.file, where=where)
        if isinstance(given, str):
            if given not in lists():
                self.refuse(f"{where}.choices", f"there is no list {given!r}")
            return lists()[given].choices
        plain = all(type(each) in (str, int) for each in given)
        if not given or not plain or len({str(each) for each in given}) != len(given):
            self.refuse(f"{where}.choices", "answers must be there and differ, words or numbers")
        return tuple(given)

    def inner(self, row: Any, where: str, before: tuple[Field, ...]) -> tuple[Field, ...]:
        """Read the fields of a group."""
        if row["type"] != "group":
            if "fields" in row:
                self.refuse(f"{where}.fields", "only a group has fields")
            return ()
        inside = must(row, "fields", list, file=self.file, where=where)
        return self.fields(inside, f"{where}.fields", before)

    def evidence(self, row: Any, where: str) -> Evidence | None:
        """Read the evidence of a field, if it differs from the form's."""
        there = {"source", "mark"} & set(row)
        return evidence.of(row, file=self.file, where=where) if there else None

    def fits(self, made: Field, where: str, before: tuple[Field, ...]) -> None:
        """Refuse what does not go together."""
        if made.private and not self.client_visible:
            self.refuse(where, "the whole form is the therapist's: nothing in it is more private")
        if made.depth and made.depth not in self.depths:
            self.refuse(f"{where}.depth", f"there is no depth {made.depth!r}")
        if made.area and made.area not in lists()["focus_area"].choices:
            self.refuse(f"{where}.area", f"there is no focus area {made.area!r}")
        if made.type == "texts" and made.max is None:
            self.refuse(where, "repeats: it needs max")
        if made.type == "group":
            self.repeats(made, where)
        if made.type == "computed":
            self.works_out(made, where, before)
        if None not in (made.min, made.max) and made.min > made.max:
            self.refuse(f"{where}.min", "is above max")

    def repeats(self, made: Field, where: str) -> None:
        """Refuse a group without bounds, or one that must keep a row it cannot hold."""
        if not (isinstance(made.min, int) and isinstance(made.max, int) and 0 <= made.min):
            self.refuse(where, "a group repeats: it needs min and max")
        if made.required or made.max < 1:
            self.refuse(where, "min says how many rows are required, and max at least one")
        inside = {each.id: each for each in made.fields}
        for id, value in made.always.items():
            if id not in inside or wrong(inside[id], value):
                self.refuse(f"{where}.always.{id}", f"no row can hold {value!r}")
        if made.always and not made.min:
            self.refuse(f"{where}.always", "needs min 1 or more")

    def works_out(self, made: Field, where: str, before: tuple[Field, ...]) -> None:
        """Refuse a computed field without a rule, or of fields that do not come before it."""
        if made.rule not in RULES:
            self.refuse(f"{where}.rule", f"unknown rule {made.rule!r}")
        if unknown := set(made.of) - {each.id for each in before}:
            self.refuse(f"{where}.of", f"unknown or later fields {sorted(unknown)}")
        if len(made.of) != 2:
            self.refuse(f"{where}.of", "needs two dates")

    def condition(self, row: Any, where: str, before: tuple[Field, ...]) -> Condition:
        """Read a show_if that names only fields before it."""
        made = rules.parse(row, self.file, f"{where}.show_if")
        rules.names(made, dict(walk(before)), self.file, f"{where}.show_if")
        return made

    def reminders(self, given: list[Any], fields: tuple[Field, ...]) -> tuple[Reminder, ...]:
        """Read the reminders; a condition may name any field of the form."""
        there = dict(walk(fields))
        read = []
        for at, row in enumerate(given):
            where = f"reminders[{at}]"
            _only(row, {"name", "when"}, self.file, where)
            name = must(row, "name", str, file=self.file, where=where)
            when = rules.parse(row.get("when"), self.file, f"{where}.when")
            rules.names(when, there, self.file, f"{where}.when")
            read.append(Reminder(name, when))
        return tuple(read)

    def refuse(self, where: str, reason: str) -> None:
        """Raise BrokenBook."""
        raise BrokenBook(self.file, where, reason)


def _only(row: Any, known: set[str], file: Path, where: str) -> None:
    if not isinstance(row, dict) or set(row) - known:
        unknown = sorted(set(row) - known) if isinstance(row, dict) else row
        raise BrokenBook(file, where, f"unknown {unknown!r}")
