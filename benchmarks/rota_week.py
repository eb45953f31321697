"""Rota engine: a team's whole week, its repair and its answers

A made-up town: 12 workers, 48 people, 346 visits, 28 of them for two workers; vetoes, skills, linked visits, all rules.
"""

import json
import statistics
import subprocess
import sys
import time
from dataclasses import replace
from typing import Any

from benchmarks.measuring import Options
from benchmarks.protocol import protocol_of
from benchmarks.runs import Row, Run, carry_out, row_of, runs_of
from benchmarks.tables import mean, percent, table
from kith.cli.serving import get_ready
from kith.engines.rota.stopping import Stop
from kith.engines.rota.week.evaluate import Evaluation, evaluate
from kith.engines.rota.week.explain import options as options_of
from kith.engines.rota.week.problem import DAY, Plan, Problem
from kith.engines.rota.week.repair import repair
from kith.engines.rota.week.search import suggest
from kith.engines.rota.week.tests.town import town
from kith.engines.rota.week.warm import warm

LIMITS = (0.5, 5.0, 20.0)
LONG = 300.0
"""Seconds of the long run that the others are held against."""
ASKED_LIMIT = 5.0
"""Seconds in which a suggestion is asked to come near the long run."""
MENDING = 1.0
SICK_CALLS = ((0, 1), (3, 2), (5, 4), (7, 0), (8, 2), (10, 5))
"""Who is ill on which day: numbers of workers and days."""
STARTS = 5
"""How often a process is begun from nothing; the median counts."""
WEEK, FIRST, ANSWERS, START = "whole week", "first plan", "sick calls and answers", "a start"


def measure(options: Options) -> dict[str, Any]:
    """Suggest for several lengths of time, mend sick calls, rank workers for visits, and begin from nothing."""
    limits = options.limits(LIMITS)
    long = LONG if options.seconds is None else options.seconds
    warm()
    runs = [Run(case, limit, 1) for case, limit in ((FIRST, 0.5), (ANSWERS, 5.0), (START, 5.0))]
    runs += runs_of([WEEK], limits, options.seeds)
    runs += [Run(WEEK, long, 1)] if long not in limits else []
    chosen = [run for run in runs if options.chosen([run.case])]
    rows = carry_out("rota_week", chosen, _measured, options, _words)
    of = {case: [row for row in rows if row["case"] == case] for case in (ANSWERS, START)}
    return {
        "protocol": protocol_of(limits, options),
        "visits": len(town().visits),
        "long": long,
        "suggestions": [row for row in rows if row["case"] in (FIRST, WEEK)],
        "mending": [call for row in of[ANSWERS] for call in row["mending"]],
        "options": next((row["options"] for row in of[ANSWERS]), None),
        "start": next((row["start"] for row in of[START]), None),
    }


def _measured(run: Run) -> Row:
    """Carry out one run, whatever it is."""
    if run.case == ANSWERS:
        return _answers(run)
    if run.case == START:
        return row_of(run, start=_start())
    stop = Stop(iterations=1) if run.case == FIRST else Stop(seconds=run.limit)
    began = time.perf_counter()
    result = suggest(town(), stop=stop, seed=run.seed)
    spent = time.perf_counter() - began
    return row_of(run, spent=round(spent, 2), moves=result.iterations, **_judged(result.evaluation))


def _judged(judged: Evaluation) -> dict[str, Any]:
    return {
        "gaps": len(judged.gaps),
        "violations": len(judged.violations),
        "points": round(judged.total),
        "wishes": round(judged.total - judged.parts["gaps"]),
    }


def _words(row: Row) -> str:
    keys = ("gaps", "violations", "wishes", "spent", "mending", "options", "start")
    return ", ".join(f"{key} {row[key]}" for key in keys if key in row)


def _answers(run: Run) -> Row:
    """As a served site does: suggest a week, mend each sick call in it, rank the workers for every fifth visit."""
    get_ready()
    problem = town()
    plan = suggest(problem, stop=Stop(seconds=run.limit), seed=run.seed).plan
    mending = [_sick_call(problem, plan, worker, day) for worker, day in SICK_CALLS]
    return row_of(run, mending=mending, options=_options(problem, plan))


