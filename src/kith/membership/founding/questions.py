"""What somebody who founds a co-op is asked, step by step. Each answer goes to one key of the articles.

Whatever is not asked here stays as the model articles have it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]
Choices = tuple[tuple[str, str], ...]
BY_WHOM: Choices = (("board", "The board"), ("members", "The members’ meeting"))
ORDINARY: Choices = (
    ("more than 1/2", "More than half of the votes"),
    ("at least 2/3", "At least two thirds of the votes"),
)
SPECIAL: Choices = (
    ("at least 2/3", "At least two thirds of the votes"),
    ("at least 3/4", "At least three quarters of the votes"),
    ("at least 4/5", "At least four fifths of the votes"),
)
SHARED_BY: Choices = (
    ("hours", "By the hours each has worked"),
    ("use", "By how much each has used the co-op"),
    ("equally", "Equally"),
    ("nobody", "Nothing is paid out to members"),
)
YEAR_ENDS: Choices = (
    ("03-31", "31 March"),
    ("06-30", "30 June"),
    ("09-30", "30 September"),
    ("12-31", "31 December"),
)


@dataclass(frozen=True, slots=True)
class Question:
    """One question and the key it answers.

    `kind` is number, percent, pounds (kept in pence), yes, choice, words or text. `wrong` stands in for the reader's
    own reason where that speaks of pence.
    """

    path: Path
    label: str
    kind: str = "number"
    hint: str = ""
    suffix: str = ""
    choices: Choices = ()
    wrong: str = ""

    @property
    def name(self) -> str:
        """The form field's name."""
        return "-".join(str(part) for part in self.path)

    @property
    def key(self) -> str:
        """The key as faults in articles name it: classes are counted from 1."""
        return key_of(self.path)


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the journey: what it asks, and a sentence that helps to answer."""

    key: str
    title: str
    lead: str
    questions: tuple[Question, ...] = ()


def _number(table: str, key: str, label: str, suffix: str = "", hint: str = "") -> Question:
    return Question((table, key), label, "number", hint, suffix)


def _percent(table: str, key: str, label: str, hint: str = "") -> Question:
    return Question((table, key), label, "percent", hint, "%")


def _pounds(key: str, label: str, wrong: str, hint: str = "") -> Question:
    return Question(("shares", key), label, "pounds", hint, wrong=wrong)


def _yes(table: str, key: str, label: str, hint: str = "") -> Question:
    return Question((table, key), label, "yes", hint)


def _choice(table: str, key: str, label: str, choices: Choices, hint: str = "") -> Question:
    return Question((table, key), label, "choice", hint, choices=choices)


PURPOSE = Step(
    "purpose",
    "What is your co-op for?",
    "Say it so that a neighbour understands. One or two sentences are enough.",
    (Question(("purpose",), "Our purpose", "text"),),
)
JOINING = Step(
    "joining",
    "How do people join and leave?",
    "Anybody who fits a class may ask to join. They get an answer in time, and may leave again.",
    (
        _choice("joining", "welcomed_by", "Who welcomes new members?", BY_WHOM),
        _number("joining", "answer_days", "How long until they have an answer?", "days"),
        _number(
            "joining",
            "appeal_days",
            "How long may somebody ask again after a no?",
            "days",
            "The members’ meeting then looks at it.",
        ),
        _number(
            "joining",
            "leave_notice_days",
            "How long before leaving does a member say so?",
            "days",
            "0 means on any day.",
        ),
        _number("joining", "suspended_most_days", "How long may a member be suspended?", "days"),
        _choice(
            "joining",
            "expelled_by",
            "Who can expel a member?",
            BY_WHOM,
            "Nobody is expelled without being heard.",
        ),
        _number(
            "joining",
            "expelled_appeal_days",
            "How long may somebody expelled ask again?",
            "days",
        ),
    ),
)
BOARD = Step(
    "board",
    "Who sits on the board?",
    "The members elect the board, class by class.",
    (
        _yes("board", "equal_voice", "Every class has the same number of seats"),
        _number("board", "term_years", "For how long is somebody elected?", "years"),
        _number("board", "most_terms", "How often in a row?", "times"),
        _number("board", "meetings_a_year", "How often does the board meet in a year?", "times"),
        _number(
            "board", "quorum", "How many of the board must be there to decide?", "board members"
        ),
    ),
)
VOTING = Step(
    "voting",
    "How do members decide?",
    "One member has one vote, however many shares they hold. That is the same in every co-op.",
    (
        _number("meetings", "notice_days", "How long before a meeting are members told?", "days"),
        _percent("meetings", "quorum_percent", "What part of the members must be there?"),
        _number("meetings", "quorum_heads", "And never fewer than", "members"),
        _yes("meetings", "quorum_in_each_class", "So many must be there from every class"),
        _number(
            "meetings",
            "most_proxies",
            "For how many absent members may one member vote?",
            "members",
            "0 means that nobody votes for somebody else.",
        ),
        _choice("votes", "ordinary", "What decides most things?", ORDINARY),
        _choice("votes", "special", "What changes these articles?", SPECIAL),
        _yes("votes", "class_by_class", "Every class has to say yes by itself"),
    ),
)
SHARES = Step(
    "shares",
    "What about shares?",
    "Members put money in together. A share never gains or loses value, and gives no extra vote.",
    (
        _pounds("value", "What does one share cost?", "A share costs from £0.01 to £1,000."),
        _pounds(
            "least",
            "What does a member pay in to join?",
            "This has to be one share or several whole shares, and at most £10,000.",
            "Keep it low enough for everybody.",
        ),
        _pounds(
            "most",
            "What is the most one member may hold?",
            "This cannot be less than what a member pays in to join, nor more than £100,000: the law allows no more.",
            "The law allows one person £100,000.",
        ),
        _number(
            "shares",
            "instalments_most",
            "Over how many months may a member pay in parts?",
            "months",
            "0 means at once.",
        ),
        _number(
            "shares",
            "withdrawal_notice_days",
            "How soon does a member who leaves get the money back?",
            "days",
        ),
        _percent(
            "shares",
            "withdrawal_most_percent",
            "What part of all shares may be paid back in a year?",
        ),
        _yes(
            "shares",
            "withdrawals_may_be_suspended",
            "The board may stop paying back for a time",
            "Only when the co-op could not pay its debts.",
        ),
        _pounds(
            "nominee_most",
            "When a member dies, how much goes straight to whom they named?",
            "This is at most £5,000: the law lets no more pass this way.",
            "The law allows £5,000.",
        ),
    ),
)
SURPLUS = Step(
    "surplus",
    "What happens with the surplus?",
    "The surplus is what is left at the end of a year. The members’ meeting decides each year, within these bounds.",
    (
        _percent("surplus", "reserve_least", "At least so much is kept for hard times"),
        _percent("surplus", "community_least", "At least so much goes to the community"),
        _percent("surplus", "members_most", "At most so much goes to the members"),
        _choice("surplus", "shared_by", "How is the members’ part shared?", SHARED_BY),
        _percent("surplus", "interest_most", "At most so much interest on shares in a year"),
    ),
)
TEAMS = Step(
    "teams",
    "How do your teams work?",
    "A team organises its own work and has no manager.",
    (
        _number("teams", "most_members", "How many members may a team have?", "members"),
        _yes("teams", "connector", "Every team has a Community Circles Connector"),
        _yes("teams", "coach", "Every team has a coach", "A coach helps and gives no orders."),
        _yes("teams", "coach_from_outside", "The coach comes from outside the team"),
        _yes("teams", "people_choose_team", "People who draw on support help to choose the team"),
        _number("teams", "role_months", "After how long does a role move on?", "months"),
    ),
)
INDEPENDENCE = Step(
    "independence",
    "How do you stay independent?",
    "Others may help you. Only your members decide.",
    (
        _number(
            "independence",
            "outside_seats",
            "How many board seats may one outside organisation fill?",
            "seats",
        ),
        _percent(
            "independence",
            "one_source_percent",
            "Tell the members when so much of the money comes from one payer",
        ),
    ),
)
TOGETHER = Step(
    "together",
    "What do you do for learning, other co-ops and your neighbourhood?",
    "These are three of the seven principles of co-ops.",
    (
        Question(("education", "plan"), "What do members learn, and how?", "text"),
        _number(
            "education", "hours_a_year", "How much learning can everybody have in a year?", "hours"
        ),
        _percent("education", "surplus_percent", "At least so much of the surplus goes to it"),
        Question(("cooperation", "with_whom"), "Which co-ops do you work with?", "text"),
        _percent(
            "cooperation",
            "surplus_percent",
            "At least so much of the surplus goes to work with other co-ops",
        ),
        Question(("community", "concern"), "What do you do for your neighbourhood?", "text"),
        _yes("community", "report_a_year", "The members hear every year what came of it"),
    ),
)
YEAR = Step(
    "year",
    "When does your year end?",
    "The accounts are made up to that day.",
    (
        _choice("year", "ends", "The last day of the year", YEAR_ENDS),
        _number("year", "meeting_months", "The general meeting is within", "months"),
        _number(
            "year",
            "accounts_months",
            "The accounts and the yearly return are sent within",
            "months",
            "The law allows seven.",
        ),
    ),
)
CLASSES = Step(
    "classes",
    "Who can be a member?",
    "Members belong to classes. Each class says who it is for and what its members bring.",
)
ASKED = (
    PURPOSE,
    JOINING,
    BOARD,
    VOTING,
    SHARES,
    SURPLUS,
    TEAMS,
    INDEPENDENCE,
    TOGETHER,
    YEAR,
)
STEPS: Mapping[str, Step] = {step.key: step for step in ASKED}
MODEL, NAME, FOUNDERS = "model", "name", "founders"
ORDER = (
    MODEL,
    NAME,
    "purpose",
    "classes",
    "joining",
    "board",
    "voting",
    "shares",
    "surplus",
    "teams",
    "independence",
    "together",
    "year",
    FOUNDERS,
)
TITLES: Mapping[str, str] = {
    MODEL: "Which kind of co-op?",
    NAME: "What is it called?",
    "classes": CLASSES.title,
    FOUNDERS: "Who founds it?",
    **{step.key: step.title for step in ASKED},
}


def key_of(path: Path) -> str:
    """The key at this path as faults in articles name it: classes are counted from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)


