from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "kith.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"