def _sick_call(problem: Problem, plan: Plan, index: int, day: int) -> dict[str, Any]:
    """Take one worker's day away and mend the week."""
    ill = problem.workers[index]
    spans = tuple(span for span in ill.spans if span[0] // DAY != day)
    workers = tuple(replace(w, spans=spans) if w is ill else w for w in problem.workers)
    after = replace(problem, workers=workers)
    lost = sum(v.day == day and ill.id in plan.workers(v) for v in problem.visits)
    began = time.perf_counter()
    mended = repair(after, plan, stop=Stop(seconds=MENDING))
    return {
        "worker": ill.name,
        "lost": lost,
        "seconds": round(time.perf_counter() - began, 2),
        "changed": len(mended.changed),
        "gaps": len(mended.evaluation.gaps),
        "gaps_before": len(evaluate(problem, plan).gaps),
        "violations": len(mended.evaluation.violations),
    }


def _options(problem: Problem, plan: Plan) -> dict[str, float]:
    spent = []
    for visit in problem.visits[::5]:
        began = time.perf_counter()
        options_of(problem, plan, visit.id)
        spent.append(1000 * (time.perf_counter() - began))
    return {"median": round(statistics.median(spent), 1), "worst": round(max(spent), 1)}


def _start() -> dict[str, float]:
    """Begin from nothing several times: seconds to the first plan after and with the imports, and the most memory."""
    found = []
    for _ in range(STARTS):
        began = time.time()
        words = subprocess.run(
            (sys.executable, "-m", "benchmarks.week_start"), check=True, stdout=subprocess.PIPE
        )
        found.append(json.loads(words.stdout) | {"began": began})
    return {
        "first": round(statistics.median(row["first"] for row in found), 2),
        "whole": round(statistics.median(row["at"] - row["began"] for row in found), 2),
        "memory": round(max(row["memory"] for row in found)),
    }


def section(results: dict[str, Any]) -> str:
    """Return the protocol and the tables."""
    protocol = (
        f"{results['protocol']} One made-up week of {results['visits']} visits. Gaps are places that nobody fills, "
        "wishes are points (one is a minute of travel); a gap weighs more than all wishes. Violations are counted by "
        "the evaluator, which shares no code with the search."
    )
    parts = [protocol, _asked(results), _suggestions(results)]
    if results["start"]:
        whole = results["start"]["whole"]
        parts.append(
            f"From nothing, Python and imports counted, the first plan is there in {whole:.2f} s."
        )
    if results["mending"]:
        parts.append(_mending(results["mending"]))
    return "\n\n".join(part for part in parts if part)


def _asked(results: dict[str, Any]) -> str:
    """Return the figures asked for beside those measured."""
    lines = [*_asked_of_suggestions(results), *_asked_of_answers(results)]
    rows = [
        (what, f"≤ {most:g} {unit}", f"{found:.2f} {unit}", "yes" if found <= most else "no")
        for what, most, found, unit in lines
    ]
    return table("asked|at most|measured|met", "l r r l", rows) if rows else ""


Asked = tuple[str, float, float, str]


def _asked_of_suggestions(results: dict[str, Any]) -> list[Asked]:
    lines: list[Asked] = []
    rows = results["suggestions"]
    near = [row for row in rows if row["case"] == WEEK and row["limit"] == ASKED_LIMIT]
    long = _long(results)
    if near and long:
        over = mean(100 * (row["points"] / long["points"] - 1) for row in near)
        words = f"points above the {results['long']:g} s run after {ASKED_LIMIT:g} s, mean of seeds"
        lines.append((words, 1.0, over, "%"))
    first = [row["spent"] for row in rows if row["case"] == FIRST]
    if first:
        lines.append(("first plan that keeps every rule", 0.5, max(first), "s"))
    return lines


def _asked_of_answers(results: dict[str, Any]) -> list[Asked]:
    lines: list[Asked] = []
    if results["mending"]:
        worst = max(row["seconds"] for row in results["mending"])
        lines.append(("a sick call mended, the slowest", 1.0, worst, "s"))
    if results["options"]:
        answers = results["options"]
        lines.append(("workers ranked for a visit, in the middle", 50, answers["median"], "ms"))
        lines.append(("workers ranked for a visit, the slowest", 50, answers["worst"], "ms"))
    if results["start"]:
        start = results["start"]
        words = (
            f"from `suggest` to the first plan in a new process (median of {STARTS}), imports done"
        )
        lines.append((words, 0.3, start["first"], "s"))
        lines.append(
            ("most memory of a suggestion of 5 s, with imports", 300, start["memory"], "MB")
        )
    return lines


def _long(results: dict[str, Any]) -> dict[str, Any] | None:
    rows = results["suggestions"]
    return next((r for r in rows if r["case"] == WEEK and r["limit"] == results["long"]), None)


def _suggestions(results: dict[str, Any]) -> str:
    long, lines = _long(results), []
    for case, limit in dict.fromkeys((r["case"], r["limit"]) for r in results["suggestions"]):
        own = [r for r in results["suggestions"] if (r["case"], r["limit"]) == (case, limit)]
        over = _above(own, long)
        lines.append(
            (
                case if case == FIRST else f"{limit:g} s",
                ", ".join(str(r["seed"]) for r in own),
                f"{mean(r['spent'] for r in own):.2f} s",
                f"{mean(r['moves'] for r in own):,.0f}",
                ", ".join(str(r["gaps"]) for r in own),
                sum(r["violations"] for r in own),
                f"{mean(r['wishes'] for r in own):,.0f}",
                f"{min(r['wishes'] for r in own):,}",
                over,
            )
        )
    heads = "time given|seeds|used|moves tried|gaps|violations|wishes, mean|best|points above the longest"
    return table(heads, "l l r r r r r r r", lines) if lines else ""


def _above(own: list[dict[str, Any]], long: dict[str, Any] | None) -> str:
    """Return how far points lie above those of the long run; a gap is no matter of percents."""
    if long is None:
        return "–"
    if any(row["gaps"] > long["gaps"] for row in own):
        return "more gaps"
    return percent(mean(100 * (row["points"] / long["points"] - 1) for row in own))


def _mending(rows: list[dict[str, Any]]) -> str:
    columns = ("worker", "lost", "changed", "gaps_before", "gaps", "violations")
    lines = [(*(row[c] for c in columns), f"{row['seconds']:.2f} s") for row in rows]
    heads = "ill for a day|visits lost|visits changed|gaps before|gaps after|violations|used"
    return table(heads, "l r r r r r r", lines)
