"""The keys of the articles, table by table, and how each is read.

A bound here is a figure of law, or what can be meant at all. What the seven principles ask for is in `principles/`.
"""

from collections.abc import Mapping
from typing import Any

from kith.articles.rules import (
    Board,
    Community,
    Cooperation,
    Education,
    Independence,
    Joining,
    Meetings,
    Shares,
    Surplus,
    TeamRules,
    Votes,
    Year,
)
from kith.articles.values import (
    Read,
    day_of_year,
    majority,
    one_of,
    short_name,
    whole,
    words,
    words_or_none,
    yes_or_no,
)

FORMAT = 2  # of the file: 1 is from a Kith before there were principles; older/format_1.toml has what it did not say
percent = whole(0, 100)
days = whole(0, 3650)
TOP: Mapping[str, Read] = {"model": short_name, "name": words, "purpose": words}
CLASS: Mapping[str, Read] = {
    "key": short_name,
    "title": words,
    "who": words,
    "contributes": words,
    "organisations": yes_or_no,
    "board_seats": whole(0, 30),
}
TABLES: Mapping[str, tuple[type[Any], Mapping[str, Read]]] = {
    "joining": (
        Joining,
        {
            "welcomed_by": one_of("board", "members"),
            "answer_days": whole(1, 365),
            "appeal_days": whole(0, 365),
            "leave_notice_days": days,
            "suspended_most_days": days,
            "expelled_by": one_of("members", "board"),
            "expelled_appeal_days": whole(0, 365),
        },
    ),
    "board": (
        Board,
        {
            "seats": whole(3, 30, "a board has at least three people"),
            "term_years": whole(1, 6),
            "most_terms": whole(1, 10),
            "meetings_a_year": whole(1, 52),
            "quorum": whole(2, 30, "one person alone is no meeting"),
            "equal_voice": yes_or_no,
        },
    ),
    "meetings": (
        Meetings,
        {
            "notice_days": whole(7, 60, "members need time; fourteen clear days is usual"),
            "quorum_heads": whole(2, 500, "one person alone is no meeting"),
            "quorum_percent": percent,
            "quorum_in_each_class": yes_or_no,
            "most_proxies": whole(0, 5, "nobody should hold many people's votes"),
        },
    ),
    "votes": (
        Votes,
        {
            "counted_by": one_of("member", "share", "use"),
            "ordinary": majority,
            "special": majority,
            "class_by_class": yes_or_no,
        },
    ),
    "shares": (
        Shares,
        {
            "value": whole(1, 100_000),
            "least": whole(1, 1_000_000),
            "most": whole(
                1, 10_000_000, "the law allows one person £100,000 in shares: 2014 Act, section 24"
            ),
            "instalments_most": whole(0, 60),
            "withdrawal_notice_days": whole(0, 1825),
            "withdrawal_most_percent": percent,
            "withdrawals_may_be_suspended": yes_or_no,
            "nominee_most": whole(
                0, 500_000, "the law lets a nomination pass on £5,000: 2014 Act, section 37"
            ),
        },
    ),
    "surplus": (
        Surplus,
        {
            "decided_by": one_of("members", "board"),
            "reserve_least": percent,
            "community_least": percent,
            "members_most": percent,
            "interest_most": whole(
                0, 15, "interest on shares is limited: it pays for the use of money, no more"
            ),
            "shared_by": one_of("hours", "use", "equally", "nobody", "shares"),
        },
    ),
    "independence": (
        Independence,
        {
            "outside_seats": whole(0, 30),
            "outside_veto": yes_or_no,
            "one_source_percent": percent,
        },
    ),
    "education": (
        Education,
        {"plan": words_or_none, "hours_a_year": whole(0, 400), "surplus_percent": percent},
    ),
    "cooperation": (Cooperation, {"with_whom": words_or_none, "surplus_percent": percent}),
    "community": (Community, {"concern": words_or_none, "report_a_year": yes_or_no}),
    "teams": (
        TeamRules,
        {
            "most_members": whole(2, 12, "a team that manages itself has at most twelve people"),
            "connector": yes_or_no,
            "coach": yes_or_no,
            "coach_from_outside": yes_or_no,
            "people_choose_team": yes_or_no,
            "role_months": whole(1, 60),
        },
    ),
    "year": (
        Year,
        {
            "ends": day_of_year,
            "meeting_months": whole(1, 18),
            "accounts_months": whole(
                1, 7, "the yearly return is due seven months after the year: 2014 Act, section 89"
            ),
        },
    ),
}
