"""What a co-op has to do every year, worked out from its articles and the law. Nothing here is kept.

The law is the Co-operative and Community Benefit Societies Act 2014 of Great Britain ("the Act"). A duty that only
the articles ask for says so; a co-op of another legal form keeps the days of its articles and of its own law.
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kith.articles.rules import Articles

DAY = timedelta(days=1)
SOON = 30  # days before a duty is due


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to do by a day. `key` names it for good; `opens` is the first day on which it can be done.

    `met_by` is the key of another duty that, once done, shows that this one was done too. `about` is the person whose
    term it is.
    """

    key: str
    title: str
    due: date
    opens: date
    why: str
    steps: tuple[str, ...]
    met_by: str = ""
    about: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat on the board: the hat's id, whose it is, since when, and the last day of it, if that is known."""

    id: uuid.UUID
    person_id: uuid.UUID
    name: str
    since: date
    until: date | None


def last_day(first: date, months: int) -> date:
    """The last day of so many months that begin on `first`: seven months from 1 March end on 30 September.

    From 31 January one month ends with February, as there is no 31st to stop before.
    """
    count = first.year * 12 + first.month - 1 + months
    year, month = divmod(count, 12)
    length = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - DAY).day
    if first.day > length:
        return date(year, month + 1, length)
    return date(year, month + 1, first.day) - DAY


def call_by(meeting: date, clear_days: int) -> date:
    """The last day to send the notice: clear days count neither the day it is sent nor the day of the meeting."""
    return meeting - (clear_days + 1) * DAY


def duties_of_year(articles: Articles, ended: date) -> Iterator[Duty]:
    """The duties that belong to the co-op's year which ended (or will end) on this day."""
    yield from _in_the_year(articles, ended)
    yield from _meeting(articles, ended)
    yield from _accounts(articles, ended)
    yield from _promises(articles, ended)


def meeting_by(articles: Articles, ended: date) -> date:
    """The last day for the general meeting about the year that ended."""
    return last_day(ended + DAY, articles.year.meeting_months)


def returned_by(articles: Articles, ended: date) -> date:
    """The last day for accounts and the yearly return."""
    return last_day(ended + DAY, articles.year.accounts_months)


def _begun(ended: date) -> date:
    """The first day of the year that ended."""
    return last_day(ended + DAY, -12) + DAY


def _in_the_year(articles: Articles, ended: date) -> Iterator[Duty]:
    learning, times = articles.education, articles.board.meetings_a_year
    yield Duty(
        key=f"board-{ended}",
        title=f"{_times(times, 'board meeting')} in the year",
        due=ended,
        opens=_begun(ended),
        why=f"Our articles: the board meets at least {_times(times, 'time')} a year.",
        steps=("Keep minutes of each meeting.", "Write down here on which days the board met."),
    )
    if learning.hours_a_year or learning.plan:
        hours = f"{_times(learning.hours_a_year, 'hour')} a year for each who wants them"
        promise = (
            f"Our articles promise {hours}."
            if learning.hours_a_year
            else "Our articles promise a plan."
        )
        yield Duty(
            key=f"education-{ended}",
            title="Learning together: what we promised for the year",
            due=ended,
            opens=_begun(ended),
            why=f"{promise} It is the fifth co-operative principle.",
            steps=tuple(line for line in (learning.plan, "Write down who learned what.") if line),
        )


def _meeting(articles: Articles, ended: date) -> Iterator[Duty]:
    due, clear = meeting_by(articles, ended), articles.meetings.notice_days
    called = call_by(due, clear)
    after = ended + DAY
    yield Duty(
        key=f"register-{ended}",
        title="Look through the register of members",
        due=max(called, ended),
        opens=min(after, max(called, ended)),
        why="The Act, section 30, asks for a register that is up to date. It says who is invited to the meeting, "
        "and how many members the yearly return names.",
        steps=(
            "Answer everybody who asked to join.",
            "Enter who joined and who left, and changed addresses.",
            "Check the officers, and since when they are.",
        ),
    )
    yield Duty(
        key=f"notice-{ended}",
        title="Call the general meeting",
        due=called,
        opens=min(after, called),
        why=f"Our articles: {_times(clear, 'clear day')} of notice. The day it is sent and the day of the meeting "
        "do not count. For an earlier meeting, send it earlier.",
        steps=(
            "Invite every member, each in the way that suits them.",
            "Send what will be decided on.",
        ),
        met_by=f"meeting-{ended}",
    )
    yield Duty(
        key=f"meeting-{ended}",
        title="Hold the general meeting",
        due=due,
        opens=after,
        why=f"Our articles: within {_times(articles.year.meeting_months, 'month')} of the year’s end.",
        steps=(
            "Show the accounts of the year.",
            "Elect those whose term on the board ends.",
            "Decide what happens with the surplus, and how the accounts are looked at next year.",
        ),
    )


