"""The problem formats that the engine knows, in one list: how to recognise, read, solve, judge and write each.

To add one: a function that returns its `Format`, and its name in `FORMATS`. A file of plain
lines comes as {"lines": [...]}. Searches are imported on first use, so that a bad file is refused at once.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kith.engines.rota.hhcrsp import evaluate as hhcrsp_evaluate
from kith.engines.rota.hhcrsp import format as hhcrsp_format
from kith.engines.rota.reading import FormatError, read_document
from kith.engines.rota.stopping import Clock, Stop
from kith.engines.rota.uhhc import evaluate as uhhc_evaluate
from kith.engines.rota.uhhc import format as uhhc_format
from kith.engines.rota.uhhc.model import Instance as UhhcInstance
from kith.engines.rota.week import evaluate as week_evaluate
from kith.engines.rota.week import reading as week_reading
from kith.engines.rota.week.problem import Problem
from kith.engines.rota.weekly import evaluate as weekly_evaluate
from kith.engines.rota.weekly import format as weekly_format

Document = Mapping[str, Any]
Progress = Callable[[float, str], None]
"""Told now and then: the share of the limit used up (0.0 to 1.0), and the best so far in words."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the independent evaluator says: each cost by name, their total, each broken rule in words."""

    costs: Mapping[str, float]
    total: float
    broken: tuple[str, ...]
    total_name: str = "total"


@dataclass(frozen=True, slots=True)
class Answer:
    """A solution as the text of its file, and what finding it took."""

    text: str
    iterations: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Format:
    """One format. `parse` raises `FormatError`; `solve` takes the problem, when to stop, the seed, the cores and
    whom to tell; `judge` takes the problem and the solution file's JSON object.
    """

    name: str
    recognises: Callable[[Document], bool]
    parse: Callable[[Document], Any]
    warm: Callable[[], None]
    solve: Callable[[Any, Stop, int, int, Progress], Answer]
    judge: Callable[[Any, Document], Judgement]


def _solve_hhcrsp(
    instance: hhcrsp_format.Instance, stop: Stop, seed: int, cores: int, progress: Progress
) -> Answer:
    from kith.engines.rota.hhcrsp.solve import solve

    def tell(clock: Clock, best: float) -> None:
        progress(clock.progress, f"{best:,.3f}")

    result = solve(instance, stop=stop, seed=seed, cores=cores, progress=tell)
    text = hhcrsp_format.solution_text(result.solution)
    return Answer(text, result.iterations, result.seconds)


def _judge_hhcrsp(instance: hhcrsp_format.Instance, document: Document) -> Judgement:
    evaluation = hhcrsp_evaluate.evaluate(instance, hhcrsp_format.parse_solution(document))
    costs = {
        "travel (minutes)": evaluation.travel,
        "tardiness (minutes)": evaluation.tardiness,
        "highest tardiness (minutes)": evaluation.highest_tardiness,
    }
    return Judgement(costs, evaluation.total, evaluation.broken, "total, a third of the sum")


def _warm_hhcrsp() -> None:
    from kith.engines.rota.hhcrsp.warm import warm

    warm()


HHCRSP = Format(
    name="HHCRSP",
    recognises=hhcrsp_format.recognises,
    parse=hhcrsp_format.parse,
    warm=_warm_hhcrsp,
    solve=_solve_hhcrsp,
    judge=_judge_hhcrsp,
)


def _solve_uhhc(
    instance: UhhcInstance, stop: Stop, seed: int, cores: int, progress: Progress
) -> Answer:
    from kith.engines.rota.uhhc.solve import solve

    def tell(clock: Clock, best: float) -> None:
        progress(clock.progress, f"{best:,.0f}")

    result = solve(instance, stop=stop, seed=seed, cores=cores, progress=tell)
    return Answer(uhhc_format.solution_text(result.solution), result.iterations, result.seconds)


def _judge_uhhc(instance: UhhcInstance, document: Document) -> Judgement:
    evaluation = uhhc_evaluate.evaluate(instance, uhhc_format.parse_solution(document))
    costs = {name.replace("_", " "): cost for name, cost in evaluation.components.items()}
    return Judgement(costs, evaluation.total, evaluation.broken)


def _warm_uhhc() -> None:
    from kith.engines.rota.uhhc.warm import warm

    warm()


UHHC = Format(
    name="UHHC",
    recognises=uhhc_format.recognises,
    parse=uhhc_format.parse,
    warm=_warm_uhhc,
    solve=_solve_uhhc,
    judge=_judge_uhhc,
)


def _solve_week(problem: Problem, stop: Stop, seed: int, cores: int, progress: Progress) -> Answer:
    from kith.engines.rota.week.search import suggest

    def tell(share: float, gaps: int, points: float) -> None:
        progress(share, f"{gaps} gaps, {points:,.0f} points")

    result = suggest(problem, stop=stop, seed=seed, cores=cores, progress=tell)
    text = json.dumps(week_reading.dump_plan(result.plan), indent=1, ensure_ascii=False) + "\n"
    return Answer(text, result.iterations, result.seconds)


def _judge_week(problem: Problem, document: Document) -> Judgement:
    evaluation = week_evaluate.evaluate(problem, week_reading.read_plan(document, problem))
    costs = {f"{name} (points)": points for name, points in evaluation.parts.items()}
    return Judgement(costs, evaluation.total, tuple(v.words for v in evaluation.violations))


def _warm_week() -> None:
    from kith.engines.rota.week.warm import warm

    warm()


WEEK = Format(
    name="Kith's own week",
    recognises=lambda document: document.get("kith") == week_reading.FORM,
    parse=week_reading.read_problem,
    warm=_warm_week,
    solve=_solve_week,
    judge=_judge_week,
)


def _solve_weekly(
    week: weekly_format.Instance, stop: Stop, seed: int, cores: int, progress: Progress
) -> Answer:
    from kith.engines.rota.weekly.solve import solve

    def tell(share: float, gaps: int, points: float) -> None:
        progress(share, f"{gaps} gaps, {points:,.0f} points")

    result = solve(week, stop=stop, seed=seed, cores=cores, progress=tell)
    text = weekly_format.solution_text(result.solution)
    return Answer(text, result.iterations, result.seconds)


def _judge_weekly(week: weekly_format.Instance, document: Document) -> Judgement:
    found = weekly_evaluate.evaluate(week, weekly_format.parse_solution(document))
    costs = {
        "travel (minutes)": float(found.travel),
        "largest less smallest use of hours (%)": 100 * found.spread,
        "most different operators of one patient": float(found.worst_workers),
    }
    return Judgement(costs, found.mean_workers, found.broken, "different operators a patient")


WEEKLY = Format(
    name="a provider’s week",
    recognises=weekly_format.recognises,
    parse=weekly_format.parse,
    warm=_warm_week,
    solve=_solve_weekly,
    judge=_judge_weekly,
)

FORMATS = (
    WEEK,
    HHCRSP,
    UHHC,
    WEEKLY,
)


def read(path: Path) -> tuple[Format, Any]:
    """Return the format of a file and the problem in it; raise `FormatError` with every fault."""
    document = read_document(path)
    for kind in FORMATS:
        if kind.recognises(document):
            return kind, kind.parse(document)
    names = ", ".join(kind.name for kind in FORMATS)
    raise FormatError([f"{path} holds none of the formats that Kith knows: {names}."])


def judge(kind: Format, problem: Any, answer: Answer) -> Judgement:
    """Return what the independent evaluator says of an answer, read back from the text of its file."""
    return kind.judge(problem, json.loads(answer.text))
