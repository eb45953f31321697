"""The articles in plain words, for a page that everybody in the co-op can read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kith.articles.rules import Articles
from kith.kernel.money import Money

BY_WHOM = {"board": "the board", "members": "the members’ meeting"}
COUNTED_BY = {
    "member": "One member has one vote, however many shares they hold.",
    "share": "A member has more votes the more shares they hold.",
    "use": "A member has more votes the more they use the co-op.",
}
SHARED_BY = {
    "hours": "by the hours each has worked",
    "use": "by how much each has used the co-op",
    "equally": "equally",
    "nobody": "",
    "shares": "by the shares each holds",
}


TITLES = {
    "classes": "Who can be a member",
    "joining": "Joining and leaving",
    "board": "The board",
    "meetings": "Members’ meetings",
    "votes": "Voting",
    "shares": "Shares",
    "surplus": "What is left at the end of the year",
    "independence": "Standing on our own feet",
    "education": "Learning",
    "cooperation": "Other co-ops",
    "community": "Our neighbourhood",
    "teams": "Teams",
    "year": "The co-op’s year",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what the articles say about it, a sentence each."""

    title: str
    sentences: tuple[str, ...]


def sections(articles: Articles, currency: str) -> tuple[Section, ...]:
    """What the articles say, beside their table of classes."""
    parts = _parts(articles, currency)
    return tuple(Section(TITLES[part], tuple(said)) for part, said in parts.items())


def said_about(parts: Iterable[str], articles: Articles, currency: str) -> tuple[str, ...]:
    """Every sentence of some parts of the articles, such as ("votes", "board"); "classes" says who can be a member."""
    said = {
        "classes": (f"{one.title}: {one.who}" for one in articles.classes),
        **_parts(articles, currency),
    }
    return tuple(sentence for part in parts for sentence in said[part])


def _parts(articles: Articles, currency: str) -> dict[str, Iterator[str]]:
    return {
        "joining": _joining(articles),
        "board": _board(articles),
        "meetings": _meetings(articles),
        "votes": _votes(articles),
        "shares": _shares(articles, currency),
        "surplus": _surplus(articles),
        "independence": _independence(articles),
        "education": _education(articles),
        "cooperation": _cooperation(articles),
        "community": _community(articles),
        "teams": _teams(articles),
        "year": _year(articles),
    }


def assumed(articles: Articles) -> tuple[str, ...]:
    """The headings under which an older file says less than Kith now asks, so that it uses what is usual."""
    tables = dict.fromkeys(key.partition(".")[0] for key in articles.assumed)
    return tuple(TITLES[table] for table in tables)


def _joining(articles: Articles) -> Iterator[str]:
    joining = articles.joining
    who, days = BY_WHOM[joining.welcomed_by], _count(joining.answer_days, "day")
    yield f"When somebody asks to join, {who} answers within {days}."
    if joining.appeal_days:
        yield f"Who hears no can ask the members’ meeting to look again, within {_count(joining.appeal_days, 'day')}."
    else:
        yield "Who hears no cannot ask the members’ meeting to look again."
    notice = joining.leave_notice_days
    yield (
        f"A member can leave, and says so {_count(notice, 'day')} before."
        if notice
        else "A member can leave on any day."
    )
    if joining.suspended_most_days:
        yield f"A member can be suspended for at most {_count(joining.suspended_most_days, 'day')}."
    else:
        yield "No member can be suspended."
    yield _expelling(articles)
    if joining.expelled_appeal_days:
        yield f"Who is expelled can appeal within {_count(joining.expelled_appeal_days, 'day')}."
    else:
        yield "Who is expelled cannot appeal."


def _expelling(articles: Articles) -> str:
    if articles.joining.expelled_by == "board":
        return "The board can expel a member, after hearing them."
    return f"Only {articles.votes.special} of the members’ votes can expel a member, after hearing them."


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
    yield COUNTED_BY[votes.counted_by]
    yield f"Most things are decided by {votes.ordinary} of the votes."
    yield f"To change these articles takes {votes.special} of the votes."
    if votes.class_by_class:
        yield "Every class has to say yes by itself. No class can be outvoted by the others."


