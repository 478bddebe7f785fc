"""The setting that says which practice the work is for never outlives its transaction."""

import uuid

import pytest
from django.conf import settings
from django.db import connection, connections

from kith.web import tenancy

pytestmark = pytest.mark.django_db(transaction=True)


def test_SEC_02_the_mark_of_a_practice_ends_with_its_work():
    practice = uuid.uuid4()
    with tenancy.within(practice):
        with pytest.raises(ZeroDivisionError), tenancy.within(None):
            raise ZeroDivisionError
        assert tenancy.current() == practice
    assert tenancy.current() is None


if settings.ON_POSTGRES:

    def test_SEC_02_nothing_leaks_through_the_pool():
        """The setting ends with its transaction; whoever gets the connection next has none."""

        def setting():
            with connections["default"].cursor() as cursor:
                cursor.execute("SELECT current_setting('app.practice', true), pg_backend_pid()")
                return cursor.fetchone()

        practice, seen = uuid.uuid4(), set()
        for turn in range(6):
            with tenancy.within(practice):
                told, backend = setting()
                assert told == str(practice)
                seen.add(backend)
            assert not setting()[0]
            connection.close()
            left, backend = setting()
            assert not left
            seen.add(backend)
            if turn % 2:
                with pytest.raises(ZeroDivisionError), tenancy.within(practice):
                    raise ZeroDivisionError
                assert not setting()[0]
        assert len(seen) < 12  # connections were used again
