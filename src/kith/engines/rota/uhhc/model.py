"""The nouns of the UHHC problem, read from its files: one instance, one solution. Times are minutes of the day.

Source: the unified home health care formulation, Ceschia et al. (2026).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

HARD: Literal["HARD"] = "HARD"
LUNCH = "lunch_break"
"""The service name under which a route lists its lunch break."""

COMPONENTS = (
    "travel_time",
    "total_tardiness",
    "highest_tardiness",
    "total_waiting_time",
    "max_waiting_time",
    "total_extra_time",
    "max_idle_time",
    "caregiver_preferences",
    "optional_patients",
    "missed_lunch_break",
    "qualification",
    "incompabilities",
    "working_time",
    "workload_balance",
)
"""Every part a cost can have, spelled as the files spell it."""

HARD_WHEN_UNSAID = frozenset(
    {
        "caregiver_preferences",
        "optional_patients",
        "missed_lunch_break",
        "qualification",
        "incompabilities",
    }
)
"""Rules that are absolute in an instance that gives them no weight."""

Weight = float | Literal["HARD"]
Meeting = Literal["at_service_start", "at_service_end"]
Sync = Literal["independent", "simultaneous", "sequential"]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of the day, from `start` to `end`."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Requirement:
    """One service that a patient needs; `duration` in minutes."""

    service: str
    duration: float


@dataclass(frozen=True, slots=True)
class Together:
    """How two services of a patient hang together: the second starts `least` to `most` after the first."""

    kind: Sync
    least: float = 0.0
    most: float = 0.0


@dataclass(frozen=True, slots=True)
class Patient:
    """Somebody to visit, at row `place` of the distances; `windows` in order of their start.

    `preferred` is None where the patient has no preference; an empty set prefers nobody.
    """

    id: str
    place: int
    windows: tuple[Window, ...]
    requirements: tuple[Requirement, ...]
    together: Together
    preferred: frozenset[str] | None = None
    incompatible: frozenset[str] = frozenset()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Caregiver:
    """One who travels from row `departs` to row `arrives` of the distances, within a shift if there is one."""

    id: str
    abilities: frozenset[str]
    departs: int
    arrives: int
    shift: Window | None
    lunch: bool


@dataclass(frozen=True, slots=True)
class Lunch:
    """When a lunch break may be taken, and its least length in minutes."""

    start: float
    end: float
    duration: float


@dataclass(frozen=True, slots=True)
class Instance:
    """One day. `weights` holds the named components only; `distances[i][j]` is minutes from place i to j."""

    name: str
    meeting: Meeting
    weights: Mapping[str, Weight]
    distances: tuple[tuple[float, ...], ...]
    terminals: Mapping[str, int]
    caregivers: tuple[Caregiver, ...]
    patients: tuple[Patient, ...]
    lunch: Lunch | None

    def is_hard(self, component: str) -> bool:
        """Say whether a component is an absolute rule in this instance."""
        weight = self.weights.get(component)
        return weight == HARD or (weight is None and component in HARD_WHEN_UNSAID)

    def weight(self, component: str) -> float:
        """Return what one unit of a component costs: 0 if it is left out, and 1 if it is absolute, as published."""
        weight = self.weights.get(component, 0.0)
        return 1.0 if weight == HARD else float(weight)


@dataclass(frozen=True, slots=True)
class Attendance:
    """One service given, or a lunch break. `arrived` is None where the file leaves it to the travel time."""

    patient: str
    service: str
    start: float
    end: float
    arrived: float | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """One caregiver's day in order of time. The terminal times are None where the file leaves them out."""

    caregiver_id: str
    locations: tuple[Attendance, ...]
    departed: float | None = None
    returned: float | None = None


@dataclass(frozen=True, slots=True)
class Solution:
    """The routes of a day."""

    routes: tuple[Route, ...]
