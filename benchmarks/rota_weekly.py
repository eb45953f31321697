"""Rota engine: real weeks of a provider

Weeks of a palliative home care provider (Cappanera and Scutellà 2015): how few different operators a patient meets,
how evenly work is shared, and how far everybody travels, beside a greedy plan and OR-Tools.
"""

from collections import defaultdict
from statistics import fmean
from typing import Any

from benchmarks.measuring import Options
from benchmarks.peer_weekly import greedy, solve_with_ortools
from kith.engines.rota.stopping import Stop
from kith.engines.rota.week.warm import warm
from kith.engines.rota.weekly.evaluate import evaluate
from kith.engines.rota.weekly.format import Instance, Solution, read
from kith.engines.rota.weekly.patterns import choose_patterns
from kith.engines.rota.weekly.solve import solve

SECONDS = 10.0
SEEDS = (1, 2, 3)
WAYS = ("Kith", "OR-Tools", "greedy")

Row = dict[str, Any]


def measure(options: Options) -> dict[str, Any]:
    """Plan every week three ways from the same days, and judge all plans by one evaluator."""
    folder = options.folder("rota", "weekly")
    seconds = options.seconds or SECONDS
    warm()
    rows: list[Row] = []
    for name in options.chosen(sorted(path.stem for path in folder.glob("*.txt"))):
        rows += _ways(name, read(folder / f"{name}.txt"), seconds)
    return {"seconds": seconds, "seeds": list(SEEDS), "rows": rows}


def _ways(name: str, week: Instance, seconds: float) -> list[Row]:
    patterns = choose_patterns(week)
    first = greedy(week, patterns)
    rows = [_row(name, "greedy", 1, week, first)]
    plan, used = solve_with_ortools(week, patterns, first, seconds)
    if plan is not None:
        rows.append(_row(name, "OR-Tools", 1, week, plan, used))
    for seed in SEEDS:
        found = solve(week, stop=Stop(seconds=seconds), seed=seed)
        rows.append(_row(name, "Kith", seed, week, found.solution, found.seconds))
    for row in rows:
        print(row, flush=True)
    return rows


def _row(
    name: str, way: str, seed: int, week: Instance, plan: Solution, seconds: float = 0.0
) -> Row:
    judged = evaluate(week, plan)
    visits = sum(sum(who.visits) for who in week.patients)
    return {
        "week": name,
        "way": way,
        "seed": seed,
        "visits": visits,
        "mean": round(judged.mean_workers, 4),
        "worst": judged.worst_workers,
        "one": round(judged.share_with(1), 4),
        "two": round(judged.share_with(2), 4),
        "largest": round(judged.largest_use, 4),
        "spread": round(judged.spread, 4),
        "deviation": round(judged.deviation, 4),
        "travel": judged.travel,
        "broken": len(judged.broken),
        "seconds": round(seconds, 1),
    }


def section(results: dict[str, Any]) -> str:
    """Return the protocol and the tables."""
    rows = results["rows"]
    protocol = (
        "Protocol: the days of each patient are chosen once, by the rule that evens out the days, and all three plan "
        f"the same days. {results['seconds']:g} s on one core for Kith (seeds {', '.join(map(str, results['seeds']))}, "
        "each figure the mean) and for OR-Tools routing, which is deterministic, starts from the greedy plan and has "
        "Kith’s own prices: travel, further operators for a patient, work over and under the fair share. Greedy: the "
        "patients with most visits first, each visit to an operator whom the patient has already, or else to the "
        "least busy one. Compiling is not counted. One evaluator judges all plans from the files alone; the files "
        "allow two operators for a patient. Use is work and travel as a share of an operator’s hours."
    )
    return "\n\n".join([protocol, _summary(rows), _by_week(rows)])


def _summary(rows: list[Row]) -> str:
    lines = [
        "| all weeks | operators a patient meets, mean | at worst | patients with one | with at most two |"
        " largest use | largest − smallest use | standard deviation of use | travel | rules broken |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for way in WAYS:
        mine = [row for row in rows if row["way"] == way]
        if not mine:
            continue
        mean = {key: fmean(row[key] for row in mine) for key in mine[0] if key not in ("week", "way")}
        weeks = len({row["week"] for row in mine})
        lines.append(
            f"| {way} | {mean['mean']:.3f} | {max(row['worst'] for row in mine)} | {mean['one']:.1%} | "
            f"{mean['two']:.1%} | {mean['largest']:.1%} | {mean['spread']:.1%} | {mean['deviation']:.1%} | "
            f"{mean['travel'] * weeks / 60:.1f} h | {sum(row['broken'] for row in mine)} |"
        )
    return "\n".join(lines)


def _by_week(rows: list[Row]) -> str:
    lines = [
        "| week | visits | " + " | ".join(f"{way}: met, spread, travel" for way in WAYS) + " |",
        "|---|--:|" + "--:|" * len(WAYS),
    ]
    weeks: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        weeks[row["week"]].append(row)
    for name, of_week in weeks.items():
        cells = [_cell([row for row in of_week if row["way"] == way]) for way in WAYS]
        lines.append(f"| {name} | {of_week[0]['visits']} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(rows: list[Row]) -> str:
    if not rows:
        return "none found"
    met, spread, travel = (fmean(row[key] for row in rows) for key in ("mean", "spread", "travel"))
    return f"{met:.3f}, {spread:.1%}, {travel:,.0f} min"
