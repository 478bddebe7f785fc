"""One consistent view of the database while others write, and a database to load into."""

from contextlib import contextmanager

from django.db import connection, connections, transaction


@contextmanager
def one_moment():
    """Inside, this thread sees the database as it stands at one moment; writers go on.

    SQLite: a second connection that begins to read and takes no lock. PostgreSQL: one transaction
    that sees one state.
    """
    if connection.vendor == "postgresql":
        with transaction.atomic(durable=True):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield
        return
    usual = connections["default"]
    options = {**usual.settings_dict["OPTIONS"], "transaction_mode": "DEFERRED"}
    reader = type(usual)({**usual.settings_dict, "OPTIONS": options}, "default")
    connections["default"] = reader
    try:
        with transaction.atomic():
            yield
    finally:
        connections["default"] = usual
        reader.close()


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
