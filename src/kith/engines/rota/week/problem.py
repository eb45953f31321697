"""A team's week as the rota engine sees it: visits to fill, workers to fill them, and what people want.

Times are whole minutes that have really passed since Monday 00:00 of the week, so the caller has already dealt with
clock changes. `Problem.clock_change` only helps to write times the way the clock on the wall shows them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

DAY = 24 * 60
WEEK = 7 * DAY


@dataclass(frozen=True, slots=True)
class Rules:
    """The hard limits, as data. Defaults: Working Time Regulations 1998 (UK), and twelve hours' work a day."""

    rest_minutes: int = 11 * 60  # between two working days (regulation 10)
    weekly_rest_minutes: int = DAY  # one unbroken rest in the week (regulation 11)
    week_limit_minutes: int = 48 * 60  # on average over the weeks counted (regulation 4)
    night_minutes: int = 8 * 60  # a night worker's day on average, six days a week (regulation 6)
    average_weeks: int = 17  # the weeks that the average covers, this one included
    break_after: int = 6 * 60  # a longer working day needs a break (regulation 12)
    break_minutes: int = 20
    day_limit_minutes: int = 12 * 60  # visits and travel in one working day


@dataclass(frozen=True, slots=True)
class Weights:
    """What each wish costs, in points. One point is one minute of travel. A gap outweighs all wishes together."""

    gap: float = 100_000.0  # each place of a visit that nobody fills
    travel: float = 1.0  # each minute of travel, from home and back to it too
    not_first: float = (
        6.0  # a visit by somebody who is a "yes", though the person has a first choice
    )
    not_chosen: float = 15.0  # a visit by somebody who is neither a first choice nor a yes
    face: float = 12.0  # each different worker that a person meets in the week
    new_face: float = 25.0  # on top, when they have not met in the recent weeks
    unsocial: float = 10.0  # each hour above a worker's fair share of unsocial hours
    over: float = 0.5  # each minute above the contract
    under: float = 0.2  # each minute below it
    balance: float = 0.05  # each minute over or under the contract, recent weeks and this one added
    late: float = 2.0  # each minute a visit starts past `on_time`, for each worker who makes it
    waiting: float = 0.1  # each idle minute between two visits of a day
    waiting_cap: int = 60  # a longer pause is time at home: only this much of it is waiting
    change: float = 20.0  # each place of a published visit that goes to somebody else
    shift: float = 0.1  # each minute that a published visit moves


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit. It may start from `earliest` to `latest` and lasts `minutes`. A start after `on_time`,
    where one is named, is late: allowed, but unwished.

    `needs` is 1 or 2 workers, who start together. Every one of them has all `skills`. When `after`
    names another visit,
    this one starts `gap_min` to `gap_max` minutes after the end of that one (checked when both have
    a worker).
    `day` (0–6) is the working day it belongs to: 01:30 on Tuesday may belong to Monday night.
    `pins` are workers who keep their place; `pinned_start` is a start that stays.
    """

    id: str
    person: str
    place: int
    earliest: int
    latest: int
    minutes: int
    day: int
    needs: int = 1
    skills: frozenset[str] = frozenset()
    after: str | None = None
    gap_min: int = 0
    gap_max: int | None = None
    unsocial: bool = False
    label: str = ""
    pins: tuple[str, ...] = ()
    pinned_start: int | None = None
    on_time: int | None = None

    @property
    def due(self) -> int:
        """The last start that is not late."""
        return self.latest if self.on_time is None else self.on_time


@dataclass(frozen=True, slots=True)
class Worker:
    """One worker. `spans` are (from, to) when they can work, leave and sickness already taken out.

    `home` is a place, or None when travel from home is not counted. `contract_minutes` is None when no
    hours were agreed. `minutes_before` were worked in the `weeks_before` weeks before this one (the
    48-hour average); of their days `free_days_before` were leave or sickness, which the average leaves
    out. `unsocial_before` are unsocial minutes in those weeks. `last_end_before` is when last week's last
    visit ended or None: zero or negative, unless it ran over midnight. `first_start_after` is when next
    week's first visit starts, when that week is made already.

    `opted_out`: agreed in writing to more than 48 hours a week (regulation 5). `night_worker`: works
    nights as a rule, which has a limit of its own that nobody can opt out of. `contract_balance` is
    minutes worked above the contract in recent weeks (below zero: short of it), None when nobody counts
    them.
    """

    id: str
    name: str
    home: int | None = None
    skills: frozenset[str] = frozenset()
    spans: tuple[tuple[int, int], ...] = ()
    contract_minutes: int | None = None
    minutes_before: int = 0
    weeks_before: int = 0
    refuses: frozenset[str] = frozenset()
    unsocial_before: int = 0
    last_end_before: int | None = None
    free_days_before: int = 0
    first_start_after: int | None = None
    opted_out: bool = False
    night_worker: bool = False
    contract_balance: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """One person who has support: `first` and `yes` are workers they want, `no` are workers who
    never come.

    `met` counts the visits that each worker made in the recent weeks.
    """

    id: str
    name: str
    first: tuple[str, ...] = ()
    yes: tuple[str, ...] = ()
    no: frozenset[str] = frozenset()
    met: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Placement:
    """When a visit starts and who makes it: one worker id, or None for a gap, for each place."""

    start: int
    workers: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A week's rota: visit id → placement. A visit that is not in it has nobody."""

    placements: Mapping[str, Placement] = field(default_factory=dict)

    def start(self, visit: str) -> int | None:
        """Return when the visit starts, or None when it has nobody."""
        placement = self.placements.get(visit)
        return placement.start if placement and any(placement.workers) else None

    def workers(self, visit: Visit) -> tuple[str | None, ...]:
        """Return the worker of each place of the visit, None for a gap."""
        placement = self.placements.get(visit.id)
        return placement.workers if placement else (None,) * visit.needs

    def put(self, visit: str, placement: Placement | None) -> "Plan":
        """Return this plan with the visit placed so, or with nobody when `placement` is None."""
        placements = {key: value for key, value in self.placements.items() if key != visit}
        if placement is not None and any(placement.workers):
            placements[visit] = placement
        return replace(self, placements=placements)


