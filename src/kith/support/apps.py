from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "kith.support"
    label = "support"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let Django know of the rows of the features."""
        from kith.support.choices import models as choices  # noqa: F401
        from kith.support.circles import models as circles  # noqa: F401
        from kith.support.media import models as media  # noqa: F401
        from kith.support.records import models as records  # noqa: F401
