"""An election from the call to the board that was elected; each refused step changes nothing."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import DatabaseError, connection, transaction

from kith.elections import actions, declaring, queries, timing, voting
from kith.elections.factories import (
    a_board_election,
    a_choice,
    collect,
    opened,
    stand,
    tellers,
    vote,
    when_over,
)
from kith.elections.models import Ballot, Candidate, Contest, ContestKey, Election, Roll
from kith.elections.publishing import everything_of, files_of
from kith.engines.ballots import verify_election
from kith.foundation import clock
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.models import Coop
from kith.membership.actions import leave_coop
from kith.membership.factories import a_society, make_member
from kith.membership.models import Member
from kith.people.actions import wear_hat
from kith.people.factories import somebody, the_secretary
from kith.people.models import Hat, Notice
from kith.people.queries import actor_for

pytestmark = pytest.mark.django_db
NAMES = ("Ada", "Bea", "Cal", "Dot", "Eli", "Fay")


@pytest.fixture
def coop() -> Coop:
    return a_society("elm")


@pytest.fixture
def workers(coop: Coop) -> list[Member]:
    return [make_member(coop, somebody(coop, name), "workers") for name in NAMES]


def contest_of(election: Election) -> Contest:
    return queries.contests_with_candidates(election)[0]


def running(coop: Coop, workers: list[Member], *, seats: int = 2, standing: int = 4) -> Contest:
    """An election of the workers' seats, open for votes."""
    election = a_board_election(coop, {"workers": seats})
    stand(contest_of(election), workers[:standing])
    return contest_of(opened(election))


def number_of(contest: Contest, member: Member) -> int:
    return int(contest.candidates.get(member=member).number or 0)


def closed(election: Election) -> Election:
    with when_over(election):  # type: ignore[attr-defined]
        return declaring.close_election(coop=election.coop, by=None, election=election)


def held(files: dict[str, bytes]) -> tuple[bool, str]:
    said: list[str] = []
    return verify_election.verify(files, say=said.append), "\n".join(said)


def test_the_whole_way(coop: Coop, workers: list[Member]) -> None:
    contest = running(coop, workers)
    numbers = [number_of(contest, one) for one in workers[:4]]
    assert sorted(numbers) == [1, 2, 3, 4]
    first, second, third, _ = numbers
    for one in workers[:3]:
        vote(contest, one, [first, third])
    receipt = vote(contest, workers[3], [second])
    vote(contest, workers[4], [second])
    vote(contest, workers[5], [])
    done = closed(contest.election)
    assert done.state == Election.DECLARED
    contest.refresh_from_db()
    assert queries.elected(contest) == sorted(
        ("Ada", "Bea"), key=lambda name: numbers[NAMES.index(name)]
    )
    assert contest.words[-1].startswith("Elected: ")
    assert {hat.person.name for hat in Hat.objects.filter(role="board")} == {"Ada", "Bea"}
    files = everything_of(done)
    holds, said = held(files)
    assert holds, said
    assert "6 ballots" in said
    line = next(
        one for one in files["ballots.jsonl"].splitlines() if receipt.serial in one.decode()
    )
    assert verify_election.leaf_hash(line).hex() == receipt.hash
    assert Notice.objects.filter(person=workers[5].voter, kind="election").count() == 3


def test_no_more_candidates_than_seats_need_no_vote(coop: Coop, workers: list[Member]) -> None:
    contest = running(coop, workers, seats=3, standing=2)
    assert contest.unopposed
    assert not contest.roll.exists()
    done = closed(contest.election)
    assert queries.elected(contest_of(done)) == ["Ada", "Bea"] or set(
        queries.elected(contest_of(done))
    ) == {"Ada", "Bea"}
    assert held(everything_of(done))[0]


def test_the_elected_replace_whoever_is_there_longest(coop: Coop, workers: list[Member]) -> None:
    today = clock.today(coop.zone)
    for place, one in enumerate(workers[3:]):
        since = today - timedelta(days=1000 - place)
        wear_hat(coop=coop, by=None, person=one.voter, role="board", since=since)
    contest = running(coop, workers, seats=1, standing=4)  # Dot is on the board, and stands again
    for one in workers:
        vote(contest, one, [number_of(contest, workers[3])])
    closed(contest.election)
    worn = Hat.objects.filter(role="board", until__isnull=True)
    assert {hat.person.name for hat in worn} == {"Dot", "Eli", "Fay"}
    assert worn.get(person=workers[3].voter).since > today  # begun anew when it was declared
    newer = running(coop, workers, seats=1, standing=1)
    closed(newer.election)
    assert {hat.person.name for hat in worn.all()} == {"Dot", "Fay", "Ada"}


