"""What bringing rows in stands on: who asks, for which team, and what each row came to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.db import transaction

from kith.foundation import clock
from kith.foundation.errors import DomainError
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission
from kith.imports.matching import Known, known_people
from kith.imports.models import Reference
from kith.imports.rules import Problem, Row, Sheet
from kith.people import actions as people
from kith.people.models import Person
from kith.people.queries import people_seen_by
from kith.support.queries import supports_of_team
from kith.teams.models import Team
from kith.teams.queries import members_from


class Outcome(StrEnum):
    """What a row came to."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"


@dataclass(slots=True)
class Ground:
    """Who brings what in for which team, and what has come of it so far."""

    coop: Coop
    by: Actor
    team: Team
    file_name: str
    today: date
    known: Known
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def warn(self, row: Row, name: str, message: str) -> None:
        """Something to know about a row that goes in all the same."""
        self.problems.append(row.wrong(name, message, warning=True))

    def attempt(self, row: Row, bring: Callable[["Ground", Row], Outcome]) -> bool:
        """Bring one row in; when a rule says no, nothing of the row stays and the problem is kept."""
        warned = len(self.problems)
        try:
            with transaction.atomic():
                self.outcomes[row.number] = bring(self, row)
        except DomainError as error:
            del self.problems[warned:]
            self.problems.append(row.wrong(error.field or "", error.message))
            return False
        return True

    @property
    def who(self) -> dict[str, Any]:
        """What every action asks for."""
        return {"coop": self.coop, "by": self.by}


def ground_for(*, coop: Coop, by: Actor, team: Team, sheet: Sheet, file_name: str) -> Ground:
    """The ground for one sheet. People of the team are its members for workers' sheets, else those it supports."""
    today = clock.today(coop.zone)
    inside = (
        set(members_from(team, today).values_list("person_id", flat=True))
        if sheet.kind.name in ("workers", "availability")
        else set(supports_of_team(coop, team, today).values_list("person_id", flat=True))
    )
    seen = people_seen_by(coop, by, Permission.PEOPLE_VIEW).select_related("coop")
    known = known_people(team, seen, inside)
    return Ground(coop, by, team, file_name, today, known)


DETAILS = (
    "name",
    "called",
    "pronouns",
    "born_on",
    "nhs_number",
    "email",
    "phone",
    "address",
    "postcode",
    "getting_in",
)


def bring_person(ground: Ground, row: Row) -> tuple[Person, Outcome]:
    """Find or write down the human being of a row; empty cells keep what is known. Raises DomainError."""
    given: dict[str, Any] = {name: row.values[name] for name in DETAILS if name in row.values}
    person = ground.known.person_of(row)
    if person is None:
        person = people.add_person(**ground.who, team_id=ground.team.id, **given)
        outcome = Outcome.ADDED
    else:
        news = {name: value for name, value in given.items() if getattr(person, name) != value}
        outcome = Outcome.CHANGED if news else Outcome.SAME
        if news:
            person = people.change_person(
                **ground.who, person=person, revision=person.revision, **news
            )
    _remember_reference(ground, row, person)
    return person, outcome


def _remember_reference(ground: Ground, row: Row, person: Person) -> None:
    reference = row.get("reference", "")[:60]
    if reference and reference.lower() not in ground.known.by_reference:
        Reference.objects.create(
            coop=ground.coop, team=ground.team, person=person, reference=reference
        )


def settle(ground: Ground, row: Row, person: Person) -> None:
    """Let later rows find this person. Called once the row is safely in."""
    ground.known.add(person)
    if reference := row.get("reference", "")[:60].lower():
        ground.known.by_reference.setdefault(reference, person.id)
