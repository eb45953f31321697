from django.apps import AppConfig


class RotaConfig(AppConfig):
    name = "kith.rota"
    label = "rota"
    default_auto_field = "django.db.models.BigAutoField"
