from django.apps import AppConfig


class SharesConfig(AppConfig):
    name = "kith.membership.shares"
    label = "shares"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Shares begin with a membership and end with it, and stand in the register."""
        from kith.membership import extensions
        from kith.membership.shares import actions, queries

        extensions.HOLDINGS.append(queries.holdings_of)
        extensions.WHEN_ENTERED.append(actions.take_first_shares)
        extensions.WHEN_CEASED.append(actions.ask_back_all)
        extensions.WHEN_RESTORED.append(actions.keep_all_after_all)
