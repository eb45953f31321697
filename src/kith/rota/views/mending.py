"""What a mended week needs the team to look at: changed visits, gaps with their reason, pins that cannot hold."""

from collections.abc import Iterable

from kith.design.wording import clock, day
from kith.rota.queries.cells import Cell

Line = dict[str, object]


def changed_lines(cells: Iterable[Cell], address: str) -> list[Line]:
    """Each visit that differs from what people were told, in order of time."""
    return [
        _line(cell, address, f": now {cell.worker or 'nobody'}, {cell.changed}")
        for cell in _in_order(cells)
        if cell.changed
    ]


def gap_lines(cells: Iterable[Cell], address: str) -> list[Line]:
    """Each place without a worker, with the reason that was found."""
    return [_line(cell, address) | {"why": _why(cell)} for cell in _in_order(cells) if cell.gap]


def _why(cell: Cell) -> str:
    """The reason, and who comes nearest."""
    return ". ".join([*cell.why, *cell.nearest[:1]])


def clash_lines(cells: Iterable[Cell], address: str) -> list[Line]:
    """Each visit whose worker cannot come."""
    return [_line(cell, address) | {"why": cell.clash} for cell in _in_order(cells) if cell.clash]


def pinned_lines(cells: Iterable[Cell], address: str) -> list[Line]:
    """Each pinned visit whose worker cannot come; `always` when it is kept there week after week."""
    return clash_lines((cell for cell in cells if cell.pinned), address)


def _in_order(cells: Iterable[Cell]) -> list[Cell]:
    return sorted(cells, key=lambda cell: (cell.start, cell.person, cell.number))


def _line(cell: Cell, address: str, more: str = "") -> Line:
    return {
        "words": f"{cell.person}, {day(cell.day)}, {clock(cell.start)}{more}",
        "href": f"{address}?visit={cell.slot}#visit",
        "slot": cell.slot,
        "person": cell.person,
        "always": cell.pinned_always,
    }
