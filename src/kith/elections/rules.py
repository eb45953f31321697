"""What must hold for an election, and what its ballots add up to. Nothing here reads a database."""

import re
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from kith.articles.rules import Articles
from kith.elections.models import Election
from kith.engines.ballots.publication import PUBLISHED_FROM
from kith.engines.tally import words
from kith.engines.tally.counting import Count
from kith.engines.tally.election import Ballots
from kith.engines.tally.election import Election as Counted
from kith.engines.tally.rules import as_data
from kith.engines.tally.scottish import count_scottish
from kith.foundation.errors import DomainError
from kith.membership.rules import day_words

MOST_DAYS = 90
MOST_OPTIONS = 20
SMALL = PUBLISHED_FROM
"""With fewer ballots than this, ballots are not published: only totals are."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One contest as it is called: a class ("" for all), its title, and the seats."""

    member_class: str
    title: str
    seats: int


def contests_of(articles: Articles, seats: Mapping[str, int]) -> list[Asked]:
    """The contests of a board election. Raises DomainError naming `seats_<class>` for more than the articles give."""
    found = []
    for one in articles.classes:
        wanted = seats.get(one.key, 0)
        if not 0 <= wanted <= one.board_seats:
            raise DomainError(
                f"Our articles give “{one.title}” {one.board_seats} seats on the board.",
                field=f"seats_{one.key}",
            )
        if wanted:
            found.append(Asked(one.key, one.title, wanted))
    if not found:
        raise DomainError("Say how many seats are to be filled, of one class at least.")
    return found


def options_of(text: str) -> list[str]:
    """The answers of a choice, one a line. Raises DomainError naming `options`."""
    found = [" ".join(line.split())[:120] for line in text.splitlines() if line.strip()]
    if not 2 <= len(found) <= MOST_OPTIONS:
        raise DomainError(
            f"Write 2 to {MOST_OPTIONS} answers, each on a line of its own.", field="options"
        )
    if len({one.casefold() for one in found}) < len(found):
        raise DomainError("Two answers are the same.", field="options")
    return found


def check_call(title: str, today: date, stand_until: date, tellers: Sequence[object]) -> None:
    """Raise DomainError naming `title`, `stand_until` or `second_teller`."""
    if not title:
        raise DomainError("Give it a short title.", field="title")
    if not today <= stand_until <= today + timedelta(days=MOST_DAYS):
        raise DomainError(
            f"Pick a day from today on, within {MOST_DAYS} days.", field="stand_until"
        )
    if len(set(tellers)) < len(tellers):
        raise DomainError("Two different people read the papers.", field="second_teller")


def check_state(election: Election, *states: str) -> None:
    """Raise DomainError unless the election is at one of these points."""
    if election.state not in states:
        said = dict(Election.STATES)[election.state]
        raise DomainError(f"“{election.title}” is {said}. Nothing was changed.")


def check_open_now(election: Election, now: datetime) -> None:
    """Raise DomainError when no token is signed and no ballot taken: before, after, or by a clock that went back."""
    check_state(election, Election.OPEN)
    if election.closes_at and now >= election.closes_at:
        raise DomainError("The votes have closed. Nothing was changed.")
    if election.opened_at and now < election.opened_at:
        raise DomainError(
            "The clock of this computer shows a time before the votes opened. "
            "Ask whoever looks after it to put it right, then try again. Nothing was changed."
        )


def check_last_day(earliest: date, notice: int, today: date, last: date) -> None:
    """Raise DomainError naming `last_day` for a day before the notice is over, or far away."""
    if last < earliest:
        raise DomainError(
            f"Our articles ask for {notice} clear days. Pick {day_words(earliest)} or later.",
            field="last_day",
        )
    if last > today + timedelta(days=MOST_DAYS):
        raise DomainError(f"Pick a day within {MOST_DAYS} days.", field="last_day")


def draw(count: int) -> list[int]:
    """The numbers from 1 in an order drawn by chance."""
    left = list(range(1, count + 1))
    secrets.SystemRandom().shuffle(left)
    return left


def check_choice(choice: object, candidates: int) -> list[int]:
    """A choice that can be counted: different candidates by number. Raises DomainError naming `choice`."""
    if not isinstance(choice, list) or not all(type(one) is int for one in choice):
        raise DomainError("A choice is a list of numbers of candidates.", field="choice")
    if any(not 1 <= one <= candidates for one in choice):
        raise DomainError(f"The candidates are numbered 1 to {candidates}.", field="choice")
    if len(set(choice)) < len(choice):
        raise DomainError("Somebody stands on this ballot twice.", field="choice")
    return list(choice)


def read_papers(text: str, candidates: int) -> list[list[int]]:
    """Papers as a teller writes them: one a line, numbers in order of preference, “-” for one left empty or not valid.

    Raises DomainError naming `papers`, with every line that is wrong.
    """
    found, faults = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        marks = re.split(r"[\s,;>]+", line.strip())
        if marks == [""]:
            continue
        try:
            found.append(
                [] if marks == ["-"] else check_choice([int(m) for m in marks], candidates)
            )
        except ValueError:
            faults.append(
                f"Line {number}: write numbers with spaces between, or “-” for an empty paper."
            )
        except DomainError as error:
            faults.append(f"Line {number}: {error.message}")
    if faults:
        raise DomainError(" ".join(faults[:10]), field="papers")
    return found


def differences(one: Iterable[Sequence[int]], other: Iterable[Sequence[int]]) -> list[str]:
    """In words, the papers that one teller has and the other has not; none when both read the same."""
    mine, theirs = Counter(map(tuple, one)), Counter(map(tuple, other))
    told = []
    for sort in sorted((mine - theirs) + (theirs - mine)):
        paper = " ".join(map(str, sort)) or "an empty paper"
        told.append(
            f"{paper}: {mine[sort]} times by the first teller, {theirs[sort]} by the second"
        )
    return told


def count(
    title: str,
    names: Sequence[str],
    seats: int,
    choices: Iterable[Sequence[int]],
    *,
    lot: Sequence[int],
    withdrawn: Iterable[int],
) -> tuple[dict[str, Any], list[str]]:
    """The count by Scottish STV as data, and in words. With few ballots only totals are told."""
    rows = [(1, list(one)) for one in choices]
    if not rows:
        return {"winners": [], "stages": [], "candidates": list(names)}, ["Nobody voted."]
    election = Counted(
        names=tuple(names),
        seats=seats,
        ballots=Ballots.of(rows),
        title=title,
        withdrawn=frozenset(withdrawn),
        lot=tuple(lot),
    )
    counted = count_scottish(election)
    data = as_data(counted, election)
    if len(rows) >= SMALL:
        return data, words.tell(counted)
    stages = [{"totals": stage["totals"]} for stage in data["stages"]]  # type: ignore[attr-defined]
    return data | {"stages": stages}, [_few(counted)]


def _few(counted: Count) -> str:
    elected = [counted.names[one - 1] for one in counted.winners]
    return f"Fewer than {SMALL} ballots were cast, so only totals are told. Elected: {', '.join(elected) or 'nobody'}."


def who_stands_down(
    holders: Sequence[tuple[date, object]], winners: Iterable[object], seats: int
) -> list[object]:
    """Of those on the board for a class (since when, who), whom the elected replace: the longest there go first."""
    elected = set(winners)
    others = [who for _, who in sorted(holders, key=lambda one: one[0]) if who not in elected]
    return others[: max(0, len(others) + len(elected) - seats)]
