"""One consistent view of the database while others write, and a database to load into."""

from contextlib import contextmanager

from django.db import connection, connections, transaction

ALIAS = "snapshot"


@contextmanager
def one_moment():
    """The database as it stands at one moment; gives the alias to read it by.

    SQLite: a second connection that begins to read and takes no lock. PostgreSQL: one transaction
    that sees one state. In both, writers go on.
    """
    if connection.vendor == "postgresql":
        with transaction.atomic(durable=True):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield "default"
        return
    known = connections["default"].settings_dict
    options = {**known["OPTIONS"], "transaction_mode": "DEFERRED"}
    connections.databases[ALIAS] = {**known, "OPTIONS": options}
    try:
        with transaction.atomic(using=ALIAS):
            yield ALIAS
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.databases[ALIAS]


@contextmanager
def pointing_at(**parameters):
    """The default database of this process is another one inside the block. For commands only."""
    known = connections.databases["default"]
    before = dict(known)
    _drop()
    known.update(parameters)
    known["OPTIONS"] = {k: v for k, v in known["OPTIONS"].items() if k != "pool"}
    try:
        yield connections["default"]
    finally:
        _drop()
        known.clear()
        known.update(before)


def _drop():
    connections["default"].close()
    del connections["default"]
