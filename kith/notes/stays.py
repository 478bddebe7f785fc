"""A trigger in the database that refuses any change to a signed note or addendum (REL-06)."""

from django.db import connection

from .models import Addendum, SessionRecord

ON_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {name} BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, 'a signed note stays as it is'); END
"""
ON_POSTGRES = """
CREATE OR REPLACE FUNCTION notes_signed_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a signed note stays as it is'
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE OR REPLACE TRIGGER {name} BEFORE UPDATE ON {table}
  FOR EACH ROW EXECUTE FUNCTION notes_signed_stays();
"""


def put_in_place():
    """Make the triggers where they are not yet; names come from the models."""
    pattern = ON_POSTGRES if connection.vendor == "postgresql" else ON_SQLITE
    there = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for model in (SessionRecord, Addendum):
            table = model._meta.db_table
            if table in there:
                quoted = connection.ops.quote_name(table)
                cursor.execute(pattern.format(name=f"{table}_stays", table=quoted))
