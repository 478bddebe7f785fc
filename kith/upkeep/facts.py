"""What can be measured about the running house, without a word about anybody."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min

from kith import clock
from kith.audit import reading as trace
from kith.backup import state as backups
from kith.people.models import Practice
from kith.post.models import Letter
from kith.serving import background
from kith.web import tenancy

LATE = ["waiting", "sending"]


@dataclass(frozen=True)
class Letters:
    """Letters of one practice that should have gone: how many, since when; and those given up."""

    late: int
    oldest: datetime | None
    given_up: int


def last_tick() -> datetime | None:
    """When what is due was last done; None before the first time."""
    place = background.beat_file()
    return datetime.fromtimestamp(place.stat().st_mtime, UTC) if place.exists() else None


def letters(practice_id) -> Letters:
    """How the outbox of a practice stands. Two queries."""
    late = Letter.objects.filter(
        practice_id=practice_id, state__in=LATE, not_before__lte=clock.now()
    ).aggregate(count=Count("pk"), oldest=Min("not_before"))
    given_up = Letter.objects.filter(practice_id=practice_id, state="given_up").count()
    return Letters(late["count"], late["oldest"], given_up)


def unsent(practice_id):
    """The letters that wait or were given up, oldest first."""
    return Letter.objects.filter(practice_id=practice_id, state__in=[*LATE, "given_up"]).order_by(
        "not_before", "pk"
    )


def free_bytes() -> int:
    """Bytes that are free where the data lies."""
    place = settings.KITH_DATA
    return shutil.disk_usage(place if place.is_dir() else place.parent).free


def database_bytes() -> int:
    """Size of the database in bytes, its log included."""
    if connection.vendor == "sqlite":
        name = Path(str(connection.settings_dict["NAME"]))
        return sum(p.stat().st_size for p in (name, Path(f"{name}-wal")) if p.exists())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return cursor.fetchone()[0]


def chains() -> list[dict | None]:
    """What the last check of each chain found: the house first, then each practice."""
    practices = Practice.objects.order_by("slug").values_list("pk", flat=True)
    return [trace.state(pk) for pk in (tenancy.HOUSE, *practices)]


def all_letters() -> Letters:
    """The outboxes of all practices together."""
    found = []
    for practice in Practice.objects.values_list("pk", flat=True):
        with tenancy.within(practice):
            found.append(letters(practice))
    return Letters(
        sum(one.late for one in found),
        min((one.oldest for one in found if one.oldest), default=None),
        sum(one.given_up for one in found),
    )


def last_good_backup() -> datetime | None:
    """When the last backup that was written whole was begun."""
    return backups.last_good_at()


def last_verified_backup() -> datetime | None:
    """The moment that the newest backup found whole shows (it was tried by restoring it)."""
    return backups.verified_backup_at()
