"""What a week board shows: rows of people, columns of days, visits in the cells. The rota room fills it."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class State(StrEnum):
    """How a visit is drawn. The words for screen readers say the same."""

    NORMAL = "normal"
    TWO = "two"
    CHANGED = "changed"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class BoardVisit:
    """One chip: when, with whom, where it leads, and the whole of it in words for screen readers."""

    id: str
    time: str
    label: str
    words: str
    href: str = ""
    state: State = State.NORMAL
    pinned: bool = False
    selected: bool = False
    move_url: str = ""


@dataclass(frozen=True, slots=True)
class BoardCell:
    """One day of one row: its visits, and a note such as "off" or "training"."""

    visits: list[BoardVisit] = field(default_factory=list)
    note: str = ""


@dataclass(frozen=True, slots=True)
class BoardDay:
    """One column."""

    date: date
    label: str
    note: str = ""
    today: bool = False


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One person, or the row of gaps (`gap=True`), with a cell for every day."""

    id: str
    label: str
    cells: list[BoardCell]
    sub: str = ""
    photo: str = ""
    href: str = ""
    gap: bool = False
