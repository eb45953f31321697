from django.apps import AppConfig


class LoansConfig(AppConfig):
    name = "kith.membership.loans"
    label = "loans"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What members have lent stands in the register."""
        from kith.membership import extensions
        from kith.membership.loans import queries

        extensions.HOLDINGS.append(queries.holdings_of)
