"""Compiles the search once, so that nobody waits for it later."""

from kith.engines.rota.hhcrsp.format import parse
from kith.engines.rota.hhcrsp.solve import solve
from kith.engines.rota.stopping import Stop


def warm() -> None:
    """Solve a problem of two patients; the machine code stays on disk."""
    window, services = [0, 60], [{"id": "s", "default_duration": 10}]
    need = {"service": "s"}
    instance = parse(
        {
            "services": services,
            "caregivers": [{"id": "a", "abilities": ["s"]}, {"id": "b", "abilities": ["s"]}],
            "patients": [
                {"id": "one", "time_window": window, "required_caregivers": [need]},
                {
                    "id": "two",
                    "time_window": window,
                    "required_caregivers": [need, need],
                    "synchronization": {"type": "simultaneous"},
                },
            ],
            "distances": [[0, 5, 5], [5, 0, 5], [5, 5, 0]],
        }
    )
    solve(instance, stop=Stop(iterations=20))
