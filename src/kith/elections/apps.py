from django.apps import AppConfig


class ElectionsConfig(AppConfig):
    name = "kith.elections"
    label = "elections"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Elections are a part of what somebody decided, and of who is heard."""
        from kith.decisions import extensions
        from kith.elections import taking_part

        extensions.WAITING.append(taking_part.ballots_to_ask_for)
        extensions.DECIDED.append(taking_part.elections_of_mine)
        extensions.HEARD.append(taking_part.ballots_asked_for)
