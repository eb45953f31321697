"""The articles in plain words, for a page that everybody in the co-op can read."""

from collections.abc import Iterator
from dataclasses import dataclass

from kith.articles.rules import Articles
from kith.kernel.money import Money

SHARED_BY = {
    "hours": "by the hours each has worked",
    "use": "by how much each has used the co-op",
    "equally": "equally",
    "nobody": "",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what the articles say about it, a sentence each."""

    title: str
    sentences: tuple[str, ...]


def sections(articles: Articles, currency: str) -> tuple[Section, ...]:
    """What the articles say, beside their table of classes."""
    parts = (
        ("The board", _board(articles)),
        ("Members’ meetings", _meetings(articles)),
        ("Voting", _votes(articles)),
        ("Shares", _shares(articles, currency)),
        ("What is left at the end of the year", _surplus(articles)),
        ("Teams", _teams(articles)),
    )
    return tuple(Section(title, tuple(sentences)) for title, sentences in parts)


def _board(articles: Articles) -> Iterator[str]:
    board = articles.board
    yield f"The board has {board.seats} members. The members elect them for {_count(board.term_years, 'year')}."
    yield f"A board member can be elected {_count(board.most_terms, 'time')} in a row, and then takes a break."
    yield f"The board meets at least {_count(board.meetings_a_year, 'time')} a year."
    yield f"The board can decide when {board.quorum} of its members are there."
    if board.equal_voice:
        yield "Every class has the same number of seats, so every class has equal voice."


def _meetings(articles: Articles) -> Iterator[str]:
    meetings = articles.meetings
    yield f"Members hear about a meeting at least {_count(meetings.notice_days, 'day')} before it."
    where = " of each class" if meetings.quorum_in_each_class else ""
    yield (
        f"The meeting can decide when {meetings.quorum_percent}% of the members{where} are there, "
        f"and never with fewer than {meetings.quorum_heads}{where}."
    )
    if meetings.most_proxies:
        yield "A member who cannot come may ask another to vote for them."
        yield f"Nobody votes for more than {meetings.most_proxies} others."
    else:
        yield "Nobody can vote for somebody else."


def _votes(articles: Articles) -> Iterator[str]:
    votes = articles.votes
    yield "One member has one vote, however many shares they hold."
    yield f"Most things are decided by {votes.ordinary} of the votes."
    yield f"To change these articles takes {votes.special} of the votes."
    if votes.class_by_class:
        yield "Every class has to say yes by itself. No class can be outvoted by the others."


def _shares(articles: Articles, currency: str) -> Iterator[str]:
    shares = articles.shares
    value, least, most = (Money(a, currency) for a in (shares.value, shares.least, shares.most))
    yield f"A share costs {value}. A member holds shares for at least {least} and at most {most}."
    yield f"A member who leaves gets the money back within {_count(shares.withdrawal_notice_days, 'day')}."


def _surplus(articles: Articles) -> Iterator[str]:
    surplus = articles.surplus
    yield "The members’ meeting decides every year what happens with the surplus."
    yield f"At least {surplus.reserve_least}% is kept for hard times."
    yield f"At least {surplus.community_least}% goes to the community."
    if surplus.shared_by == "nobody":
        yield "Nothing is paid out to members."
    else:
        yield f"At most {surplus.members_most}% goes to the members, shared {SHARED_BY[surplus.shared_by]}."
    if surplus.interest_most:
        yield f"Shares earn at most {surplus.interest_most}% interest a year."


def _teams(articles: Articles) -> Iterator[str]:
    teams = articles.teams
    yield f"A team has at most {teams.most_members} members. It has no manager and organises its own work."
    if teams.connector:
        yield "One member of every team is its Community Circles Connector."
    if teams.coach:
        outside = ", who comes from outside the team" if teams.coach_from_outside else ""
        yield f"Every team has a coach{outside}. A coach helps and does not give orders."
    if teams.people_choose_team:
        yield "People who draw on support help to choose who joins the team."
    yield f"Roles move on to somebody else after {_count(teams.role_months, 'month')}."


def _count(number: int, one: str) -> str:
    return f"{number} {one}" if number == 1 else f"{number} {one}s"
