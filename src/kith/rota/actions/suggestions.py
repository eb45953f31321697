"""Asking the engine: a better week, or the smallest change that mends one. The engine works outside any transaction.

A suggestion is applied only when the week is still as it was when it was asked for. Whoever runs it writes a
heartbeat; one that falls silent was cut off, and nothing it did was kept.
"""

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import IntegrityError, transaction
from django_tasks import task

from kith.engines.rota.stopping import Stop
from kith.engines.rota.week.evaluate import evaluate
from kith.engines.rota.week.problem import Plan, Problem
from kith.foundation import clock
from kith.foundation.errors import DomainError
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, require
from kith.rota.actions.plans import seated, write_plan, write_reasons
from kith.rota.actions.revisions import locked, touch
from kith.rota.models import Rota, Suggestion, Visit
from kith.rota.problem import TeamWeek, team_week
from kith.rota.queries.jobs import CUT_OFF, is_silent
from kith.rota.queries.reasons import Reasons, reasons_for
from kith.rota.rules.counting import amounts_of

SECONDS = {Suggestion.SUGGEST: 15.0, Suggestion.MEND: 1.0}
BEAT_EVERY = 0.5  # seconds between two writes of progress
MOVED_ON = "Somebody changed the week while this was worked out, so nothing was changed. Ask again."


class SuggestionUnderWay(DomainError):
    """A suggestion for this week is being worked out already."""


@transaction.atomic
def ask_suggestion(
    *,
    coop: Coop,
    by: Actor,
    rota: Rota,
    expected_revision: int,
    kind: str = Suggestion.SUGGEST,
    seconds: float | None = None,
    seed: int = 1,
) -> Suggestion:
    """Ask for a week suggested (or mended, by `kind`), as a job that begins once this is saved.

    Raises SuggestionUnderWay, ChangedMeanwhile, NotAllowed, DomainError when the week has no visits.
    """
    suggestion = _asked(coop, by, rota, expected_revision, kind, seconds, seed)
    transaction.on_commit(lambda: suggest.enqueue(str(suggestion.pk)))
    return suggestion


def mend_week(
    *, coop: Coop, by: Actor, rota: Rota, expected_revision: int, seconds: float = 1.0
) -> Suggestion:
    """Mend the week at once with the smallest change: fill its gaps and keep the rest. Returns how it went in words.

    The week then needs to be sent again. Raises as `ask_suggestion`.
    """
    with transaction.atomic():
        suggestion = _asked(coop, by, rota, expected_revision, Suggestion.MEND, seconds, 1)
    run_suggestion(suggestion.pk)
    suggestion.refresh_from_db()
    return suggestion


def _asked(
    coop: Coop,
    by: Actor,
    rota: Rota,
    expected_revision: int,
    kind: str,
    seconds: float | None,
    seed: int,
) -> Suggestion:
    kept = locked(coop, by, rota, expected_revision, Permission.ROTA_CHANGE)
    fail_silent(kept)
    if not Visit.objects.filter(rota=kept, state=Visit.DUE).exists():
        raise DomainError("This week has no visits yet. Make the week first, then ask.")
    try:
        with transaction.atomic():
            suggestion = Suggestion.objects.create(
                coop=coop,
                rota=kept,
                kind=kind,
                words="Waiting to begin.",
                revision=kept.revision,
                seed=seed,
                seconds=seconds or SECONDS[kind],
                asked_by_id=by.person_id,
                asked_at=clock.now(),
                heartbeat=clock.now(),
            )
    except IntegrityError as error:
        raise SuggestionUnderWay(
            "A suggestion for this week is being worked out already. Wait for it, or stop it."
        ) from error
    record(coop=coop, by=by, kind=f"rota.{kind}-asked", subject=kept)
    return suggestion


@transaction.atomic
def stop_suggestion(*, coop: Coop, by: Actor, suggestion: Suggestion) -> Suggestion:
    """Ask a running suggestion to stop with the best week it has; one that still waits ends at once."""
    require(by, Permission.ROTA_CHANGE, suggestion)
    kept = Suggestion.objects.select_for_update().get(pk=suggestion.pk, coop=coop)
    if kept.state == Suggestion.WAITING:
        _end(kept, Suggestion.STOPPED, "Stopped before it began. Nothing was changed.")
    elif kept.state == Suggestion.RUNNING:
        kept.stop_asked = True
        kept.save(update_fields=["stop_asked"])
    record(coop=coop, by=by, kind="rota.suggestion-stopped", subject=suggestion.rota)
    return kept


def fail_silent(rota: Rota) -> None:
    """End a suggestion of this week whose worker has fallen silent, and say so."""
    open_ones = Suggestion.objects.filter(
        rota=rota, state__in=[Suggestion.RUNNING, Suggestion.WAITING]
    )
    for suggestion in filter(is_silent, open_ones):
        _end(suggestion, Suggestion.FAILED, CUT_OFF)


def _end(suggestion: Suggestion, state: str, words: str) -> None:
    suggestion.state, suggestion.words = state, words
    suggestion.finished_at = clock.now()
    suggestion.save(update_fields=["state", "words", "finished_at", "before", "after", "progress"])


@task()
def suggest(suggestion_id: str) -> None:
    """The job: run a suggestion that was asked for."""
    run_suggestion(uuid.UUID(suggestion_id))


