"""Bringing in the workers of a team, with their skills and hours."""

from datetime import date

from django.db.models import Q

from kith.foundation.errors import DomainError
from kith.foundation.permissions import Permission
from kith.imports.bringing.ground import Ground, Outcome, bring_person, settle
from kith.imports.rules import Row
from kith.people.models import Person
from kith.rota.actions.availability import agree_contract
from kith.rota.models import Contract
from kith.teams.actions import add_member, give_skill
from kith.teams.models import HasSkill, Member


def bring(ground: Ground, rows: tuple[Row, ...]) -> None:
    """Each row: the worker is in the team, with the skills and the hours that the row gives."""
    for row in rows:
        ground.attempt(row, _bring)


def _bring(ground: Ground, row: Row) -> Outcome:
    since = row.get("since", ground.today)
    if since > ground.today and not ground.by.reaches_all(Permission.TEAM_CHANGE):
        raise DomainError(
            "This day is in the future. Bring the worker in on that day, or ask the secretary.",
            field="since",
        )
    _check_email(ground, row)
    worker, outcome = bring_person(ground, row)
    news = [
        _join(ground, worker, since),
        _learn(ground, row, worker),
        _agree(ground, row, worker, since),
    ]
    settle(ground, row, worker)
    return Outcome.CHANGED if any(news) and outcome is Outcome.SAME else outcome


def _check_email(ground: Ground, row: Row) -> None:
    email = row.get("email", "").lower()
    other = next(
        (who for who in ground.known.by_id.values() if email and who.email.lower() == email), None
    )
    if other and ground.known.person_of(row) not in (other,):
        raise DomainError(
            f"{other.name} has this e-mail address already. Two workers need two addresses.",
            field="email",
        )


def _join(ground: Ground, worker: Person, since: date) -> bool:
    running = Q(until__isnull=True) | Q(until__gte=ground.today)
    if Member.objects.filter(running, team=ground.team, person=worker).exists():
        return False
    add_member(**ground.who, team=ground.team, person=worker, since=since)
    return True


def _learn(ground: Ground, row: Row, worker: Person) -> bool:
    held = {
        name.lower()
        for name in HasSkill.objects.filter(person=worker).values_list("skill__name", flat=True)
    }
    news = [skill for skill in row.get("skills", ()) if skill.lower() not in held]
    for skill in news:
        give_skill(**ground.who, person=worker, skill=skill)
    return bool(news)


def _agree(ground: Ground, row: Row, worker: Person, since: date) -> bool:
    contracts = Contract.objects.filter(coop=ground.coop, worker=worker, until__isnull=True)
    contract = contracts.order_by("-since").first()
    if contract and contract.minutes_per_week == row.get("minutes"):
        return False
    agree_contract(
        **ground.who,
        worker=worker,
        minutes_per_week=row.get("minutes"),
        since=max(since, ground.today) if contract else since,
    )
    return True
