from django.apps import AppConfig


class BecomingConfig(AppConfig):
    name = "kith.becoming"
    label = "becoming"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What nobody sent is forgotten at night."""
        from kith.asking.tasks import ALSO
        from kith.becoming.actions import forget_unsent

        ALSO.append(forget_unsent)