def run_suggestion(suggestion_id: uuid.UUID) -> None:
    """Work a suggestion out and apply it, unless the week has moved on. Any failure is told, none is half-written."""
    suggestion = _begun(suggestion_id)
    if suggestion is None:
        return
    try:
        found = _worked_out(suggestion)
        _apply(suggestion, found)
    except Exception:
        suggestion.refresh_from_db()
        _end(
            suggestion,
            Suggestion.FAILED,
            "Something went wrong while this was worked out. Nothing was changed. Ask again.",
        )
        raise


@transaction.atomic
def _begun(suggestion_id: uuid.UUID) -> Suggestion | None:
    """Take a waiting suggestion; None when it was stopped, or somebody else has taken it."""
    taken = Suggestion.objects.filter(pk=suggestion_id, state=Suggestion.WAITING).update(
        state=Suggestion.RUNNING, heartbeat=clock.now(), words="Reading the week."
    )
    if not taken:
        return None
    rows = Suggestion.objects.select_related("rota__coop", "rota__team", "asked_by")
    return rows.get(pk=suggestion_id)


@dataclass(frozen=True, slots=True)
class Found:
    """A plan for a week with the reason for each place, and the figures before and after it."""

    of_week: TeamWeek
    plan: Plan
    reasons: Mapping[tuple[str, int], Reasons]
    before: Mapping[str, object]
    after: Mapping[str, object]


def _worked_out(suggestion: Suggestion) -> Found:
    """Search, with nothing locked: others may change the week meanwhile, and then theirs counts."""
    of_week = team_week(suggestion.rota)
    problem = of_week.problem
    plan = seated(of_week, _searched(suggestion, of_week))
    return Found(
        of_week,
        plan,
        reasons_for(replace(of_week, plan=plan)),
        _figures(problem, of_week.plan),
        _figures(problem, plan),
    )


def _searched(suggestion: Suggestion, of_week: TeamWeek) -> Plan:
    from kith.engines.rota.week.repair import repair
    from kith.engines.rota.week.search.suggest import suggest as search

    problem, plan, seed = of_week.problem, of_week.plan, suggestion.seed
    stop = Stop(seconds=suggestion.seconds)
    if suggestion.kind == Suggestion.MEND:
        return repair(problem, plan, stop=stop, seed=seed).plan
    start = plan if plan.placements else None
    pulse = Pulse(suggestion, stop)
    cores = settings.ROTA_CORES
    return search(problem, stop=stop, seed=seed, cores=cores, start=start, progress=pulse).plan


class Pulse:
    """Writes how far a search is, at most twice a second, and stops it when somebody has asked for that."""

    def __init__(self, suggestion: Suggestion, stop: Stop) -> None:
        self.suggestion = suggestion
        self.stop = stop
        self.last = 0.0

    def __call__(self, share: float, gaps: int, points: float) -> None:
        """Called by the engine a few times a second."""
        if time.monotonic() - self.last < BEAT_EVERY:
            return
        self.last = time.monotonic()
        row = Suggestion.objects.filter(pk=self.suggestion.pk)
        words = f"Looking for a better week: {_places(gaps)} nobody yet."
        row.update(progress=min(99, int(share * 100)), heartbeat=clock.now(), words=words)
        if row.filter(stop_asked=True).exists():
            self.stop.signal.set()


def _places(count: int) -> str:
    return {0: "no place has", 1: "1 place has"}.get(count, f"{count} places have")


@transaction.atomic
def _apply(suggestion: Suggestion, found: Found) -> None:
    """Write the plan, if the week is still as it was read."""
    rota = Rota.objects.select_for_update(of=("self",)).get(pk=suggestion.rota_id)
    suggestion.refresh_from_db(fields=["state", "stop_asked"])
    if suggestion.state != Suggestion.RUNNING:
        return  # it was given up as cut off
    suggestion.before, suggestion.after = dict(found.before), dict(found.after)
    if rota.revision != suggestion.revision:
        _end(suggestion, Suggestion.FAILED, MOVED_ON)
        return
    changed = write_plan(found.of_week, found.plan)
    write_reasons(found.of_week, found.reasons)
    if changed:
        touch(rota)
    suggestion.progress = 100
    stopped = suggestion.stop_asked
    words = _told(suggestion.kind, found, changed)
    _end(suggestion, Suggestion.STOPPED if stopped else Suggestion.DONE, words)
    record(
        coop=suggestion.coop,
        by=None,
        kind=f"rota.{suggestion.kind}-done",
        subject=rota,
        asked_by=suggestion.asked_by_id,
        changed=len(changed),
        gaps=found.after["gaps"],
    )


def _told(kind: str, found: Found, changed: set[str]) -> str:
    gaps = found.after["gaps"]
    left = "Every visit has a worker" if not gaps else f"{gaps} still without a worker"
    if not changed and kind == Suggestion.MEND:
        why = "Nothing could be mended" if gaps else "Nothing needed mending"
        return f"{why}, so nothing changed. {left}."
    if not changed:
        return f"Nothing better was found, so nothing changed. {left}."
    return f"{len(changed)} {'visit' if len(changed) == 1 else 'visits'} changed. {left}."


def _figures(problem: Problem, plan: Plan) -> Mapping[str, object]:
    judged = evaluate(problem, plan)
    return {
        "gaps": len(judged.gaps),
        "points": round(judged.total, 1),
        "broken": len(judged.violations),
        "parts": {name: round(points, 1) for name, points in judged.parts.items()},
        "amounts": amounts_of(problem, plan),
    }
