"""How long it takes from one door to the next: an estimate, the same in both directions, with no map to ask.

The straight line over the globe, 1.3 times as long for the roads, at 24 km/h, and 2 minutes to park and ring,
in steps of five minutes.
A team may find its own streets slower; the figures stand here together so that they can be argued about.
"""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

DETOUR = 1.3
KILOMETRES_PER_HOUR = 24
TO_THE_DOOR = 2
STEP = 5
SAME_POSTCODE, SAME_DISTRICT, UNKNOWN = 5, 10, 15
EARTH_KILOMETRES = 6371.0


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a door is: degrees, or at least a postcode; the address tells two doors of one postcode apart."""

    latitude: float | None = None
    longitude: float | None = None
    postcode: str = ""
    address: str = ""

    @property
    def district(self) -> str:
        """The outward code: “DN1” of “DN1 2AB”."""
        return self.postcode.replace(" ", "").upper()[:-3]


def minutes_between(here: Spot, there: Spot) -> int:
    """Minutes door to door, to the nearest five, at least five: nobody plans a visit for 16:21. 0 at the same door."""
    if here == there and (here.address or here.latitude is not None):
        return 0
    if None in (here.latitude, here.longitude, there.latitude, there.longitude):
        return _by_postcode(here, there)
    minutes = _kilometres(here, there) * DETOUR / KILOMETRES_PER_HOUR * 60 + TO_THE_DOOR
    return max(1, round(minutes / STEP)) * STEP


def matrix(spots: list[Spot]) -> tuple[tuple[int, ...], ...]:
    """Minutes from each spot to each other spot, shape (n, n), symmetrical, 0 on the diagonal."""
    size = len(spots)
    table = [[0] * size for _ in range(size)]
    for a in range(size):
        for b in range(a):
            table[a][b] = table[b][a] = minutes_between(spots[a], spots[b])
    return tuple(tuple(row) for row in table)


def _by_postcode(here: Spot, there: Spot) -> int:
    if not here.district or not there.district:
        return UNKNOWN
    if here.postcode.replace(" ", "").upper() == there.postcode.replace(" ", "").upper():
        return SAME_POSTCODE
    return SAME_DISTRICT if here.district == there.district else UNKNOWN


def _kilometres(here: Spot, there: Spot) -> float:
    """Great-circle distance by the haversine formula."""
    lat_a, lat_b = radians(here.latitude or 0), radians(there.latitude or 0)
    up = sin((lat_b - lat_a) / 2) ** 2
    along = sin(radians((there.longitude or 0) - (here.longitude or 0)) / 2) ** 2
    return 2 * EARTH_KILOMETRES * asin(min(1.0, sqrt(up + cos(lat_a) * cos(lat_b) * along)))
