from django.apps import AppConfig, apps
from django.conf import settings
from django.db.models.signals import post_migrate


def walls(**kwargs):
    """After every migrate: the wall between practices in the database (PostgreSQL)."""
    from kith.web import tenancy

    tenancy.build_walls(apps.get_models(), settings.DATABASE_APP_ROLE)


class PeopleConfig(AppConfig):
    name = "kith.people"
    label = "people"

    def ready(self):
        from . import signing_in  # noqa: F401  (its receivers)

        post_migrate.connect(walls, sender=self)
