"""Who is heard: in a year of the co-op, by class, how many could take part in what is decided, and how many did.

And what waits for one human being, and what they decided, in this room and in those above that add to it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kith.articles.queries import articles_in_force
from kith.decisions import queries
from kith.decisions.models import Proposal, Vote
from kith.decisions.options import said
from kith.decisions.rules import CHOICES
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.kernel.week import local_moment
from kith.people.models import Person

QUIET = 20
"""So many points below the share of all, and a class is named as not heard."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for somebody's answer. `until` is empty where nothing ends it."""

    text: str
    href: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """Something decided that somebody had a part in: what they said, and what came of it."""

    on: datetime
    title: str
    href: str
    said: str
    came: str


@dataclass(frozen=True, slots=True)
class Heard:
    """One way of taking part: by the key of a class, how many could and how many did."""

    what: str
    by_class: Mapping[str, tuple[int, int]]

    @property
    def all(self) -> tuple[int, int]:
        """How many could and did, in all classes together."""
        return sum(could for could, _ in self.by_class.values()), sum(
            did for _, did in self.by_class.values()
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A class in the yearly account: its share in each way of taking part, and in all; None where nobody could."""

    title: str
    cells: tuple[tuple[int, int], ...]
    percent: int | None


@dataclass(frozen=True, slots=True)
class YearOfTakingPart:
    """A year of the co-op: its days, the ways of taking part, a line for each class, and the classes not heard."""

    first: date
    last: date
    ways: tuple[str, ...]
    lines: tuple[Line, ...]
    percent: int | None
    not_heard: tuple[str, ...]


def year_of(coop: Coop, day: date, found: Sequence[Heard]) -> YearOfTakingPart:
    """The account of the co-op's year that `day` is in, from what each way of taking part found."""
    first, last = days_of_year(coop, day)
    lines = []
    for one in articles_in_force(coop).classes:
        cells = tuple(each.by_class.get(one.key, (0, 0)) for each in found)
        lines.append(Line(one.title, cells, share(cells)))
    whole = share([each.all for each in found])
    quiet = tuple(
        one.title
        for one in lines
        if whole is not None and one.percent is not None and one.percent <= whole - QUIET
    )
    return YearOfTakingPart(
        first, last, tuple(one.what for one in found), tuple(lines), whole, quiet
    )


def share(cells: Sequence[tuple[int, int]]) -> int | None:
    """The percentage of all that could who did, or None where nobody could."""
    could = sum(one for one, _ in cells)
    return round(100 * sum(one for _, one in cells) / could) if could else None


def days_of_year(coop: Coop, day: date) -> tuple[date, date]:
    """The first and the last day of the co-op's year that `day` is in."""
    year = articles_in_force(coop).year
    return year.end_before(day) + timedelta(days=1), year.end_after(day)


def end_in(coop: Coop, year: int) -> date:
    """The last day of the co-op's year that ends in this calendar year."""
    return articles_in_force(coop).year.ends.in_year(year)


def moments_of_year(coop: Coop, day: date) -> tuple[datetime, datetime]:
    """When the co-op's year that `day` is in begins, and when the next one does."""
    first, last = days_of_year(coop, day)
    return start_of(coop, first), start_of(coop, last + timedelta(days=1))


def start_of(coop: Coop, day: date) -> datetime:
    """The first moment of a day by the wall clock of the co-op."""
    return local_moment(day, datetime.min.time(), coop.zone)


def in_writing(coop: Coop, since: datetime, until: datetime) -> Heard:
    """Votes that were asked for in writing and have closed, by class."""
    return Heard("Votes in writing", queries.took_part(coop, since, until))


def first_year(coop: Coop) -> date:
    """A day in the first year in which anything was decided; today before that."""
    first = Proposal.objects.filter(coop=coop, group="").order_by("number").first()
    return (first.proposed_at if first else clock.now()).astimezone(coop.zone).date()


def my_votes(person: Person) -> list[Decided]:
    """What this human being could say about what is decided, the newest first."""
    found = []
    for one in queries.votes_given_by(person):
        given, about = list(one.votes.all()), one.proposal
        answer = _said(about, one.options, given[-1]) if given else "Nothing."  # type: ignore[attr-defined]
        came = f"{about.outcome_words} {about.effect_words}".strip()
        title = str(one.title)  # type: ignore[attr-defined]  # annotated
        found.append(
            Decided(about.closed_at or clock.now(), title, queries.address_of(about), answer, came)
        )
    return found


def _said(about: Proposal, names: Sequence[str], vote: Vote) -> str:
    if about.marking:
        return said(about.marking, names, vote.marks)
    return dict(CHOICES[about.form])[vote.choice]


def my_waiting_votes(person: Person) -> list[Waiting]:
    """The proposals that wait for this human being's answer."""
    return [
        Waiting(str(one.title), queries.address_of(one), one.last_day)  # type: ignore[attr-defined]
        for one in queries.open_for(person)
    ]
