from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "kith.membership.offers"
    label = "offers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Money that waits for an offer to end stands in the register as other property."""
        from kith.membership import extensions
        from kith.membership.offers import queries

        extensions.HOLDINGS.append(queries.holdings_of)
