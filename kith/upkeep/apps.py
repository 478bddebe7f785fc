from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "kith.upkeep"
    label = "upkeep"
