"""What must be true before anybody is served: folders, key, database, assets, a demo's life."""

import os
from importlib import import_module

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from kith.serving import assets, database


def folders():
    """The data folder, closed to other users of the machine."""
    try:
        settings.KITH_DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
        settings.KITH_KEYS.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as trouble:
        raise ImproperlyConfigured(
            f"The folder {trouble.filename} cannot be made: {trouble.strerror}."
        ) from None
    if not os.access(settings.KITH_DATA, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(f"The data folder {settings.KITH_DATA} cannot be written to.")


def data():
    """Folders, key and database: what every command needs."""
    folders()
    with database.alone(settings.KITH_DATA):
        import_module("kith.vault.fit").ready()
        database.as_owner()
        database.bring_up()
        database.hold_promises()
        database.take_stock()
        import_module("kith.vault.fit").refuse_strange_keys()


def everything() -> str | None:
    """Prepare to serve; give the one-time set-up address when no practice exists yet."""
    folders()
    with database.alone(settings.KITH_DATA):
        import_module("kith.vault.fit").ready()
        database.as_owner()
        database.bring_up()
        database.hold_promises()
        database.take_stock()
        import_module("kith.vault.fit").refuse_strange_keys()
        assets.collect()
        if settings.KITH_DEMO:
            import_module("kith.demo.build").ensure()
            return None
        import_module("kith.demo.build").refuse_if_fictional()
        return import_module("kith.people.setup").link_if_needed()