def test_a_choice_between_answers(coop: Coop, workers: list[Member]) -> None:
    election = a_choice(coop, "The library\nThe church hall\nNowhere")
    with pytest.raises(DomainError, match="Nobody stands in a choice"):
        stand(contest_of(election), workers[:1])
    contest = contest_of(opened(election))
    names = {one.name: one.number for one in contest.candidates.all()}
    for one in workers[:4]:
        vote(contest, one, [names["The library"]])
    vote(contest, workers[4], [names["Nowhere"], names["The church hall"]])
    done = closed(contest.election)
    assert queries.elected(contest_of(done)) == ["The library"]
    assert not Hat.objects.filter(role="board").exists()


def test_few_ballots_are_never_published(coop: Coop, workers: list[Member]) -> None:
    contest = running(coop, workers)
    for one in workers[:4]:
        vote(contest, one, [1])
    done = closed(contest.election)
    files = files_of(done)
    assert files["ballots.jsonl"] == b""
    contest.refresh_from_db()
    assert "only totals" in contest.words[0]
    assert all(set(stage) == {"totals"} for stage in contest.result["stages"])
    assert held(everything_of(done))[0]
    assert not any(one.serial in str(files) for one in Ballot.objects.all())


def test_a_call_says_what_is_wrong(coop: Coop) -> None:
    by, today = the_secretary(coop), clock.today(coop.zone)
    two = tellers(coop)
    call = {
        "coop": coop,
        "by": by,
        "title": "Board",
        "text": "",
        "stand_until": today,
        "tellers": two,
    }
    for wrong, field in (
        ({"seats": {"workers": 4}}, "seats_workers"),
        ({"seats": {}}, None),
        ({"seats": {"workers": 1}, "title": " "}, "title"),
        ({"seats": {"workers": 1}, "stand_until": today - timedelta(days=1)}, "stand_until"),
        ({"seats": {"workers": 1}, "tellers": (two[0], two[0])}, "second_teller"),
    ):
        with pytest.raises(DomainError) as error:
            actions.call_board_election(**{**call, **wrong})  # type: ignore[arg-type]
        assert error.value.field == field
    with pytest.raises(NotAllowed):
        actions.call_board_election(**{**call, "by": actor_for(two[0]), "seats": {"workers": 1}})  # type: ignore[arg-type]
    for options in ("One", "Same\nsame", ""):
        with pytest.raises(DomainError) as error:
            a_choice(coop, options)
        assert error.value.field == "options"
    assert not Election.objects.exists()


def test_who_stands(coop: Coop, workers: list[Member]) -> None:
    election = a_board_election(coop, {"workers": 1, "people": 1})
    people, work = queries.contests_with_candidates(election)
    assert (people.member_class, work.member_class) == ("people", "workers")
    teller = tellers(coop)[0]
    ada, bea, cal = workers[:3]
    by = actor_for(ada.voter)
    put = actions.put_up(coop=coop, by=by, contest=work, member=bea)
    assert not put.stands
    with pytest.raises(DomainError, match="put up already"):
        actions.put_up(coop=coop, by=by, contest=work, member=bea)
    with pytest.raises(DomainError, match="Only members of"):
        actions.put_up(coop=coop, by=by, contest=people, member=cal)
    member = queries.members_of(coop).get(person=teller)
    with pytest.raises(DomainError, match="is a teller"):
        actions.put_up(coop=coop, by=by, contest=people, member=member)
    with pytest.raises(NotAllowed):
        actions.agree_to_stand(coop=coop, by=by, candidate=put)
    with pytest.raises(DomainError, match="Nobody stands"):
        opened(election)
    actions.agree_to_stand(coop=coop, by=actor_for(bea.voter), candidate=put, words="Yes.")
    stand(people, [make_member(coop, somebody(coop, "Pia"), "people")])
    with (
        clock.stopped_at(clock.now() + timedelta(days=2)),
        pytest.raises(DomainError, match="until"),
    ):
        stand(work, [cal])
    opened(election)
    with pytest.raises(DomainError, match="open for votes"):
        stand(work, [cal])


