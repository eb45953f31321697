"""A group decides: by consent, consensus or after advice; what it decides is for its people only."""

from datetime import timedelta

import pytest

from kith.decisions import actions, closing, queries, rules
from kith.decisions.factories import opened
from kith.decisions.groups import BOARD, KINDS, Group, Kind, group_or_none, keys_of
from kith.decisions.models import Attachment, Entitlement, Proposal, Vote
from kith.foundation import clock
from kith.foundation.attached import Attached
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.models import Coop
from kith.membership.factories import a_society, make_member
from kith.people.actions import wear_hat
from kith.people.factories import somebody
from kith.people.models import Notice, Person
from kith.people.queries import actor_for

pytestmark = pytest.mark.django_db
People = dict[str, Person]
PDF = Attached("plan.pdf", b"%PDF-1.7 a plan")


@pytest.fixture
def coop() -> Coop:
    return a_society("elm")


@pytest.fixture
def board(coop: Coop) -> People:
    people = {name: somebody(coop, name) for name in ("Ada", "Bob", "Cy", "Dee", "Ed")}
    for one in people.values():
        wear_hat(coop=coop, by=None, person=one, role="board", since=clock.today(coop.zone))
    return people


def asked(coop: Coop, by: Person, form: str = Proposal.CONSENT, *, now: bool = True) -> Proposal:
    return actions.propose(
        coop=coop,
        by=actor_for(by),
        form=form,
        group=BOARD,
        title="Tea at ten",
        text="We drink tea at ten.",
        at_once=now,
    )


def answers(proposal: Proposal, choice: str, *people: Person, reason: str = "") -> None:
    for one in people:
        own = queries.entitled_to(proposal).get(voter=one)
        actions.give_vote(
            coop=proposal.coop, by=actor_for(one), entitlement=own, choice=choice, reason=reason
        )


def test_it_is_decided_as_soon_as_everybody_agrees(coop: Coop, board: People) -> None:
    ada, *others = board.values()
    proposal = asked(coop, ada)
    assert proposal.state == Proposal.VOTING
    assert Notice.objects.filter(kind="decision").count() == 5
    answers(proposal, Vote.YES, ada, *others[:3])
    proposal.refresh_from_db()
    assert proposal.state == Proposal.VOTING
    answers(proposal, Vote.ASIDE, others[3])
    proposal.refresh_from_db()
    assert (proposal.state, proposal.outcome) == (Proposal.CLOSED, Proposal.CARRIED)
    assert proposal.outcome_words == "5 of 5 people took part. Nobody objected: we have consent."


def test_an_objection_is_built_in_and_everybody_is_asked_anew(coop: Coop, board: People) -> None:
    ada, bob, *others = board.values()
    proposal = asked(coop, ada)
    with pytest.raises(DomainError, match="how it would harm") as raised:
        answers(proposal, Vote.NO, bob)
    assert raised.value.field == "reason"
    answers(proposal, Vote.NO, bob, reason="I sleep at ten.")
    answers(proposal, Vote.YES, ada, *others)
    proposal.refresh_from_db()
    assert proposal.state == Proposal.VOTING  # one objects: it is not decided by itself
    actions.word_anew(
        coop=coop,
        by=actor_for(ada),
        proposal=proposal,
        title="Tea at eleven",
        text="We drink tea at eleven.",
    )
    proposal.refresh_from_db()
    again = opened(proposal)
    assert again.round == 2 and not [one for one in queries.casts_of(again) if one.choice]
    answers(again, Vote.YES, *board.values())
    again.refresh_from_db()
    assert again.outcome == Proposal.CARRIED


def test_a_block_ends_consensus_and_a_worry_is_written(coop: Coop, board: People) -> None:
    ada, bob, *others = board.values()
    proposal = asked(coop, ada, Proposal.CONSENSUS)
    with pytest.raises(DomainError, match="worry"):
        answers(proposal, Vote.ASIDE, bob)
    answers(proposal, Vote.ASIDE, bob, reason="It is late.")
    answers(proposal, Vote.YES, ada, *others[:2])
    answers(proposal, Vote.NO, others[2], reason="Not what we stand for.")
    done = closing.close(coop=coop, by=actor_for(ada), proposal=proposal)
    assert done.outcome == Proposal.LOST
    assert done.outcome_words == "5 of 5 people took part. 1 block stands: there is no consensus."


