"""BLT files, the common way to write down ballots by preference: read with every fault at its line, and written.

    5 3                 candidates, seats
    [withdrawn 4]       or -4: a candidate who withdrew
    [tie 3 1 2 5 4]     the lot: whoever comes first is excluded first among equals
    [nick a b c d e]    short names that ballots may use
    28 2 3 0            28 people put candidate 2 first, then 3
    0                   the end of the ballots
    "Ada Able"          the candidates, then the title; quotation marks may be left out
    "The title"

What follows the title is ignored, as is a remark after `#`. Equal ranks (2=3) and ranks left out (-) are not counted by
any rule here, and are refused.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kith.engines.tally.election import (
    MOST_CANDIDATES,
    MOST_VOTES,
    Ballots,
    Election,
    WrongElection,
)

MOST_FAULTS = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a line (from 1; 0 for the file as a whole)."""

    line: int
    words: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.words}" if self.line else self.words


class WrongBallots(ValueError):
    """A file that is no election; `faults` are the first of all that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, faults)))


def read_blt(text: str) -> Election:
    """The election in a BLT file. Raises WrongBallots with each fault and its line."""
    return _Reading(text).election()


@dataclass(slots=True)
class _Reading:
    text: str
    faults: list[Fault] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    withdrawn: set[int] = field(default_factory=set)
    lot: tuple[int, ...] = ()
    candidates: int = 0
    seats: int = 0

    def election(self) -> Election:
        lines = _lines(self.text)
        self._head(lines)
        pairs, ended = self._ballots(lines)
        names, title = self._names(lines, ended=ended)
        if self.faults:
            raise WrongBallots(self.faults[:MOST_FAULTS])
        try:
            return Election(
                names=names,
                seats=self.seats,
                ballots=Ballots.of(pairs),
                title=title,
                withdrawn=frozenset(self.withdrawn),
                lot=self.lot,
            )
        except WrongElection as error:
            raise WrongBallots([Fault(0, str(error))]) from error

    def _wrong(self, line: int, words: str) -> None:
        self.faults.append(Fault(line, words))

    def _head(self, lines: Iterator[tuple[int, str]]) -> None:
        """The first line; without it nothing else can be understood."""
        line, words = next(lines, (0, ""))
        found = re.fullmatch(r"(\d{1,9})\s+(\d{1,9})", words)
        if not found:
            raise WrongBallots(
                [Fault(line, "Write the number of candidates and of seats first, such as “5 3”.")]
            )
        self.candidates, self.seats = int(found[1]), int(found[2])
        if not 1 <= self.candidates <= MOST_CANDIDATES or not self.seats:
            words = f"There must be 1 to {MOST_CANDIDATES} candidates and at least one seat."
            raise WrongBallots([Fault(line, words)])
        self.numbers = {str(one): one for one in range(1, self.candidates + 1)}

    def _ballots(
        self, lines: Iterator[tuple[int, str]]
    ) -> tuple[list[tuple[int, list[int]]], bool]:
        """Options and ballots up to the line “0”, and whether that came."""
        pairs: list[tuple[int, list[int]]] = []
        for line, words in lines:
            if words == "0":
                return pairs, True
            if words.startswith("["):
                self._option(line, words)
            elif words.startswith("-"):
                self._withdrawn(line, words.replace("-", " ").split())
            elif words.startswith('"'):
                self._wrong(line, "The ballots must end with a line “0” before the names.")
                return pairs, False
            else:
                pair = self._ballot(line, words)
                if pair:
                    pairs.append(pair)
        self._wrong(0, "The ballots do not end: a line “0” is missing, and the names after it.")
        return pairs, False

    def _ballot(self, line: int, words: str) -> tuple[int, list[int]] | None:
        """How many people, and their preferences; None with a fault noted."""
        first, *marks = words.split()
        if not first.isdecimal() or not 1 <= int(first) <= MOST_VOTES:
            self._wrong(line, f"“{first}” is not a number of people from 1 to {MOST_VOTES:,}.")
            return None
        if not marks or marks.pop() != "0":
            self._wrong(line, "A ballot ends with 0.")
            return None
        try:
            prefs = [self.numbers[mark] for mark in marks]
        except KeyError as error:
            self._wrong(line, self._strange(str(error.args[0])))
            return None
        if len(set(prefs)) < len(prefs):
            twice = next(one for one in prefs if prefs.count(one) > 1)
            self._wrong(line, f"Candidate {twice} stands on this ballot twice.")
            return None
        return int(first), prefs

    def _strange(self, mark: str) -> str:
        if "=" in mark:
            return f"“{mark}” gives two candidates the same rank. No rule here counts that."
        if mark == "-":
            return "“-” leaves a rank out. No rule here counts that."
        if mark == "0":
            return "0 ends a ballot, and something follows it."
        return f"“{mark}” is no candidate: they are numbered 1 to {self.candidates}."

    def _option(self, line: int, words: str) -> None:
        name, *rest = words.strip("[]").split() or [""]
        if name == "withdrawn":
            self._withdrawn(line, rest)
        elif name == "tie":
            self._tie(line, rest)
        elif name == "nick":
            if len(set(rest)) != self.candidates:
                self._wrong(line, "“nick” must give each candidate a short name of their own.")
            self.numbers |= {nick: number for number, nick in enumerate(rest, start=1)}

    def _withdrawn(self, line: int, marks: Sequence[str]) -> None:
        for mark in marks:
            if mark in self.numbers:
                self.withdrawn.add(self.numbers[mark])
            else:
                self._wrong(line, self._strange(mark))

    def _tie(self, line: int, marks: Sequence[str]) -> None:
        numbers = [self.numbers.get(mark, 0) for mark in marks]
        if sorted(numbers) != list(range(1, self.candidates + 1)):
            self._wrong(line, "“tie” must name every candidate once, in the order of the lot.")
        else:
            self.lot = tuple(numbers)

    def _names(
        self, lines: Iterator[tuple[int, str]], *, ended: bool
    ) -> tuple[tuple[str, ...], str]:
        if not ended:
            return (), ""
        found = [_unquoted(words) for _, words in lines]
        if len(found) < self.candidates:
            words = f"{self.candidates} candidates need names; {len(found)} are there."
            self._wrong(len(self.text.splitlines()), words)
        title = found[self.candidates] if len(found) > self.candidates else ""
        return tuple(found[: self.candidates]), title


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines with something in them, by number from 1; without remarks, which names may not hold."""
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        words = line.strip()
        if not words.startswith('"'):
            words = words.partition("#")[0].strip()
        if words:
            yield number, words


def _unquoted(words: str) -> str:
    found = re.match(r'"((?:[^"\\]|\\.)*)"', words)
    return re.sub(r"\\(.)", r"\1", found[1]) if found else words.strip('"')


def write_blt(election: Election) -> str:
    """The election as a BLT file that `read_blt` gives back the same."""
    lines = [f"{len(election.names)} {election.seats}"]
    if election.withdrawn:
        lines.append(f"[withdrawn {' '.join(map(str, sorted(election.withdrawn)))}]")
    if election.lot:
        lines.append(f"[tie {' '.join(map(str, election.lot))}]")
    ballots = election.ballots
    for weight, ranks in zip(ballots.weights.tolist(), ballots.ranks.tolist(), strict=True):
        marks = " ".join(str(one + 1) for one in ranks if one >= 0)
        lines.append(f"{weight} {marks} 0" if marks else f"{weight} 0")
    lines += ["0", *(_quoted(one) for one in (*election.names, election.title))]
    return "\n".join(lines) + "\n"


def _quoted(words: str) -> str:
    flat = " ".join(words.split())
    return '"' + flat.replace("\\", "\\\\").replace('"', '\\"') + '"'
