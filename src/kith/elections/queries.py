"""Reading elections: what is open for whom, who stands, who is elected, how many ballots are in."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from kith.elections.models import Candidate, Contest, Election, Roll, Sheet
from kith.foundation.models import Coop
from kith.membership.models import Member
from kith.membership.queries import members_of
from kith.people.models import Hat, Person

BOARD = "board"


@dataclass(frozen=True, slots=True)
class TurnOut:
    """How a contest's members vote: how many could, asked for a token, for a paper; how many ballots are in."""

    entitled: int
    tokens: int
    papers: int
    ballots: int


def elections_of(coop: Coop) -> QuerySet[Election]:
    """All elections of the co-op with their contests, the newest first."""
    return (
        Election.objects.filter(coop=coop)
        .select_related("coop", "called_by", "first_teller", "second_teller")
        .prefetch_related("contests")
        .order_by("-number")
    )


def election_or_none(coop: Coop, number: int) -> Election | None:
    """The co-op's election of this number."""
    return elections_of(coop).filter(number=number).first()


def contest_or_none(election: Election, slug: str) -> Contest | None:
    """The contest of a class by its key, or the one of all members by "all"."""
    wanted = "" if slug == Contest.ALL else slug
    return election.contests.select_related("election__coop").filter(member_class=wanted).first()


def public_contest_or_none(coop_slug: str, number: int, slug: str) -> Contest | None:
    """The contest as somebody reaches it who is not signed in, with its candidates."""
    wanted = "" if slug == Contest.ALL else slug
    found = Contest.objects.select_related("election__coop").prefetch_related("candidates")
    return found.filter(coop__slug=coop_slug, election__number=number, member_class=wanted).first()


def contests_with_candidates(election: Election) -> list[Contest]:
    """The contests with all who were put up, in the order of the paper."""
    people = Candidate.objects.select_related("member__person", "member__organisation", "put_up_by")
    found = election.contests.prefetch_related(Prefetch("candidates", people))
    return list(found.order_by("place"))


def on_the_paper(contest: Contest) -> list[Candidate]:
    """Who stands on the paper, by number; those who withdrew while votes were open among them."""
    found = contest.candidates.filter(number__isnull=False)
    return list(found.select_related("member").order_by("number"))


def roll_of(election: Election, person: Person) -> list[Roll]:
    """The contests in which this human being may vote."""
    found = Roll.objects.filter(contest__election=election, voter=person)
    return list(
        found.select_related("contest__election__coop", "member").order_by("contest__place")
    )


def waiting_for(person: Person) -> QuerySet[Roll]:
    """What is open and this human being has asked neither token nor paper for; nobody can know more."""
    found = Roll.objects.filter(coop=person.coop, voter=person, way="")
    return found.filter(contest__election__state=Election.OPEN).select_related("contest__election")


def whole_roll(contest: Contest) -> QuerySet[Roll]:
    """Who may vote, and by which way they asked to, by member's number."""
    people = ("member__person", "member__organisation", "voter")
    return contest.roll.select_related(*people).order_by("member__number")


def turn_out(contest: Contest) -> TurnOut:
    """How many could vote, have asked, and have voted; two queries."""
    ways = contest.roll.aggregate(
        entitled=Count("pk"),
        tokens=Count("pk", filter=Q(way=Roll.WEB)),
        papers=Count("pk", filter=Q(way__in=(Roll.PAPER, Roll.PHONE))),
    )
    return TurnOut(**ways, ballots=contest.ballots.count())


def all_are_in(election: Election) -> bool:
    """Whether every ballot that can come has come, papers among them as the first teller read them."""
    for contest in election.contests.all():
        found, (first, _) = turn_out(contest), sheets_of(contest)
        if found.ballots + len(first.papers if first else []) < found.entitled:
            return False
    return True


def sheets_of(contest: Contest) -> tuple[Sheet | None, Sheet | None]:
    """The newest sheet of the first and of the second teller."""
    election = contest.election
    newest = {one.teller_id: one for one in contest.sheets.order_by("number")}
    return newest.get(election.first_teller_id), newest.get(election.second_teller_id)


def winners_of(contest: Contest) -> list[Candidate]:
    """Who is elected, in the order of the paper."""
    numbers = set(contest.result.get("winners", []))
    return [one for one in on_the_paper(contest) if one.number in numbers]


def elected(contest: Contest) -> list[str]:
    """The names of who is elected."""
    return [one.name for one in winners_of(contest)]


def people_elected(contest: Contest) -> list[Person]:
    """The human beings who are elected; an organisation's is who speaks for it."""
    return [one.member.voter for one in winners_of(contest) if one.member]


def board_of_class(coop: Coop, member_class: str) -> list[Hat]:
    """The hats of the board worn now by members of a class, the longest worn first."""
    people = [one.voter.pk for one in members_of(coop).filter(member_class=member_class)]
    hats = Hat.objects.filter(coop=coop, role=BOARD, team_id__isnull=True, until__isnull=True)
    return list(hats.filter(person_id__in=people).select_related("person").order_by("since", "id"))


def who_can_stand(coop: Coop, contest: Contest) -> Sequence[Member]:
    """The members of the contest's class who are not put up yet."""
    there = contest.candidates.filter(withdrawn_at__isnull=True).values("member")
    found = members_of(coop).filter(member_class=contest.member_class)
    return list(found.exclude(pk__in=there))
