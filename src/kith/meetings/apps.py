from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "kith.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A carried amendment gives a motion its words, a proposal's page leads to its meeting, and coming counts."""
        from kith.decisions import extensions
        from kith.decisions.effects import EFFECTS
        from kith.meetings import effects, taking_part, ways

        EFFECTS[effects.AMENDMENT] = effects.AMENDING
        extensions.WAYS_ON.append(ways.to_the_meeting)
        extensions.WAITING.append(taking_part.meetings_to_come_to)
        extensions.HEARD.append(taking_part.came_to_meetings)
