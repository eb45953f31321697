"""Elections held in memory, the way voters and tellers hold them."""

import secrets
from collections.abc import Sequence
from functools import cache

from kith.engines.ballots import blind, board, keys, publication
from kith.engines.tally.election import Ballots, Election
from kith.engines.tally.rules import as_data
from kith.engines.tally.scottish import count_scottish

ID = "0199f0c0-0000-7000-8000-000000000001"
NAMES = ("Ada", "Ben", "Cy", "Dee")


@cache
def key_of(name: str) -> blind.SecretKey:
    """A key for each name: short ones, for the sake of time."""
    assert name is not None
    return keys.make_key(2048)


def vote(electors: str, choice: Sequence[int]) -> board.Ballot:
    """A ballot with a token of this class, asked for and signed as RFC 9474 has it."""
    key, serial = key_of(electors), secrets.token_bytes(32)
    asked = blind.blind(key.public, serial)
    signature = blind.finalize(
        key.public, serial, blind.blind_sign(key, asked.message), asked.inverse
    )
    return board.Ballot(ID, electors, serial.hex(), tuple(choice), signature.hex())


def contest(
    electors: str, ballots: Sequence[board.Ballot], *, seats: int = 2, tokens: int = -1
) -> publication.Contest:
    """A contest of four, counted by the engine."""
    rows = [(1, one.choice) for one in ballots]
    election = Election(NAMES, seats, Ballots.of(rows), electors, lot=(2, 1, 4, 3))
    web = sum(1 for one in ballots if one.way == "web")
    return publication.Contest(
        electors=electors,
        title=electors.title(),
        seats=seats,
        candidates=NAMES,
        withdrawn=(),
        lot=election.lot,
        key=key_of(electors).public,
        entitled=len(ballots) + 3,
        tokens=web if tokens < 0 else tokens,
        papers=len(ballots) - web,
        ballots=tuple(ballots),
        result=as_data(count_scottish(election), election),
    )


def published(*contests: publication.Contest) -> dict[str, bytes]:
    """The files of an election of these contests."""
    return publication.publish(
        election=ID,
        title="Our board",
        coop="Riverside",
        closed_on="2026-11-23",
        contests=contests,
        key=key_of(""),
    )
