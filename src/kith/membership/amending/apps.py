from django.apps import AppConfig


class AmendingConfig(AppConfig):
    name = "kith.membership.amending"
    label = "amending"
    default_auto_field = "django.db.models.BigAutoField"
