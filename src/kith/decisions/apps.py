from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "kith.decisions"
    label = "decisions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A proposed version of the articles goes on to the members, and so does an expulsion."""
        from kith.articles import extensions as articles
        from kith.decisions import ways
        from kith.membership import extensions as membership

        articles.WAYS_ON.append(ways.to_the_members)
        membership.TO_THE_MEMBERS.append(ways.to_expel)
        membership.APPLICATION_WAYS.append(ways.to_welcome)
