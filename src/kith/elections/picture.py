"""The picture of a count: a column for each stage, a bar for each candidate, and ribbons for votes that go on. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

COLUMN, BAR, HEIGHT, GAP, TOP = 120, 14, 300, 10, 24
NAMES = 130
"""Widths and heights, in units of the picture."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A candidate's votes at one stage; `title` says them."""

    x: float
    y: float
    height: float
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Ribbon:
    """Votes that stay with a candidate, or go from one to another between two stages."""

    path: str
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Label:
    """A word of the picture."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """All that is drawn, and how large it is."""

    width: float
    height: float
    bars: list[Bar]
    ribbons: list[Ribbon]
    labels: list[Label]


def draw(result: Mapping[str, Any]) -> Picture:
    """Draw a count, as `engines.tally.rules.as_data` gives it."""
    return _Drawing(result).whole()


class _Drawing:
    def __init__(self, result: Mapping[str, Any]) -> None:
        self.names: Sequence[str] = result["candidates"]
        self.winners = set(result["winners"])
        self.stages: Sequence[Mapping[str, Any]] = result["stages"]
        self.votes = [
            [Decimal(one) for one in stage["totals"]] + [Decimal(stage["exhausted"])]
            for stage in self.stages
        ]
        most = max((sum(one) for one in self.votes), default=Decimal(0)) or Decimal(1)
        self.scale = HEIGHT / float(most)
        self.bars: list[Bar] = []
        self.ribbons: list[Ribbon] = []
        self.tops = [self._tops(one) for one in self.votes]

    def _tops(self, votes: Sequence[Decimal]) -> list[float]:
        """Where each candidate's bar begins; nobody's comes last."""
        found, y = [], float(TOP)
        for one in votes:
            found.append(y)
            y += float(one) * self.scale + GAP
        return found

    def whole(self) -> Picture:
        gone: set[int] = set()
        for number in range(len(self.stages)):
            self._column(number, gone)
            if number:
                self._between(number)
            gone |= set(self.stages[number]["excluded"])
        width = NAMES + COLUMN * max(1, len(self.stages) - 1) + BAR + NAMES
        height = TOP + HEIGHT + GAP * (len(self.names) + 2)
        return Picture(width, height, self.bars, self.ribbons, self._labels())

    def _x(self, stage: int) -> float:
        return float(NAMES + COLUMN * stage)

    def _column(self, stage: int, gone: set[int]) -> None:
        for place, votes in enumerate(self.votes[stage]):
            if votes:
                name = self.names[place] if place < len(self.names) else "Nobody further"
                title = f"Stage {stage + 1}: {name}, {votes.normalize():f}"
                kind = self._kind(place + 1, gone)
                self.bars.append(
                    Bar(
                        self._x(stage),
                        self.tops[stage][place],
                        float(votes) * self.scale,
                        kind,
                        title,
                    )
                )

    def _kind(self, number: int, gone: set[int]) -> str:
        if number > len(self.names):
            return "nobody"
        if number in gone:
            return "out"
        return "elected" if number in self.winners else ""

    def _between(self, stage: int) -> None:
        """What stays with each, and what the one candidate of this stage passes on."""
        given = self.stages[stage]["candidate"]
        came: dict[int, Decimal] = {}
        for one in self.stages[stage]["transfers"]:
            to = (one["to"] or len(self.names) + 1) - 1
            came[to] = came.get(to, Decimal(0)) + one["papers"] * Decimal(one["value"])
        before, after = self.votes[stage - 1], self.votes[stage]
        for place in range(len(after)):
            stays = min(before[place], after[place] - came.get(place, Decimal(0)))
            if stays > 0:
                self._ribbon(stage, (place, Decimal(0)), (place, Decimal(0)), stays, "keep")
        if given is None:
            return
        sent = after[given - 1] if given else Decimal(0)
        for place, votes in sorted(came.items()):
            stays = after[place] - votes
            self._ribbon(stage, (given - 1, sent), (place, stays), votes, "pass")
            sent += votes

    def _ribbon(
        self,
        stage: int,
        begin: tuple[int, Decimal],
        end: tuple[int, Decimal],
        votes: Decimal,
        kind: str,
    ) -> None:
        thick = float(votes) * self.scale
        x, to_x = self._x(stage - 1) + BAR, self._x(stage)
        y = self.tops[stage - 1][begin[0]] + float(begin[1]) * self.scale
        to_y = self.tops[stage][end[0]] + float(end[1]) * self.scale
        middle = (x + to_x) / 2
        path = (
            f"M{x:.1f} {y:.1f}C{middle:.1f} {y:.1f} {middle:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}"
            f"V{to_y + thick:.1f}C{middle:.1f} {to_y + thick:.1f} {middle:.1f} {y + thick:.1f} {x:.1f} {y + thick:.1f}Z"
        )
        who = [*self.names, "nobody further"]
        title = (
            f"{votes.normalize():f} from {who[begin[0]]} to {who[end[0]]}" if kind == "pass" else ""
        )
        self.ribbons.append(Ribbon(path, kind, title))

    def _labels(self) -> list[Label]:
        last = len(self.stages) - 1
        found = [Label(self._x(stage), TOP - 10, f"{stage + 1}") for stage in range(last + 1)]
        for stage, x in ((0, 0.0), (last, self._x(last) + BAR + 6)):
            for place, name in enumerate([*self.names, "Nobody further"]):
                if self.votes[stage][place]:
                    y = (
                        self.tops[stage][place]
                        + float(self.votes[stage][place]) * self.scale / 2
                        + 4
                    )
                    found.append(Label(x, y, name if len(name) < 22 else f"{name[:20]}…"))
        return found
