"""The end of an election: the votes close, two tellers read the papers, all is counted, declared and published."""

import io
import secrets
import zipfile
from datetime import date

from django.db import transaction
from django.db.models import Max

from kith.articles.queries import articles_in_force
from kith.elections import queries, rules
from kith.elections.actions import locked, tell_all
from kith.elections.models import (
    Ballot,
    Contest,
    ContestKey,
    Election,
    Roll,
    Sheet,
    SigningKey,
    Witness,
    ballot_id,
)
from kith.elections.publishing import files_of
from kith.elections.voting import as_leaf
from kith.engines.ballots import keys, publication
from kith.foundation import clock
from kith.foundation.errors import DomainError
from kith.foundation.events import record
from kith.foundation.files import keep_file
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, Place, require
from kith.people.actions import take_off, wear_hat

BOARD = "board"


@transaction.atomic
def read_papers(*, coop: Coop, by: Actor, contest: Contest, text: str) -> Sheet:
    """Write down the papers and telephone votes of a contest as one teller read them; the newest sheet of each counts.

    Raises NotAllowed, or DomainError naming `papers`.
    """
    require(by, Permission.ELECTION_TELL, Place(coop.id, person_id=by.person_id))
    election = locked(contest.election)
    rules.check_state(election, Election.OPEN, Election.CLOSED)
    if by.person_id not in (election.first_teller_id, election.second_teller_id):
        raise DomainError("Only the two tellers of this election read papers. Nothing was changed.")
    candidates = contest.candidates.filter(number__isnull=False).count()
    papers = rules.read_papers(text, candidates)
    given = contest.roll.filter(way__in=(Roll.PAPER, Roll.PHONE)).count()
    if len(papers) > given:
        raise DomainError(
            f"These are {len(papers)} papers, and {given} were given out. Count them again.",
            field="papers",
        )
    last = contest.sheets.aggregate(last=Max("number"))["last"] or 0
    sheet = Sheet.objects.create(
        coop=coop, contest=contest, teller_id=by.person_id, number=last + 1, papers=papers
    )
    record(coop=coop, by=by, kind="election.papers-read", subject=election, papers=len(papers))
    return sheet


@transaction.atomic
def close_election(*, coop: Coop, by: Actor | None, election: Election) -> Election:
    """Close the votes, when the time is over or every ballot is in. The keys go: nobody signs after this.

    When no paper was given out the result is declared at once. `by` is None when the clock closes it.
    Raises NotAllowed, or DomainError.
    """
    if by:
        require(by, Permission.ELECTION_RUN, Place(coop.id))
    kept = locked(election)
    rules.check_state(kept, Election.OPEN)
    early = kept.closes_at is not None and clock.now() < kept.closes_at
    if early and not queries.all_are_in(kept):
        raise DomainError("Not every ballot is in, and there is time left. Nothing was changed.")
    kept.state, kept.closed_at = Election.CLOSED, clock.now()
    kept.save(update_fields=["state", "closed_at"])
    ContestKey.objects.filter(contest__election=kept).delete()
    record(coop=coop, by=by, kind="election.closed", subject=kept)
    if not Roll.objects.filter(contest__election=kept, way__in=(Roll.PAPER, Roll.PHONE)).exists():
        return _declare(coop, by, kept)
    tellers = [kept.first_teller, kept.second_teller]
    tell_all(kept, f"Please read the papers: {kept.title}", "Each of you by yourself.", tellers)
    return kept


@transaction.atomic
def declare(*, coop: Coop, by: Actor, election: Election) -> Election:
    """Count and declare a closed election, once both tellers read the same. Raises NotAllowed, or DomainError."""
    require(by, Permission.ELECTION_RUN, Place(coop.id))
    kept = locked(election)
    rules.check_state(kept, Election.CLOSED)
    return _declare(coop, by, kept)


def _declare(coop: Coop, by: Actor | None, election: Election) -> Election:
    contests = list(election.contests.select_related("election").order_by("place"))
    for contest in contests:
        _take_papers(contest)
        _count(contest)
    election.state, election.declared_at = Election.DECLARED, clock.now()
    election.published = keep_file(coop.pk, _published(coop, election, contests))
    election.save(update_fields=["state", "declared_at", "published"])
    record(coop=coop, by=by, kind="election.declared", subject=election, file=election.published)
    said = [f"{one.title}: {', '.join(queries.elected(one)) or 'nobody'}." for one in contests]
    if election.kind == Election.BOARD:
        for contest in contests:
            _appoint(coop, contest)
    tell_all(election, f"Declared: {election.title}", " ".join(said))
    return election


def _take_papers(contest: Contest) -> None:
    """The papers that both tellers read the same become ballots. Raises DomainError while they differ."""
    if not contest.roll.filter(way__in=(Roll.PAPER, Roll.PHONE)).exists():
        return
    first, second = queries.sheets_of(contest)
    if first is None or second is None:
        raise DomainError(f"{contest.title}: both tellers have to read the papers first.")
    told = rules.differences(first.papers, second.papers)
    if told:
        raise DomainError(
            f"{contest.title}: the tellers read different papers. {'; '.join(told[:5])}."
        )
    made = []
    for choice in first.papers:
        serial = secrets.token_hex(32)
        made.append(
            Ballot(
                id=ballot_id(serial),
                coop_id=contest.coop_id,
                contest=contest,
                serial=serial,
                choice=choice,
                way=Ballot.PAPER,
            )
        )
    Ballot.objects.bulk_create(sorted(made, key=lambda one: one.id))


