"""A board of ballots: a Merkle tree with proofs, RFC 6962 section 2.1 and RFC 9162 section 2.1."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass


class BoardError(ValueError):
    """A place or a size that the board does not have, or one ballot twice."""


@dataclass(frozen=True)
class Ballot:
    """One ballot as published: numbers of candidates in order of choice.

    `way` is "web", with a signature of the token, or "paper", without one: two tellers answer for it.
    """

    election: str
    electors: str
    serial: str
    choice: tuple[int, ...]
    signature: str
    way: str = "web"

    def leaf(self) -> bytes:
        """Return the ballot as canonical JSON: keys sorted, no spaces, in UTF-8."""
        content = {
            "election": self.election,
            "class": self.electors,
            "serial": self.serial,
            "choice": list(self.choice),
            "signature": self.signature,
            "way": self.way,
        }
        return canonical(content)


def canonical(content: object) -> bytes:
    """Return a content as bytes that are the same everywhere: JSON, keys sorted, no spaces, in UTF-8."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@dataclass(frozen=True)
class Receipt:
    """What a voter keeps: the serial and the hash of the leaf."""

    serial: str
    leaf_hash: bytes


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf: RFC 9162 section 2.1.1."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node over two others: RFC 9162 section 2.1.1."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def receipt(ballot: Ballot) -> Receipt:
    """Return what its voter keeps of a ballot."""
    return Receipt(ballot.serial, leaf_hash(ballot.leaf()))


def in_order(ballots: Sequence[Ballot]) -> list[Ballot]:
    """Return the ballots sorted by the hash of the leaf, so that the order tells no time.

    Raises BoardError where a serial is there twice.
    """
    serials: set[str] = set()
    for ballot in ballots:
        if ballot.serial in serials:
            raise BoardError(f"The serial {ballot.serial} is on the board twice.")
        serials.add(ballot.serial)
    return sorted(ballots, key=lambda ballot: leaf_hash(ballot.leaf()))


def levels(hashes: Sequence[bytes]) -> list[list[bytes]]:
    """Return every level of the tree from the leaves to the root; a node without a partner goes up as it is."""
    found = [list(hashes)]
    while len(found[-1]) > 1:
        below = found[-1]
        pairs = zip(below[::2], below[1::2], strict=False)
        above = [node_hash(left, right) for left, right in pairs]
        found.append(above + below[len(below) & ~1 :])
    return found


def proof_in(tree: Sequence[Sequence[bytes]], place: int) -> tuple[bytes, ...]:
    """Return the proof of `inclusion` out of the levels of a tree: for many proofs of one board."""
    steps = []
    for level in tree[:-1]:
        partner = place ^ 1
        if partner < len(level):
            steps.append(level[partner])
        place >>= 1
    return tuple(steps)


def _split(size: int) -> int:
    """Return the largest power of two smaller than the size, which is at least 2."""
    return 1 << ((size - 1).bit_length() - 1)


def root(hashes: Sequence[bytes]) -> bytes:
    """Return the root over hashes of leaves: RFC 9162 section 2.1.1."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = _split(len(hashes))
    return node_hash(root(hashes[:split]), root(hashes[split:]))


def inclusion(hashes: Sequence[bytes], place: int) -> tuple[bytes, ...]:
    """Return the proof that the leaf at the place (from 0) is there: RFC 9162 section 2.1.3.1.

    Raises BoardError for a place that is not on the board.
    """
    if not 0 <= place < len(hashes):
        raise BoardError(f"The board has {len(hashes)} leaves and none at place {place}.")
    if len(hashes) == 1:
        return ()
    split = _split(len(hashes))
    if place < split:
        return (*inclusion(hashes[:split], place), root(hashes[split:]))
    return (*inclusion(hashes[split:], place - split), root(hashes[:split]))


def is_included(
    leaf: bytes, place: int, size: int, proof: Sequence[bytes], expected: bytes
) -> bool:
    """Tell whether the proof leads from the hash of a leaf to the root: RFC 9162 2.1.3.2."""
    if not 0 <= place < size:
        return False
    here, last, climbed = place, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if here % 2 or here == last:
            climbed = node_hash(step, climbed)
            while here % 2 == 0 and here:
                here, last = here >> 1, last >> 1
        else:
            climbed = node_hash(climbed, step)
        here, last = here >> 1, last >> 1
    return last == 0 and climbed == expected


def consistency(hashes: Sequence[bytes], earlier: int) -> tuple[bytes, ...]:
    """Return the proof that the first leaves (a number of them) began this board.

    RFC 9162 section 2.1.4.1. Raises BoardError for a number the board does not hold.
    """
    if not 0 < earlier <= len(hashes):
        raise BoardError(f"The board has {len(hashes)} leaves and never had {earlier}.")
    return _subproof(hashes, earlier, whole=True)


def _subproof(hashes: Sequence[bytes], earlier: int, *, whole: bool) -> tuple[bytes, ...]:
    if earlier == len(hashes):
        return () if whole else (root(hashes),)
    split = _split(len(hashes))
    if earlier <= split:
        return (*_subproof(hashes[:split], earlier, whole=whole), root(hashes[split:]))
    rest = _subproof(hashes[split:], earlier - split, whole=False)
    return (*rest, root(hashes[:split]))


def is_consistent(
    sizes: tuple[int, int], roots: tuple[bytes, bytes], proof: Sequence[bytes]
) -> bool:
    """Tell whether the later board, of these sizes and roots, began as the earlier one.

    RFC 9162 section 2.1.4.2.
    """
    earlier, later = sizes
    if not 0 < earlier <= later:
        return False
    if earlier == later:
        return not proof and roots[0] == roots[1]
    path = list(proof) if earlier & (earlier - 1) else [roots[0], *proof]
    return bool(path) and _climb(earlier - 1, later - 1, path) == roots


def _climb(here: int, last: int, path: list[bytes]) -> tuple[bytes, bytes] | None:
    """Return both roots the path leads to, or None where its length is wrong."""
    while here % 2:
        here, last = here >> 1, last >> 1
    first = second = path[0]
    for step in path[1:]:
        if last == 0:
            return None
        if here % 2 or here == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while here % 2 == 0 and here:
                here, last = here >> 1, last >> 1
        else:
            second = node_hash(second, step)
        here, last = here >> 1, last >> 1
    return (first, second) if last == 0 else None