def questions_of(step: Step, table: Mapping[str, Any]) -> tuple[Question, ...]:
    """The questions of a step; for the board also the seats of each class there is now."""
    if step is not BOARD:
        return step.questions
    seats = tuple(
        Question(
            ("classes", index, "board_seats"), f"Seats for {one['title']}", "number", "", "seats"
        )
        for index, one in enumerate(table["classes"])
    )
    return (*seats, *step.questions)


def step_of(key: str) -> str:
    """The step in which a key of the articles is answered, such as “board.quorum”; "" when it is not asked."""
    for step in ASKED:
        if any(question.key == key for question in step.questions):
            return step.key
    if key.endswith(".board_seats"):
        return BOARD.key
    table = key.partition(".")[0]
    return table if table in ORDER else _ELSEWHERE.get(table, "")


_ELSEWHERE = {
    "votes": VOTING.key,
    "meetings": VOTING.key,
    "education": TOGETHER.key,
    "cooperation": TOGETHER.key,
    "community": TOGETHER.key,
}


def value_at(table: Mapping[str, Any], path: Path) -> Any:
    """The value at this path of the table."""
    found: Any = table
    for part in path:
        found = found[part]
    return found


def put(table: dict[str, Any], path: Path, value: object) -> None:
    """Write a value at this path of the table."""
    found: Any = table
    for part in path[:-1]:
        found = found[part]
    found[path[-1]] = value
