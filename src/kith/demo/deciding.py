"""What Don Valley has decided, what it votes on now, and what it talks about."""

from datetime import timedelta

from kith.articles.models import ArticlesVersion
from kith.articles.queries import articles_in_force
from kith.decisions import actions, closing, proposing, rules
from kith.decisions.models import Entitlement, Proposal, Remark, Vote
from kith.decisions.queries import entitled_to
from kith.demo.cast import acting, person_named
from kith.foundation import clock
from kith.foundation.attached import Attached
from kith.foundation.models import Coop
from kith.people.models import Notice
from kith.people.queries import actor_for
from kith.people.telling import see_notice
from kith.teams.groups import key_of
from kith.teams.models import Team

EVERY = 5  # one in so many does not vote, one in so many says no


def decide_on_a_day(coop: Coop) -> None:
    """A resolution with its talk, carried by most: two weeks and a day from the opening to the count."""
    by = acting(coop, "Joan Whitworth")
    proposal = actions.propose(
        coop=coop,
        by=by,
        form=Proposal.RESOLUTION,
        title="A dinner for everybody on the last Tuesday",
        text="On the last Tuesday of each month the team meeting ends at one, and we eat together at the library. "
        "The co-op pays for the room.",
        why="Many of us meet only one or two others. A table is the best meeting there is.",
    )
    _say(proposal, "Margaret Ollerenshaw", Remark.QUESTION, "Is there a ramp at the back door too?")
    _say(proposal, "Joan Whitworth", Remark.REACTION, "There is. I went and looked.")
    proposal = _open(proposal, "Joan Whitworth")
    for place, one in enumerate(entitled_to(proposal)):
        if place % EVERY:
            _vote(one, Vote.NO if place % EVERY == 1 and place % 2 else Vote.YES)


def count_it(coop: Coop) -> None:
    """The day comes, the votes are counted, and there is a day to look at it again."""
    proposal = Proposal.objects.select_related("coop").get(coop=coop, number=1)
    closes = proposal.closes_at or clock.now()
    with clock.stopped_at(closes + timedelta(minutes=1)):
        done = closing.close(coop=coop, by=None, proposal=proposal)
        closing.review_later(
            coop=coop,
            by=acting(coop, "Joan Whitworth"),
            proposal=done,
            on=(closes + timedelta(days=365)).date(),
        )
        read_notices(coop, "decision")


def ask_for_consent(coop: Coop) -> None:
    """A proposal that is open now, with an objection; and the change of the articles, which is talked about."""
    proposal = actions.propose(
        coop=coop,
        by=acting(coop, "Maya Robinson"),
        form=Proposal.CONSENT,
        title="One evening without telephones",
        text="From six on Thursdays nobody on the team is rung about the rota, unless a visit would fall out.",
        why="We are tired. A rota can wait until morning.",
    )
    proposal = _open(proposal, "Maya Robinson")
    for place, one in enumerate(entitled_to(proposal)):
        if place % EVERY == 2:
            _vote(one, Vote.YES)
    objects = entitled_to(proposal).get(voter=person_named(coop, "Trevor Nettleship"))
    why = "Thursday is when my Friday is made. If it goes wrong, I hear of it too late to say no."
    _vote(objects, Vote.NO, why)
    version = ArticlesVersion.objects.get(coop=coop, state=ArticlesVersion.PROPOSED)
    change = proposing.propose_articles_vote(
        coop=coop, by=acting(coop, "Tom Ashworth"), version=version
    )
    _say(change, "Margaret Ollerenshaw", Remark.CONCERN, "Will we ever reach it in January?")


