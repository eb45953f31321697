"""Rota engine: one day with windows, wishes, breaks and overtime (UHHC), beside the published solvers

Instances and costs: Ceschia et al. (2026), simulated annealing and CP-SAT.
"""

import csv
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.known import Known, keep_if_best, kept_costs, known_uhhc
from benchmarks.measuring import Options
from benchmarks.protocol import JUDGED, agrees, gap, judged_of, judged_words, protocol_of
from benchmarks.runs import Row, Run, carry_out, row_of, runs_of
from benchmarks.tables import mean, percent, table
from kith.engines.rota.stopping import Clock, Stop
from kith.engines.rota.uhhc.evaluate import evaluate
from kith.engines.rota.uhhc.format import read, solution_document
from kith.engines.rota.uhhc.solve import solve
from kith.engines.rota.uhhc.warm import warm

LIMITS = (20.0,)


def measure(options: Options) -> dict[str, Any]:
    """Solve every validation instance with every seed."""
    folder = options.folder("rota", "uhhc")
    known, published = known_uhhc(folder), _published(folder)
    cases, limits = options.chosen(sorted(known)), options.limits(LIMITS)
    warm()
    rows = carry_out(
        "rota_uhhc",
        runs_of(cases, limits, options.seeds),
        partial(_solved, folder),
        options,
        partial(_seen, known),
    )
    kept = kept_costs("uhhc")
    return {
        "protocol": _protocol(limits, options),
        "judged": judged_of(rows),
        "rows": [_summary(c, published[c], rows) for c in cases],
        "new": [{"instance": c, "cost": kept[c]} for c in kept],
    }


def _solved(folder: Path, run: Run) -> Row:
    """Carry out one run; the row holds the solution for `_seen`."""
    instance = read(folder / "instances" / f"{run.case}.json")
    told = [0.0]

    def tell(_: Clock, cost: float) -> None:
        told[0] = cost

    result = solve(instance, stop=Stop(seconds=run.limit), seed=run.seed, progress=tell)
    judged = evaluate(instance, result.solution)
    return row_of(
        run,
        patients=len(instance.patients),
        caregivers=len(instance.caregivers),
        cost=judged.total,
        feasible=judged.feasible,
        agrees=agrees(judged.total, told[0]),
        spent=result.seconds,
        tried=result.iterations,
        solution=solution_document(result.solution),
    )


def _seen(known: dict[str, Known], row: Row) -> str:
    """Keep the solution if it is a new best one, and say in words what the run found."""
    solution, best = row.pop("solution"), known[row["case"]]
    kept = row["feasible"] and keep_if_best("uhhc", row["case"], best, row["cost"], solution)
    words = f"{row['cost']:.0f}, {percent(gap(row['cost'], best.best))} to the best published"
    return words + (", a new best plan" if kept else "") + ("" if row["feasible"] else ", BROKEN")


def _summary(case: str, published: dict[str, float], rows: list[Row]) -> dict[str, Any]:
    own = [row for row in rows if row["case"] == case]
    return {
        "instance": case,
        "patients": own[0]["patients"],
        "caregivers": own[0]["caregivers"],
        "annealing": published["simulated-annealing/validation"],
        "cp_sat": published.get("cp-sat"),
        "costs": [row["cost"] for row in own],
        "tried": round(mean(row["tried"] for row in own)),
    }


def _published(folder: Path) -> dict[str, dict[str, float]]:
    """Return the published cost by instance and solver."""
    published: dict[str, dict[str, float]] = {}
    with (folder / "published_costs.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            published.setdefault(row["instance"], {})[row["group"]] = float(row["total_cost"])
    return published


def _protocol(limits: tuple[float, ...], options: Options) -> str:
    return (
        f"{protocol_of(limits, options)} Annealing and CP-SAT: the costs their authors published, found on their "
        f"machine in their time. Ratio: cost / annealing. {JUDGED}"
    )


def section(results: dict[str, Any]) -> str:
    """Return the protocol and the table."""
    rows = results["rows"]
    ratio = mean(cost / row["annealing"] for row in rows for cost in row["costs"])
    better = sum(mean(row["costs"]) < row["annealing"] for row in rows)
    found = (
        f"Mean ratio to the published annealing: **{ratio:.3f}** (asked: at most 1.000). The mean over the seeds is "
        f"below the annealing on {better} of {len(rows)} instances."
    )
    parts = [results["protocol"], judged_words(results["judged"]), found, _table(rows)]
    if results["new"]:
        parts.append(_new(results["new"]))
    return "\n\n".join(parts)


def _table(rows: list[dict[str, Any]]) -> str:
    heads = "instance|patients|caregivers|annealing|CP-SAT|Kith: mean|best|worst|ratio|plans tried"
    lines = [
        (
            row["instance"],
            row["patients"],
            row["caregivers"],
            f"{row['annealing']:.0f}",
            "–" if row["cp_sat"] is None else f"{row['cp_sat']:.0f}",
            f"{mean(row['costs']):.0f}",
            f"{min(row['costs']):.0f}",
            f"{max(row['costs']):.0f}",
            f"{mean(row['costs']) / row['annealing']:.3f}",
            f"{row['tried'] / 1e6:.1f} M",
        )
        for row in rows
    ]
    return table(heads, "l r r r r r r r r r", lines)


def _new(new: list[dict[str, Any]]) -> str:
    plans = ", ".join(
        f"[{row['instance']}](../benchmarks/best/uhhc/{row['instance']}.json) {row['cost']:.0f}"
        for row in new
    )
    return (
        "Plans that cost less than every published one, the best of all runs so far, kept as files in the benchmark’s "
        f"own form, each given to the evaluator by a test: {plans}."
    )
