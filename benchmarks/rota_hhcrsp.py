"""Rota engine: one day with pairs of caregivers (HHCRSP)

Instances: Mankowska, Meisel and Bierwirth (2014). Best known: the lowest cost of theirs, of Kummer et al. (2020, 2021)
and of Ceschia et al. (2024).
"""

from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.known import Known, keep_if_best, kept_costs, known_hhcrsp
from benchmarks.measuring import Options
from benchmarks.protocol import JUDGED, agrees, gap, judged_of, judged_words, protocol_of
from benchmarks.runs import Row, Run, carry_out, row_of, runs_of
from benchmarks.tables import mean, percent, table
from kith.engines.rota.hhcrsp.evaluate import evaluate
from kith.engines.rota.hhcrsp.format import read, solution_document
from kith.engines.rota.hhcrsp.solve import solve
from kith.engines.rota.hhcrsp.warm import warm
from kith.engines.rota.stopping import Clock, Stop

LIMITS = (10.0, 30.0, 60.0)
ONLY = {60.0: "ABC"}
"""Families that are given this long. The others reach in half the time what is asked for in the whole."""
ASKED = (
    (10.0, "C", 0.3),
    (10.0, "DE", 1.0),
    (10.0, "FG", 3.0),
    (60.0, "ABC", 0.0),
    (30.0, "DE", 0.3),
    (30.0, "FG", 1.0),
)
"""Seconds, families, and the mean gap in percent that is asked for."""
HALF = {30.0: ", half the time asked for"}
NEW = 5
"""Instances whose plans are asked to be below every published cost."""


def measure(options: Options) -> dict[str, Any]:
    """Solve every instance with every seed in each of the time limits."""
    folder = options.folder("rota", "hhcrsp")
    known = known_hhcrsp(folder)
    cases, limits = options.chosen(list(known)), options.limits(LIMITS)
    warm()
    rows = carry_out(
        "rota_hhcrsp",
        [run for run in runs_of(cases, limits, options.seeds) if _given(run.case, run.limit)],
        partial(_solved, folder, known),
        options,
        partial(_seen, known),
    )
    kept = kept_costs("hhcrsp")
    return {
        "protocol": _protocol(limits, options),
        "limits": limits,
        "judged": judged_of(rows),
        "rows": [_summary(c, t, known[c], rows) for c in cases for t in limits if _given(c, t)],
        "new": [{"instance": c, "cost": kept[c], "best_known": known[c].best} for c in kept],
    }


def _given(case: str, limit: float) -> bool:
    return case[0] in ONLY.get(limit, case[0])


def _solved(folder: Path, known: dict[str, Known], run: Run) -> Row:
    """Carry out one run; the row holds the solution for `_seen`."""
    best = known[run.case]
    instance = read(folder / "instances" / best.file)
    stop = Stop(seconds=run.limit)

    def tell(_: Clock, cost: float) -> None:
        if best.proven is not None and cost <= best.proven:
            stop.signal.set()

    result = solve(instance, stop=stop, seed=run.seed, progress=tell)
    judged = evaluate(instance, result.solution)
    return row_of(
        run,
        patients=len(instance.patients),
        cost=judged.total,
        feasible=judged.feasible,
        agrees=agrees(judged.total, result.total),
        spent=result.seconds,
        tried=result.iterations,
        solution=solution_document(result.solution),
    )


def _seen(known: dict[str, Known], row: Row) -> str:
    """Keep the solution if it is a new best one, and say in words what the run found."""
    solution, best = row.pop("solution"), known[row["case"]]
    kept = row["feasible"] and keep_if_best("hhcrsp", row["case"], best, row["cost"], solution)
    words = f"{row['cost']:.3f}, {percent(gap(row['cost'], best.best))} in {row['spent']:.1f} s"
    return words + (", a new best plan" if kept else "") + ("" if row["feasible"] else ", BROKEN")


def _summary(case: str, limit: float, known: Known, rows: list[Row]) -> dict[str, Any]:
    own = [row for row in rows if row["case"] == case and row["limit"] == limit]
    costs = [row["cost"] for row in own]
    return {
        "instance": case,
        "patients": own[0]["patients"],
        "best_known": known.best,
        "limit": limit,
        "costs": [round(cost, 3) for cost in costs],
        "new": min(costs) < known.new_below,
        "spent": round(mean(row["spent"] for row in own), 1),
        "tried": round(mean(row["tried"] for row in own)),
    }


