"""Don Valley elects people drawing on support to its board, two voting on paper; a secret choice is open now."""

import hashlib
from datetime import timedelta

from kith.demo.cast import acting, person_named
from kith.demo.deciding import read_notices
from kith.elections import actions, declaring, queries, voting
from kith.elections.models import Contest, Election, Roll
from kith.engines.ballots import blind, keys
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.membership.queries import membership_of
from kith.people.queries import actor_for

SECRETARY, TELLERS = "Samira Hussain", ("Tom Ashworth", "Maya Robinson")
STANDING = {
    "Trevor Nettleship": "I have been on the board for a year. I read the papers, and I ask what things cost.",
    "Beryl Nodder": "I ran the dinner ladies at Tinsley school for thirty years. I know when somebody is left out.",
    "Samuel Osei": "Music brings people to a table. So should a board.",
    "Gwen Pashley": "I will say it in plain words.",
}
ORDERS = (
    ("Trevor Nettleship", "Beryl Nodder"),
    ("Trevor Nettleship", "Gwen Pashley", "Beryl Nodder"),
    ("Beryl Nodder", "Samuel Osei"),
    ("Samuel Osei", "Beryl Nodder"),
    ("Trevor Nettleship", "Samuel Osei"),
    ("Gwen Pashley", "Samuel Osei", "Beryl Nodder"),
    ("Beryl Nodder",),
)
ON_PAPER = ("Edna Shaw", "Stanley Gill")
PLACES = "The library\nThe church hall\nThe bowling green"
EVERY = 4  # one in so many does not vote


def call_and_vote(coop: Coop) -> None:
    """The election of the seats of people drawing on support: called, stood for, and voted on."""
    by = acting(coop, SECRETARY)
    one, other = (person_named(coop, name) for name in TELLERS)
    election = actions.call_board_election(
        coop=coop,
        by=by,
        title="Our board: people drawing on support",
        text="Two of the three seats of this class, for three years.",
        seats={"people": 2},
        stand_until=clock.today(coop.zone),
        tellers=(one, other),
    )
    (contest,) = queries.contests_with_candidates(election)
    for name, words in STANDING.items():
        person = person_named(coop, name)
        member = membership_of(person)
        if member:
            actions.put_up(
                coop=coop, by=actor_for(person), contest=contest, member=member, words=words
            )
    last = actions.earliest_last_day(coop)
    election = actions.open_election(coop=coop, by=by, election=election, last_day=last)
    (contest,) = queries.contests_with_candidates(election)
    for place, roll in enumerate(queries.whole_roll(contest)):
        if roll.voter.name in ON_PAPER:
            actions.ask_for_paper(coop=coop, by=by, roll=roll)
        elif place % EVERY:
            _vote(contest, roll, ORDERS[place % len(ORDERS)])


def _vote(contest: Contest, roll: Roll, names: tuple[str, ...]) -> None:
    """What a browser does on the voter's page; the serial is a hash here, so that every demo has the same."""
    numbers = {one.name: one.number for one in contest.candidates.all() if one.number}
    key = keys.public_from_data(contest.key)
    serial = hashlib.sha256(f"{roll.voter.name} {contest.title}".encode()).digest()
    asked = blind.blind(key, serial)
    by = actor_for(roll.voter)
    signed = voting.sign_token(coop=roll.coop, by=by, roll=roll, blinded=asked.message.hex())
    signature = blind.finalize(key, serial, bytes.fromhex(signed), asked.inverse)
    choice = [numbers[name] for name in names]
    voting.cast(contest=contest, serial=serial.hex(), signature=signature.hex(), choice=choice)


def count_them(coop: Coop) -> None:
    """The day comes: the votes close, both tellers read the two papers, and the result is declared."""
    election = Election.objects.select_related("coop").get(coop=coop, number=1)
    with clock.stopped_at((election.closes_at or clock.now()) + timedelta(minutes=1)):
        election = declaring.close_election(coop=coop, by=None, election=election)
        (contest,) = queries.contests_with_candidates(election)
        first = min(one.number for one in contest.candidates.all() if one.number)
        for name in TELLERS:
            declaring.read_papers(
                coop=coop, by=acting(coop, name), contest=contest, text=f"{first}\n-"
            )
        declaring.declare(coop=coop, by=acting(coop, SECRETARY), election=election)
        read_notices(coop, "election")


def ask_where_to_meet(coop: Coop) -> None:
    """A secret choice of all members that is open now; nobody has voted yet."""
    by = acting(coop, SECRETARY)
    one, other = (person_named(coop, name) for name in TELLERS)
    election = actions.call_choice(
        coop=coop,
        by=by,
        title="Where is our summer fair?",
        text="All three are free for us on the second Saturday in July.",
        options=PLACES,
        tellers=(one, other),
    )
    last = actions.earliest_last_day(coop)
    actions.open_election(coop=coop, by=by, election=election, last_day=last)