def test_who_withdraws_gets_no_votes(coop: Coop, workers: list[Member]) -> None:
    contest = running(coop, workers, seats=1, standing=3)
    ada, bea = (number_of(contest, one) for one in workers[:2])
    for one in workers:
        vote(contest, one, [ada, bea])
    mine = contest.candidates.get(member=workers[0])
    actions.withdraw_candidate(coop=coop, by=actor_for(workers[0].voter), candidate=mine)
    done = closed(contest.election)
    assert queries.elected(contest_of(done)) == ["Bea"]
    holds, said = held(everything_of(done))
    assert holds, said


def test_one_token_each_and_a_lost_answer_costs_nothing(coop: Coop, workers: list[Member]) -> None:
    contest = running(coop, workers)
    roll = contest.roll.get(member=workers[0])
    by = actor_for(roll.voter)
    once = voting.sign_token(coop=coop, by=by, roll=roll, blinded="0a" * 384)
    assert voting.sign_token(coop=coop, by=by, roll=roll, blinded="0a" * 384) == once
    with pytest.raises(DomainError, match="collected your token already"):
        voting.sign_token(coop=coop, by=by, roll=roll, blinded="0c" * 384)
    with pytest.raises(DomainError, match="votes on a screen already"):
        actions.ask_for_paper(coop=coop, by=by, roll=roll)
    other = contest.roll.get(member=workers[1])
    with pytest.raises(NotAllowed):
        voting.sign_token(coop=coop, by=by, roll=other, blinded="0a" * 384)
    for wrong in ("", "xyz", "ab", "ff" * 384, "AB" * 384, "00" * 384):
        with pytest.raises(DomainError):
            voting.sign_token(coop=coop, by=actor_for(other.voter), roll=other, blinded=wrong)
    other.refresh_from_db()
    assert other.way == ""


def test_a_token_casts_one_ballot(coop: Coop, workers: list[Member]) -> None:
    contest = running(coop, workers)
    serial, signature = collect(contest.roll.get(member=workers[0]))
    first = voting.cast(contest=contest, serial=serial, signature=signature, choice=[1, 2])
    again = voting.cast(contest=contest, serial=serial, signature=signature, choice=[1, 2])
    assert first == again
    with pytest.raises(DomainError, match="cast with this token already"):
        voting.cast(contest=contest, serial=serial, signature=signature, choice=[2, 1])
    assert Ballot.objects.get().choice == [1, 2]


def test_a_ballot_that_is_looked_at_while_the_votes_close_is_refused_and_not_lost_unseen(
    coop: Coop, workers: list[Member], monkeypatch: pytest.MonkeyPatch
) -> None:
    contest = running(coop, workers)
    serial, signature = collect(contest.roll.get(member=workers[0]))

    def closes_meanwhile(*_: object) -> bool:
        closed(contest.election)
        return True

    monkeypatch.setattr(voting.blind, "verify", closes_meanwhile)
    with pytest.raises(DomainError):
        voting.cast(contest=contest, serial=serial, signature=signature, choice=[1])
    assert not Ballot.objects.exists()


def test_two_tabs_that_cast_at_once_leave_one_ballot(
    coop: Coop, workers: list[Member], monkeypatch: pytest.MonkeyPatch
) -> None:
    contest = running(coop, workers)
    serial, signature = collect(contest.roll.get(member=workers[0]))
    verify, other = voting.blind.verify, {"choice": [2]}

    def the_other_tab_is_faster(*told: object) -> bool:
        monkeypatch.setattr(voting.blind, "verify", verify)
        voting.cast(contest=contest, serial=serial, signature=signature, **other)
        return verify(*told)  # type: ignore[arg-type]

    monkeypatch.setattr(voting.blind, "verify", the_other_tab_is_faster)
    with pytest.raises(DomainError, match="cast with this token already"):
        voting.cast(contest=contest, serial=serial, signature=signature, choice=[1])
    assert Ballot.objects.get().choice == other["choice"]