def _protocol(limits: tuple[float, ...], options: Options) -> str:
    given = protocol_of(limits, options) + _given_to_some(limits)
    return (
        f"{given} A run ends early when it reaches a cost that is proven optimal (families A and B). Gap: (cost − best "
        "known) / best known; best known is the lowest cost of any paper, from many longer runs. "
        f"{JUDGED}"
    )


def _given_to_some(limits: tuple[float, ...]) -> str:
    found = (f" {t:g} s are given to {', '.join(ONLY[t])} only." for t in limits if t in ONLY)
    return "".join(found)


def section(results: dict[str, Any]) -> str:
    """Return the protocol and the tables."""
    rows, limits = results["rows"], results["limits"]
    parts = [results["protocol"], judged_words(results["judged"])]
    asked = _asked(rows, results["new"])
    parts += [asked] if asked else []
    parts += [_families(rows, limits), _instances(rows, limits)]
    if results["new"]:
        parts.append(_new(results["new"]))
    return "\n\n".join(parts)


def _gaps(row: dict[str, Any]) -> list[float]:
    return [round(gap(cost, row["best_known"]), 3) + 0.0 for cost in row["costs"]]


def _asked(rows: list[dict[str, Any]], new: list[dict[str, Any]]) -> str:
    lines = []
    for limit, families, most in ASKED:
        own = [r for r in rows if r["limit"] == limit and r["instance"][0] in families]
        if own:
            found = mean(mean(_gaps(row)) for row in own)
            met = "yes" if round(found, 2) <= most else "no"
            name = families[0] if len(families) == 1 else f"{families[0]}–{families[-1]}"
            lines.append(
                (
                    f"mean gap on {name} in {limit:g} s{HALF.get(limit, '')}",
                    f"≤ {most:g} %",
                    percent(found),
                    met,
                )
            )
    if lines:
        met = "yes" if len(new) >= NEW else "no"
        lines.append(("plans below every published cost, kept as files", f"≥ {NEW}", len(new), met))
    return table("asked|at|measured|met", "l r r l", lines) if lines else ""


def _families(rows: list[dict[str, Any]], limits: list[float]) -> str:
    heads = "family|patients" + "".join(f"|{t:g} s: mean gap|best|worst" for t in limits)
    lines = []
    for family in sorted({row["instance"][0] for row in rows}):
        own = [row for row in rows if row["instance"][0] == family]
        line = [family, own[0]["patients"]]
        for limit in limits:
            gaps = [_gaps(row) for row in own if row["limit"] == limit]
            line += [
                percent(found(found_in(gap) for gap in gaps)) if gaps else "–"
                for found, found_in in ((mean, mean), (mean, min), (max, max))
            ]
        lines.append(line)
    words = "Means over a family’s instances and all seeds; best: the mean of each instance’s best seed.\n\n"
    return words + table(heads, "l r" + " r r r" * len(limits), lines)


def _instances(rows: list[dict[str, Any]], limits: list[float]) -> str:
    heads = "instance|best known" + "".join(
        f"|{t:g} s: mean|best|mean gap|plans tried" for t in limits
    )
    lines = []
    for case in dict.fromkeys(row["instance"] for row in rows):
        own = [row for row in rows if row["instance"] == case]
        line = [case, f"{own[0]['best_known']:.3f}"]
        for limit in limits:
            line += next((_found(row) for row in own if row["limit"] == limit), ["–"] * 4)
        lines.append(line)
    words = "In bold: below every published cost.\n\n"
    return words + table(heads, "l r" + " r r r r" * len(limits), lines)


def _found(row: dict[str, Any]) -> list[str]:
    best = f"{min(row['costs']):.3f}"
    return [
        f"{mean(row['costs']):.3f}",
        f"**{best}**" if row["new"] else best,
        percent(mean(_gaps(row))),
        f"{row['tried'] / 1e6:.1f} M",
    ]


def _new(new: list[dict[str, Any]]) -> str:
    lines = [
        (
            f"[{row['instance']}](../benchmarks/best/hhcrsp/{row['instance']}.json)",
            f"{row['cost']:.3f}",
            f"{row['best_known']:.3f}",
            percent(gap(row["cost"], row["best_known"])),
        )
        for row in new
    ]
    words = (
        "Plans below every published cost, the best of all runs so far, kept as files in the benchmark’s own form. "
        "A test gives each of them to the evaluator.\n\n"
    )
    return words + table("plan|cost|best known|gap", "l r r r", lines)
