"""A new data key for one owner: everything sealed under the former one is sealed anew (SEC-26).

Rows are taken some at a time, each only while it still says what was read, so that nobody's words
are lost or set back. The former key goes when nothing is left under it: then it is gone for good.
A process that is killed anywhere leaves everything readable; asked again, it goes on.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, connection, transaction

from kith.web import tenancy

from . import seal, store
from .fields import Sealed, SealedField
from .rotation import nothing

AT_ONCE = 100  # rows a transaction
LONGEST = 60.0  # seconds to wait for transactions that are open (PostgreSQL)
CALM = 10.0  # seconds; longer than any writer waits for a lock with words sealed already
SCOPES = ("client", "author")
OLDER_WORK = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND backend_type = 'client backend' AND pid <> pg_backend_pid() "
    "AND usename = current_user AND xact_start < %s"
)


class StillSealed(Exception):
    """Some values do not open, so the former key stays. `places` names their fields and rows."""

    def __init__(self, places):
        super().__init__("some values do not open")
        self.places = places


@dataclass
class Renewed:
    """How many values were sealed anew, and which did not open."""

    values: int = 0
    broken: list = field(default_factory=list)


def models(scope: str) -> Iterator[tuple]:
    """Each model that has words under keys of that scope, with these fields."""
    for model in apps.get_models():
        found = [
            f
            for f in model._meta.concrete_fields
            if isinstance(f, SealedField) and f.scope == scope
        ]
        if found and model._meta.managed and not model._meta.proxy:
            yield model, found


def rows_of(model, scope: str, owner):
    """The rows of a model whose words are under the key of `owner`."""
    own = "pk" if hasattr(model, "vault_owner") else f"{scope}_id"
    return model._base_manager.filter(**{own: owner})


@contextmanager
def _work(practice):
    """One transaction of the database, within the practice."""
    with tenancy.within(practice), transaction.atomic():
        yield


def renew(scope, owner, practice, noted=nothing, tell=nothing, anyway=False, calm=None) -> Renewed:
    """Seal everything of one owner anew and destroy the former keys.

    practice  id of the practice that the owner belongs to; no transaction may be open
    noted     called with "begun", and "renewed" just before the former key goes: for the audit
    anyway    destroy the former key also when some values do not open
    calm      seconds to wait for writers that sealed before the new key was there
    """
    if scope not in SCOPES:
        raise ValueError(f"the key of a {scope} seals more than fields")
    version, begun = store.next_version(scope, str(owner))
    if begun:
        noted("begun")
    tell("begun")
    done = Renewed()
    _sweep(scope, owner, practice, version, done, tell)
    _wait(CALM if calm is None else calm)
    tell("calm")
    _sweep(scope, owner, practice, version, done, tell)
    _finish(scope, owner, practice, version, noted, tell, anyway)
    return done


def _sweep(scope, owner, practice, version, done, tell):
    """Until a whole round finds nothing that can be sealed anew."""
    while True:
        before, done.broken = done.values, []
        for model, sealed in models(scope):
            last, more = None, True
            while more:
                with _work(practice):
                    rows, last, more = _some(model, sealed, scope, owner, version, last)
                    for row in rows:
                        _renew_row(model, sealed, scope, owner, row, version, done)
                if rows:
                    tell("batch")
        if done.values == before:
            return


def _some(model, sealed, scope, owner, version, last):
    """Former rows after `last` as {name: value}, the last id looked at, whether there are more."""
    names = [f.attname for f in sealed]
    rows = rows_of(model, scope, owner).order_by("pk")
    rows = rows if last is None else rows.filter(pk__gt=last)
    some = list(rows.values("pk", *names)[:AT_ONCE])
    former = [row for row in some if any(seal.older(row[n], version) for n in names)]
    return former, some[-1]["pk"] if some else None, len(some) == AT_ONCE


def _renew_row(model, sealed, scope, owner, row, version, done):
    pk, read, fresh = row["pk"], {}, {}
    for each in sealed:
        value = row[each.attname]
        if not seal.older(value, version):
            continue
        where = {"scope": scope, "owner": owner, "label": each.label, "row": pk}
        try:
            fresh[each.attname] = Sealed(seal.seal(seal.unseal(value, **where), **where))
            read[each.attname] = value
        except seal.SealBroken:
            done.broken.append(f"{each.label} of row {pk}")
    if fresh and _put(model, pk, read, fresh):
        done.values += len(fresh)


def _put(model, pk, read, fresh) -> int:
    """Change the row if it still says what was read; 1 if it did."""
    same = model._base_manager.filter(pk=pk, **read)
    try:
        with transaction.atomic():
            return same.update(**fresh)
    except IntegrityError:  # a row that stays as it was signed: no update is let through
        return _put_anew(model, same, fresh)


def _put_anew(model, same, fresh) -> int:
    """Put a row that may not be changed in anew, word for word, under the same id."""
    names = [f.attname for f in model._meta.concrete_fields]
    with transaction.atomic():
        row = same.select_for_update().values(*names).first()
        if row is None:
            return 0
        same._raw_delete(same.db)
        model._base_manager.bulk_create([model(**{**row, **fresh})])
    return 1


def _wait(calm: float):
    """Wait until whoever sealed under the former key has written or given up."""
    time.sleep(calm)
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        (now,) = cursor.fetchone()
        for _try in range(int(LONGEST / 0.2)):
            cursor.execute(OLDER_WORK, [now])
            if not cursor.fetchone()[0]:
                return
            time.sleep(0.2)
    raise ImproperlyConfigured(
        "Something else has been writing for a minute. Say this again later: it goes on where it "
        "stopped."
    )


def _left(scope, owner, version) -> list[str]:
    """Which values are still under a former key."""
    found = []
    for model, sealed in models(scope):
        for row in rows_of(model, scope, owner).values("pk", *[f.attname for f in sealed]):
            found += [
                f"{each.label} of row {row['pk']}"
                for each in sealed
                if seal.older(row[each.attname], version)
            ]
    return found


def _finish(scope, owner, practice, version, noted, tell, anyway):
    """Look once more while nobody can write; then let the former keys go."""
    with _work(practice):
        left = _left(scope, owner, version)
    if left and not anyway:
        raise StillSealed(left)
    noted("renewed")
    tell("noted")
    with _work(practice):
        _hold_writers(scope)
        left = _left(scope, owner, version)
        if left and not anyway:
            raise StillSealed(left)
        store.retire(scope, str(owner), version)
    tell("retired")


def _hold_writers(scope):
    """SQLite: this transaction is the only writer. PostgreSQL: lock the tables against writing."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for model, _sealed in models(scope):
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