def test_a_ballot_needs_a_token_of_its_own_contest(coop: Coop, workers: list[Member]) -> None:
    contest, other = running(coop, workers), running(coop, workers)
    serial, signature = collect(contest.roll.get(member=workers[0]))
    forged = signature[:-2] + f"{int(signature[-2:], 16) ^ 1:02x}"
    for wrong in (
        {"contest": other},
        {"signature": forged},
        {"signature": ""},
        {"serial": "ab" * 32},
        {"serial": "x"},
        {"choice": [9]},
        {"choice": [1, 1]},
        {"choice": [0]},
        {"choice": "1"},
        {"choice": [True]},
        {"choice": None},
    ):
        sent = {"contest": contest, "serial": serial, "signature": signature, "choice": [1]}
        with pytest.raises(DomainError):
            voting.cast(**{**sent, **wrong})  # type: ignore[arg-type]
    assert not Ballot.objects.exists()


def test_nothing_before_or_after_the_votes(coop: Coop, workers: list[Member]) -> None:
    contest = running(coop, workers)
    token = dict(
        zip(("serial", "signature"), collect(contest.roll.get(member=workers[0])), strict=True)
    )
    late = contest.roll.get(member=workers[1])
    with when_over(contest.election):  # type: ignore[attr-defined]
        with pytest.raises(DomainError, match="have closed"):
            voting.cast(contest=contest, choice=[1], **token)
        with pytest.raises(DomainError, match="have closed"):
            collect(late)
    with (
        clock.stopped_at(clock.now() - timedelta(days=2)),
        pytest.raises(DomainError, match="clock"),
    ):
        voting.cast(contest=contest, choice=[1], **token)
    with pytest.raises(DomainError, match="Not every ballot is in"):
        declaring.close_election(coop=coop, by=the_secretary(coop), election=contest.election)
    done = closed(contest.election)
    assert not ContestKey.objects.exists()
    contest = contest_of(done)
    with pytest.raises(DomainError, match="declared"):  # the clock is before the close again
        voting.cast(contest=contest, choice=[1], **token)
    assert not Ballot.objects.exists()


def test_who_leaves_collects_no_token(coop: Coop, workers: list[Member]) -> None:
    contest = running(coop, workers)
    gone = workers[5]
    roll = contest.roll.select_related("contest__election", "voter").get(member=gone)
    by = actor_for(gone.voter)
    leave_coop(coop=coop, by=by, member=gone, reason="moving")
    with pytest.raises((DomainError, NotAllowed)):
        voting.sign_token(coop=coop, by=by, roll=roll, blinded="0a" * 384)
    roll.refresh_from_db()
    assert roll.way == ""


def test_papers_go_through_two_tellers(coop: Coop, workers: list[Member]) -> None:
    contest = running(coop, workers)
    one, other = tellers(coop)
    for member in workers[:3]:
        vote(contest, member, [1, 2])
    own = contest.roll.get(member=workers[3])
    actions.ask_for_paper(coop=coop, by=actor_for(own.voter), roll=own)
    phone = contest.roll.get(member=workers[4])
    with pytest.raises(NotAllowed):
        actions.ask_for_paper(coop=coop, by=actor_for(own.voter), roll=phone)
    actions.ask_for_paper(coop=coop, by=the_secretary(coop), roll=phone, way=Roll.PHONE)
    with pytest.raises(DomainError, match="goes through the tellers"):
        collect(own)
    election = closed(contest.election)
    assert election.state == Election.CLOSED
    by = the_secretary(coop)
    with pytest.raises(DomainError, match="both tellers"):
        declaring.declare(coop=coop, by=by, election=election)
    read = {"coop": coop, "contest": contest_of(election)}
    with pytest.raises(DomainError, match="Only the two tellers"):
        declaring.read_papers(**read, by=actor_for(workers[0].voter), text="1")
    with pytest.raises(DomainError, match=r"Line 2.*numbered 1 to 4"):
        declaring.read_papers(**read, by=actor_for(one), text="1 2\n9")
    with pytest.raises(DomainError, match="These are 3 papers, and 2"):
        declaring.read_papers(**read, by=actor_for(one), text="1\n2\n3")
    declaring.read_papers(**read, by=actor_for(one), text="1 2\n-")
    declaring.read_papers(**read, by=actor_for(other), text="2 1\n-")
    with pytest.raises(DomainError, match="1 2: 1 times by the first teller, 0 by the second"):
        declaring.declare(coop=coop, by=by, election=election)
    assert not Ballot.objects.filter(way="paper").exists()
    declaring.read_papers(**read, by=actor_for(other), text="-\n1, 2")
    done = declaring.declare(coop=coop, by=by, election=election)
    assert Ballot.objects.filter(way="paper").count() == 2
    holds, said = held(everything_of(done))
    assert holds, said
    assert "5 ballots" in said


