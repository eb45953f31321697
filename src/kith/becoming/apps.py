from django.apps import AppConfig


class BecomingConfig(AppConfig):
    name = "kith.becoming"
    label = "becoming"
    default_auto_field = "django.db.models.BigAutoField"
