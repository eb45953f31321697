from django.apps import AppConfig


class RotaConfig(AppConfig):
    name = "kith.rota"
    label = "rota"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Choices reach the rota at once."""
        from kith.rota.choosing import after_no, can_come, coming, keep_place
        from kith.support.choices.hooks import AFTER_NO, CAN_COME, KEEP_PLACE
        from kith.support.circles.hooks import COMING

        CAN_COME.append(can_come)
        AFTER_NO.append(after_no)
        KEEP_PLACE.append(keep_place)
        COMING.append(coming)
