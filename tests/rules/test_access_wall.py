# ruff: noqa: S608 (statements about every table of the catalogue)
"""The wall between practices, with the application's own scope taken away.

On PostgreSQL the rows are asked for in plain SQL by a role like that of the application; each
table comes from the database's own catalogue, so that a new one is met from its first day. On
SQLite, which has no such wall, the guard of the query sets stands in its place.
"""

import uuid

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.utils import ProgrammingError

from kith.people.records import PracticeRecord, ScopedQuerySet, Unscoped
from kith.web import tenancy
from tests.support.full_world import HERE

pytestmark = pytest.mark.django_db
on_postgres = settings.ON_POSTGRES
# Tables without a wall, and why it may be so.
NO_WALL = {
    "people_practice": "read before sign-in: which practices there are; no word about a person",
    "people_user": "read before sign-in: veiled address; name and address are sealed",
    "people_link": "read before sign-in: hashes of tokens",
    "people_tries": "counted before sign-in: keyed hashes, no word",
    "django_session": "read before sign-in: keys of sessions, and times",
    "django_migrations": "of the framework: no row about anybody",
    "django_content_type": "of the framework: no row about anybody",
    "auth_permission": "of the framework: no row about anybody",
    "auth_group": "of the framework: empty",
    "auth_group_permissions": "of the framework: empty",
    "account_emailaddress": "of the sign-in library: empty, addresses are sealed elsewhere",
    "account_emailconfirmation": "of the sign-in library: empty",
    "mfa_authenticator": "read during sign-in: secrets sealed, codes hashed",
    "django_tasks_database_dbtaskresult": "jobs: ids only",
}


def tables():
    with connection.cursor() as cursor:
        found = connection.introspection.table_names(cursor)
    return sorted(name for name in found if name != "sqlite_sequence")


def columns(table):
    with connection.cursor() as cursor:
        return {c.name for c in connection.introspection.get_table_description(cursor, table)}


def walled():
    return [table for table in tables() if table not in NO_WALL]


def test_SEC_02_each_table_has_a_practice_or_a_reason_to_have_none(world):
    assert set(NO_WALL) <= set(tables())
    assert {table for table in walled() if "practice_id" not in columns(table)} == set()
    known = {m._meta.db_table: m for m in apps.get_models()}
    for table in walled():
        assert tenancy.walled(known[table]), f"{table} is left out by tenancy.walled"


def test_SEC_24_what_has_no_wall_holds_no_word_in_the_clear(world):
    """Names and addresses of people are sealed wherever they stand."""
    told = [world.ines.name, world.marisol.name, "Kanari-marisol", "Kanari-cleo"]
    for table in sorted(set(NO_WALL) - {"people_practice", "django_session"}):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            said = " ".join(repr(cell) for row in cursor.fetchall() for cell in row)
        assert not [words for words in told if words in said], table


def test_SEC_05_on_any_engine_an_unscoped_look_from_a_view_is_an_error(world):
    """The guard that every test of a page runs under."""
    assert ScopedQuerySet.watch
    scoped = [m for m in apps.get_models() if issubclass(m, PracticeRecord) and m.access_object]
    assert len(scoped) > 30
    for model in scoped:
        place = {"__name__": "kith.somewhere.views", "model": model}
        for look in (
            "list(model.objects.all())",
            "model.objects.count()",
            "model.objects.exists()",
        ):
            with pytest.raises(Unscoped):
                exec(look, place)  # noqa: S102
        user = {"user": world.ines, **place}
        exec("list(model.objects.for_user(user))", user)  # noqa: S102