def decide_in_the_team(coop: Coop) -> None:
    """What a team decides in its own group: one thing at once, one that waits for some, and one after advice."""
    team = Team.objects.get(coop=coop, slug="don-valley")
    keys = _in_the_team(
        team,
        "Maya Robinson",
        Proposal.CONSENT,
        "The spare keys live in the blue box",
        "Spare keys hang in the blue box at the library. Who takes one writes it on the list.",
    )
    for one in entitled_to(keys):
        _vote(one, Vote.YES)
    tea = _in_the_team(
        team,
        "Ifeoma Okafor",
        Proposal.CONSENT,
        "Ten minutes at the end of each Tuesday for what went well",
        "Our Tuesday meeting ends with ten minutes in which everybody says one thing that went well.",
        "We only ever talk about what went wrong.",
    )
    for place, one in enumerate(entitled_to(tea)):
        if place % 3 == 0 and one.voter.name != "Tom Ashworth":
            _vote(one, Vote.YES)
    bikes = _in_the_team(
        team,
        "Tom Ashworth",
        Proposal.ADVICE,
        "Two bicycles for the short rounds",
        "I would hire two electric bicycles for the rounds in Tinsley, for three months.",
        "Half of those visits are less than a mile apart.",
    )
    offer = Attached(
        "bicycles.txt", b"Two electric bicycles, three months: 180 pounds a month, locks included."
    )
    actions.attach(coop=coop, by=acting(coop, "Tom Ashworth"), proposal=bikes, file=offer)
    _say(
        bikes,
        "Maya Robinson",
        Remark.REACTION,
        "Good. I would need a shed with a lock at the library.",
    )


def share_the_surplus(coop: Coop) -> None:
    """The board proposes how the surplus of the last year is shared; members talk about it."""
    proposal = proposing.propose_surplus(
        coop=coop,
        by=acting(coop, "Joan Whitworth"),
        parts={
            "reserve": 55,
            "community": 25,
            "education": 5,
            "cooperation": 5,
            "members": 10,
        },
        why="A little more in reserve than we must: the roof of the library hall will not wait.",
    )
    _say(proposal, "Trevor Nettleship", Remark.QUESTION, "What would ten percent be for one of us?")


def ask_with_dots(coop: Coop) -> None:
    """A poll with options that is open, on which many have laid their dots."""
    poll = actions.propose(
        coop=coop,
        by=acting(coop, "Anwar Malik"),
        form=Proposal.POLL,
        title="What shall we do with the room over the library?",
        text="It is ours on Fridays from January. What would you come for?",
        marking=Proposal.DOTS,
        options=["A repair café", "Singing", "Chair yoga", "Cooking for one", "Nothing, rest"],
        at_once=True,
    )
    liked = ({1: 6, 4: 4}, {2: 10}, {3: 5, 4: 5}, {1: 2, 2: 3, 3: 5}, {4: 10})
    for place, one in enumerate(entitled_to(poll)):
        if place % 3:
            by, marks = actor_for(one.voter), liked[place % len(liked)]
            actions.give_vote(coop=coop, by=by, entitlement=one, marks=marks)


def _in_the_team(
    team: Team, name: str, form: str, title: str, text: str, why: str = ""
) -> Proposal:
    return actions.propose(
        coop=team.coop,
        by=acting(team.coop, name),
        form=form,
        title=title,
        text=text,
        why=why,
        group=key_of(team),
        at_once=True,
    )


def _say(proposal: Proposal, name: str, kind: str, text: str) -> None:
    coop = proposal.coop
    actions.say(coop=coop, by=acting(coop, name), proposal=proposal, kind=kind, text=text)


def _open(proposal: Proposal, name: str) -> Proposal:
    coop, today = proposal.coop, clock.today(proposal.coop.zone)
    last = rules.earliest_close(proposal.form, articles_in_force(coop), today)
    if proposal.form == Proposal.CONSENT:
        last = today + timedelta(days=6)
    by = acting(coop, name)
    return actions.open_votes(coop=coop, by=by, proposal=proposal, last_day=last)


def _vote(one: Entitlement, choice: str, reason: str = "") -> None:
    by = actor_for(one.voter)
    actions.give_vote(coop=one.coop, by=by, entitlement=one, choice=choice, reason=reason)


def read_notices(coop: Coop, kind: str) -> None:
    """Those who were told have read it."""
    for notice in Notice.objects.filter(coop=coop, kind=kind, seen_at=None):
        see_notice(coop=coop, by=actor_for(notice.person), notice=notice)
