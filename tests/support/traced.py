"""A middleware for tests: a request that writes words of the record without a trace is an error."""

import re

from django.apps import apps
from django.db import connection

from kith.people.records import ClientRecord

WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"', re.I)
TRACE = "audit_auditevent"
seen: list[
    tuple[str, set]
] = []  # (route, tables of the record that it wrote), for the test to read


def of_the_record() -> set[str]:
    """Tables whose rows are about a client."""
    owned = {m._meta.db_table for m in apps.get_models() if issubclass(m, ClientRecord)}
    return owned | {"people_client"}


class Traced:
    """Looks at every statement of a request; says which deed left no trace."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.tables = of_the_record()

    def __call__(self, request):
        written = set()

        def look(execute, sql, params, many, context):
            found = WRITES.match(sql)
            if found:
                written.add(found[1])
            return execute(sql, params, many, context)

        with connection.execute_wrapper(look):
            answer = self.get_response(request)
        touched = written & self.tables
        if touched:
            route = request.resolver_match.view_name if request.resolver_match else request.path
            seen.append((route, touched))
            assert TRACE in written, f"{request.method} {route} wrote {touched} without a trace"
        return answer
