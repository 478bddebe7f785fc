"""Do these keys belong to this data? Asked at start, before anything new is sealed (SEC-25)."""

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from . import keys, store


def refuse_strange_keys() -> None:
    """Refuse data whose keys are not here: a lost, a new or another installation's key folder."""
    practices = apps.get_model("people", "Practice")
    users = apps.get_model("people", "User")
    if practices._meta.db_table not in connection.introspection.table_names():
        return
    sealed = users._base_manager.values_list("practice_id", flat=True).distinct()
    if any(not store.holds("practice", str(practice)) for practice in sealed):
        raise ImproperlyConfigured(
            f"The keys in {keys.path().parent} do not open the data. Put back master.key and "
            "wrapped.sqlite3 as they were; without them nothing that was written can be read."
        )
