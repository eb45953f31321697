"""What others published for the public days, and Kith's own plans below all of it, kept as files in best/."""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BEST = Path(__file__).parent / "best"


@dataclass(frozen=True, slots=True)
class Known:
    """One public day: its file, the lowest published cost, the cost below which a plan is new, the proven optimum."""

    file: str
    best: float
    new_below: float
    proven: float | None = None


def known_hhcrsp(folder: Path) -> dict[str, Known]:
    """Return what is known of each day from best_known.csv, every paper's figure counted.

    A figure was rounded when it was printed, so it may stand for half a unit of its last digit more or less. The best
    is the one that is lowest when read as the most it may stand for; a plan is new if it is below the least of all.
    """
    with (folder / "best_known.csv").open(encoding="utf-8") as rows:
        return {row["instance"]: _hhcrsp(row) for row in csv.DictReader(rows)}


def _hhcrsp(row: Mapping[str, str]) -> Known:
    columns = [name for name in row if name.endswith("_best") or name == "kummer2021_cplex_ub_2h"]
    figures = [row[name] for name in columns if row[name]]
    best = min(figures, key=lambda figure: float(figure) + _half_unit(figure))
    new_below = min(float(figure) - _half_unit(figure) for figure in figures)
    proven = float(best) + _half_unit(best) if row["proven_optimal"] == "yes" else None
    return Known(f"{row['file']}.json", float(best), new_below, proven)


def _half_unit(figure: str) -> float:
    return 0.5 * 10.0 ** -len(figure.partition(".")[2])


def known_uhhc(folder: Path) -> dict[str, Known]:
    """Return what is known of each validation day: the lowest cost of any published solver."""
    costs: dict[str, float] = {}
    with (folder / "published_costs.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            cost = float(row["total_cost"])
            costs[row["instance"]] = min(cost, costs.get(row["instance"], cost))
    return {name: Known(f"{name}.json", cost, cost) for name, cost in costs.items()}


def keep_if_best(benchmark: str, name: str, known: Known, cost: float, solution: Any) -> bool:
    """Keep a judged solution document that costs less than every published one and the one kept; say if it was kept."""
    if cost >= min(known.new_below, kept_costs(benchmark).get(name, cost + 1)):
        return False
    folder = BEST / benchmark
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(
        json.dumps(solution, separators=(",", ":")) + "\n", encoding="utf-8"
    )
    costs = {**kept_costs(benchmark), name: round(cost, 6)}
    text = json.dumps(dict(sorted(costs.items())), indent=1) + "\n"
    (folder / "costs.json").write_text(text, encoding="utf-8")
    return True


def kept_costs(benchmark: str) -> dict[str, float]:
    """Return the cost of each kept plan by the name of its day."""
    file = BEST / benchmark / "costs.json"
    costs: dict[str, float] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return costs
