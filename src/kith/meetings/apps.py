from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "kith.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A carried amendment gives a motion its words, and a proposal's page leads to its meeting."""
        from kith.decisions import extensions
        from kith.decisions.effects import EFFECTS
        from kith.meetings import effects, ways

        EFFECTS[effects.AMENDMENT] = effects.AMENDING
        extensions.WAYS_ON.append(ways.to_the_meeting)
