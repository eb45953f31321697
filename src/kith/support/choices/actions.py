"""Choosing: what a person says about a worker, and what the worker answers. A no of either is absolute."""

from django.db import transaction

from kith.foundation import clock
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, Place, require
from kith.people.models import Person
from kith.support.actions import same_coop
from kith.support.choices.hooks import AFTER_NO
from kith.support.models import Choice
from kith.support.queries import place_of_supported


@transaction.atomic
def say_choice(*, coop: Coop, by: Actor, person: Person, worker: Person, says: str) -> Choice:
    """Write down what a person says about a worker. A new first choice makes the one before it a yes.

    Saying no to everybody is allowed. Raises NotAllowed, DomainError for an unknown word, or for choosing oneself.
    """
    require_voice(coop, by, person)
    same_coop(coop, person, worker)
    if says not in dict(Choice.SAYS):
        raise DomainError("Choose first choice, yes, no, or nothing yet.", field="says")
    if person == worker:
        raise DomainError("Nobody can choose themself as their worker.", field="worker")
    Person.objects.select_for_update().get(pk=person.pk)
    if says == Choice.FIRST:
        firsts = Choice.objects.filter(person=person, says=Choice.FIRST, ended_at__isnull=True)
        for choice in firsts.exclude(worker=worker):
            _choose(coop, by, person, choice.worker, says=Choice.YES)
    chosen = _choose(coop, by, person, worker, says=says)
    record(coop=coop, by=by, kind="choice.said", subject=chosen)
    if says == Choice.NO:
        _after_no(coop, by, person, worker)
    return chosen


def require_voice(coop: Coop, by: Actor, person: Person) -> None:
    """Raise NotAllowed unless they are the person, or the person does not sign in and their team writes for them.

    What somebody says of workers is nobody else's: whoever may not say it does not read it either.
    """
    require(by, Permission.CHOICE_MAKE, place_of_supported(coop, person))
    if by.person_id != person.pk and person.account_id:
        raise NotAllowed(f"{person.short} chooses themself.")


def may_choose(coop: Coop, by: Actor, person: Person) -> bool:
    """Whether `require_voice` lets them."""
    try:
        require_voice(coop, by, person)
    except NotAllowed:
        return False
    return True


@transaction.atomic
def answer_choice(*, coop: Coop, by: Actor, worker: Person, person: Person, answer: str) -> Choice:
    """Write down a worker's own yes or no to supporting a person. A no needs no reason."""
    require(by, Permission.CHOICE_ANSWER, Place(coop.id, person_id=worker.id))
    same_coop(coop, person, worker)
    if answer not in (Choice.YES, Choice.NO, Choice.NONE):
        raise DomainError("Choose yes, no, or nothing yet.", field="answer")
    Person.objects.select_for_update().get(pk=person.pk)
    answered = _choose(coop, by, person, worker, answer=answer)
    record(coop=coop, by=by, kind="choice.answered", subject=answered)
    if answer == Choice.NO:
        _after_no(coop, by, person, worker)
    return answered


def _after_no(coop: Coop, by: Actor, person: Person, worker: Person) -> None:
    for react in AFTER_NO:
        react(coop, by, person, worker)


def _choose(coop: Coop, by: Actor, person: Person, worker: Person, **words: str) -> Choice:
    live = Choice.objects.filter(coop=coop, person=person, worker=worker, ended_at__isnull=True)
    before = live.first()
    now = {"says": before.says, "answer": before.answer} if before else {}
    if before and {**now, **words} == now:
        return before
    live.update(ended_at=clock.now())
    return Choice.objects.create(
        coop=coop, person=person, worker=worker, written_by_id=by.person_id, **{**now, **words}
    )