def _shares(articles: Articles, currency: str) -> Iterator[str]:
    shares = articles.shares
    value, least, most = (Money(a, currency) for a in (shares.value, shares.least, shares.most))
    yield f"A share costs {value}. A member holds shares for at least {least} and at most {most}."
    if shares.instalments_most:
        months = _count(shares.instalments_most, "month")
        yield f"A member may pay for the first shares in parts, over at most {months}."
    yield from _withdrawing(articles)
    nominee = Money(shares.nominee_most, currency)
    if shares.nominee_most:
        yield f"When a member dies, up to {nominee} goes straight to whom they named."
        yield "The rest goes the way the law says."


def _withdrawing(articles: Articles) -> Iterator[str]:
    shares = articles.shares
    yield f"A member who leaves gets the money back within {_count(shares.withdrawal_notice_days, 'day')}."
    if shares.withdrawal_most_percent < 100:
        most = f"at most {shares.withdrawal_most_percent}% of all the shares is paid back"
        yield f"In a year {most}, and always enough for one member’s least."
    if shares.withdrawals_may_be_suspended:
        yield "The board can stop paying back for a time, when the co-op could not pay its debts."


def _surplus(articles: Articles) -> Iterator[str]:
    surplus = articles.surplus
    whose = BY_WHOM[surplus.decided_by]
    yield f"{whose[0].upper()}{whose[1:]} decides every year what happens with the surplus."
    yield f"At least {surplus.reserve_least}% is kept for hard times."
    yield f"At least {surplus.community_least}% goes to the community."
    if surplus.shared_by == "nobody":
        yield "Nothing is paid out to members."
    else:
        yield f"At most {surplus.members_most}% goes to the members, shared {SHARED_BY[surplus.shared_by]}."
    if surplus.interest_most:
        yield f"Shares earn at most {surplus.interest_most}% interest a year."


def _independence(articles: Articles) -> Iterator[str]:
    independence = articles.independence
    if independence.outside_seats:
        yield (
            "No organisation from outside fills more than "
            f"{_count(independence.outside_seats, 'seat')} on the board."
        )
    else:
        yield "No organisation from outside has a seat on the board as of right."
    if independence.outside_veto:
        yield "Somebody outside the co-op can stop what the members decide."
    else:
        yield "Nobody outside the co-op can stop what the members decide."
    yield (
        f"When more than {independence.one_source_percent}% of a year’s money comes from one payer, "
        "the members are told."
    )


def _education(articles: Articles) -> Iterator[str]:
    education = articles.education
    yield education.plan or "The articles say nothing yet about what members learn."
    if education.hours_a_year:
        yield f"Everybody can have at least {_count(education.hours_a_year, 'hour')} of learning a year."
    if education.surplus_percent:
        yield f"At least {education.surplus_percent}% of the surplus goes to learning."


def _cooperation(articles: Articles) -> Iterator[str]:
    cooperation = articles.cooperation
    yield cooperation.with_whom or "The articles do not name other co-ops to work with yet."
    if cooperation.surplus_percent:
        yield f"At least {cooperation.surplus_percent}% of the surplus goes to work with other co-ops."


def _community(articles: Articles) -> Iterator[str]:
    community = articles.community
    yield community.concern or "The articles say nothing yet about the neighbourhood."
    if community.report_a_year:
        yield "The members hear every year what came of it."


def _year(articles: Articles) -> Iterator[str]:
    year = articles.year
    yield f"The year ends on {year.ends}."
    yield f"The general meeting is within {_count(year.meeting_months, 'month')} of that day."
    yield f"The accounts and the yearly return are sent within {_count(year.accounts_months, 'month')} of it."


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
