"""What the clock does: remind those who have asked for no ballot, and close the votes at their time."""

from datetime import timedelta

from django.db import transaction
from django_tasks import task

from kith.elections.models import Election, Roll
from kith.foundation import clock

BEFORE = timedelta(hours=48)
"""How long before the close those are reminded who have collected neither token nor paper."""


def plan_close(election: Election) -> None:
    """Ask for the reminder and the close, once everything is saved."""
    key, closes = str(election.pk), election.closes_at
    if closes is None:
        return

    def ask() -> None:
        if closes - BEFORE > clock.now():
            remind_voters.using(run_after=closes - BEFORE).enqueue(key)
        close_at_its_time.using(run_after=closes).enqueue(key)

    transaction.on_commit(ask)


def _still_open(key: str) -> Election | None:
    return Election.objects.select_related("coop").filter(pk=key, state=Election.OPEN).first()


@task()
def remind_voters(key: str) -> int:
    """Remind those who have not asked for a ballot. Returns how many."""
    from kith.elections.actions import tell_all

    election = _still_open(key)
    if election is None:
        return 0
    waiting = Roll.objects.filter(contest__election=election, way="").select_related("voter")
    people = [one.voter for one in waiting]
    tell_all(election, "Votes close soon", f"{election.title}. Your ballot paper waits.", people)
    return len(people)


@task()
def close_at_its_time(key: str) -> bool:
    """Close the votes. False when that was done already."""
    from kith.elections.declaring import close_election

    election = _still_open(key)
    if election is None:
        return False
    close_election(coop=election.coop, by=None, election=election)
    return True
