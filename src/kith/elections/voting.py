"""A member has a token signed; a ballot is cast with it, by whoever has it. Nothing leads from one to the other.

Neither is written into the record of events: it knows the time, and who asked.
"""

import hashlib
import re
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from kith.elections import rules
from kith.elections.models import Ballot, Contest, ContestKey, Election, Roll, ballot_id
from kith.engines.ballots import blind, board, keys
from kith.foundation import clock
from kith.foundation.errors import DomainError
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, Place, require
from kith.membership.queries import votes_of

SERIAL = re.compile(r"[0-9a-f]{64}")
HEX = re.compile(r"(?:[0-9a-f]{2}){1,1024}")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a voter keeps: the serial of their ballot and the hash that stands for it on the board."""

    serial: str
    hash: str


@transaction.atomic
def sign_token(*, coop: Coop, by: Actor, roll: Roll, blinded: str) -> str:
    """Sign a blinded token (hex) for whoever is on the roll, once; the same one again, if the answer was lost.

    Returns the blind signature (hex). Raises NotAllowed, or DomainError.
    """
    require(by, Permission.DECISION_VOTE, Place(coop.id, person_id=roll.voter_id))
    election = roll.contest.election
    rules.check_open_now(election, clock.now())
    if not HEX.fullmatch(blinded):
        raise DomainError("This is no blinded token. Load the page again, and try once more.")
    kept = (
        Roll.objects.select_for_update(of=("self",))
        .select_related("member", "voter")
        .get(pk=roll.pk)
    )
    asked = hashlib.sha256(blinded.encode()).hexdigest()
    _check_way(kept, asked)
    if not votes_of(kept.voter).filter(pk=kept.member_id).exists():
        raise DomainError(
            f"{kept.member.name} is no longer a member, or somebody else votes for it."
        )
    secret = ContestKey.objects.filter(contest=roll.contest_id).first()
    if secret is None:
        raise DomainError("The votes have closed. Nothing was changed.")
    try:
        signed = blind.blind_sign(keys.secret_from_data(secret.secret), bytes.fromhex(blinded))
    except blind.BlindingError as error:
        raise DomainError(f"{error} Load the page again, and try once more.") from error
    if not kept.way:
        kept.way, kept.asked = Roll.WEB, asked
        kept.save(update_fields=["way", "asked"])
    return signed.hex()


def _check_way(kept: Roll, asked: str) -> None:
    if kept.way in (Roll.PAPER, Roll.PHONE):
        said = dict(Roll.WAYS)[kept.way]
        raise DomainError(f"You asked to vote {said}. Your ballot goes through the tellers.")
    if kept.way == Roll.WEB and kept.asked != asked:
        raise DomainError(
            "You have collected your token already, on this screen or another. There is one for each voter: "
            "go on where you collected it."
        )


def cast(*, contest: Contest, serial: str, signature: str, choice: object) -> Receipt:
    """Take a ballot from whoever holds a signed token: nobody asks who. The same ballot sent twice counts once.

    Raises DomainError for a token that is not of this contest, or was used for another choice.
    """
    rules.check_open_now(contest.election, clock.now())
    numbers = [one.number for one in contest.candidates.all() if one.number]
    kept = rules.check_choice(choice, len(numbers))
    _check_token(contest, serial, signature)
    ballot = Ballot(
        id=ballot_id(serial),
        coop_id=contest.coop_id,
        contest=contest,
        serial=serial,
        choice=kept,
        signature=signature,
    )
    try:
        with transaction.atomic():
            _check_still_open(contest)
            ballot.save(force_insert=True)
    except IntegrityError:
        there = Ballot.objects.get(pk=ballot.pk)
        if (there.contest_id, there.choice) != (contest.pk, kept):
            raise DomainError(
                "A ballot was cast with this token already, and it counts. A secret ballot cannot be changed."
            ) from None
    return receipt_of(contest, ballot)


def _check_still_open(contest: Contest) -> None:
    """Raise DomainError when the votes were closed while this ballot was looked at: its row is held from here on."""
    election = Election.objects.select_for_update(no_key=True).get(pk=contest.election_id)
    rules.check_open_now(election, clock.now())


def _check_token(contest: Contest, serial: str, signature: str) -> None:
    wrong = "This token was not signed for this ballot. Load the page again, and try once more."
    if not SERIAL.fullmatch(serial) or not HEX.fullmatch(signature) or not contest.key:
        raise DomainError(wrong)
    key = keys.public_from_data(contest.key)
    if not blind.verify(key, bytes.fromhex(serial), bytes.fromhex(signature)):
        raise DomainError(wrong)


def as_leaf(contest: Contest, ballot: Ballot) -> board.Ballot:
    """A ballot as the board shows it."""
    return board.Ballot(
        election=str(contest.election_id),
        electors=contest.slug,
        serial=ballot.serial,
        choice=tuple(ballot.choice),
        signature=ballot.signature,
        way=ballot.way,
    )


def receipt_of(contest: Contest, ballot: Ballot) -> Receipt:
    """What the voter of this ballot keeps."""
    kept = board.receipt(as_leaf(contest, ballot))
    return Receipt(kept.serial, kept.leaf_hash.hex())
