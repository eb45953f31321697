"""When workers can work: their contracts, working times and times away."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from kith.design.wording import day_long, days_between
from kith.design.wording import moment as moment_words
from kith.foundation.models import Coop
from kith.kernel.week import Week, Window, local_moment
from kith.people.models import Person
from kith.rota.models import Away, Contract, WorkTime
from kith.rota.queries.sorting import natural
from kith.rota.rules import spans
from kith.teams.models import Member, Team

KIND_WORDS = dict(Away.KINDS)
NIGHT = timedelta(days=1)  # the night of a Sunday belongs to its week, however long it lasts


@dataclass(frozen=True, slots=True)
class DayOff:
    """What a day of a worker's week says: `words` such as “07:00–15:00” or “On leave”; `off` when they cannot work."""

    day: date
    words: str
    off: bool


@dataclass(frozen=True, slots=True)
class WorkerWeek:
    """When one worker can work in a week. `contract_minutes` is None without a contract."""

    worker: Person
    contract_minutes: int | None
    opted_out: bool
    works_nights: bool
    windows: tuple[Window, ...]
    days: tuple[DayOff, ...]

    @property
    def minutes(self) -> int:
        """Minutes that could be worked."""
        return sum(window.minutes for window in self.windows)


def workers_of(team: Team, week: Week) -> list[Person]:
    """The team's workers in a week, by name."""
    members = Member.objects.filter(team=team, since__lte=week.sunday).filter(
        Q(until__isnull=True) | Q(until__gte=week.monday)
    )
    return sorted(
        (member.person for member in members.select_related("person")),
        key=lambda person: natural(person.short),
    )


def teams_of_worker(coop: Coop, worker: Person, day: date) -> list[Team]:
    """The teams a worker is in on a day or will join, by name."""
    members = Member.objects.filter(coop=coop, person=worker).filter(
        Q(until__isnull=True) | Q(until__gte=day)
    )
    return sorted({m.team for m in members.select_related("team")}, key=lambda t: natural(t.name))


