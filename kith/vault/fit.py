"""Do these keys belong to this data? Asked at start, before anything new is sealed (SEC-25)."""

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection

from . import keys, shelf, sources, store


def ready() -> None:
    """Have a master key and a key store; new ones never beside data whose keys are lost."""
    lost = not any(sources.all_there()) or not shelf.exists()
    if lost and settings.ON_POSTGRES and _somebody_is_there():
        raise ImproperlyConfigured(
            "The data is there, its keys are not: look for master.key and wrapped.sqlite3 in "
            f"{settings.KITH_KEYS}. Put both back; without them nothing that was written can be "
            "read."
        )
    keys.ensure()


def _somebody_is_there() -> bool:
    practices = apps.get_model("people", "Practice")
    try:
        known = practices._meta.db_table in connection.introspection.table_names()
        return known and practices._base_manager.exists()
    except OperationalError as trouble:
        raise ImproperlyConfigured(f"The database does not answer: {trouble}".strip()) from None


def refuse_strange_keys() -> None:
    """Refuse data whose keys are not here: a lost, a new or another installation's key folder."""
    practices = apps.get_model("people", "Practice")
    users = apps.get_model("people", "User")
    if practices._meta.db_table not in connection.introspection.table_names():
        return
    sealed = users._base_manager.values_list("practice_id", flat=True).distinct()
    if any(not store.holds("practice", str(practice)) for practice in sealed):
        raise ImproperlyConfigured(
            f"The keys in {settings.KITH_KEYS} do not open the data. Put back master.key and "
            "wrapped.sqlite3 as they were; without them nothing that was written can be read."
        )
