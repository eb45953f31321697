"""The co-op's articles, every version kept."""

from django.db import models

from kith.foundation import clock
from kith.foundation.models import CoopModel


class ArticlesVersion(CoopModel):
    """The articles as they stood from a day on. `text` is the TOML that was adopted, word for word."""

    number = models.PositiveIntegerField()
    model = models.CharField("made from", max_length=40)
    text = models.TextField()
    in_force_from = models.DateField()
    adopted_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("coop", "-number")
        constraints = [
            models.UniqueConstraint(fields=["coop", "number"], name="articles_version_once")
        ]

    def __str__(self) -> str:
        return f"articles {self.number}"