def test_too_few_answers_decide_nothing(coop: Coop, board: People) -> None:
    ada, bob, *_ = board.values()
    proposal = asked(coop, ada)
    answers(proposal, Vote.YES, ada, bob)
    assert proposal.closes_at
    with clock.stopped_at(proposal.closes_at + timedelta(minutes=1)):
        done = closing.close(coop=coop, by=None, proposal=proposal)
    assert done.outcome == Proposal.TOO_FEW and "2 of 5 people" in done.outcome_words


def test_only_its_people_see_it_and_answer(coop: Coop, board: People) -> None:
    ada, *_ = board.values()
    member = make_member(coop, somebody(coop, "Mo"), "people").voter
    proposal = asked(coop, ada)
    assert proposal not in queries.seen_by(member, member=True)
    assert proposal in queries.seen_by(board["Ed"], member=True)
    with pytest.raises(NotAllowed):
        actions.say(
            coop=coop, by=actor_for(member), proposal=proposal, kind="question", text="Why?"
        )
    with pytest.raises(DomainError, match="group that you are in"):
        asked(coop, member)
    own = queries.entitled_to(proposal).get(voter=ada)
    with pytest.raises(NotAllowed):
        actions.give_vote(coop=coop, by=actor_for(member), entitlement=own, choice=Vote.YES)


def test_another_coop_has_its_own_board(coop: Coop, board: People) -> None:
    other = a_society("oak")
    stranger = somebody(other, "Zed")
    wear_hat(coop=other, by=None, person=stranger, role="board", since=clock.today(other.zone))
    proposal = asked(coop, board["Ada"])
    assert proposal not in queries.seen_by(stranger, member=True)
    found = group_or_none(other, BOARD)
    assert found and [one.name for one in found.people] == ["Zed"]


