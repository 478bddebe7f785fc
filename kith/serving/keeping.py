"""`kith retention`, `kith erasings`, `kith incident`: what is due, erased, touched."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import django


def retention(asked):
    """List what is due to be erased. Nothing is erased from here: two persons do that on pages."""
    django.setup()
    from kith.keeping import saying

    if asked.rules:
        print("\n".join(saying.table()))
        return
    for practice in _practices(asked.practice):
        print("\n".join(saying.due(practice)))


def erasings(asked):
    """List what was erased and what waits; finish what was broken off; give space back."""
    django.setup()
    from kith.keeping import actions, saying

    for practice in _practices(asked.practice):
        if asked.act == "finish":
            print(f"{practice.slug}: {actions.finish_all(practice)} finished")
        elif asked.act == "list":
            print("\n".join(saying.erasings(practice)))
    if asked.act == "vacuum":
        print(vacuum())


def vacuum() -> str:
    """Write the database file anew, so that no freed page is left; what was done, in words."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return (
            "On PostgreSQL the owner of the database does this, when nobody works: VACUUM FULL; "
            "then take a new base backup, and let the old write-ahead logs go."
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return "The database file was written anew."


def incident(asked):
    """Say who touched which records since a day, from the audit."""
    django.setup()
    from kith import clock
    from kith.keeping import incidents, saying

    for practice in _practices(asked.practice):
        zone = practice.time_zone
        since = _moment(asked.since, zone)
        until = _moment(asked.until, zone) if asked.until else clock.now()
        account = _account(asked.account)
        found = incidents.report(practice.pk, since=since, until=until, account=account)
        names = _names(practice, found) if asked.names else {}
        print("\n".join(saying.incident(practice, found, names)))


def _moment(said, zone):
    """A day ("2026-11-20", from its beginning in the practice's zone) or a moment in ISO 8601."""
    from django.core.management import CommandError

    try:
        if len(said) == 10:
            return datetime.combine(date.fromisoformat(said), time(), ZoneInfo(zone))
        at = datetime.fromisoformat(said)
    except ValueError:
        raise CommandError(f"{said} is no day. Write it so: 2026-11-20") from None
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))


def _account(said):
    """The id of an account, given as an id or as its address."""
    from uuid import UUID

    from django.core.management import CommandError

    from kith.people import addresses
    from kith.people.models import User

    if not said:
        return None
    try:
        return UUID(said)
    except ValueError:
        user = User.objects.filter(email=addresses.veil(said)).first()
    if user is None:
        raise CommandError(f"Nobody signs in as {said}.")
    return user.pk


def _names(practice, found):
    """Names of the people of a report. The record of an erased one has none."""
    from kith.intake.models import Enquiry
    from kith.people.models import Client, User

    ids = {one.id for one in (*found.accounts, *found.clients, *found.enquiries)} | set(found.seen)
    of = [model.objects.filter(practice=practice).in_bulk(ids) for model in (User, Client, Enquiry)]
    return {pk: row.name for rows in of for pk, row in rows.items()}


def _practices(slug):
    """Each practice in turn, or the one that is called `slug`; inside its own wall."""
    from django.core.management import CommandError

    from kith.people.models import Practice
    from kith.web import tenancy

    rows = Practice.objects.order_by("slug")
    found = list(rows.filter(slug=slug) if slug else rows)
    if slug and not found:
        raise CommandError(f"No practice is called {slug}.")
    for practice in found:
        with tenancy.within(practice.pk):
            yield practice
