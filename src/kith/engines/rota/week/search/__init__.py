"""The search for a good week: `suggest` a whole one, `repair` one that no longer holds."""

from kith.engines.rota.week.search.outcome import Progress, Result
from kith.engines.rota.week.search.suggest import suggest

__all__ = ["Progress", "Result", "suggest"]
