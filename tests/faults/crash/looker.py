"""Opens what a crash left, with the product's own settings, and says what is wrong with it.

One line of JSON for each image comes in: {"place", "acknowledged"}; one goes out: {"faults"}.
"""

import json
import sys
from pathlib import Path

import django

DEEDS = {
    "inventory.person_added": "inventory.Person",
    "notes.added": "notes.Addendum",
    "people.client_registered": "people.Client",
    "inventory.safety_note_saved": "inventory.SafetyNote",
}
WORDS = {
    "person": ("inventory.Person", "display_name"),
    "addendum": ("notes.Addendum", "words"),
    "client": ("people.Client", "name"),
    "safety_note": ("inventory.SafetyNote", "words"),
}


def faults(acknowledged, but=()) -> list[str]:
    """What is lost, half or broken in the database as it stands; `but`: models not looked at."""
    from kith.audit import chain
    from kith.people.models import Practice
    from kith.web import tenancy

    broken = broken_file()
    if broken:
        return broken
    found = [verdict.fault for verdict in chain.verify_all() if verdict.fault]
    with tenancy.within(Practice.objects.get().pk):
        return found + lost(acknowledged) + half_done(but)


def broken_file():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        said = [row[0] for row in cursor.fetchall() if row[0] != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        return said + [f"no parent: {row}" for row in cursor.fetchall()]


def lost(acknowledged):
    from django.apps import apps

    found = named([save["words"] for save in acknowledged if save["kind"] == "named"])
    for save in acknowledged:
        if save["kind"] == "named":
            continue
        model, field = WORDS[save["kind"]]
        row = apps.get_model(model)._base_manager.filter(pk=save["id"]).first()
        if row is None:
            found.append(f"{save['kind']} {save['id']} is lost")
        elif getattr(row, field) != save["words"]:
            found.append(f"{save['kind']} {save['id']} has other words")
    return found


def named(words):
    """Names of people that must be there once each."""
    from collections import Counter

    from kith.inventory.models import Person

    there = Counter(p.display_name for p in Person._base_manager.all()) if words else {}
    return [f"{name} is there {there[name]} times" for name in words if there[name] != 1]


def half_done(but):
    """A row without its audit row, or the other way round."""
    from django.apps import apps

    from kith.audit.models import AuditEvent

    found = []
    for action, model in DEEDS.items():
        if model in but:
            continue
        rows = {str(pk) for pk in apps.get_model(model)._base_manager.values_list("pk", flat=True)}
        events = set(AuditEvent.objects.filter(action=action).values_list("about_id", flat=True))
        if rows != events:
            found.append(f"{model}: {len(rows ^ events)} half done")
    return found


def look(asked) -> list[str]:
    from django.conf import settings

    from kith.backup.snapshot import pointing_at
    from kith.vault import keys, store

    place = Path(asked["place"])
    settings.KITH_KEYS = place / "keys"
    keys.forget(), store.forget()
    try:
        with pointing_at(NAME=place / "data" / "kith.sqlite3"):
            return faults(asked["acknowledged"], asked["but"])
    except Exception as trouble:
        return [f"{type(trouble).__name__}: {trouble}"]


if __name__ == "__main__":
    django.setup()
    for line in sys.stdin:
        print(json.dumps({"faults": look(json.loads(line))}), flush=True)
