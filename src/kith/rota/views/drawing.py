"""From the board's rows to what the design room draws."""

from collections.abc import Mapping
from datetime import date

from django.urls import reverse

from kith.design.board import BoardCell, BoardDay, BoardRow, BoardVisit, State
from kith.design.wording import day as day_words
from kith.design.wording import day_short, hours_short, span
from kith.rota.queries.board import Board, Row
from kith.rota.queries.cells import Cell

ANY = "00000000-0000-0000-0000-000000000000"
STATES: Mapping[str, State] = {
    "gap": State.GAP,
    "changed": State.CHANGED,
    "double": State.TWO,
    "pinned": State.NORMAL,
    "normal": State.NORMAL,
}


def columns(board: Board, today: date) -> list[BoardDay]:
    """The seven days."""
    return [BoardDay(day, day_short(day), today=day == today) for day in board.week.days]


def rows(board: Board, address: str, move: str, selected: str) -> list[BoardRow]:
    """One row for each worker or person, gaps first. `address` is the board's own; `move` takes a drop."""
    to = _move_address(move, board.revision) if move else ""
    return [_row(row, board, address, to, selected) for row in board.rows]


def _row(row: Row, board: Board, address: str, move: str, selected: str) -> BoardRow:
    by_worker = board.by == "workers"
    cells = [
        BoardCell(
            [_visit(cell, by_worker, address, move, selected) for cell in day.cells],
            day.words if day.off or not day.cells else "",
        )
        for day in row.days
    ]
    return BoardRow(
        id=str(row.id or ""),
        label=row.name,
        cells=cells,
        sub=_sub(row, board),
        gap=row.id is None,
    )


def _sub(row: Row, board: Board) -> str:
    if row.id is None:
        return ""
    if row.contract_minutes is None:
        return hours_short(row.planned_minutes) if row.planned_minutes else ""
    hours = f"{hours_short(row.planned_minutes)} of {hours_short(row.contract_minutes)}"
    return " · ".join([hours, *row.roles])


def _visit(cell: Cell, by_worker: bool, address: str, move: str, selected: str) -> BoardVisit:  # noqa: FBT001
    return BoardVisit(
        id=str(cell.slot),
        time=f"{cell.start:%H:%M}",
        label=_label(cell, by_worker=by_worker),
        words=_words(cell),
        href=f"{address}visit={cell.slot}#visit",
        state=State.GAP if cell.clash else STATES[cell.state],
        pinned=cell.pinned,
        selected=str(cell.slot) == selected,
        move_url=move.replace(ANY, str(cell.slot)),
    )


def _move_address(coop: str, revision: int) -> str:
    """Where a drop is sent, with `ANY` for the place: one look-up serves a whole board.

    It carries the revision that is shown, so that a drop on a board gone stale is refused.
    """
    return reverse("rota:move", kwargs={"coop": coop, "slot": ANY}) + f"?revision={revision}"


def _label(cell: Cell, *, by_worker: bool) -> str:
    first, other = (cell.person, cell.beside) if by_worker else (cell.worker or "nobody yet", "")
    words = f"{first} + {other}" if other else first
    note = cell.clash or cell.changed
    return f"{words} ({note})" if note else words


def _words(cell: Cell) -> str:
    """The whole of a visit in words, for those who hear the page."""
    parts = [
        f"{day_words(cell.day)}, {span(cell.start, cell.end)}, {cell.person}, {cell.what}",
        f"with {cell.worker}" if cell.worker else "nobody yet",
        f"together with {cell.beside}" if cell.beside else "",
        cell.clash,
        cell.changed,
        "kept where it is" if cell.pinned else "",
    ]
    return ", ".join(part for part in parts if part)
