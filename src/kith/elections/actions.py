"""What leads to a vote: an election is called, people are put up and agree, the votes open, papers are given out."""

from collections.abc import Mapping
from datetime import date, time, timedelta

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from kith.articles.queries import articles_in_force
from kith.decisions.models import Proposal
from kith.decisions.rules import earliest_close
from kith.elections import rules
from kith.elections.models import Candidate, Contest, ContestKey, Election, Roll
from kith.elections.timing import plan_close
from kith.engines.ballots import keys
from kith.foundation import clock
from kith.foundation.errors import DomainError
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, Place, require
from kith.kernel.week import local_moment
from kith.membership.models import Member
from kith.membership.queries import members_of, voters_of
from kith.membership.rules import day_words
from kith.people.models import Person, line
from kith.people.telling import tell

WORDS_MOST = 2000


def locked(election: Election) -> Election:
    """The election's row, held until the transaction ends."""
    found = Election.objects.select_for_update(of=("self",)).select_related("coop")
    return found.get(pk=election.pk)


def tell_all(election: Election, title: str, text: str, people: list[Person] | None = None) -> None:
    """Tell every member, or these people, something about the election, with a way to it."""
    coop = election.coop
    if people is None:
        people = [one.voter for one in members_of(coop)]
    tell(
        coop=coop,
        people=people,
        kind="election",
        title=title[:120],
        text=text,
        link=reverse("elections:election", kwargs={"coop": coop.slug, "number": election.number}),
        subject=election.pk,
    )


@transaction.atomic
def call_board_election(
    *,
    coop: Coop,
    by: Actor,
    title: str,
    text: str,
    seats: Mapping[str, int],
    stand_until: date,
    tellers: tuple[Person, Person],
) -> Election:
    """Call an election of the board, class by class; every member is told. Raises NotAllowed, or DomainError."""
    require(by, Permission.ELECTION_RUN, Place(coop.id))
    asked = rules.contests_of(articles_in_force(coop), seats)
    election = _called(coop, by, Election.BOARD, title, text, stand_until, tellers)
    for place, one in enumerate(asked, start=1):
        Contest.objects.create(
            coop=coop,
            election=election,
            place=place,
            member_class=one.member_class,
            title=one.title,
            seats=one.seats,
        )
    last = day_words(stand_until)
    tell_all(election, f"Who will stand? {election.title}", f"People can be put up until {last}.")
    return election


@transaction.atomic
def call_choice(
    *,
    coop: Coop,
    by: Actor,
    title: str,
    text: str,
    options: str,
    tellers: tuple[Person, Person],
) -> Election:
    """Call a secret choice of all members between answers, one a line. Raises NotAllowed, or DomainError."""
    require(by, Permission.ELECTION_RUN, Place(coop.id))
    answers = rules.options_of(options)
    today = clock.today(coop.zone)
    election = _called(coop, by, Election.CHOICE, title, text, today, tellers)
    contest = Contest.objects.create(
        coop=coop, election=election, place=1, title="All members", seats=1
    )
    for name in answers:
        Candidate.objects.create(
            coop=coop,
            contest=contest,
            name=name,
            put_up_by_id=by.person_id,
            agreed_at=clock.now(),
        )
    tell_all(election, f"A secret choice is coming: {election.title}", election.text[:300])
    return election


def _called(
    coop: Coop,
    by: Actor,
    kind: str,
    title: str,
    text: str,
    stand_until: date,
    tellers: tuple[Person, Person],
) -> Election:
    Coop.objects.select_for_update().get(pk=coop.pk)  # numbers follow one another
    title = line(title)[:120]
    ids = [one.pk for one in tellers]
    rules.check_call(title, clock.today(coop.zone), stand_until, ids)
    last = Election.objects.filter(coop=coop).aggregate(last=Max("number"))["last"] or 0
    election = Election.objects.create(
        coop=coop,
        number=last + 1,
        kind=kind,
        title=title,
        text=text.strip(),
        called_by_id=by.person_id,
        stand_until=stand_until,
        first_teller=tellers[0],
        second_teller=tellers[1],
    )
    record(coop=coop, by=by, kind="election.called", subject=election, of=kind)
    tell_all(
        election,
        f"You are a teller: {election.title}",
        "Papers and votes by telephone go through you and one other person.",
        list(tellers),
    )
    return election


