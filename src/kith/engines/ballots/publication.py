"""What an election publishes: files that anybody checks, and counts again, with nothing of ours.

election.json   what was asked: contests, candidates, seats, the lot, keys, how many could vote and how
ballots.jsonl   every ballot, one a line, sorted by the hash of the line so that the order tells no time
result.json     the result as it was declared
root.json       the roots of the boards and the hashes of the files above, signed by the co-op
witness-*.json  that another co-op saw this root on a day, signed by that co-op
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kith.engines.ballots import blind, board, keys

FORMAT, RULE = 1, "scottish-stv"
ELECTION, BALLOTS, RESULT, ROOT = "election.json", "ballots.jsonl", "result.json", "root.json"
PUBLISHED_FROM = 5
"""With fewer ballots than this in a contest only its totals are published: the ballots would tell who cast them."""


class PublicationError(ValueError):
    """A file that is not what it says; the text names what is wrong."""


@dataclass(frozen=True, slots=True)
class Contest:
    """What was asked of one class, and its ballots.

    `tokens` and `papers` are how many tokens were signed, and papers given out.
    """

    electors: str
    title: str
    seats: int
    candidates: tuple[str, ...]
    withdrawn: tuple[int, ...]
    lot: tuple[int, ...]
    key: blind.PublicKey
    entitled: int
    tokens: int
    papers: int
    ballots: tuple[board.Ballot, ...]
    result: Mapping[str, Any]

    @property
    def published(self) -> bool:
        """Whether there are enough ballots to show them."""
        return len(self.ballots) >= PUBLISHED_FROM


def publish(
    *,
    election: str,
    title: str,
    coop: str,
    closed_on: str,
    contests: Sequence[Contest],
    key: blind.SecretKey,
) -> dict[str, bytes]:
    """Return the files by name. Raises board.BoardError where a serial is on a board twice."""
    boards = {one.electors: board.in_order(one.ballots) for one in contests if one.published}
    facts = _bytes(
        {
            "format": FORMAT,
            "election": election,
            "title": title,
            "coop": coop,
            "closed_on": closed_on,
            "contests": [_facts(one) for one in contests],
        }
    )
    lines = [ballot.leaf() for ballots in boards.values() for ballot in ballots]
    ballots = b"".join(line + b"\n" for line in lines)
    result = _bytes({one.electors: dict(one.result) for one in contests})
    files = {ELECTION: facts, BALLOTS: ballots, RESULT: result}
    content = {
        "format": FORMAT,
        "election": election,
        "coop": coop,
        "closed_on": closed_on,
        "boards": {name: _board(ballots) for name, ballots in boards.items()},
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
    }
    return files | {ROOT: signed(content, key)}


def _facts(contest: Contest) -> dict[str, Any]:
    return {
        "class": contest.electors,
        "title": contest.title,
        "rule": RULE,
        "seats": contest.seats,
        "candidates": list(contest.candidates),
        "withdrawn": list(contest.withdrawn),
        "lot": list(contest.lot),
        "key": keys.public_as_data(contest.key),
        "entitled": contest.entitled,
        "tokens": contest.tokens,
        "papers": contest.papers,
        "ballots": len(contest.ballots),
        "published": contest.published,
    }


def _board(ballots: Sequence[board.Ballot]) -> dict[str, Any]:
    tree = board.levels([board.leaf_hash(ballot.leaf()) for ballot in ballots])
    return {"ballots": len(ballots), "root": tree[-1][0].hex()}


def _bytes(content: object) -> bytes:
    return json.dumps(content, sort_keys=True, indent=1, ensure_ascii=False).encode() + b"\n"


def signed(content: Mapping[str, Any], key: blind.SecretKey) -> bytes:
    """Return a content with its signature (RSA-PSS over its canonical bytes, SHA-384) and the key that checks it."""
    named = {**content, "key": keys.public_as_data(key.public)}
    return _bytes({**named, "signature": _sign(board.canonical(named), key).hex()})


def _sign(message: bytes, key: blind.SecretKey) -> bytes:
    blinded = blind.blind(key.public, message)
    return blind.finalize(
        key.public, message, blind.blind_sign(key, blinded.message), blinded.inverse
    )


def read_signed(data: bytes) -> dict[str, Any]:
    """Return a signed content, checked. Raises PublicationError for what is none, or was changed."""
    try:
        found = json.loads(data)
        signature = bytes.fromhex(found.pop("signature"))
        key = keys.public_from_data(found["key"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PublicationError("This is no signed file of an election.") from error
    if not blind.verify(key, board.canonical(found), signature):
        raise PublicationError(
            "The signature does not fit: the file was changed after it was signed."
        )
    return dict(found)


def witness(root: bytes, *, by: str, on: str, key: blind.SecretKey) -> bytes:
    """Return another co-op's signed word that it saw this root. Raises PublicationError for a root that is none."""
    seen = read_signed(root)
    if "boards" not in seen:
        raise PublicationError("This is no root.json of an election.")
    content = {
        "format": FORMAT,
        "witness": by,
        "on": on,
        "coop": seen["coop"],
        "election": seen["election"],
        "root": hashlib.sha256(root).hexdigest(),
    }
    return signed(content, key)


def read_witness(data: bytes, root: bytes) -> dict[str, Any]:
    """Return what a witness says about this very root. Raises PublicationError."""
    found = read_signed(data)
    if "witness" not in found:
        raise PublicationError("This is no file of a witness.")
    if found.get("root") != hashlib.sha256(root).hexdigest():
        raise PublicationError(
            "This witness saw another root. Ask them which file they were given."
        )
    return found
