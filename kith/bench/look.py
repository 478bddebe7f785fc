"""`python -m kith.bench.look WHAT`: what the database holds, not what the pages say.

answers    check-in to item to value, as stored; with `whole`: audit chains and database are whole
queries    how many queries the measured pages make
minute     how much the work of a minute asks and costs, when nothing new is due
"""

import json
import sys
import time

import django


def answers() -> dict:
    from django.db import connection

    from kith.audit import chain
    from kith.checkins.models import Response
    from kith.people.models import Practice
    from kith.web import tenancy

    practice = Practice.objects.get(slug="bench")
    with tenancy.within(practice.pk):
        rows = Response.objects.filter(
            practice=practice, checkin__finished_at=None, measure="phq-9"
        )
        stored = {str(row.checkin_id): dict(row.answers) for row in rows}
        unscored = rows.filter(answered__gt=0, total=None, complete=True).count()
    faults = [verdict.fault for verdict in chain.verify_all() if verdict.fault]
    sound = True
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            sound = cursor.fetchone()[0] == "ok"
    return {"answers": stored, "whole": sound and not faults and not unscored}


def queries() -> dict:
    from django.conf import settings
    from django.db import connection
    from django.test import Client as Browser
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["testserver"]
    ways, found = json.loads(sys.argv[2]), {}
    for who, path in (("client", "/home/course/"), ("therapist", "/caseload/")):
        browser = Browser()
        browser.cookies[ways["cookie"]] = ways[who]
        browser.get(path)  # a process keeps the shelf of measures from its first page on
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(path).status_code == 200, path
        found[path] = len(asking(seen))
    return found


def minute() -> dict:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from kith.post import tick

    tick.run()
    with CaptureQueriesContext(connection) as seen:
        tick.run()
    began = time.process_time()
    tick.run()
    return {"asked": len(asking(seen)), "cpu": time.process_time() - began}


def asking(seen) -> list[str]:
    """The statements that ask or write data; neither the frame of transactions nor settings."""
    frame = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "SELECT set_config")
    said = [each["sql"] for each in seen.captured_queries]
    return [sql for sql in said if not sql.startswith(frame)]


if __name__ == "__main__":
    django.setup()
    print(json.dumps({"answers": answers, "queries": queries, "minute": minute}[sys.argv[1]]()))
