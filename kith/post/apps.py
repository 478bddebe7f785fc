from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "kith.post"
    label = "post"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import invitations  # noqa: F401  (it listens)
