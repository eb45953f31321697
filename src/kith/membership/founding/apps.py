from django.apps import AppConfig


class FoundingConfig(AppConfig):
    name = "kith.membership.founding"
    label = "founding"
    default_auto_field = "django.db.models.BigAutoField"
