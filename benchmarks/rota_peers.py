"""Rota engine: beside other solvers, in the same run, on the same days

OR-Tools routing, CP-SAT, PyVRP and VROOM, each on the days that its model can express.
"""

from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.day_without_pairs import timed, without_pairs
from benchmarks.known import known_hhcrsp
from benchmarks.measuring import Options
from benchmarks.peer_cpsat import solve_with_cpsat
from benchmarks.peer_ortools import solve_with_ortools
from benchmarks.peer_pyvrp import solve_with_pyvrp
from benchmarks.peer_vroom import solve_with_vroom
from benchmarks.protocol import protocol_of
from benchmarks.runs import Row, Run, carry_out, row_of
from benchmarks.tables import table
from kith.engines.rota.hhcrsp import evaluate as hhcrsp_evaluate
from kith.engines.rota.hhcrsp import format as hhcrsp
from kith.engines.rota.hhcrsp.solve import solve as solve_hhcrsp
from kith.engines.rota.hhcrsp.warm import warm as warm_hhcrsp
from kith.engines.rota.stopping import Stop
from kith.engines.rota.uhhc import evaluate as uhhc_evaluate
from kith.engines.rota.uhhc.model import Instance, Patient, Solution
from kith.engines.rota.uhhc.solve import solve as solve_uhhc
from kith.engines.rota.uhhc.warm import warm as warm_uhhc

SECONDS = 5.0
SEED = 1
LATER = 120.0
"""Minutes by which windows end later on days without pairs: without them some days cannot be served in time at all."""

PAIRS = {
    "Kith": ("A1", "B1", "C1", "D1", "E1"),
    "OR-Tools routing": ("A1", "B1", "C1", "D1", "E1"),
    "CP-SAT": ("A1", "B1", "C1"),
}
"""Solvers of the whole problem, and the days they are measured on."""

PLAIN = ("Kith (UHHC)", "Kith (HHCRSP)", "PyVRP", "VROOM")
PLAIN_DAYS = ("B1", "C1", "D1", "E1", "F1")
"""Solvers on days without pairs, and the days these are made from."""


def measure(options: Options) -> dict[str, Any]:
    """Solve every chosen day with each solver that can express it."""
    folder = options.folder("rota", "hhcrsp")
    files = {name: folder / "instances" / day.file for name, day in known_hhcrsp(folder).items()}
    (limit,) = options.limits((SECONDS,))
    runs = [
        Run(case, limit, SEED, solver)
        for solver, cases in PAIRS.items() | dict.fromkeys(PLAIN, PLAIN_DAYS).items()
        for case in options.chosen(list(cases))
    ]
    runs.sort(key=lambda run: (run.solver in PLAIN, run.case, run.solver))
    warm_hhcrsp()
    warm_uhhc()
    rows = carry_out("rota_peers", runs, partial(_solved, files), options, _words)
    protocol = protocol_of((limit,), Options(limit, (), None, (SEED,), options.side_by_side))
    return {"protocol": protocol, "limit": limit, "rows": [_rounded(row) for row in rows]}


def _solved(files: dict[str, Path], run: Run) -> Row:
    day = hhcrsp.read(files[run.case])
    if run.solver in PLAIN:
        return _on_a_plain_day(run, without_pairs(day, run.case, LATER))
    solution, spent = _with_pairs(run, day)
    judged = None if solution is None else hhcrsp_evaluate.evaluate(day, solution)
    cost = None if judged is None else judged.total
    return row_of(
        run, cost=cost, feasible=judged is not None and judged.feasible, spent=spent, visits=None
    )


def _with_pairs(run: Run, day: hhcrsp.Instance) -> tuple[hhcrsp.Solution | None, float]:
    if run.solver == "CP-SAT":
        return solve_with_cpsat(day, run.limit, run.seed)
    if run.solver == "OR-Tools routing":
        return solve_with_ortools(day, run.limit)
    result = solve_hhcrsp(day, stop=Stop(seconds=run.limit), seed=run.seed)
    return result.solution, result.seconds


def _on_a_plain_day(run: Run, day: Instance) -> Row:
    solution, spent = _plain(run, day)
    judged = None if solution is None else uhhc_evaluate.evaluate(day, solution)
    cost = None if judged is None else judged.total
    feasible = judged is not None and judged.feasible
    return row_of(run, cost=cost, feasible=feasible, spent=spent, visits=len(day.patients))