def test_whoever_leaves_the_group_has_no_answer_any_more(
    coop: Coop, board: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposal = asked(coop, board["Ada"])
    left = Group(BOARD, "The board", tuple(board[name] for name in ("Ada", "Cy")))
    monkeypatch.setitem(KINDS, BOARD, Kind(lambda *_: left, lambda _: [BOARD]))
    with pytest.raises(DomainError, match="no longer in this group"):
        answers(proposal, Vote.YES, board["Bob"])
    assert not Vote.objects.exists()


def test_who_asked_for_advice_decides_after_it(coop: Coop, board: People) -> None:
    ada, bob, *_ = board.values()
    proposal = asked(coop, ada, Proposal.ADVICE)
    assert proposal.state == Proposal.TALKING
    assert Notice.objects.filter(title__startswith="Your advice is asked for").count() == 4

    def decide(by: Person, text: str) -> Proposal:
        return actions.decide_after_advice(
            coop=coop, by=actor_for(by), proposal=proposal, text=text
        )

    with pytest.raises(DomainError, match="Nobody has given advice"):
        decide(ada, "Tea at ten.")
    actions.say(coop=coop, by=actor_for(bob), proposal=proposal, kind="reaction", text="Coffee.")
    with pytest.raises(NotAllowed):
        decide(bob, "Coffee.")
    with pytest.raises(DomainError, match="Write what you decide"):
        decide(ada, " ")
    done = decide(ada, "Tea; coffee for Bob.")
    assert (done.outcome, done.outcome_words) == (Proposal.ADVISED, "Tea; coffee for Bob.")
    with pytest.raises(DomainError, match="Nobody votes after advice"):
        opened(asked(coop, ada, Proposal.ADVICE))


def test_a_group_uses_no_form_of_all_members(coop: Coop, board: People) -> None:
    with pytest.raises(DomainError, match="Only all members") as raised:
        asked(coop, board["Ada"], Proposal.SPECIAL)
    assert raised.value.field == "form"
    resolution = asked(coop, board["Ada"], Proposal.RESOLUTION)
    answers(resolution, Vote.YES, *list(board.values())[:3])
    answers(resolution, Vote.NO, *list(board.values())[3:])
    done = closing.close(coop=coop, by=actor_for(board["Ada"]), proposal=resolution)
    assert done.outcome == Proposal.CARRIED and "3 of 5 votes were yes" in done.outcome_words


def test_questions_then_what_people_think(coop: Coop, board: People) -> None:
    proposal = asked(coop, board["Ada"], now=False)
    actions.next_round(coop=coop, by=actor_for(board["Ada"]), proposal=proposal)
    proposal.refresh_from_db()
    assert proposal.talk == Proposal.REACTIONS
    with pytest.raises(DomainError, match="next step"):
        actions.next_round(coop=coop, by=actor_for(board["Ada"]), proposal=proposal)
    with pytest.raises(NotAllowed):
        actions.next_round(coop=coop, by=actor_for(board["Bob"]), proposal=proposal)


def test_files_stay_with_a_proposal(coop: Coop, board: People) -> None:
    proposal = asked(coop, board["Ada"], now=False)
    ada = actor_for(board["Ada"])
    made = actions.attach(coop=coop, by=ada, proposal=proposal, file=PDF)
    assert (made.file_name, made.size) == ("plan.pdf", len(PDF.content))
    with pytest.raises(DomainError, match="something else") as raised:
        actions.attach(coop=coop, by=ada, proposal=proposal, file=Attached("a.pdf", b"MZ"))
    assert raised.value.field == "file"
    for _ in range(actions.MOST_FILES - 1):
        actions.attach(coop=coop, by=ada, proposal=proposal, file=PDF)
    with pytest.raises(DomainError, match="10 files"):
        actions.attach(coop=coop, by=ada, proposal=proposal, file=PDF)
    with pytest.raises(NotAllowed):
        actions.attach(coop=coop, by=actor_for(board["Bob"]), proposal=proposal, file=PDF)
    assert Attachment.objects.count() == actions.MOST_FILES
    opened(proposal)
    with pytest.raises(DomainError):
        actions.attach(coop=coop, by=ada, proposal=proposal, file=PDF)


def test_one_human_being_answers_once_however_many_tabs(coop: Coop, board: People) -> None:
    proposal = asked(coop, board["Ada"])
    for choice in (Vote.YES, Vote.ASIDE):
        answers(proposal, choice, board["Bob"])
    assert [one.choice for one in queries.casts_of(proposal) if one.choice] == [Vote.ASIDE]
    assert Entitlement.objects.filter(proposal=proposal, voter=board["Bob"]).count() == 1


def test_a_clock_that_went_back_is_refused(coop: Coop, board: People) -> None:
    own = queries.entitled_to(asked(coop, board["Ada"])).get(voter=board["Bob"])
    bob, before = actor_for(board["Bob"]), clock.now() - timedelta(hours=1)
    with (
        clock.stopped_at(before),
        pytest.raises(DomainError, match="clock of this computer"),
    ):
        actions.give_vote(coop=coop, by=bob, entitlement=own, choice=Vote.YES)
    assert not Vote.objects.exists()


def test_a_reminder_says_nothing_about_how_anybody_answers(coop: Coop, board: People) -> None:
    proposal = asked(coop, board["Ada"])
    answers(proposal, Vote.NO, board["Bob"], reason="Never at ten, for my heart.")
    answers(proposal, Vote.YES, board["Cy"])
    before = set(Notice.objects.values_list("pk", flat=True))
    assert closing.remind(proposal=proposal) == 3
    told = Notice.objects.exclude(pk__in=before)
    assert {one.person.name for one in told} == {"Ada", "Dee", "Ed"}
    words = " ".join(f"{one.title} {one.text} {one.link}" for one in told)
    for betrayal in ("Bob", "Cy", "heart", "object", "live with", "yes", "no ", "of 5", "2"):
        assert betrayal not in words.replace(str(proposal.last_day), "").replace("2026", ""), (
            betrayal
        )


def test_whose_groups_are_whose(coop: Coop, board: People) -> None:
    assert keys_of(board["Ada"]) == [BOARD]
    assert keys_of(somebody(coop, "Mo")) == []
    assert group_or_none(coop, "band:7") is None
    assert rules.forms_of("team:1") == rules.IN_GROUPS
