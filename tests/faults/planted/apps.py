from django.apps import AppConfig


class PlantedConfig(AppConfig):
    """A room of a version that is not out yet; its changes fail where a test wants them to."""

    name = "tests.faults.planted"
    label = "planted"
    default_auto_field = "django.db.models.BigAutoField"