def _plain(run: Run, day: Instance) -> tuple[Solution | None, float]:
    if run.solver == "PyVRP":
        return solve_with_pyvrp(day, run.limit, run.seed)
    if run.solver == "VROOM":
        return solve_with_vroom(day, run.limit)
    if run.solver == "Kith (UHHC)":
        result = solve_uhhc(day, stop=Stop(seconds=run.limit), seed=run.seed)
        return result.solution, result.seconds
    return _late_at_a_price(run, day)


def _late_at_a_price(run: Run, day: Instance) -> tuple[Solution, float]:
    """Return what the HHCRSP search finds: to it lateness has a price, and the judge then forbids it."""
    patients = tuple(_as_hhcrsp(patient) for patient in day.patients)
    caregivers = tuple(hhcrsp.Caregiver(c.id, c.abilities) for c in day.caregivers)
    instance = hhcrsp.Instance(patients, caregivers, (), day.distances)
    result = solve_hhcrsp(instance, stop=Stop(seconds=run.limit), seed=run.seed)
    number = {patient.id: n for n, patient in enumerate(day.patients)}
    orders = [[number[at.patient] for at in route.locations] for route in result.solution.routes]
    return timed(day, orders), result.seconds


def _as_hhcrsp(patient: Patient) -> hhcrsp.Patient:
    (window,), (need,) = patient.windows, patient.requirements
    needs = (hhcrsp.Requirement(need.service, need.duration),)
    return hhcrsp.Patient(patient.id, window.start, window.end, needs, None)


def _words(row: Row) -> str:
    found = "no plan" if row["cost"] is None else f"{row['cost']:.3f}"
    return f"{found} in {row['spent']:.1f} s" + ("" if row["feasible"] else ", BROKEN")


def _rounded(row: Row) -> Row:
    cost = None if row["cost"] is None else round(row["cost"], 3)
    return row | {"cost": cost, "spent": round(row["spent"], 1)}


def section(results: dict[str, Any]) -> str:
    """Return the protocol and a table for each kind of day."""
    rows = results["rows"]
    pairs = [row for row in rows if row["solver"] in PAIRS]
    plain = [row for row in rows if row["solver"] in PLAIN]
    words = (
        f"{results['protocol']} Each solver gets one thread. Every plan of every solver is judged by the same "
        "evaluator; in brackets the seconds a solver took where it ended early by itself."
    )
    parts = [words]
    if pairs:
        parts += [_PAIRS, _table(pairs, results["limit"], list(PAIRS), 3)]
    if plain:
        parts += [_PLAIN, _table(plain, results["limit"], list(PLAIN), 0)]
    return "\n\n".join(parts)


_PAIRS = (
    "**With pairs: the HHCRSP days as they are.** Cost: (travel + tardiness + highest tardiness) / 3. OR-Tools "
    "routing, guided local search, starts from Kith’s greedy plan, for left to itself it found far worse ones; highest "
    "tardiness has no place in its model. CP-SAT has a circuit for each caregiver and the whole objective; it starts "
    "from nothing."
)

_PLAIN = (
    "**Without pairs.** PyVRP and VROOM know no pairs and no lateness at a price. So from each day the patients with "
    f"one service stay; their windows end {LATER:g} minutes later and are then fixed; travel, rounded up to whole "
    "minutes, is the only cost; skills stay. Kith’s UHHC search has exactly this objective. Its HHCRSP search has the "
    "sum of travel and lateness, and its plan counts only if nobody is late. PyVRP: skills as missing arcs. VROOM: "
    "exploration level 5; it ends by itself."
)


def _table(rows: list[Row], limit: float, solvers: list[str], digits: int) -> str:
    found = {(row["case"], row["solver"]): row for row in rows}
    lines = []
    for case in sorted({row["case"] for row in rows}):
        visits = next((r["visits"] for r in rows if r["case"] == case and r["visits"]), None)
        name = case if visits is None else f"{case}: {visits} visits"
        lines.append((name, *(_cell(found.get((case, s)), limit, digits) for s in solvers)))
    return table("|".join(["day", *solvers]), "l" + " r" * len(solvers), lines)


def _cell(row: Row | None, limit: float, digits: int) -> str:
    if row is None:
        return "–"
    if row["cost"] is None:
        return "no plan"
    words = f"{row['cost']:.{digits}f}"
    early = f" ({row['spent']:.1f} s)" if row["spent"] < 0.9 * limit else ""
    return words + early + ("" if row["feasible"] else ", breaks a rule")