@transaction.atomic
def put_up(
    *, coop: Coop, by: Actor, contest: Contest, member: Member, words: str = ""
) -> Candidate:
    """Put up a member, or oneself, as a candidate of their class; whoever is put up by another has to agree.

    Raises NotAllowed, or DomainError naming `member`.
    """
    require(by, Permission.ELECTION_STAND, Place(coop.id, person_id=by.person_id))
    election = locked(contest.election)
    _check_standing(election)
    _check_candidate(coop, election, contest, member)
    own = member.voter.pk == by.person_id
    candidate = Candidate.objects.create(
        coop=coop,
        contest=contest,
        member=member,
        name=member.name,
        words=words.strip()[:WORDS_MOST] if own else "",
        put_up_by_id=by.person_id,
        agreed_at=clock.now() if own else None,
    )
    record(coop=coop, by=by, kind="candidate.put-up", subject=election, member=member.pk)
    if not own:
        title = f"You were put up: {election.title}"
        tell_all(
            election, title, f"{by.name} put you up. You stand only if you agree.", [member.voter]
        )
    return candidate


def _check_standing(election: Election) -> None:
    rules.check_state(election, Election.PREPARING)
    if election.kind != Election.BOARD:
        raise DomainError("Nobody stands in a choice between answers.")
    if clock.today(election.coop.zone) > election.stand_until:
        until = day_words(election.stand_until)
        raise DomainError(f"People could be put up until {until}. Nothing was changed.")


def _check_candidate(coop: Coop, election: Election, contest: Contest, member: Member) -> None:
    here = voters_of(coop).filter(pk=member.pk, member_class=contest.member_class)
    if not here.exists():
        raise DomainError(f"Only members of “{contest.title}” stand here.", field="member")
    if contest.candidates.filter(member=member, withdrawn_at__isnull=True).exists():
        raise DomainError(f"{member.name} is put up already.", field="member")
    if member.voter.pk in (election.first_teller_id, election.second_teller_id):
        raise DomainError(f"{member.name} is a teller, and cannot stand.", field="member")


@transaction.atomic
def agree_to_stand(*, coop: Coop, by: Actor, candidate: Candidate, words: str = "") -> Candidate:
    """Agree to stand, or change one's own words before the votes open. Raises NotAllowed, or DomainError."""
    election = _own(coop, by, candidate)
    rules.check_state(election, Election.PREPARING)
    kept = Candidate.objects.select_for_update().get(pk=candidate.pk)
    if kept.withdrawn_at:
        raise DomainError("You withdrew. Be put up again if you want to stand after all.")
    kept.words, kept.agreed_at = words.strip()[:WORDS_MOST], kept.agreed_at or clock.now()
    kept.save(update_fields=["words", "agreed_at"])
    record(coop=coop, by=by, kind="candidate.agreed", subject=election)
    return kept


@transaction.atomic
def withdraw_candidate(*, coop: Coop, by: Actor, candidate: Candidate) -> Candidate:
    """Stand no more; a ballot that names one goes on to the next on it. Raises NotAllowed, or DomainError."""
    election = _own(coop, by, candidate)
    rules.check_state(election, Election.PREPARING, Election.OPEN)
    kept = Candidate.objects.select_for_update().get(pk=candidate.pk)
    if kept.withdrawn_at:
        raise DomainError("You have withdrawn already.")
    others = candidate.contest.candidates.filter(number__isnull=False, withdrawn_at__isnull=True)
    if election.state == Election.OPEN and others.count() == 1:
        raise DomainError("Nobody else stands. Ask the secretary to call the election off.")
    kept.withdrawn_at = clock.now()
    kept.save(update_fields=["withdrawn_at"])
    record(coop=coop, by=by, kind="candidate.withdrew", subject=election)
    return kept


def _own(coop: Coop, by: Actor, candidate: Candidate) -> Election:
    owner = candidate.member.voter.pk if candidate.member else None
    require(by, Permission.ELECTION_STAND, Place(coop.id, person_id=owner))
    return locked(candidate.contest.election)


def earliest_last_day(coop: Coop) -> date:
    """The first day that can be the last one for votes: the notice that a vote in writing asks."""
    return earliest_close(Proposal.RESOLUTION, articles_in_force(coop), clock.today(coop.zone))


