"""The picture of a team: who has chosen whom, and who is left out and needs the team's care. A no is never in it."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kith.foundation.models import Coop
from kith.people.models import Person
from kith.support.choices.models import WorkProfile
from kith.support.choices.queries import choices_in_force, workers_of_teams
from kith.support.models import Choice
from kith.support.queries import supports_of_team
from kith.teams.models import Team


@dataclass(frozen=True, slots=True)
class Chosen:
    """A worker whom a person has chosen: whether first, and whether the worker has said yes too."""

    worker: Person
    first: bool
    both: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """Each person with whom they chose, each worker with how many chose them, and who is left out."""

    people: Sequence[tuple[Person, Sequence[Chosen]]]
    workers: Sequence[tuple[Person, int]]
    not_chosen_yet: Sequence[Person]
    no_yes_yet: Sequence[Person]
    chosen_by_nobody: Sequence[Person]
    no_profile: Sequence[Person]


def picture_of(coop: Coop, team: Team, day: date) -> Picture:
    """The team's picture on a day. Five queries, however many people there are."""
    people = [one.person for one in supports_of_team(coop, team, day)]
    workers = list(workers_of_teams(coop, [team.pk], day))
    faces = {one.pk: one for one in workers}
    chosen: defaultdict[uuid.UUID, list[Chosen]] = defaultdict(list)
    wanted: defaultdict[uuid.UUID, int] = defaultdict(int)
    for row in choices_in_force(coop, people):
        if row.says in (Choice.FIRST, Choice.YES) and row.worker_id in faces:
            # a worker who cannot come is shown as one who has not answered: their no is theirs
            both = row.answer == Choice.YES
            first = row.says == Choice.FIRST
            chosen[row.person_id].append(Chosen(faces[row.worker_id], first, both))
            wanted[row.worker_id] += 1
    said = set(
        WorkProfile.objects.filter(person__in=faces, ended_at__isnull=True).values_list(
            "person_id", flat=True
        )
    )
    for rows in chosen.values():
        rows.sort(key=lambda one: (not one.first, not one.both, one.worker.name))
    return Picture(
        people=[(one, chosen[one.pk]) for one in people],
        workers=sorted(
            ((one, wanted[one.pk]) for one in workers), key=lambda row: (-row[1], row[0].name)
        ),
        not_chosen_yet=[one for one in people if not chosen[one.pk]],
        no_yes_yet=[
            one for one in people if chosen[one.pk] and not any(row.both for row in chosen[one.pk])
        ],
        chosen_by_nobody=[one for one in workers if not wanted[one.pk]],
        no_profile=[one for one in workers if one.pk not in said],
    )
