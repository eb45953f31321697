"""Rota engine: one day with windows, wishes, breaks and overtime (UHHC), beside the published solvers

Instances and costs: Ceschia et al. (2026), simulated annealing and CP-SAT.
"""

import csv
from pathlib import Path
from typing import Any

from benchmarks.measuring import Options
from kith.engines.rota.stopping import Stop
from kith.engines.rota.uhhc.evaluate import evaluate
from kith.engines.rota.uhhc.format import read
from kith.engines.rota.uhhc.solve import solve
from kith.engines.rota.uhhc.warm import warm

SECONDS = 20.0
SEED = 1


def measure(options: Options) -> dict[str, Any]:
    """Solve every validation instance once, one after the other in one process."""
    folder = options.folder("rota", "uhhc")
    published = _published(folder)
    seconds = options.seconds or SECONDS
    warm()
    rows = []
    for name in options.chosen(sorted(published)):
        rows.append(_row(folder, name, published[name], seconds))
        print(f"{name}: {rows[-1]['cost']:.0f}, {rows[-1]['gap']:+.2f} %", flush=True)
    return {"seconds": seconds, "seed": SEED, "rows": rows}


def _row(folder: Path, name: str, published: dict[str, float], seconds: float) -> dict[str, Any]:
    instance = read(folder / "instances" / f"{name}.json")
    result = solve(instance, stop=Stop(seconds=seconds), seed=SEED)
    judged = evaluate(instance, result.solution)
    annealing = published["simulated-annealing/validation"]
    return {
        "instance": name,
        "patients": len(instance.patients),
        "caregivers": len(instance.caregivers),
        "cost": judged.total,
        "annealing": annealing,
        "cp_sat": published.get("cp-sat"),
        "gap": round(100 * (judged.total / annealing - 1), 2) + 0.0,
        "feasible": judged.feasible,
        "seconds": round(result.seconds, 2),
        "plans_tried": result.iterations,
    }


def _published(folder: Path) -> dict[str, dict[str, float]]:
    """Return the published cost by instance and solver."""
    published: dict[str, dict[str, float]] = {}
    with (folder / "published_costs.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            published.setdefault(row["instance"], {})[row["group"]] = float(row["total_cost"])
    return published


def section(results: dict[str, Any]) -> str:
    """Return the protocol and the table."""
    rows = results["rows"]
    kept = sum(row["feasible"] for row in rows)
    better = sum(row["cost"] < row["annealing"] for row in rows)
    mean = sum(row["gap"] for row in rows) / len(rows)
    protocol = (
        f"Protocol: {results['seconds']:g} s of wall clock an instance, one run, seed {results['seed']}, one core, "
        "compiling not counted. Annealing and CP-SAT: the costs their authors published, found on their machine in "
        "their time. Every cost and rule is checked by the evaluator, which shares no code with the search and gives "
        "the published solutions at hand (those of CP-SAT) their published costs."
    )
    found = (
        f"**{kept} of {len(rows)} plans keep every hard rule; {better} of {len(rows)} cost less than the published "
        f"annealing; the mean difference is {mean:+.1f} %.**"
    )
    return "\n\n".join([protocol, found, _table(rows)])


def _table(rows: list[dict[str, Any]]) -> str:
    heads = "instance | patients | caregivers | Kith | annealing | difference | CP-SAT | feasible | plans tried"
    lines = [f"| {heads} |", "|---|--:|--:|--:|--:|--:|--:|---|--:|"]
    for row in rows:
        cp_sat = "–" if row["cp_sat"] is None else f"{row['cp_sat']:.0f}"
        lines.append(
            f"| {row['instance']} | {row['patients']} | {row['caregivers']} | {row['cost']:.0f} "
            f"| {row['annealing']:.0f} | {row['gap']:+.2f} % | {cp_sat} "
            f"| {'yes' if row['feasible'] else 'no'} | {row['plans_tried'] / 1e6:.1f} M |"
        )
    return "\n".join(lines)
