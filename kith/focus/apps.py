from django.apps import AppConfig


class FocusConfig(AppConfig):
    name = "kith.focus"
    label = "focus"
    default_auto_field = "django.db.models.BigAutoField"