def test_all_in_closes_early(coop: Coop, workers: list[Member]) -> None:
    contest = running(coop, workers)
    for member in workers:
        vote(contest, member, [1])
    by = the_secretary(coop)
    done = declaring.close_election(coop=coop, by=by, election=contest.election)
    assert done.state == Election.DECLARED


def test_called_off(coop: Coop, workers: list[Member]) -> None:
    contest = running(coop, workers)
    by = the_secretary(coop)
    with pytest.raises(DomainError, match="Say why"):
        actions.cancel_election(coop=coop, by=by, election=contest.election, reason=" ")
    done = actions.cancel_election(coop=coop, by=by, election=contest.election, reason="A slip.")
    assert done.state == Election.CANCELLED
    assert not ContestKey.objects.exists()
    with pytest.raises(DomainError):
        vote(contest, workers[0], [1])


def test_reminders_go_to_those_without_a_ballot_and_betray_nothing(
    coop: Coop, workers: list[Member]
) -> None:
    contest = running(coop, workers)
    vote(contest, workers[0], [1])
    key = str(contest.election_id)
    assert timing.remind_voters.func(key) == 5
    told = Notice.objects.filter(title="Votes close soon")
    assert {one.person_id for one in told} == {one.voter.pk for one in workers[1:]}
    assert len({one.text for one in told}) == 1
    with when_over(contest.election):  # type: ignore[attr-defined]
        assert timing.close_at_its_time.func(key)
        assert not timing.close_at_its_time.func(key)
        assert timing.remind_voters.func(key) == 0


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE elections_ballot SET choice = '[2]'",
        "DELETE FROM elections_ballot",
        "UPDATE elections_roll SET way = ''  WHERE way != ''",
        "DELETE FROM elections_roll",
    ],
)
def test_the_database_itself_keeps_ballots_and_roll(
    coop: Coop, workers: list[Member], sql: str
) -> None:
    contest = running(coop, workers)
    vote(contest, workers[0], [1])
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_witness(coop: Coop, workers: list[Member]) -> None:
    contest = running(coop, workers)
    for member in workers:
        vote(contest, member, [1])
    done = closed(contest.election)
    root, by = files_of(done)["root.json"], the_secretary(coop)
    hill = a_society("hill")
    seen = declaring.be_witness(coop=hill, by=the_secretary(hill), data=root)
    mine = declaring.be_witness(coop=coop, by=by, data=root)
    for wrong in (mine, b"{}", root, seen.replace(b"Hill", b"Mill")):
        with pytest.raises(DomainError) as error:
            declaring.take_witness(coop=coop, by=by, election=done, data=wrong)
        assert error.value.field == "file"
    declaring.take_witness(coop=coop, by=by, election=done, data=seen)
    with pytest.raises(DomainError, match="witness of this election already"):
        declaring.take_witness(coop=coop, by=by, election=done, data=seen)
    with pytest.raises(DomainError):
        declaring.be_witness(coop=hill, by=the_secretary(hill), data=seen)
    holds, said = held(everything_of(done))
    assert holds
    assert "Hill saw this root" in said


def test_what_is_published_is_kept_bit_for_bit(coop: Coop, workers: list[Member]) -> None:
    contest = running(coop, workers)
    for member in workers:
        vote(contest, member, [1])
    done = closed(contest.election)
    files = files_of(done)
    assert declaring.as_zip(files) == declaring.as_zip(dict(reversed(files.items())))
    with zipfile.ZipFile(BytesIO(declaring.as_zip(files))) as archive:
        assert json.loads(archive.read("root.json"))["boards"]["workers"]["ballots"] == 6
    assert Candidate.objects.filter(number__isnull=False).count() == 4
