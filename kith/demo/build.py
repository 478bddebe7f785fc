"""Telling the demo's life into an empty database, all of it or nothing."""

import gc
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from kith import clock
from kith.people.models import Practice
from kith.post.models import Letter
from kith.web import tenancy

from . import beginning, cases, crowd, face, house, sheets
from .telling import tell

HOLDS_REAL = (
    "The data folder holds a real practice, so the demo does not start here. "
    "Give the demo a folder of its own: KITH_DATA=/some/other/folder kith demo"
)
HOLDS_DEMO = (
    "The data folder holds the fictional practice of the demo, so nothing real is served from it. "
    "Start `kith demo`, or give KITH_DATA another folder."
)
FOUNDED_BEFORE = timedelta(days=260)


def ensure() -> bool:
    """Make the fictional practice where there is none yet; whether it was made now.

    One transaction: a start that was broken off leaves nothing behind. Refuses a real practice.
    """
    if Practice.objects.filter(fictional=False).exists():
        raise ImproperlyConfigured(HOLDS_REAL)
    there = Practice.objects.filter(fictional=True).first()
    if there:
        _say_if_old(there)
        return False
    print("Telling the demo's story. This takes a minute or two.", flush=True)
    with _no_collecting():
        build(clock.now())
    return True


def _say_if_old(practice):
    """A demo keeps the days it was told with; after a while its today lies in the past."""
    days = (clock.now() - practice.created_at - FOUNDED_BEFORE).days
    if days >= 1:
        print(
            f"This demo was told {days} days ago. For one of today, remove the folders "
            f"{settings.KITH_DATA} and {settings.KITH_KEYS} and start again.",
            flush=True,
        )


@contextmanager
def _no_collecting():
    """Spare a quarter of the time: what the story leaves behind is freed by counting anyway."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def refuse_if_fictional() -> None:
    """Real people are never served beside made-up ones."""
    if Practice.objects.filter(fictional=True).exists():
        raise ImproperlyConfigured(HOLDS_DEMO)


@transaction.atomic
def build(now: datetime, *, people=None) -> house.House:
    """Tell every story up to `now`. `people`: keys of the crowd that are wanted, None for all."""
    began = now - FOUNDED_BEFORE
    with clock.frozen(began):
        here = house.House(house.found(), now)
    with tenancy.within(here.practice.pk):
        with clock.frozen(began):
            house.people_it(here)
            house.cover_it(here)
            house.shelve_it(here)
            face.face_it(here)
            sheets.shelf(here, here.staff["owner"])
        tell([*cases.stories(here), *crowd.stories(here, people)], now)
        with clock.frozen(now):
            beginning.referrals(here)
            _nothing_old_goes_out(here)
    return here


def _nothing_old_goes_out(here):
    """Letters of the told past stay in the outbox as what they are: never sent."""
    past = Letter.objects.filter(
        practice=here.practice, state__in=["waiting", "sending"], not_before__lte=here.now
    )
    past.update(state="withheld", reason="demo", leased_until=None)
    DBTaskResult.objects.all().delete()