@transaction.atomic
def open_election(*, coop: Coop, by: Actor, election: Election, last_day: date) -> Election:
    """Open the votes until the end of `last_day`: the roll is frozen, keys are made, the lot and the papers are drawn.

    A contest with no more candidates than seats needs no vote. Raises NotAllowed, or DomainError naming `last_day`.
    """
    require(by, Permission.ELECTION_RUN, Place(coop.id))
    kept = locked(election)
    rules.check_state(kept, Election.PREPARING)
    notice = articles_in_force(coop).meetings.notice_days
    today = clock.today(coop.zone)
    rules.check_last_day(earliest_last_day(coop), notice, today, last_day)
    kept.state, kept.opened_at = Election.OPEN, clock.now()
    kept.closes_at = local_moment(last_day + timedelta(days=1), time(0), coop.zone)
    kept.save(update_fields=["state", "opened_at", "closes_at"])
    entitled: list[Person] = []
    for contest in kept.contests.order_by("place"):
        entitled += _open_contest(coop, contest)
    record(coop=coop, by=by, kind="election.opened", subject=kept, entitled=len(entitled))
    until = day_words(last_day)
    text = f"{kept.title}. Your ballot is secret. Votes are open until {until}."
    tell_all(kept, "Your ballot paper is there", text, entitled)
    plan_close(kept)
    return kept


def _open_contest(coop: Coop, contest: Contest) -> list[Person]:
    """Number the candidates in an order drawn by chance, freeze the roll, make a key. Returns who may vote."""
    standing = [one for one in contest.candidates.order_by("put_up_at", "id") if one.stands]
    if not standing:
        raise DomainError(f"Nobody stands for “{contest.title}” yet. Nothing was changed.")
    for candidate, number in zip(standing, rules.draw(len(standing)), strict=True):
        candidate.number = number
    Candidate.objects.bulk_update(standing, ["number"])
    contest.lot = rules.draw(len(standing))
    contest.unopposed = contest.election.kind == Election.BOARD and len(standing) <= contest.seats
    if contest.unopposed:
        contest.save(update_fields=["lot", "unopposed"])
        return []
    voters = voters_of(coop).select_related("person", "organisation__representative")
    if contest.member_class:
        voters = voters.filter(member_class=contest.member_class)
    key = keys.make_key()
    contest.key = keys.public_as_data(key.public)
    contest.save(update_fields=["lot", "unopposed", "key"])
    ContestKey.objects.create(coop=coop, contest=contest, secret=keys.secret_as_data(key))
    people = [(one, one.voter) for one in voters]
    if not people:
        raise DomainError(f"Nobody could vote for “{contest.title}”. Nothing was changed.")
    Roll.objects.bulk_create(
        [Roll(coop=coop, contest=contest, member=one, voter=voter) for one, voter in people],
        batch_size=2000,
    )
    return [voter for _, voter in people]


@transaction.atomic
def ask_for_paper(*, coop: Coop, by: Actor, roll: Roll, way: str = Roll.PAPER) -> Roll:
    """Have a paper, or vote by telephone through the tellers, in place of a screen: for oneself, or for who runs it.

    Raises NotAllowed, or DomainError when the token was collected already.
    """
    if not (way == Roll.PAPER and roll.voter_id == by.person_id):
        require(by, Permission.ELECTION_RUN, Place(coop.id))
    else:
        require(by, Permission.DECISION_VOTE, Place(coop.id, person_id=roll.voter_id))
    election = locked(roll.contest.election)
    rules.check_open_now(election, clock.now())
    if way not in (Roll.PAPER, Roll.PHONE):
        raise DomainError("Pick a way to vote.", field="way")
    kept = Roll.objects.select_for_update(of=("self",)).select_related("member").get(pk=roll.pk)
    if kept.way:
        said = dict(Roll.WAYS)[kept.way]
        raise DomainError(f"{kept.member.name} votes {said} already. Nothing was changed.")
    kept.way = way
    kept.save(update_fields=["way"])
    record(
        coop=coop,
        by=by,
        kind="election.paper-given",
        subject=election,
        member=kept.member_id,
        way=way,
    )
    return kept


@transaction.atomic
def cancel_election(*, coop: Coop, by: Actor, election: Election, reason: str) -> Election:
    """Call an election off, with a reason that every member reads. Raises NotAllowed, or DomainError."""
    require(by, Permission.ELECTION_RUN, Place(coop.id))
    kept = locked(election)
    rules.check_state(kept, Election.PREPARING, Election.OPEN, Election.CLOSED)
    why = line(reason)[:300]
    if not why:
        raise DomainError("Say why, in a few words: every member reads it.", field="reason")
    kept.state, kept.closed_at = Election.CANCELLED, clock.now()
    kept.save(update_fields=["state", "closed_at"])
    ContestKey.objects.filter(contest__election=kept).delete()
    record(coop=coop, by=by, kind="election.cancelled", subject=kept, reason=why)
    tell_all(kept, f"Called off: {kept.title}", why)
    return kept
