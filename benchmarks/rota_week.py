"""Rota engine: a team's whole week, its repair and its answers

A made-up town: 12 workers, 48 people, 346 visits, 28 of them for two workers; vetoes, skills, linked visits, all rules.
"""

import statistics
import time
from dataclasses import replace
from typing import Any

from benchmarks.measuring import Options
from kith.engines.rota.stopping import Stop
from kith.engines.rota.week.evaluate import Evaluation, evaluate
from kith.engines.rota.week.explain import options as options_of
from kith.engines.rota.week.problem import DAY, Plan, Problem
from kith.engines.rota.week.repair import repair
from kith.engines.rota.week.search import suggest
from kith.engines.rota.week.tests.town import town
from kith.engines.rota.week.warm import warm

SECONDS = 20.0
MENDING = 3.0
LIMITS = (0.5, 5.0, 20.0, 60.0)
"""Seconds given to a suggestion; the last is the longer run that the others are held against."""


def measure(options: Options) -> dict[str, Any]:
    """Suggest for several lengths of time, mend sick calls, and time who-could-take-this-visit for every visit."""
    warm()
    problem = town()
    limits = LIMITS if options.seconds is None else (options.seconds,)
    first = suggest(problem, stop=Stop(iterations=1))
    rows = [_row("first plan", first.seconds, first.iterations, first.evaluation)]
    plan = first.plan
    for limit in limits:
        result = suggest(problem, stop=Stop(seconds=limit))
        rows.append(_row(f"{limit:g} s", result.seconds, result.iterations, result.evaluation))
        plan = result.plan if limit <= SECONDS else plan
        print(rows[-1], flush=True)
    return {
        "visits": len(problem.visits),
        "suggestions": rows,
        "mending": [_sick_call(problem, plan, w, d) for w, d in ((0, 1), (3, 2), (5, 4), (7, 0))],
        "options": _options(problem, plan),
    }


def _row(name: str, seconds: float, moves: int, judged: Evaluation) -> dict[str, Any]:
    wishes = judged.total - judged.parts["gaps"]
    return {
        "limit": name,
        "seconds": round(seconds, 2),
        "moves": moves,
        "gaps": len(judged.gaps),
        "violations": len(judged.violations),
        "wishes": round(wishes),
    }


def _sick_call(problem: Problem, plan: Plan, index: int, day: int) -> dict[str, Any]:
    """Take one worker's day away and mend the week."""
    ill = problem.workers[index]
    spans = tuple(span for span in ill.spans if span[0] // DAY != day)
    workers = tuple(replace(w, spans=spans) if w is ill else w for w in problem.workers)
    after = replace(problem, workers=workers)
    lost = sum(v.day == day and ill.id in plan.workers(v) for v in problem.visits)
    mended = repair(after, plan, stop=Stop(seconds=MENDING))
    row = {
        "worker": ill.name,
        "lost": lost,
        "seconds": round(mended.seconds, 2),
        "changed": len(mended.changed),
        "gaps": len(mended.evaluation.gaps),
        "gaps_before": len(evaluate(problem, plan).gaps),
        "violations": len(mended.evaluation.violations),
    }
    print(row, flush=True)
    return row


def _options(problem: Problem, plan: Plan) -> dict[str, float]:
    spent = []
    for visit in problem.visits[::5]:
        began = time.perf_counter()
        options_of(problem, plan, visit.id)
        spent.append(1000 * (time.perf_counter() - began))
    return {"median": round(statistics.median(spent), 1), "worst": round(max(spent), 1)}


def section(results: dict[str, Any]) -> str:
    """Return the protocol and the tables."""
    protocol = (
        f"Protocol: one made-up week of {results['visits']} visits, seed 1, one run each, one core, compiling not "
        "counted. Gaps are places that nobody fills, wishes are points (one is a minute of travel). Violations are "
        "counted by the evaluator, which shares no code with the search."
    )
    lines = [
        "| time given | used | moves tried | gaps | violations | wishes |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    lines += [
        f"| {r['limit']} | {r['seconds']:.2f} s | {r['moves']:,} | {r['gaps']} | {r['violations']} | {r['wishes']:,} |"
        for r in results["suggestions"]
    ]
    sick = [
        "| ill for a day | visits lost | visits changed | gaps before | gaps after | violations | used |"
    ]
    sick.append("|---|--:|--:|--:|--:|--:|--:|")
    columns = ("worker", "lost", "changed", "gaps_before", "gaps", "violations")
    sick += [
        f"| {' | '.join(str(r[c]) for c in columns)} | {r['seconds']:.2f} s |"
        for r in results["mending"]
    ]
    answers = (
        "Who could take this visit, every option judged by the evaluator: "
        f"{results['options']['median']:g} ms in the middle, {results['options']['worst']:g} ms at worst."
    )
    return "\n\n".join([protocol, "\n".join(lines), "\n".join(sick), answers])
