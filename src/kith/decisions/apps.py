from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "kith.decisions"
    label = "decisions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A proposed version of the articles goes on to the members."""
        from kith.articles import extensions
        from kith.decisions.ways import to_the_members

        extensions.WAYS_ON.append(to_the_members)
