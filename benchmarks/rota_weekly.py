"""Rota engine: real weeks of a provider

Weeks of a palliative home care provider (Cappanera and Scutellà 2015): how few different operators a patient meets,
how evenly work is shared, and how far everybody travels, beside a greedy plan and OR-Tools.
"""

import time
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import Any

from benchmarks.measuring import Options
from benchmarks.peer_weekly import greedy, with_ortools
from benchmarks.runs import Row, Run, carry_out, row_of, runs_of
from benchmarks.tables import table
from kith.engines.rota.stopping import Stop
from kith.engines.rota.week.warm import warm
from kith.engines.rota.weekly.evaluate import evaluate
from kith.engines.rota.weekly.format import Instance, Solution, read
from kith.engines.rota.weekly.patterns import choose_patterns
from kith.engines.rota.weekly.solve import solve

SECONDS = 5.0
PEERS = ("greedy", "OR-Tools")
WAYS = ("Kith", "OR-Tools", "greedy")


def measure(options: Options) -> dict[str, Any]:
    """Plan every week three ways from the same days, and judge all plans by one evaluator."""
    folder = options.folder("rota", "weekly")
    limits = options.limits((SECONDS,))
    cases = options.chosen(sorted(path.stem for path in folder.glob("*.txt")))
    warm()
    runs = [Run(case, limits[0], 1, way) for case in cases for way in PEERS]
    runs += runs_of(cases, limits, options.seeds)
    rows = carry_out("rota_weekly", runs, partial(_planned, folder), options, _seen)
    return {"protocol": _protocol(limits[0], options), "rows": rows}


def _planned(folder: Path, run: Run) -> Row:
    """Carry out one run."""
    week = read(folder / f"{run.case}.txt")
    began = time.monotonic()
    plan = _plan(week, run)
    used = time.monotonic() - began
    judged = evaluate(week, plan)
    return row_of(
        run,
        visits=sum(sum(who.visits) for who in week.patients),
        mean=round(judged.mean_workers, 4),
        worst=judged.worst_workers,
        one=round(judged.share_with(1), 4),
        two=round(judged.share_with(2), 4),
        largest=round(judged.largest_use, 4),
        spread=round(judged.spread, 4),
        deviation=round(judged.deviation, 4),
        travel=judged.travel,
        broken=len(judged.broken),
        used=round(used, 1),
    )


def _plan(week: Instance, run: Run) -> Solution:
    if run.solver == "Kith":
        return solve(week, stop=Stop(seconds=run.limit), seed=run.seed).solution
    patterns = choose_patterns(week)
    first = greedy(week, patterns)
    return first if run.solver == "greedy" else with_ortools(week, patterns, first, run.limit)


def _seen(row: Row) -> str:
    return f"{row['mean']:.3f} met, spread {row['spread']:.1%}, travel {row['travel']}, {row['broken']} broken"


def _protocol(seconds: float, options: Options) -> str:
    seeds = ", ".join(map(str, options.seeds))
    return (
        "Protocol: the days of each patient are chosen once, by the rule that evens out the days, and all three plan "
        f"the same days. {seconds:g} s on one core for Kith (seeds {seeds}, figures are means) and for OR-Tools "
        "routing, which knows no seeds, starts from the greedy plan and has Kith’s own prices: travel, further "
        "operators for a patient, work over and under the fair share. Greedy: patients with most visits first, each "
        "visit to an operator whom the patient has already, or else to the least busy. Compiling is not counted. One "
        "evaluator judges all plans from the files alone; the files allow two operators for a patient. Use is work "
        "and travel as a share of an operator’s hours: whoever drives further than need be is used more, so a "
        "smaller spread may also come from longer ways."
    )


def section(results: dict[str, Any]) -> str:
    """Return the protocol and the tables."""
    rows = results["rows"]
    return "\n\n".join([results["protocol"], _summary(rows), _by_week(rows)])


def _summary(rows: list[Row]) -> str:
    weeks = len({row["case"] for row in rows})
    heads = (
        "all weeks|operators a patient meets, mean|at worst|patients with one|with at most two|"
        "largest use|largest − smallest use|standard deviation of use|travel|rules broken"
    )
    lines = [_summed(way, [row for row in rows if row["solver"] == way], weeks) for way in WAYS]
    return table(heads, "l r r r r r r r r r", lines)


def _summed(way: str, rows: list[Row], weeks: int) -> tuple[str, ...]:
    def mean(key: str) -> float:
        return fmean(row[key] for row in rows)

    return (
        way,
        f"{mean('mean'):.3f}",
        str(max(row["worst"] for row in rows)),
        *(f"{mean(key):.1%}" for key in ("one", "two", "largest", "spread", "deviation")),
        f"{mean('travel') * weeks / 60:.1f} h",
        str(sum(row["broken"] for row in rows)),
    )


def _by_week(rows: list[Row]) -> str:
    heads = "|".join(["week", "visits", *(f"{way}: met, spread, travel" for way in WAYS)])
    lines = []
    for case in dict.fromkeys(row["case"] for row in rows):
        mine = [row for row in rows if row["case"] == case]
        cells = (_cell([row for row in mine if row["solver"] == way]) for way in WAYS)
        lines.append((case, str(mine[0]["visits"]), *cells))
    return table(heads, "l r" + " r" * len(WAYS), lines)


def _cell(rows: list[Row]) -> str:
    met, spread, travel = (fmean(row[key] for row in rows) for key in ("mean", "spread", "travel"))
    return f"{met:.3f}, {spread:.1%}, {travel:,.0f} min"
