from django.apps import AppConfig
from django.db.models.signals import post_migrate


def seal_signed(**kwargs):
    """After every migrate: the database itself refuses to change what is signed."""
    from . import stays

    stays.put_in_place()


class NotesConfig(AppConfig):
    name = "kith.notes"
    label = "notes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        post_migrate.connect(seal_signed, sender=self)