@dataclass(frozen=True)
class Problem:
    """A whole week. `travel[a][b]` is minutes from place a to place b; `published` is the week that
    people already know.

    `clock_change` is (minute, shift): from that minute on, clocks show `shift` minutes more (60 in
    March, −60 in October).
    """

    visits: tuple[Visit, ...]
    workers: tuple[Worker, ...]
    people: tuple[Person, ...]
    travel: tuple[tuple[int, ...], ...]
    weights: Weights = Weights()
    rules: Rules = Rules()
    published: Plan | None = None
    clock_change: tuple[int, int] | None = None

    @property
    def end(self) -> int:
        """The minute at which the week ends: an hour sooner or later than usual when the clocks change."""
        return WEEK - (self.clock_change[1] if self.clock_change else 0)

    @cached_property
    def visit(self) -> Mapping[str, Visit]:
        """Visits by id."""
        return {visit.id: visit for visit in self.visits}

    @cached_property
    def worker(self) -> Mapping[str, Worker]:
        """Workers by id."""
        return {worker.id: worker for worker in self.workers}

    @cached_property
    def person(self) -> Mapping[str, Person]:
        """People by id."""
        return {person.id: person for person in self.people}

    @cached_property
    def followers(self) -> Mapping[str, tuple[Visit, ...]]:
        """The visits that come after each visit."""
        found: dict[str, tuple[Visit, ...]] = {}
        for visit in self.visits:
            if visit.after is not None:
                found[visit.after] = (*found.get(visit.after, ()), visit)
        return found

    @cached_property
    def fair_unsocial(self) -> Mapping[str, float]:
        """Each worker's fair share of unsocial minutes, of this week and the weeks before, by contract hours.

        Workers without contract hours share by the time they can work; those who cannot work this week have no new
        share.
        """
        total = sum(v.minutes * v.needs for v in self.visits if v.unsocial)
        size = {w.id: _size(w) for w in self.workers}
        everyone = sum(size.values())
        before = sum(w.unsocial_before for w in self.workers if size[w.id])
        return {
            w.id: (total + before) * size[w.id] / everyone if size[w.id] else w.unsocial_before
            for w in self.workers
        }

    def gaps(self, plan: Plan) -> Iterator[tuple[Visit, int]]:
        """Yield every (visit, place) that the plan leaves empty, in the problem's order."""
        for visit in self.visits:
            for slot, worker in enumerate(plan.workers(visit)):
                if worker is None:
                    yield visit, slot


def _size(worker: Worker) -> int:
    """How much of the team's work a worker stands for: contract minutes, or else available minutes."""
    available = sum(end - start for start, end in worker.spans)
    return (worker.contract_minutes or available) if available else 0
