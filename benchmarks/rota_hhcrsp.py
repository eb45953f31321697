"""Rota engine: one day with pairs of caregivers (HHCRSP), beside OR-Tools routing

Instances: Mankowska, Meisel and Bierwirth (2014). Best known: the lowest cost published by Ceschia et al. (2024).
"""

import csv
from pathlib import Path
from typing import Any

from benchmarks.measuring import Options
from kith.engines.rota.hhcrsp.evaluate import Evaluation, evaluate
from kith.engines.rota.hhcrsp.format import Instance, read
from kith.engines.rota.hhcrsp.solve import solve
from kith.engines.rota.hhcrsp.warm import warm
from kith.engines.rota.stopping import Stop

SECONDS = 20.0
SEED = 1
PEER = ("A1", "B1", "C1", "D1", "E1")
"""The days OR-Tools is measured on: one of each size that its model solves in the time."""


def measure(options: Options) -> dict[str, Any]:
    """Solve every instance once, and the peer's subset with the peer; one after the other in one process."""
    from benchmarks.peer_ortools import solve_with_ortools

    folder = options.folder("rota", "hhcrsp")
    with (folder / "best_known.csv").open(encoding="utf-8") as rows:
        best = {row["instance"]: row for row in csv.DictReader(rows)}
    seconds = options.seconds or SECONDS
    warm()
    kith, peer = [], []
    for name in options.chosen(list(best)):
        instance = _instance(folder, best[name]["file"])
        known = float(best[name]["ceschia2024_best"])
        result = solve(instance, stop=Stop(seconds=seconds), seed=SEED)
        judged = evaluate(instance, result.solution)
        kith.append(_row(name, instance, judged, known, result.seconds, result.iterations))
        print(f"{name}: {judged.total:.3f}, gap {kith[-1]['gap']:+.2f} %", flush=True)
        if name in PEER:
            solution, spent = solve_with_ortools(instance, seconds)
            judged = None if solution is None else evaluate(instance, solution)
            peer.append(_row(name, instance, judged, known, spent, None))
            print(f"{name}, OR-Tools: {peer[-1]['cost']}, gap {peer[-1]['gap']} %", flush=True)
    return {"seconds": seconds, "seed": SEED, "kith": kith, "ortools": peer}


def _instance(folder: Path, file: str) -> Instance:
    return read(folder / "instances" / f"{file}.json")


def _row(
    name: str,
    instance: Instance,
    judged: Evaluation | None,
    known: float,
    seconds: float,
    tried: int | None,
) -> dict[str, Any]:
    return {
        "instance": name,
        "patients": len(instance.patients),
        "best_known": known,
        "cost": None if judged is None else round(judged.total, 3),
        "gap": None if judged is None else round(100 * (judged.total / known - 1), 3) + 0.0,
        "feasible": judged is not None and judged.feasible,
        "seconds": round(seconds, 2),
        "plans_tried": tried,
    }


def section(results: dict[str, Any]) -> str:
    """Return the protocol and the tables."""
    kith = results["kith"]
    feasible = sum(row["feasible"] for row in kith)
    protocol = (
        f"Protocol: {results['seconds']:g} s of wall clock an instance, one run, seed {results['seed']}, one core, "
        "compiling not counted. Gap: (cost − best known) / best known; best known is the lowest cost published by "
        "Ceschia et al. (2024), from many longer runs. Every cost and rule is checked by the evaluator, which shares "
        "no code with the search and gives each published solution its published cost."
    )
    parts = [
        protocol,
        f"**{feasible} of {len(kith)} plans keep every hard rule.**",
        _families(kith),
        _instances(kith),
    ]
    if results["ortools"]:
        parts.append(_beside(kith, results["ortools"], results["seconds"]))
    return "\n\n".join(parts)


def _families(rows: list[dict[str, Any]]) -> str:
    lines = ["| family | patients | mean cost | mean best known | mean gap | worst gap |"]
    lines.append("|---|--:|--:|--:|--:|--:|")
    for family in sorted({row["instance"][0] for row in rows}):
        own = [row for row in rows if row["instance"][0] == family]
        gaps = [row["gap"] for row in own]
        lines.append(
            f"| {family} | {own[0]['patients']} | {_mean([r['cost'] for r in own]):.1f} "
            f"| {_mean([r['best_known'] for r in own]):.1f} | {_mean(gaps):+.2f} % | {max(gaps):+.2f} % |"
        )
    return "\n".join(lines)


def _instances(rows: list[dict[str, Any]]) -> str:
    lines = ["| instance | cost | best known | gap | feasible | plans tried |"]
    lines.append("|---|--:|--:|--:|---|--:|")
    lines += [
        f"| {r['instance']} | {r['cost']:.3f} | {r['best_known']:.3f} | {r['gap']:+.2f} % "
        f"| {'yes' if r['feasible'] else 'no'} | {r['plans_tried'] / 1e6:.1f} M |"
        for r in rows
    ]
    return "\n".join(lines)


def _beside(kith: list[dict[str, Any]], peer: list[dict[str, Any]], seconds: float) -> str:
    ours = {row["instance"]: row for row in kith}
    words = (
        f"Beside it, in the same run and with the same {seconds:g} s: OR-Tools routing, guided local search. Pairs are "
        "equalities or bounds between the start times of their two visits. It starts from Kith's greedy first plan: "
        "left to itself it found far worse plans. Its objective is travel + tardiness, for the highest tardiness has "
        "no place in that model; the cost below has it."
    )
    lines = [words, "", "| instance | Kith | gap | OR-Tools | gap | feasible |"]
    lines.append("|---|--:|--:|--:|--:|---|")
    for row in peer:
        own = ours[row["instance"]]
        theirs = (
            "no plan | –" if row["cost"] is None else f"{row['cost']:.3f} | {row['gap']:+.2f} %"
        )
        lines.append(
            f"| {row['instance']} | {own['cost']:.3f} | {own['gap']:+.2f} % | {theirs} "
            f"| {'yes' if row['feasible'] else 'no'} |"
        )
    return "\n".join(lines)


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)