def worker_weeks(team: Team, week: Week, zone: ZoneInfo) -> list[WorkerWeek]:
    """When each worker of the team can work in the week. Four queries."""
    workers = workers_of(team, week)
    times, aways = _times(team, workers, week), aways_in(workers, week, zone)
    contracts = contracts_between([w.pk for w in workers], week.monday, week.sunday)
    ends = week.ends(zone) + NIGHT
    found = []
    for worker in workers:
        gone = [spans.until_known(a.starts, a.ends, ends) for a in aways[worker.id]]
        windows = spans.in_week(times[worker.id], gone, week, zone)
        days = tuple(_day(day, times[worker.id], aways[worker.id], zone) for day in week.days)
        agreed = agreed_in(contracts[worker.id], week)
        found.append(
            WorkerWeek(
                worker, agreed.minutes, agreed.opted_out, agreed.works_nights, tuple(windows), days
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a worker has agreed to for a week. `minutes` are None without a contract."""

    minutes: int | None
    opted_out: bool
    works_nights: bool


def contracts_between(
    workers: Iterable[uuid.UUID], first: date, last: date
) -> Mapping[uuid.UUID, list[Contract]]:
    """The contracts that hold on any day from `first` to `last`, by worker, oldest first. One query."""
    found: defaultdict[uuid.UUID, list[Contract]] = defaultdict(list)
    rows = Contract.objects.filter(worker__in=list(workers), since__lte=last).filter(
        Q(until__isnull=True) | Q(until__gte=first)
    )
    for row in rows.order_by("since"):
        found[row.worker_id].append(row)
    return found


def agreed_in(contracts: Iterable[Contract], week: Week) -> Agreed:
    """What holds in a week: its Sunday’s hours, nights on any day, more than 48 hours only if agreed for every day."""
    held = [
        c
        for c in contracts
        if c.since <= week.sunday and (c.until is None or c.until >= week.monday)
    ]
    last = next((c for c in held if c.until is None or c.until >= week.sunday), None)
    whole = last is not None and held[0].since <= week.monday
    return Agreed(
        minutes=last.minutes_per_week if last else None,
        opted_out=whole and all(c.opted_out_on is not None for c in held),
        works_nights=any(c.works_nights for c in held),
    )


def contracts_on(workers: Iterable[Person], day: date) -> dict[uuid.UUID, int]:
    """Contracted minutes a week on a day, by worker; no entry without a contract."""
    rows = (
        Contract.objects.filter(worker__in=list(workers), since__lte=day)
        .filter(Q(until__isnull=True) | Q(until__gte=day))
        .order_by("since")
    )
    return {row.worker_id: row.minutes_per_week for row in rows}


def aways_in(
    workers: Iterable[Person], week: Week, zone: ZoneInfo
) -> Mapping[uuid.UUID, list[Away]]:
    """Times away that touch the week or the night after its Sunday, by worker."""
    found: defaultdict[uuid.UUID, list[Away]] = defaultdict(list)
    rows = Away.objects.filter(worker__in=list(workers), starts__lt=week.ends(zone) + NIGHT).filter(
        Q(ends__isnull=True) | Q(ends__gt=week.starts(zone))
    )
    for row in rows:
        found[row.worker_id].append(row)
    return found


def contracts_of(coop: Coop, worker: Person) -> QuerySet[Contract]:
    """A worker's contracts, newest first."""
    return Contract.objects.filter(coop=coop, worker=worker).order_by("-since")


def contract_now(coop: Coop, worker: Person, day: date) -> Contract | None:
    """The contract that holds on a day; before the first begins, that one; None without any."""
    rows = contracts_of(coop, worker)
    return rows.filter(since__lte=day).first() or rows.last()


def work_times_of(coop: Coop, worker: Person, team: Team, day: date) -> QuerySet[WorkTime]:
    """A worker's working times for a team that hold on a day or begin later."""
    rows = WorkTime.objects.filter(coop=coop, worker=worker, team=team)
    return rows.filter(Q(until__isnull=True) | Q(until__gte=day))


def aways_of(coop: Coop, worker: Person, since: datetime) -> QuerySet[Away]:
    """A worker's times away that are not over at a moment."""
    rows = Away.objects.filter(coop=coop, worker=worker)
    return rows.filter(Q(ends__isnull=True) | Q(ends__gt=since)).select_related("told_by")


def away_words(away: Away, zone: ZoneInfo) -> str:
    """When somebody is away: days where they are whole (the last one included), else with the times."""
    first = away.starts.astimezone(zone)
    if away.ends is None:
        return f"from {_at(first)} until further notice"
    last = away.ends.astimezone(zone)
    if (first.time(), last.time()) != (time(), time()):
        return f"{_at(first)} to {_at(last)}"
    days = first.date(), last.date() - timedelta(days=1)
    return day_long(days[0]) if days[0] == days[1] else days_between(*days)


def _at(moment: datetime) -> str:
    return day_long(moment) if moment.time() == time() else moment_words(moment)


def away_or_none(coop: Coop, away_id: uuid.UUID) -> Away | None:
    """A time away of this co-op by id."""
    return Away.objects.select_related("worker").filter(coop=coop, pk=away_id).first()


def _times(team: Team, workers: list[Person], week: Week) -> Mapping[uuid.UUID, list[WorkTime]]:
    found: defaultdict[uuid.UUID, list[WorkTime]] = defaultdict(list)
    rows = WorkTime.objects.filter(team=team, worker__in=workers, since__lte=week.sunday)
    for row in rows.filter(Q(until__isnull=True) | Q(until__gte=week.monday - timedelta(days=1))):
        found[row.worker_id].append(row)
    return found


def _day(day: date, times: list[WorkTime], aways: list[Away], zone: ZoneInfo) -> DayOff:
    """Leave that takes the whole working day is named; leave that takes a part stands beside the hours."""
    whole = Window(
        local_moment(day, time(), zone), local_moment(day + timedelta(days=1), time(), zone)
    )
    touching = [a for a in aways if spans.until_known(a.starts, a.ends, whole.end).overlaps(whole)]
    work = spans.on_day(times, day, zone)
    left = spans.without(
        work, [spans.until_known(a.starts, a.ends, whole.end + timedelta(days=1)) for a in touching]
    )
    kinds = list(dict.fromkeys(KIND_WORDS[a.kind] for a in touching))
    hours = ", ".join(_hours(window, zone) for window in left)
    if left:
        return DayOff(day, " · ".join([hours, *kinds]), off=False)
    return DayOff(day, " · ".join(kinds) or "Off", off=True)


def _hours(window: Window, zone: ZoneInfo) -> str:
    return f"{window.start.astimezone(zone):%H:%M}–{window.end.astimezone(zone):%H:%M}"
