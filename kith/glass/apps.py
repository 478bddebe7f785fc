from django.apps import AppConfig


class GlassConfig(AppConfig):
    name = "kith.glass"
    label = "glass"
    default_auto_field = "django.db.models.BigAutoField"
