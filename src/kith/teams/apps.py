from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "kith.teams"
    label = "teams"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the people room name teams on hats, and teams decide together."""
        from kith.decisions.groups import KINDS, Kind
        from kith.people.team_names import team_names_from
        from kith.teams.groups import keys_of_teams, team_group
        from kith.teams.queries import names_of_teams

        team_names_from(names_of_teams)
        KINDS["team"] = Kind(team_group, keys_of_teams)
