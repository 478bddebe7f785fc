"""The one command of the house. `kith --help` tells all."""

import argparse
import os
import sys
from importlib import import_module


def parser() -> argparse.ArgumentParser:
    """Every sub-command with the place of its function ("module:name")."""
    tree = argparse.ArgumentParser(
        prog="kith",
        description="Kith: a practice delivers Interpersonal Therapy with it.",
        epilog="KITH_DATA, KITH_URL, PORT and the other variables: docs/using/settings.md.",
    )
    commands = tree.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def add(name, does, place):
        command = commands.add_parser(name, help=does, description=does)
        command.set_defaults(place=place)
        return command

    add("serve", "prepare the data and serve Kith", "supervisor:serve")
    add("demo", "serve a fictional practice full of life", "supervisor:serve")
    add("migrate", "bring the database up to this version", "commands:migrate")
    add("doctor", "check the installation and say what is wrong", "doctor:examine")
    add("tick", "do once what is due now (serve does it each minute)", "commands:tick")

    add("metrics", "print the numbers for monitoring, in Prometheus' text form", "commands:metrics")

    audit = add("audit", "check the record of who saw and did what", "commands:audit")
    audit.add_argument("act", choices=["verify"])
    audit.add_argument("--practice", metavar="NAME", help="short name of one practice (else all)")

    retention = add("retention", "list records whose time of keeping is over", "keeping:retention")
    retention.add_argument("--dry-run", action="store_true", help="the same: it never erases")
    retention.add_argument("--rules", action="store_true", help="list the rules, with sources")
    retention.add_argument("--practice", metavar="NAME", help="short name of one practice")
    erasings = add("erasings", "what was erased; finish it; free its space", "keeping:erasings")
    erasings.add_argument("act", choices=["list", "finish", "vacuum"])
    erasings.add_argument("--practice", metavar="NAME", help="short name of one practice")
    incident = add("incident", "who touched which records since a day", "keeping:incident")
    incident.add_argument("act", choices=["report"])
    incident.add_argument("--since", required=True, metavar="DATE", help="a day, or a moment")
    incident.add_argument("--until", metavar="DATE", help="up to here (default: now)")
    incident.add_argument("--account", metavar="WHO", help="one account: its address or id")
    incident.add_argument("--names", action="store_true", help="with names (default: ids only)")
    incident.add_argument("--practice", metavar="NAME", help="short name of one practice")

    user = add(
        "user",
        "list staff, add a practice or an owner, close an account, reset a factor",
        "staff:run",
    )
    user.add_argument(
        "act", choices=["list", "practice", "owner", "disable", "enable", "reset-factor"]
    )
    user.add_argument("email", nargs="?", help="whom it is about (not for list and practice)")
    user.add_argument("--practice", metavar="NAME", help="short name of the practice")

    keys = add("keys", "replace keys, or put the master key under a passphrase", "keys:run")
    keys.add_argument("act", choices=["show", "rotate", "rotate-client", "protect", "unprotect"])
    keys.add_argument("client", nargs="?", metavar="ID", help="for rotate-client: which client")
    keys.add_argument("--anyway", action="store_true", help="give up values that do not open")

    backup = add("backup", "write everything to one encrypted file", "commands:backup")
    backup.add_argument(
        "file",
        help="the file to write; or 'verify' to try one, 'now' for one as the settings say, "
        "'due' for what the schedule asks",
    )
    backup.add_argument("tried", nargs="?", metavar="FILE", help="after 'verify': which one")
    backup.add_argument("--keys", metavar="FOLDER", help="copy the keys too, to a place apart")
    backup.add_argument("--master-key", action="store_true", help="with the master key (--keys)")
    restore = add("restore", "bring back what a backup holds", "commands:restore")
    restore.add_argument("file")
    restore.add_argument("--force", action="store_true", help="move aside what is there (SQLite)")
    restore.add_argument("--keys", metavar="FOLDER", help="put these copied keys in place first")
    restore.add_argument("--master-key", metavar="FILE", help="put this master key in place first")

    move = add("move", "from SQLite to PostgreSQL or back, all of it", "commands:move")
    move.add_argument(
        "--to", required=True, metavar="URL", help="postgresql://…, sqlite, or - to be asked for it"
    )

    bench = add("bench", "measure against ceilings taken in the same run", "commands:bench")
    bench.add_argument("how", choices=["quick", "full", "loss", "seed"])
    bench.add_argument("--clients", type=int, metavar="N", help="courses in the practice")

    manage = add("manage", "any command of Django, for developers", "commands:manage")
    manage.add_argument("rest", nargs=argparse.REMAINDER, metavar="...")
    return tree


def main(argv: list[str] | None = None) -> int:
    """Run one command; give its exit status. A refusal is one sentence, never a traceback."""
    asked = parser().parse_args(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.settings")
    if asked.command == "demo":
        os.environ["KITH_DEMO"] = "1"
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError
    from django.db import DatabaseError

    module, _, name = asked.place.partition(":")
    try:
        return getattr(import_module(f"kith.serving.{module}"), name)(asked) or 0
    except (ImproperlyConfigured, CommandError) as refusal:
        print(f"kith: {refusal}", file=sys.stderr)
        return 1
    except DatabaseError as trouble:
        print(f"kith: The database: {trouble}. Say: kith doctor", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
