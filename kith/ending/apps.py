from django.apps import AppConfig


class EndingConfig(AppConfig):
    name = "kith.ending"
    label = "ending"
    default_auto_field = "django.db.models.BigAutoField"
