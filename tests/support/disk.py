"""A database on disk, for tests with threads, locks or files. PostgreSQL's is one already."""

from contextlib import contextmanager, nullcontext

from django.db import connection

from kith.backup.snapshot import pointing_at


@contextmanager
def on_disk(folder, **options):
    """The default database becomes a file in `folder` (SQLite), with these OPTIONS changed.

    Only for tests that ask for `transactional_db`. Gives the file, or None on PostgreSQL.
    """
    if connection.vendor == "postgresql":
        with changed(options):
            yield None
        return
    place = folder / "kith.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(place)])
    known = connection.settings_dict["OPTIONS"]
    with pointing_at(NAME=place, OPTIONS={**known, **options}):
        yield place


def changed(options):
    known = connection.settings_dict["OPTIONS"]
    return pointing_at(OPTIONS={**known, **options}) if options else nullcontext()


def every_value():
    """All that the database holds, as text: each value of each column of each table."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {quote(table)}")  # noqa: S608
            for row in cursor.fetchall():
                yield from map(as_text, row)


def as_text(value) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("latin-1")
    return str(value)