def _accounts(articles: Articles, ended: date) -> Iterator[Duty]:
    due = returned_by(articles, ended)
    yield Duty(
        key=f"accounts-{ended}",
        title="Have the accounts approved",
        due=min(due, meeting_by(articles, ended)),
        opens=ended + DAY,
        why="The yearly return holds them, and the members see them at the general meeting. The Act, Part 7, says "
        "who has to look at them first.",
        steps=(
            "Have them drawn up, and looked at by an auditor where the law or the members ask for one.",
            "The board approves them. Attach them here.",
        ),
    )
    yield Duty(
        key=f"return-{ended}",
        title="Send the yearly return with the accounts",
        due=due,
        opens=ended + DAY,
        why=f"The Act, section 89: within seven months of the year’s end. Our articles say "
        f"{_times(articles.year.accounts_months, 'month')}. For a co-op that is no registered society, the law of "
        "its own legal form says where to send them.",
        steps=(
            "Send return and accounts to the Financial Conduct Authority.",
            "A new registered office or a new secretary? Tell the Authority now, if you have not yet.",
            "Keep the answer, and attach it here. Whoever asks for a copy of the return gets one (section 90).",
        ),
    )


def _promises(articles: Articles, ended: date) -> Iterator[Duty]:
    due = meeting_by(articles, ended)
    who = "the members decide" if articles.surplus.decided_by == "members" else "the board decides"
    yield Duty(
        key=f"surplus-{ended}",
        title="Decide what happens with the surplus",
        due=due,
        opens=ended + DAY,
        why=f"Our articles: {who} each year.",
        steps=tuple(_shares_of_surplus(articles)) or ("Write down what was decided.",),
    )
    if articles.community.report_a_year:
        concern = articles.community.concern
        yield Duty(
            key=f"community-{ended}",
            title="Report what we did for the neighbourhood",
            due=due,
            opens=ended + DAY,
            why="Our articles promise a report every year. It is the seventh co-operative principle.",
            steps=tuple(line for line in (concern, "Tell the members what came of it.") if line),
        )


def _shares_of_surplus(articles: Articles) -> Iterator[str]:
    surplus = articles.surplus
    parts = (
        (surplus.reserve_least, "at least {}% stays in the reserve"),
        (surplus.community_least, "at least {}% goes to the community"),
        (surplus.members_most, "at most {}% goes to members"),
        (articles.education.surplus_percent, "{}% is for learning together"),
        (articles.cooperation.surplus_percent, "{}% is for work with other co-ops"),
    )
    for percent, words in parts:
        if percent:
            said = words.format(percent)
            yield f"{said[0].upper()}{said[1:]}."


def terms_of(articles: Articles, seats: Iterable[Seat], until: date) -> Iterator[Duty]:
    """The end of each term of those who sit on the board, up to a day; a seat given back has no further one."""
    months, most = articles.board.term_years * 12, articles.board.most_terms
    for seat in seats:
        number, end = 1, last_day(seat.since, months)
        while end <= until and (seat.until is None or seat.until > end):
            yield Duty(
                key=f"term-{end}-{seat.id}",
                title=f"{seat.name}’s term on the board ends",
                due=end,
                opens=last_day(end, -12),
                why=f"Our articles: {_times(articles.board.term_years, 'year')} a term, at most "
                f"{_times(most, 'term')} one after another.",
                steps=(_again(seat.name, number, most),),
                about=seat.person_id,
            )
            number += 1
            end = last_day(seat.since, months * number)


def term_on(articles: Articles, seat: Seat, day: date) -> date:
    """The last day of the term that a seat is in on a day, or of the seat itself when that is earlier."""
    years, number = articles.board.term_years, 1
    while (end := last_day(seat.since, 12 * years * number)) < day:
        number += 1
    return min(end, seat.until) if seat.until else end


def _again(name: str, number: int, most: int) -> str:
    if number >= most:
        return f"Elect somebody else: this was {name}’s {_ordinal(number)} term. Then take the hat back."
    return f"Elect {name} again, or somebody else. When somebody else has the seat, take {name}’s hat back."


def rules_changed(number: int, since: date, adopted: date) -> Duty:
    """A change of the articles, to be registered."""
    return Duty(
        key=f"rules-{number}",
        title=f"Have version {number} of our articles registered",
        due=max(since, adopted),
        opens=adopted,
        why="The Act, section 16: a society’s changed rules do not hold before the Financial Conduct Authority has "
        "registered them.",
        steps=(
            "Send the changed rules to the Authority as soon as the members have decided.",
            "Attach what it answered.",
        ),
    )


@dataclass(frozen=True, slots=True)
class Period:
    """A year of the co-op: its first and last day."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def year_with(articles: Articles, day: date) -> Period:
    """The co-op's year that a day is in."""
    return Period(articles.year.end_before(day) + DAY, articles.year.end_after(day))


def _times(count: int, one: str) -> str:
    return f"{count} {one}" if count == 1 else f"{count} {one}s"


def _ordinal(number: int) -> str:
    return {1: "first", 2: "second", 3: "third"}.get(number, f"{number}th")