if on_postgres:
    ROLE = "kith_app"  # as scripts/test_postgres.sh makes it: may log in, and nothing else

    @pytest.fixture
    def application(world):
        """The role of the application, in the test's own transaction."""
        quoted = connection.ops.quote_name(ROLE)
        connection.check_constraints()  # what is deferred would hold up the next line
        with transaction.atomic():
            tenancy.build_walls(apps.get_models(), ROLE)
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL ROLE {quoted}")
                yield cursor
                cursor.execute("RESET ROLE")
            transaction.set_rollback(True)

    def stand_in(cursor, practice):
        cursor.execute("SELECT set_config('app.practice', %s, true)", [str(practice or "")])

    def count(cursor, table, where="true", values=()):
        cursor.execute(
            f"SELECT count(*) FROM {connection.ops.quote_name(table)} WHERE {where}",
            values,
        )
        return cursor.fetchone()[0]

    def refused(cursor, sql, values=()):
        """Whether the database refuses a statement; the transaction goes on."""
        try:
            with transaction.atomic():
                cursor.execute(sql, values)
        except (DatabaseError, ProgrammingError):
            return True
        return False

    def test_SEC_02_each_table_has_its_policy_and_nobody_is_above_it(world):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class"
                " JOIN pg_namespace n ON n.oid = relnamespace"
                " WHERE relkind IN ('r', 'p') AND nspname = 'public'"
            )
            state = {name: (on, forced) for name, on, forced in cursor.fetchall()}
            cursor.execute("SELECT tablename, permissive, cmd, qual, with_check FROM pg_policies")
            policies = {}
            for table, *policy in cursor.fetchall():
                policies.setdefault(table, []).append(policy)
        for table in walled():
            assert state[table] == (True, True), table
            ((permissive, command, using, check),) = policies[table]
            assert command == "ALL" and "app.practice" in using, table
            assert check is None, table  # then what holds for reading holds for writing
            house = table in ("audit_auditevent", "audit_audithead")
            assert (" OR " in using) == house, table
        assert set(policies) == set(walled())

    def test_SEC_02_the_role_of_the_application_owns_nothing_and_is_above_nothing(application):
        application.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
            " WHERE rolname = current_user"
        )
        assert application.fetchone() == (False, False, False, False)
        application.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND"
            " pg_has_role(current_user, tableowner, 'MEMBER')"
        )
        assert application.fetchone()[0] == 0
        for table in walled():
            quoted = connection.ops.quote_name(table)
            for deed in (
                f"ALTER TABLE {quoted} DISABLE ROW LEVEL SECURITY",
                f"ALTER TABLE {quoted} NO FORCE ROW LEVEL SECURITY",
                f"DROP POLICY own_practice ON {quoted}",
                f"CREATE POLICY more ON {quoted} USING (true)",
            ):
                assert refused(application, deed), deed
        assert refused(application, "ALTER ROLE CURRENT_USER BYPASSRLS")

    @pytest.mark.parametrize("where", ["no practice", "a practice that is not", "the other one"])
    def test_SEC_02_without_the_own_scope_nothing_of_another_practice_is_read(
        world, application, where
    ):
        here = str(world.practice.pk)
        there = {
            "no practice": None,
            "a practice that is not": uuid.uuid4(),
            "the other one": world.other.pk,
        }[where]
        filled = 0
        for table in walled():
            stand_in(application, world.practice.pk)
            filled += bool(count(application, table))
            stand_in(application, there)
            assert count(application, table, "practice_id = %s", [here]) == 0, table
            if where != "the other one" and not table.startswith("audit_"):
                assert count(application, table) == 0, table
        assert filled > 40

    def test_SEC_02_with_the_setting_never_made_there_is_nothing(world, application):
        application.execute("RESET app.practice")
        for table in walled():
            assert count(application, table, "practice_id = %s", [str(world.practice.pk)]) == 0

    def test_SEC_02_a_word_that_is_no_practice_is_an_error_and_no_key(world, application):
        for said in ("x", "' OR true --", "*", "00000000"):
            application.execute("SELECT set_config('app.practice', %s, true)", [said])
            assert refused(application, "SELECT count(*) FROM care_course")

    def test_SEC_02_nothing_is_changed_or_removed_across_the_wall(world, application):
        for table in walled():
            quoted = connection.ops.quote_name(table)
            stand_in(application, world.other.pk)
            for deed in (f"UPDATE {quoted} SET practice_id = practice_id", f"DELETE FROM {quoted}"):
                try:
                    with transaction.atomic():
                        application.execute(
                            f"{deed} WHERE practice_id = %s", [str(world.practice.pk)]
                        )
                        assert application.rowcount == 0, (table, deed)
                except DatabaseError as refusal:  # a signed row: refused before it is looked for
                    assert "signed" in str(refusal) or "append" in str(refusal), (table, refusal)

    def test_SEC_02_nothing_is_put_behind_the_wall_or_taken_over_it(world, application):
        """Insert into another practice, or move a row of one's own there: refused."""
        tried = 0
        for table in walled():
            quoted = connection.ops.quote_name(table)
            stand_in(application, world.practice.pk)
            if not count(application, table, "practice_id = %s", [str(world.practice.pk)]):
                continue
            tried += 1
            move = f"UPDATE {quoted} SET practice_id = %s WHERE practice_id = %s"
            both = [str(world.other.pk), str(world.practice.pk)]
            assert refused(application, move, both), table
            names = ", ".join(connection.ops.quote_name(c) for c in sorted(columns(table)))
            put = ", ".join(
                "%s" if c == "practice_id" else connection.ops.quote_name(c)
                for c in sorted(columns(table))
            )
            copy = f"INSERT INTO {quoted} ({names}) SELECT {put} FROM {quoted} LIMIT 1"
            message = ""
            try:
                with transaction.atomic():
                    application.execute(copy, [str(world.other.pk)])
            except DatabaseError as refusal:
                message = str(refusal)
            assert "row-level security" in message, (table, message)
        assert tried > 40

    def test_SEC_02_the_models_own_managers_see_nothing_in_another_practice(world):
        """The scope of the application taken away: `_base_manager`, every model, two places."""
        filled = 0
        for model in apps.get_models():
            if not tenancy.walled(model) or getattr(model, "house_rows", False):
                continue
            rows = model._base_manager.filter(practice_id=world.practice.pk)
            filled += rows.exists()
            for there in (world.other.pk, None):
                with tenancy.within(there):
                    assert not rows.all().exists(), model
        assert filled > 40


def test_the_world_stands_in_its_practice(world):
    assert tenancy.current() == world.practice.pk and world.practice.slug == HERE
