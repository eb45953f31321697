"""A co-op's articles as a typed object: who may join, who decides, by what majority, and how teams work.

What must hold between the parts is in `contradictions.py`. The figures of law are those of England and Wales:
Co-operative and Community Benefit Societies Act 2014, and the model rules that societies register under it.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from kith.engines.tally.majority import Majority
from kith.foundation.errors import DomainError


@dataclass(frozen=True, slots=True)
class MemberClass:
    """One kind of member, what each brings, and the seats on the board that the class elects."""

    key: str
    title: str
    who: str
    contributes: str
    organisations: bool
    board_seats: int


@dataclass(frozen=True, slots=True)
class Joining:
    """Joining and leaving. `welcomed_by` and `expelled_by` are "board" or "members"; members expel by special majority.

    Times are in days; 0 for an appeal means that there is none.
    """

    welcomed_by: str
    answer_days: int
    appeal_days: int
    leave_notice_days: int
    suspended_most_days: int
    expelled_by: str
    expelled_appeal_days: int


@dataclass(frozen=True, slots=True)
class Board:
    """The elected board. `equal_voice` means that every class elects the same number."""

    seats: int
    term_years: int
    most_terms: int
    meetings_a_year: int
    quorum: int
    equal_voice: bool


@dataclass(frozen=True, slots=True)
class Meetings:
    """Members' meetings. The quorum is the greater of `quorum_heads` and `quorum_percent` of the members."""

    notice_days: int
    quorum_heads: int
    quorum_percent: int
    quorum_in_each_class: bool
    most_proxies: int

    def quorum(self, members: int) -> int:
        """How many must be there, of so many members (or of so many in a class, when each class has its own)."""
        return max(self.quorum_heads, ceil(Fraction(members * self.quorum_percent, 100)))


@dataclass(frozen=True, slots=True)
class Votes:
    """How votes are counted: by "member", "share" or "use"; the second principle lets only the first stand.

    `class_by_class` means that every class has to agree by itself.
    """

    counted_by: str
    ordinary: Majority
    special: Majority
    class_by_class: bool


@dataclass(frozen=True, slots=True)
class Shares:
    """Members' shares, in minor units of the co-op's currency.

    `instalments_most` is in months (0: paid at once), `withdrawal_most_percent` of all share capital in a year,
    `nominee_most` what a nomination passes on at death (2014 Act, section 37).
    """

    value: int
    least: int
    most: int
    instalments_most: int
    withdrawal_notice_days: int
    withdrawal_most_percent: int
    withdrawals_may_be_suspended: bool
    nominee_most: int


@dataclass(frozen=True, slots=True)
class Surplus:
    """What is left at the end of a year. `decided_by` ("members" or "board") decides between these bounds, in percent.

    `shared_by` is "hours", "use", "equally", "nobody" or "shares"; the third principle does not let the last stand.
    """

    decided_by: str
    reserve_least: int
    community_least: int
    members_most: int
    interest_most: int
    shared_by: str


@dataclass(frozen=True, slots=True)
class Independence:
    """How far the outside may reach in.

    `outside_seats` is of any one outside body. Above `one_source_percent` of money from one payer, members are told.
    """

    outside_seats: int
    outside_veto: bool
    one_source_percent: int


@dataclass(frozen=True, slots=True)
class Education:
    """What members and workers learn: a plan in words, hours a year for each, and a percent of the surplus."""

    plan: str
    hours_a_year: int
    surplus_percent: int


@dataclass(frozen=True, slots=True)
class Cooperation:
    """With which co-operatives this one works, and a percent of the surplus for it."""

    with_whom: str
    surplus_percent: int


@dataclass(frozen=True, slots=True)
class Community:
    """What the co-op does for its neighbourhood, and whether it reports on it every year."""

    concern: str
    report_a_year: bool


@dataclass(frozen=True, slots=True)
class TeamRules:
    """How the co-op's teams work. Roles move on after `role_months`."""

    most_members: int
    connector: bool
    coach: bool
    coach_from_outside: bool
    people_choose_team: bool
    role_months: int


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """A day that every year has."""

    month: int
    day: int

    def in_year(self, year: int) -> date:
        """The day in that year."""
        return date(year, self.month, self.day)

    def __str__(self) -> str:
        return f"{self.day} {self.in_year(2001):%B}"


@dataclass(frozen=True, slots=True)
class Year:
    """The co-op's year, and the months after its end for the general meeting and for accounts and return."""

    ends: DayOfYear
    meeting_months: int
    accounts_months: int

    def end_after(self, day: date) -> date:
        """The last day of the co-op's year that `day` is in."""
        end = self.ends.in_year(day.year)
        return end if day <= end else self.ends.in_year(day.year + 1)

    def end_before(self, day: date) -> date:
        """The last day of the newest year of the co-op that is over by `day`."""
        return self.ends.in_year(self.end_after(day).year - 1)


@dataclass(frozen=True, slots=True)
class Articles:
    """The whole of a co-op's articles, read and found sound.

    `format` is that of the file, and `assumed` names the keys ("joining.answer_days") that an older file did not have.
    """

    format: int
    model: str
    name: str
    purpose: str
    classes: tuple[MemberClass, ...]
    joining: Joining
    board: Board
    meetings: Meetings
    votes: Votes
    shares: Shares
    surplus: Surplus
    independence: Independence
    education: Education
    cooperation: Cooperation
    community: Community
    teams: TeamRules
    year: Year
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in a file of articles: its line (from 1), the key it is about, and why, in plain words."""

    line: int
    key: str
    reason: str

    def __str__(self) -> str:
        return (
            f"Line {self.line}, {self.key}: {self.reason}"
            if self.key
            else f"Line {self.line}: {self.reason}"
        )


class WrongArticles(DomainError):
    """The articles cannot be used. `errors` has every fault found, in the order of the file."""

    def __init__(self, errors: tuple[Fault, ...]) -> None:
        count = "one mistake" if len(errors) == 1 else f"{len(errors)} mistakes"
        listed = "\n".join(str(error) for error in errors)
        super().__init__(f"These articles have {count}. Nothing was changed.\n{listed}")
        self.errors = errors
