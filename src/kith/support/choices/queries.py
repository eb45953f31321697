"""Reading choices: who said yes or no to whom."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from kith.foundation.models import Coop
from kith.people.models import Person
from kith.support.models import Choice, Support
from kith.support.queries import supports_of_person
from kith.teams.models import Member


def choices_in_force(coop: Coop, people: Iterable[Person | uuid.UUID]) -> QuerySet[Choice]:
    """What these people say about workers now, and what the workers answer."""
    return Choice.objects.filter(coop=coop, person__in=list(people), ended_at__isnull=True)


def vetoes(
    coop: Coop, people: Iterable[Person | uuid.UUID]
) -> frozenset[tuple[uuid.UUID, uuid.UUID]]:
    """The pairs (person id, worker id) where either has said no."""
    no = Q(says=Choice.NO) | Q(answer=Choice.NO)
    rows = choices_in_force(coop, people).filter(no)
    return frozenset(rows.values_list("person_id", "worker_id"))


def workers_of_teams(coop: Coop, teams: Iterable[uuid.UUID], day: date) -> QuerySet[Person]:
    """The workers in any of these teams on a day."""
    members = Member.objects.filter(
        Q(until__isnull=True) | Q(until__gte=day),
        since__lte=day,
        coop=coop,
        team_id__in=list(teams),
    )
    return Person.objects.filter(coop=coop, left_at__isnull=True, pk__in=members.values("person"))


def said_no_to_everybody(coop: Coop, person: Person, day: date) -> bool:
    """True when there are workers in the person's teams and each pair has a no from one side."""
    teams = supports_of_person(coop, person, day).values_list("team_id", flat=True)
    workers = set(workers_of_teams(coop, teams, day).values_list("pk", flat=True))
    refused = {worker for _, worker in vetoes(coop, [person])}
    return bool(workers) and workers <= refused


def choices_about(coop: Coop, worker: Person) -> QuerySet[Choice]:
    """What people say about a worker now, with the worker's answers."""
    return Choice.objects.filter(coop=coop, worker=worker, ended_at__isnull=True)


def people_of_worker(coop: Coop, worker: Person, day: date) -> QuerySet[Person]:
    """The people whom a worker's teams support on a day or later."""
    running = Q(until__isnull=True) | Q(until__gte=day)
    teams = Member.objects.filter(running, coop=coop, person=worker).values("team")
    supports = Support.objects.filter(running, coop=coop, team__in=teams)
    return Person.objects.filter(coop=coop, left_at__isnull=True, pk__in=supports.values("person"))
