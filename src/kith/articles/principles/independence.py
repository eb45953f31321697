"""The fourth principle: autonomy and independence."""

from collections.abc import Iterator

from kith.articles.principles.finding import Finding, Principle
from kith.articles.rules import Articles

QUIET = 75  # percent of money from one payer before anybody hears of it


def check(articles: Articles) -> Iterator[Finding]:
    """No outsider stops what members decide, holds the board, or pays for so much that the members are not told."""
    if articles.independence.outside_veto:
        yield Finding(
            ("independence", "outside_veto"),
            "Somebody outside the co-op could stop what the members decide.",
            "Then the members no longer run their co-op. Outsiders may advise; only members decide.",
        )
    yield from _seats(articles)
    yield from _money(articles.independence.one_source_percent)


def _seats(articles: Articles) -> Iterator[Finding]:
    board, outside = articles.board, articles.independence.outside_seats
    path = ("independence", "outside_seats")
    says = f"One outside organisation could fill {outside} of the board’s {board.seats} seats."
    if outside * 2 >= board.seats:
        yield Finding(path, says, "It would run the co-op instead of the members.")
    elif outside and board.seats - outside < board.quorum:
        yield Finding(
            path,
            says,
            f"The board needs {board.quorum} to decide. By staying away, the organisation could stop every decision: "
            "a veto by the back door.",
        )
    elif outside * 4 > board.seats:
        yield Finding(
            path,
            says,
            "More than a quarter of the seats is a strong voice from outside.",
            law="The law lets members give seats to others, as long as the members keep control.",
        )


def _money(percent: int) -> Iterator[Finding]:
    path = ("independence", "one_source_percent")
    if percent == 100:
        yield Finding(
            path,
            "The members would never be told that one payer pays for nearly everything.",
            "Who pays for everything decides everything. Choose a share above which members hear of it.",
        )
    elif percent > QUIET:
        yield Finding(
            path,
            f"One payer could bring {percent}% of the money before the members are told.",
            "It is late then to look for others.",
            law="The law sets no limit.",
        )


PRINCIPLE = Principle(
    4,
    "Standing on our own feet",
    "The co-op may work with councils, funders and firms, and take their money. It stays run by its members.",
    ("independence",),
    check,
)
