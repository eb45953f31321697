"""What a problem must not contradict: every fault named with the item it is about."""

import itertools
from collections import Counter
from collections.abc import Collection, Iterable

from kith.engines.rota.reading import Problems
from kith.engines.rota.week.problem import DAY, WEEK, Person, Placement, Problem, Visit, Worker

CLOCK = 60  # minutes by which a change of clocks moves a day


def check_problem(problem: Problem, faults: Problems) -> None:
    """Note everything in the problem that contradicts itself or names what is not there."""
    for worker in problem.workers:
        _check_worker(problem, worker, faults)
        _check_history(problem, worker, faults)
    for person in problem.people:
        _check_person(problem, person, faults)
    for visit in problem.visits:
        _check_visit(problem, visit, faults)
        _check_day(visit, faults)
        _check_link(problem, visit, faults)
        _check_pins(problem, visit, faults)
    _check_pinned_together(problem, faults)
    _check_limits(problem, faults)
    for visit_id, placement in (problem.published.placements if problem.published else {}).items():
        _check_published(problem, visit_id, placement, faults)


def _check_worker(problem: Problem, worker: Worker, faults: Problems) -> None:
    name = f"Worker {worker.id}"
    if worker.home is not None and worker.home >= len(problem.travel):
        faults.add(f"{name}: home {worker.home} is not a place of “travel”.")
    for start, end in worker.spans:
        if end <= start:
            faults.add(f"{name}: the span {start} to {end} ends before it begins.")
    ordered = sorted(worker.spans)
    for first, then in itertools.pairwise(ordered):
        if then[0] < first[1]:
            faults.add(f"{name}: the spans from {first[0]} and from {then[0]} overlap.")
    _known(worker.refuses, problem.person, name, "person", faults)


def _check_history(problem: Problem, worker: Worker, faults: Problems) -> None:
    name = f"Worker {worker.id}"
    if worker.last_end_before is not None and worker.last_end_before >= DAY:
        faults.add(f"{name}: last week’s last visit cannot end as late as this week’s Tuesday.")
    if worker.free_days_before > 7 * worker.weeks_before:
        faults.add(
            f"{name}: free_days_before {worker.free_days_before} is more than the weeks before have."
        )
    if worker.first_start_after is not None and worker.first_start_after < problem.end:
        faults.add(f"{name}: next week’s first visit cannot start in this week.")


def _check_person(problem: Problem, person: Person, faults: Problems) -> None:
    name = f"Person {person.id}"
    named = dict.fromkeys([*person.first, *person.yes, *sorted(person.no), *person.met])
    _known(named, problem.worker, name, "worker", faults)
    for worker in sorted(person.no.intersection([*person.first, *person.yes])):
        faults.add(f"{name} has said both yes and no to worker {worker}.")


def _check_visit(problem: Problem, visit: Visit, faults: Problems) -> None:
    name = f"Visit {visit.id}"
    _known([visit.person], problem.person, name, "person", faults)
    if visit.place >= len(problem.travel):
        faults.add(f"{name}: {visit.place} is not a place of “travel”.")
    if visit.latest < visit.earliest:
        faults.add(
            f"{name}: the latest start {visit.latest} is before the earliest, {visit.earliest}."
        )
    if not visit.earliest <= visit.due <= visit.latest:
        faults.add(f"{name}: on_time {visit.due} is outside {visit.earliest} to {visit.latest}.")
    if visit.minutes <= 0:
        faults.add(f"{name} must last at least a minute.")
    if visit.needs not in (1, 2):
        faults.add(f"{name} needs {visit.needs} workers; it may be 1 or 2.")


def _check_day(visit: Visit, faults: Problems) -> None:
    name = f"Visit {visit.id}"
    if visit.day > 6:
        faults.add(f"{name}: the day must be 0 (Monday) to 6 (Sunday), not {visit.day}.")
    elif not visit.day * DAY - CLOCK <= visit.earliest < (visit.day + 2) * DAY + CLOCK:
        faults.add(
            f"{name}: earliest {visit.earliest} is not on day {visit.day} or the night after it."
        )
    if visit.minutes > WEEK:
        faults.add(f"{name} lasts {visit.minutes} minutes, longer than a week.")


