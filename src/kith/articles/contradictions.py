"""What must hold between the parts of the articles: each key that disagrees with another, and why."""

from collections.abc import Iterator

from kith.articles.rules import Articles, Board

Contradiction = tuple[tuple[str | int, ...], str]


def contradictions(articles: Articles) -> Iterator[Contradiction]:
    """Yield the path of each key that disagrees with another, and why."""
    yield from _between_classes(articles)
    yield from _in_the_board(articles.board, len(articles.classes))
    yield from _in_the_money(articles)
    yield from _in_the_independence(articles)
    if articles.teams.coach_from_outside and not articles.teams.coach:
        yield (
            ("teams", "coach_from_outside"),
            "a coach cannot come from outside when teams have no coach",
        )


def _between_classes(articles: Articles) -> Iterator[Contradiction]:
    seen: set[str] = set()
    for index, one in enumerate(articles.classes):
        if one.key in seen:
            yield (
                ("classes", index, "key"),
                f"two classes are called “{one.key}”; give each its own key",
            )
        seen.add(one.key)
    seats = [one.board_seats for one in articles.classes]
    if sum(seats) != articles.board.seats:
        yield (
            ("board", "seats"),
            f"the board has {articles.board.seats} seats, but the classes elect {sum(seats)}",
        )
    if articles.board.equal_voice and len(set(seats)) > 1:
        yield (
            ("board", "equal_voice"),
            "the classes have equal voice, but do not elect equally many",
        )


def _in_the_board(board: Board, classes: int) -> Iterator[Contradiction]:
    if board.quorum > board.seats:
        yield (
            ("board", "quorum"),
            f"{board.quorum} must be there, but the board has only {board.seats} seats",
        )
    if board.equal_voice and classes < 2:
        yield ("board", "equal_voice"), "equal voice needs at least two classes"


def _in_the_money(articles: Articles) -> Iterator[Contradiction]:
    shares, surplus, votes = articles.shares, articles.surplus, articles.votes
    if shares.least < shares.value or shares.least % shares.value:
        yield (
            ("shares", "least"),
            f"the least a member holds must be whole shares of {shares.value}",
        )
    if shares.most < shares.least:
        yield ("shares", "most"), "the most a member may hold is less than the least"
    if surplus.reserve_least + surplus.community_least > 100:
        yield (
            ("surplus", "community_least"),
            "the reserve and the community together take more than all of the surplus",
        )
    elif surplus.members_most > 100 - _kept(articles):
        left = max(0, 100 - _kept(articles))
        yield (
            ("surplus", "members_most"),
            f"the members' part does not fit beside what goes elsewhere first: {left}% is left",
        )
    if votes.special.share < votes.ordinary.share:
        yield ("votes", "special"), "a special majority cannot be smaller than an ordinary one"


def _kept(articles: Articles) -> int:
    """The percent of the surplus that has its place before the members have theirs."""
    kept = articles.surplus.reserve_least + articles.surplus.community_least
    return kept + articles.education.surplus_percent + articles.cooperation.surplus_percent


def _in_the_independence(articles: Articles) -> Iterator[Contradiction]:
    if articles.independence.outside_seats > articles.board.seats:
        yield (
            ("independence", "outside_seats"),
            f"an outside body cannot have more seats than the board’s {articles.board.seats}",
        )
