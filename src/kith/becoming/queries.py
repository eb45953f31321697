"""Reading newcomers: by their secret, those a reader may see, what is checked and missing, where they go along."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from kith.becoming.models import Check, Newcomer, Shadow, Thanks
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, allows, holds
from kith.people.models import Person
from kith.rota.queries.sent import SentVisit, published_visits
from kith.teams.models import HasSkill, Member
from kith.teams.queries import skills_of

AHEAD = timedelta(days=21)
REFERENCES = 2


def digest_of(secret: str) -> str:
    """What is kept of a secret: its SHA-256."""
    return hashlib.sha256(secret.encode()).hexdigest()


def newcomer_with(coop: Coop, secret: str) -> Newcomer | None:
    """Whose address this is."""
    rows = Newcomer.objects.select_related("coop", "team", "buddy", "person")
    return rows.filter(coop=coop, digest=digest_of(secret)).first()


def may_see(by: Actor, newcomer: Newcomer, permission: Permission) -> bool:
    """Whether `by` may: of their team; and before a team takes somebody on, every worker."""
    if newcomer.coop_id != by.coop_id or newcomer.state == Newcomer.WRITING:
        return False
    return allows(by, permission, newcomer) or (newcomer.team_id is None and holds(by, permission))


def newcomers_seen_by(coop: Coop, by: Actor) -> QuerySet[Newcomer]:
    """Everybody who has sent their application and whom `by` may see, the newest first."""
    rows = Newcomer.objects.filter(coop=coop).exclude(state=Newcomer.WRITING)
    rows = rows.select_related("team", "buddy", "person").order_by("-sent_at")
    if by.reaches_all(Permission.BECOMING_VIEW):
        return rows
    teams = by.teams_with(Permission.BECOMING_VIEW)
    return rows.filter(Q(team=None) | Q(team__in=teams))


def newcomer_or_none(coop: Coop, newcomer: uuid.UUID) -> Newcomer | None:
    """A newcomer of this co-op by id."""
    rows = Newcomer.objects.select_related("coop", "team", "buddy", "person__account")
    return rows.filter(coop=coop, pk=newcomer).first()


def check_or_none(coop: Coop, check: uuid.UUID) -> Check | None:
    """Something that was checked in this co-op, by id."""
    return Check.objects.select_related("newcomer").filter(coop=coop, pk=check).first()


def shadow_or_none(coop: Coop, shadow: uuid.UUID) -> Shadow | None:
    """A shadow visit of this co-op by id."""
    rows = Shadow.objects.select_related(
        "newcomer__person", "newcomer__team", "buddy", "person__account", "coop"
    )
    return rows.filter(coop=coop, pk=shadow).first()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the checklist: what it is, whether it is done and valid on the day, and the rows about it."""

    title: str
    done: bool
    said: str
    checks: Sequence[Check]


@dataclass(frozen=True, slots=True)
class Checklist:
    """Everything that is checked. `missing_to_shadow` and `missing_to_join` say in words what is still needed."""

    lines: Sequence[Line]
    missing_to_shadow: Sequence[str]
    missing_to_join: Sequence[str]


def checklist_of(newcomer: Newcomer, day: date) -> Checklist:
    """The checklist on a day; one query.

    A shadow visit is never alone, so the DBS check may still be on its way; the references and the papers may not.
    """
    rows: dict[str, list[Check]] = {key: [] for key, _ in Check.KINDS}
    for one in newcomer.checks.select_related("by").order_by("at"):
        rows[one.kind].append(one)
    references = {one.name: one for one in rows[Check.REFERENCE]}
    good = sum(one.fine for one in references.values())
    right, dbs = (rows[kind][-1] if rows[kind] else None for kind in (Check.RIGHT, Check.DBS))
    lines = [
        Line(
            "Two references",
            good >= REFERENCES,
            f"{good} of {REFERENCES} are good",
            rows[Check.REFERENCE],
        ),
        Line("The right to work", _valid(right, day), _words(right, day), rows[Check.RIGHT]),
        Line("The DBS check", _valid(dbs, day), _words(dbs, day), rows[Check.DBS]),
    ]
    newest = {one.name: one for one in rows[Check.TRAINING]}
    lines += [
        Line(
            name or "Training",
            _valid(one, day),
            _words(one, day),
            [each for each in rows[Check.TRAINING] if each.name == name],
        )
        for name, one in sorted(newest.items())
    ]
    missing = [line.title for line in lines[:2] if not line.done]
    return Checklist(lines, missing, [line.title for line in lines[:3] if not line.done])


def _valid(check: Check | None, day: date) -> bool:
    return (
        check is not None and check.fine and (check.valid_until is None or check.valid_until >= day)
    )


def _words(check: Check | None, day: date) -> str:
    if check is None:
        return "not seen yet"
    if not check.fine:
        return "not as it should be"
    if check.valid_until and check.valid_until < day:
        return f"ran out on {check.valid_until:%-d %B %Y}"
    return f"valid until {check.valid_until:%-d %B %Y}" if check.valid_until else "seen, and fine"


def trained(newcomer: Newcomer, day: date) -> list[Check]:
    """The newest row of each training that is valid on the day."""
    newest = {one.name: one for one in newcomer.checks.filter(kind=Check.TRAINING).order_by("at")}
    return [one for one in newest.values() if one.name and _valid(one, day)]


def visits_of_buddy(coop: Coop, buddy: Person, day: date) -> Sequence[SentVisit]:
    """The visits of the next three weeks that a buddy was sent: a newcomer can go along to one."""
    tomorrow = day + timedelta(days=1)
    return published_visits(coop, buddy, tomorrow, day + AHEAD, as_worker=True)


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a worker has to be proud of: thanks, full years with each team, and skills that hold on the day."""

    thanks: Sequence[Thanks]
    years: Sequence[tuple[str, date, int]]
    skills: Sequence[HasSkill]


def recognised(worker: Person, day: date) -> Recognised:
    """What people wrote, the newest first, since when they are in each team, and what they have learned."""
    members = Member.objects.filter(person=worker).filter(
        Q(until__isnull=True) | Q(until__gte=day), since__lte=day
    )
    years = [
        (one.team.name, one.since, (day - one.since).days // 365)
        for one in members.select_related("team")
    ]
    skills = skills_of(worker.coop, [worker.pk]).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=day), since__lte=day
    )
    thanks = Thanks.objects.filter(worker=worker).select_related("by")
    return Recognised(list(thanks), years, list(skills))
