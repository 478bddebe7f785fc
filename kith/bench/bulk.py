"""Very many rows in a short time: what `bulk_create` would write, value for value.

On SQLite a row is turned into values by one function a column, chosen once. A test compares such
rows with those that models write. Other databases get `bulk_create`.
"""

import json
import random
from contextlib import contextmanager
from datetime import UTC
from functools import lru_cache

from django.db import connection, models

from kith.vault.fields import SealedField
from kith.vault.seal import Sealer

FAST = {"foreign_keys": "OFF", "synchronous": "OFF", "journal_mode": "MEMORY"}
_dice = random.Random(4)


def put(rows) -> None:
    """Write rows, each (model, its values by attname), model by model."""
    found = {}
    for model, values in rows:
        found.setdefault(model, []).append(values)
    for model, those in found.items():
        if connection.vendor == "sqlite":
            table(model).put(those)
        else:
            model.objects.bulk_create([model(**values) for values in those], batch_size=500)


@lru_cache
def table(model):
    return Table(model)


class Table:
    """The columns of a model and how each gets its value."""

    def __init__(self, model):
        self.fields = model._meta.concrete_fields
        names = ", ".join(connection.ops.quote_name(field.column) for field in self.fields)
        marks = ", ".join("%s" for _ in self.fields)
        place = connection.ops.quote_name(model._meta.db_table)
        self.sql = f"INSERT INTO {place} ({names}) VALUES ({marks})"  # noqa: S608 (of models)
        self.pk = model._meta.pk.attname
        self.columns = [(f.attname, _maker(f), _default(f)) for f in self.fields]

    def put(self, those):
        with connection.cursor() as cursor:
            cursor.executemany(self.sql, [self.row(values) for values in those])

    def row(self, values) -> list:
        if self.pk not in values:
            values[self.pk] = _Hex(f"{_dice.getrandbits(128):032x}")
        return [
            make(values[name], values) if name in values else other(values)
            for name, make, other in self.columns
        ]


class _Hex(str):
    """An id that is written as it stands."""

    @property
    def hex(self):
        return self


def _maker(field):
    """A function (value, all values of the row) to what the database takes."""
    target = field.target_field if field.is_relation else field
    if isinstance(field, SealedField):
        return _sealer(field)
    plain = {
        models.UUIDField: lambda value, row: value and value.hex,
        models.DateTimeField: lambda value, row: value and _moment(value),
        models.DateField: lambda value, row: value and value.isoformat(),
        models.TimeField: lambda value, row: value and str(value),
        models.BooleanField: lambda value, row: value if value is None else int(value),
        models.JSONField: lambda value, row: json.dumps(value),
    }
    return plain.get(type(target), lambda value, row: value)


@lru_cache(maxsize=65536)
def _moment(value):
    return str(value.astimezone(UTC).replace(tzinfo=None))


def _default(field):
    """What stands where a row says nothing."""
    if isinstance(field, SealedField) and not field.null:
        make, value = _sealer(field), field.get_default()
        return lambda row: make(value, row)
    value = field.get_db_prep_save(field.get_default(), connection)
    return lambda row: value


def _sealer(field):
    known = {}

    def make(value, row):
        if value is None:
            return None
        owner = row["client_id"] if "client_id" in row else row["id"]
        plain = known.get(value) if type(value) is str else None
        if plain is None:
            plain = field.encode(value)
            if type(value) is str and len(known) < 10_000:
                known[value] = plain
        return of_client(owner)(plain, label=field.label, row=_id(row["id"]))

    assert field.scope == "client", field
    return make


def _id(value):
    if type(value) is _Hex:
        return f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"
    return value


@lru_cache(maxsize=1000)
def of_client(owner) -> Sealer:
    return Sealer("client", owner)


@contextmanager
def in_haste(tables):
    """Without indexes and without waiting for the disk; both are put right at the end."""
    if connection.vendor != "sqlite":
        yield
        return
    names = [model._meta.db_table for model in tables]
    with connection.cursor() as cursor:
        before = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in FAST}
        for name, value in FAST.items():
            cursor.execute(f"PRAGMA {name}={value}")
        cursor.execute("PRAGMA cache_size=-1000000")
        made = "SELECT name, sql FROM sqlite_master WHERE type='index' AND sql IS NOT NULL AND "
        marks = ", ".join("%s" for _ in names)
        indexes = cursor.execute(f"{made} tbl_name IN ({marks})", names).fetchall()
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
        yield
        for _, sql in indexes:
            cursor.execute(sql)
        for name, value in before.items():
            cursor.execute(f"PRAGMA {name}={value}")
