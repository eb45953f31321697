"""Elections for tests, made by the actions that people use, and the part that a voter's browser plays."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from kith.elections import actions, voting
from kith.elections.models import Contest, Election, Roll
from kith.engines.ballots import blind, keys
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor
from kith.membership.factories import make_member
from kith.membership.models import Member
from kith.membership.queries import members_of
from kith.people.factories import somebody, the_secretary
from kith.people.models import Person
from kith.people.queries import actor_for

Token = tuple[str, str]


def tellers(coop: Coop) -> tuple[Person, Person]:
    """Two members who can read papers; the same ones each time."""
    found = [one.voter for one in members_of(coop) if one.name.endswith("Teller")]
    while len(found) < 2:
        name = ("Tilda Teller", "Tom Teller")[len(found)]
        found.append(make_member(coop, somebody(coop, name), "people").voter)
    return found[0], found[1]


def a_board_election(coop: Coop, seats: dict[str, int], by: Actor | None = None) -> Election:
    """An election of the board for which people can be put up until today."""
    return actions.call_board_election(
        coop=coop,
        by=by or the_secretary(coop),
        title="Our board",
        text="Who speaks for us for three years.",
        seats=seats,
        stand_until=clock.today(coop.zone),
        tellers=tellers(coop),
    )


def a_choice(coop: Coop, options: str = "The library\nThe church hall") -> Election:
    """A secret choice between places to meet."""
    return actions.call_choice(
        coop=coop,
        by=the_secretary(coop),
        title="Where do we meet?",
        text="From January on.",
        options=options,
        tellers=tellers(coop),
    )


def stand(contest: Contest, members: Sequence[Member]) -> None:
    """These members put themselves up."""
    for one in members:
        by = actor_for(one.voter)
        actions.put_up(coop=contest.coop, by=by, contest=contest, member=one, words="I listen.")


def opened(election: Election) -> Election:
    """Open the votes for as short a time as can be."""
    coop = election.coop
    last = actions.earliest_last_day(coop)
    return actions.open_election(
        coop=coop, by=the_secretary(coop), election=election, last_day=last
    )


def collect(roll: Roll) -> Token:
    """What a browser does: make a serial, have it signed blind, and unblind the signature."""
    key, serial = keys.public_from_data(roll.contest.key), secrets.token_bytes(32)
    asked = blind.blind(key, serial)
    by = actor_for(roll.voter)
    signed = voting.sign_token(coop=roll.coop, by=by, roll=roll, blinded=asked.message.hex())
    signature = blind.finalize(key, serial, bytes.fromhex(signed), asked.inverse)
    return serial.hex(), signature.hex()


def vote(contest: Contest, member: Member, choice: list[int]) -> voting.Receipt:
    """The whole of one member's vote on a screen."""
    roll = Roll.objects.select_related("contest__election", "voter").get(
        contest=contest, member=member
    )
    serial, signature = collect(roll)
    return voting.cast(contest=contest, serial=serial, signature=signature, choice=choice)


def when_over(election: Election) -> object:
    """As if the time for votes were over."""
    return clock.stopped_at((election.closes_at or clock.now()) + timedelta(minutes=1))
