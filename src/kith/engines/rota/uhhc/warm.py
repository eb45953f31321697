"""Compiles the search once, so that nobody waits for it later."""

from kith.engines.rota.stopping import Stop
from kith.engines.rota.uhhc.model import (
    Caregiver,
    Instance,
    Patient,
    Requirement,
    Together,
    Window,
)
from kith.engines.rota.uhhc.solve import solve


def warm() -> None:
    """Solve a day with one patient and two caregivers; the machine code stays on disk."""
    day = Window(0.0, 100.0)
    needs = (Requirement("s", 5.0), Requirement("t", 5.0))
    patient = Patient("p", 1, (day,), needs, Together("simultaneous"))
    caregivers = tuple(
        Caregiver(name, frozenset({name}), 0, 0, day, lunch=False) for name in ("s", "t")
    )
    instance = Instance(
        name="warm",
        meeting="at_service_start",
        weights={"travel_time": 1.0},
        distances=((0.0, 1.0), (1.0, 0.0)),
        terminals={"d": 0},
        caregivers=caregivers,
        patients=(patient,),
        lunch=None,
    )
    solve(instance, stop=Stop(iterations=10))
