"""`kith keys`: where the master key comes from, and new keys in place of old ones."""

from uuid import UUID

import django

AFTER = (
    "Copies of the keys made before now open only with the former master key: make a new copy "
    "and destroy the old ones."
)


def run(asked):
    """Carry out `kith keys show | rotate | rotate-client | protect | unprotect`."""
    django.setup()
    from kith.serving import database
    from kith.vault import fit

    fit.ready()
    if database.waiting_migrations():
        from django.core.management import CommandError

        raise CommandError("The database is not up to date. Say first: kith migrate")
    acts = {
        "show": show,
        "rotate": rotate,
        "rotate-client": rotate_client,
        "protect": protect,
        "unprotect": unprotect,
    }
    return acts[asked.act](asked)


def show(asked):
    """One sentence on where the key comes from."""
    from kith.vault import rotation

    print(rotation.state())


def rotate(asked):
    """A new master key in place of the present one."""
    from kith.vault import rotation

    count = rotation.rotate(noted=lambda what: _house(f"vault.master_key_{what}"))
    if count is not None:
        print(f"There is a new master key; it wraps {count} data keys. {AFTER}")
    else:
        print(f"The rotation begun earlier is finished. {AFTER}")
    print(rotation.state())


def protect(asked):
    """The master key under a passphrase."""
    from kith.vault import rotation

    rotation.protect()
    _house("vault.master_key_protected")
    print("The key is under the passphrase now. Without the passphrase nothing can be read, ever.")


def unprotect(asked):
    """The master key in a plain file again."""
    from kith.vault import rotation

    rotation.unprotect()
    _house("vault.master_key_unprotected")
    print("The key is a plain file again, readable by this user alone.")


def rotate_client(asked):
    """A new data key for one client; everything about them is sealed anew."""
    from django.core.management import CommandError

    from kith.vault import renewal, store

    client = _client(asked.client)

    def noted(what):
        _record(f"vault.client_key_{what}", client)

    try:
        done = renewal.renew(
            "client", client.pk, client.practice_id, noted=noted, anyway=asked.anyway
        )
    except store.KeyGone as gone:
        raise CommandError(f"This client's key cannot be replaced: {gone}.") from None
    except renewal.StillSealed as still:
        raise CommandError(
            f"{len(still.places)} values do not open and stay as they are, with the former key: "
            f"{'; '.join(still.places[:10])}. Restore them, or say --anyway to give them up."
        ) from None
    print(f"{done.values} values are sealed with a new key; the former one is destroyed.")
    print("Backups made before now do not open what they hold of this client: make a new one.")


def _client(said):
    """The client with that id, in whatever practice."""
    from django.core.management import CommandError

    from kith.people.models import Client, Practice
    from kith.web import tenancy

    try:
        wanted = UUID(said or "")
    except ValueError:
        raise CommandError("Give the id of a client: kith keys rotate-client ID") from None
    for practice in Practice.objects.order_by("pk"):
        with tenancy.within(practice.pk):
            found = Client._base_manager.filter(pk=wanted, practice=practice).first()
        if found:
            return found
    raise CommandError(f"There is no client {wanted}.")


def _house(action):
    from kith.audit.actions import record
    from kith.web import tenancy

    record(action, practice=tenancy.HOUSE, role="")


def _record(action, client):
    from kith.audit.actions import record

    record(action, about=client, client=client, role="")