def _count(contest: Contest) -> None:
    standing = queries.on_the_paper(contest)
    if contest.unopposed:
        winners = [one.number for one in standing if one.stands]
        contest.result = {
            "winners": winners,
            "stages": [],
            "candidates": [o.name for o in standing],
        }
        contest.words = ["No more stood than there are seats, so nobody had to vote."]
    else:
        choices = list(contest.ballots.values_list("choice", flat=True))
        contest.result, contest.words = rules.count(
            contest.title,
            [one.name for one in standing],
            contest.seats,
            choices,
            lot=contest.lot,
            withdrawn=[one.number for one in standing if one.withdrawn_at and one.number],
        )
    contest.save(update_fields=["result", "words"])


def _appoint(coop: Coop, contest: Contest) -> None:
    """The elected wear the hat of the board from today; whom they replace takes it off."""
    people = queries.people_elected(contest)
    held = queries.board_of_class(coop, contest.member_class)
    seats = next(
        (
            one.board_seats
            for one in articles_in_force(coop).classes
            if one.key == contest.member_class
        ),
        0,
    )
    worn = {hat.person_id: hat for hat in held}
    since = [(hat.since, hat.person_id) for hat in held]
    leaving = rules.who_stands_down(since, [one.pk for one in people], seats)
    for person_id in [*leaving, *(one.pk for one in people if one.pk in worn)]:
        take_off(coop=coop, by=None, hat=worn[person_id])  # type: ignore[index]
    for person in people:
        wear_hat(coop=coop, by=None, person=person, role=BOARD)


def signing_key(coop: Coop) -> SigningKey:
    """The co-op's key, made when it is first needed."""
    found = SigningKey.objects.filter(coop=coop).first()
    if found is None:
        made = keys.make_key()
        found = SigningKey.objects.create(
            coop=coop, public=keys.public_as_data(made.public), secret=keys.secret_as_data(made)
        )
    return found


def _published(coop: Coop, election: Election, contests: list[Contest]) -> bytes:
    key = keys.secret_from_data(signing_key(coop).secret)
    day = clock.today(coop.zone).isoformat()
    asked = [one for one in contests if not one.unopposed]
    made = publication.publish(
        election=str(election.pk),
        title=election.title,
        coop=coop.name,
        closed_on=day,
        contests=[_as_contest(one) for one in asked],
        key=key,
    )
    return as_zip(made)


def as_zip(files: dict[str, bytes]) -> bytes:
    """Files as a ZIP that is the same for the same files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name), files[name], zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _as_contest(contest: Contest) -> publication.Contest:
    standing = queries.on_the_paper(contest)
    ways = list(contest.roll.values_list("way", flat=True))
    return publication.Contest(
        electors=contest.slug,
        title=contest.title,
        seats=contest.seats,
        candidates=tuple(one.name for one in standing),
        withdrawn=tuple(one.number for one in standing if one.withdrawn_at and one.number),
        lot=tuple(contest.lot),
        key=keys.public_from_data(contest.key),
        entitled=len(ways),
        tokens=ways.count(Roll.WEB),
        papers=ways.count(Roll.PAPER) + ways.count(Roll.PHONE),
        ballots=tuple(as_leaf(contest, one) for one in contest.ballots.all()),
        result=contest.result,
    )


@transaction.atomic
def take_witness(*, coop: Coop, by: Actor, election: Election, data: bytes) -> Witness:
    """Keep another co-op's word that it saw this root. Raises NotAllowed, or DomainError naming `file`."""
    require(by, Permission.ELECTION_RUN, Place(coop.id))
    kept = locked(election)
    rules.check_state(kept, Election.DECLARED)
    try:
        found = publication.read_witness(data, files_of(kept)[publication.ROOT])
        said_on = date.fromisoformat(str(found["on"]))
    except (publication.PublicationError, ValueError) as error:
        raise DomainError(str(error), field="file") from error
    name = str(found["witness"])[:120]
    if found["key"] == signing_key(coop).public:
        raise DomainError("We cannot be our own witness. Ask another co-op.", field="file")
    if kept.witnesses.filter(name=name).exists():
        raise DomainError(f"{name} is a witness of this election already.", field="file")
    witness = Witness.objects.create(
        coop=coop, election=kept, name=name, said_on=said_on, text=data.decode()
    )
    record(coop=coop, by=by, kind="election.witnessed", subject=kept, witness=name)
    return witness


@transaction.atomic
def be_witness(*, coop: Coop, by: Actor, data: bytes) -> bytes:
    """Our signed word that we saw the root of another co-op's election. Raises NotAllowed, or DomainError."""
    require(by, Permission.ELECTION_RUN, Place(coop.id))
    key = keys.secret_from_data(signing_key(coop).secret)
    day = clock.today(coop.zone).isoformat()
    try:
        made = publication.witness(data, by=coop.name, on=day, key=key)
    except publication.PublicationError as error:
        raise DomainError(str(error), field="file") from error
    seen = publication.read_signed(data)
    record(
        coop=coop,
        by=by,
        kind="witness.given",
        subject=None,
        coop_seen=str(seen["coop"])[:120],
        election=str(seen["election"])[:40],
    )
    return made