def _check_link(problem: Problem, visit: Visit, faults: Problems) -> None:
    if visit.after is None:
        return
    name = f"Visit {visit.id}"
    _known([visit.after], problem.visit, name, "visit", faults)
    if visit.gap_max is not None and visit.gap_max < visit.gap_min:
        faults.add(f"{name}: gap_max {visit.gap_max} is less than gap_min {visit.gap_min}.")
    seen, other = {visit.id}, problem.visit.get(visit.after)
    while other is not None and other.id not in seen:
        seen.add(other.id)
        other = problem.visit.get(other.after or "")
    if other is not None and other.id == visit.id:
        faults.add(f"{name} comes after itself, by way of {visit.after}.")


def _check_pins(problem: Problem, visit: Visit, faults: Problems) -> None:
    name, start = f"Visit {visit.id}", visit.pinned_start
    _known(visit.pins, problem.worker, name, "worker", faults)
    if len(visit.pins) > visit.needs or len(set(visit.pins)) < len(visit.pins):
        faults.add(f"{name} has {len(visit.pins)} pinned workers for {visit.needs} places.")
    if start is not None and not visit.earliest <= start <= visit.latest:
        faults.add(
            f"{name}: the pinned start {start} is outside {visit.earliest} to {visit.latest}."
        )
    for pin in visit.pins:
        worker, person = problem.worker.get(pin), problem.person.get(visit.person)
        if worker is None or person is None:
            continue
        if pin in person.no or person.id in worker.refuses:
            faults.add(
                f"{name} is pinned to {pin}, but there is a no between them and {person.id}."
            )
        if not visit.skills <= worker.skills:
            faults.add(f"{name} is pinned to {pin}, who is not trained for it.")


def _check_pinned_together(problem: Problem, faults: Problems) -> None:
    """Note visits pinned to one worker that overlap whenever they start, pinned or within their windows."""
    held = sorted(
        (pin, *_certain(visit), visit.id) for visit in problem.visits for pin in visit.pins
    )
    for (pin, _, ends, visit), (other_pin, begins, other_ends, other) in itertools.pairwise(
        row for row in held if row[1] < row[2]
    ):
        if pin == other_pin and begins < ends and begins < other_ends:
            faults.add(f"Visits {visit} and {other} are pinned to {pin} at the same time.")


def _certain(visit: Visit) -> tuple[int, int]:
    """Return the stretch that the visit takes whenever it starts: from, to; to is not after from in a wide window."""
    if visit.pinned_start is not None:
        return visit.pinned_start, visit.pinned_start + visit.minutes
    return visit.latest, visit.earliest + visit.minutes


def _check_limits(problem: Problem, faults: Problems) -> None:
    if problem.rules.average_weeks < 1:
        faults.add(
            "“rules.average_weeks” must be 1 or more: the average covers this week at least."
        )
    change = problem.clock_change
    if change is not None and not (0 <= change[0] <= WEEK + CLOCK and abs(change[1]) <= 2 * CLOCK):
        faults.add(
            f"“clock_change” {list(change)} is not a change of at most two hours within the week."
        )


def _check_published(
    problem: Problem, visit_id: str, placement: Placement, faults: Problems
) -> None:
    name = f"Visit {visit_id} of the published week"
    _known([visit_id], problem.visit, name, "visit", faults)
    _known([w for w in placement.workers if w is not None], problem.worker, name, "worker", faults)
    visit = problem.visit.get(visit_id)
    if visit is not None and len(placement.workers) != visit.needs:
        faults.add(f"{name} has {len(placement.workers)} places, not {visit.needs}.")


def _known(
    names: Iterable[str], known: Collection[str], name: str, kind: str, faults: Problems
) -> None:
    for other, count in Counter(list(names)).items():
        if other not in known:
            faults.add(f"{name} names {kind} {other}, which is not in the file.")
        elif count > 1:
            faults.add(f"{name} names {kind} {other} {count} times.")
