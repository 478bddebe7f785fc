"""The short commands of `kith`: each does one thing and ends."""

import sys
from getpass import getpass
from importlib import import_module

import django


def migrate(asked):
    """Bring the database up to this version; a second one waits."""
    django.setup()
    from kith.serving import database, prepare

    prepare.data()
    waiting = database.waiting_migrations()
    print("The database is up to date." if not waiting else f"Still waiting: {waiting}")


def tick(asked):
    """Do once what is due now, whatever the clock did: somebody is here who has seen it."""
    django.setup()
    from kith.serving import background

    background.tick(sure=True)
    import_module("kith.backup.due").wait()


def metrics(asked):
    """Print the state of the house as numbers."""
    django.setup()
    print(import_module("kith.upkeep.numbers").text(), end="")


def audit(asked):
    """Walk the chains; name the first row that does not fit."""
    django.setup()
    chain = import_module("kith.audit.chain")
    tenancy = import_module("kith.web.tenancy")
    whole = True
    for name, practice in _chains(asked.practice):
        with tenancy.within(practice):
            verdict = chain.verify(practice)
        whole = whole and not verdict.fault
        print(f"{name}: {verdict.fault or f'whole, {verdict.rows} rows'}")
    return 0 if whole else 1


def _chains(slug):
    from django.core.management import CommandError

    from kith.people.models import Practice
    from kith.web.tenancy import HOUSE

    known = Practice.objects.order_by("slug")
    if slug:
        known = known.filter(slug=slug)
        if not known:
            raise CommandError(f"No practice is called {slug}.")
    return ([] if slug else [("the house", HOUSE)]) + [(p.slug, p.pk) for p in known]


def backup(asked):
    """Write everything to one encrypted file; the keys, if asked, to a folder apart."""
    django.setup()
    from kith import backup as room
    from kith.backup import due

    if asked.file == "verify":
        print(room.verify(asked.tried) if asked.tried else due.try_out())
    elif asked.file == "due":
        return due.in_background(print)
    elif asked.file == "now":
        return due.at_once(print)
    else:
        print(room.write(asked.file))
    if asked.keys:
        print(room.copy_keys(asked.keys, whole=asked.master_key))


def restore(asked):
    """Bring back what a backup holds."""
    django.setup()
    from kith import backup as room

    print(room.restore(asked.file, asked.force, asked.keys, asked.master_key))


def move(asked):
    """Put everything into another kind of database. An address that is asked for stays out of the
    list of processes, which everybody on the machine may read."""
    django.setup()
    from kith import backup as room

    print(room.move(_asked_for() if asked.to == "-" else asked.to))


def _asked_for():
    if sys.stdin.isatty():
        return getpass("The new place (postgresql://…): ").strip()
    return sys.stdin.readline().strip()


def bench(asked):
    """Measure; needs nothing of this installation and leaves nothing behind."""
    more = ["--clients", str(asked.clients)] if asked.clients else []
    return import_module("kith.bench.__main__").main([asked.how, *more])


def manage(asked):
    """Hand over to Django."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["kith manage", *asked.rest])
