"""What every test of the rota stands on: the engine counts its steps, so that a busy machine finds the same week."""

import pytest

from kith.engines.rota.stopping import Stop
from kith.rota.actions import suggestions

STEPS = 20_000  # for each second asked for; about what a quiet machine mends in that time


@pytest.fixture(autouse=True)
def steps_for_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A suggestion searches for a number of steps instead of seconds."""
    monkeypatch.setattr(
        suggestions, "Stop", lambda *, seconds: Stop(iterations=int(seconds * STEPS))
    )
