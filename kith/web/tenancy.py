"""Which practice the present work is for. On PostgreSQL row-level security stands behind it.

Each table with a practice has a policy on the setting `app.practice`; without it no row is seen.
The setting is local to a transaction, so it can never leak through a connection pool; it follows
that work for a practice runs inside one transaction there. On SQLite only the mark is kept.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import connection, transaction

HOUSE = UUID(int=0)  # the installation itself: events that belong to no practice
PRACTICE = "the practice as it stands"  # of what is kept: read once for the present work
_practice: ContextVar[UUID | None] = ContextVar("practice", default=None)
_kept: ContextVar[dict | None] = ContextVar("kept", default=None)


def current() -> UUID | None:
    """The practice of the present work, if any."""
    return _practice.get()


def kept() -> dict:
    """What the present work has read already and may use again until it ends."""
    found = _kept.get()
    return {} if found is None else found


def _tell_database(practice):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.practice', %s, true)", [str(practice or "")])


def _leave(before):
    """Give the setting back; after an error in the database take back the whole block."""
    if connection.connection is None or connection.needs_rollback:
        return
    if connection.connection.info.transaction_status.name == "INERROR":
        connection.set_rollback(True)
    else:
        _tell_database(before)


@contextmanager
def within(practice_id):
    """Work inside one practice (None: none). Restores what was before."""
    before = _practice.get()
    token, fresh = _practice.set(practice_id), _kept.set({})
    try:
        if connection.vendor != "postgresql":
            yield
        else:
            with transaction.atomic():
                _tell_database(practice_id)
                try:
                    yield
                finally:
                    _leave(before)
    finally:
        _practice.reset(token)
        _kept.reset(fresh)


POLICY = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS own_practice ON {table};
CREATE POLICY own_practice ON {table}
    USING (practice_id = NULLIF(current_setting('app.practice', true), '')::uuid {house});
"""


def walled(model) -> bool:
    """Whether the rows of a model belong to practices and lie behind the wall."""
    owned = any(field.attname == "practice_id" for field in model._meta.concrete_fields)
    return owned and not getattr(model, "before_sign_in", False)


def build_walls(models, app_role):
    """Put the policy on each table that has a practice; let the application role work.

    Runs after every migrate; does nothing on SQLite. Table names come from the models.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for model in models:
            if not walled(model):
                continue
            table = connection.ops.quote_name(model._meta.db_table)
            house = f"OR practice_id = '{HOUSE}'" if getattr(model, "house_rows", False) else ""
            cursor.execute(POLICY.format(table=table, house=house))
        cursor.execute("SELECT current_user")
        if app_role and cursor.fetchone()[0] != app_role:
            role = connection.ops.quote_name(app_role)
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
            cursor.execute(
                f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"
            )
            cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}")


FORCED = """
SELECT oid::regclass::text FROM pg_class
WHERE relforcerowsecurity AND pg_get_userbyid(relowner) = current_user ORDER BY oid
"""


@contextmanager
def owner_sees_all():
    """PostgreSQL: let the owner of the tables read past the wall, for a copy of all of them.

    pg_dump takes a table whole or refuses. For Kith's own role the wall stands all the while. What
    is cut off half way is mended by the next migrate, which builds every wall anew.
    """
    with connection.cursor() as cursor:
        cursor.execute(FORCED)
        tables = [name for (name,) in cursor.fetchall()]
    _force(tables, "NO FORCE")
    try:
        yield
    finally:
        _force(tables, "FORCE")


def _force(tables, how):
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} {how} ROW LEVEL SECURITY")
