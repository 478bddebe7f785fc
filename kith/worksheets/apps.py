from django.apps import AppConfig


class WorksheetsConfig(AppConfig):
    name = "kith.worksheets"
    label = "worksheets"
    default_auto_field = "django.db.models.BigAutoField"
