"""Why each place has its worker, or nobody: the engine's words, each checked against the rules it speaks of."""

from collections.abc import Iterable
from dataclasses import dataclass

from kith.rota.problem import TeamWeek

NEAREST = 3


@dataclass(frozen=True, slots=True)
class Reasons:
    """Lines of plain words: why this worker or why nobody, and for a gap who comes nearest and what stops them."""

    why: list[str]
    nearest: list[str]


def reasons_for(
    of_week: TeamWeek, visits: Iterable[str] | None = None
) -> dict[tuple[str, int], Reasons]:
    """The reasons for every place of these visits (of all without a list), by visit id and place."""
    return {
        (key, slot.number): reasons_of(of_week, key, slot.number)
        for key in (of_week.visits if visits is None else visits)
        for slot in of_week.slots[key]
    }


def reasons_of(of_week: TeamWeek, visit: str, number: int) -> Reasons:
    """The reasons for one place."""
    worker = of_week.plan.workers(of_week.problem.visit[visit])[number]
    if worker is None:
        return _gap(of_week, visit, number)
    from kith.engines.rota.week.explain import explain

    found = explain(of_week.problem, of_week.plan, visit)
    return Reasons([r.words for r in found.why if r.worker == worker], [])


def _gap(of_week: TeamWeek, visit: str, number: int) -> Reasons:
    from kith.engines.rota.week.gaps import explain_gap

    if not of_week.problem.workers:
        return Reasons(["Nobody in the team can work this week."], [])
    found = explain_gap(of_week.problem, of_week.plan, visit, number)
    why = [found.fix.words] if found.fix else ["Nobody in the team can take this as it stands"]
    return Reasons(why, [bar.words for bar in found.bars if not bar.possible][:NEAREST])
