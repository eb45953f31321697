"""Why each place has its worker, or nobody: the engine's words, each checked against the rules it speaks of."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kith.design.wording import minutes
from kith.rota.problem import TeamWeek

if TYPE_CHECKING:  # the engine is loaded only when it is asked
    from kith.engines.rota.week.explain import Option, Reason
    from kith.engines.rota.week.gaps import Fix, GapExplanation

NEAREST = 3
GAPS_EXPLAINED = 20  # at once; each takes the engine a tenth of a second, and a page explains the others when asked


@dataclass(frozen=True, slots=True)
class Reasons:
    """Lines of plain words: why this worker or why nobody, and for a gap who comes nearest and what stops them."""

    why: list[str]
    nearest: list[str]


_NOBODY = Reasons(["Nobody in the team can work this week."], [])


def reasons_for(
    of_week: TeamWeek, visits: Iterable[str] | None = None
) -> dict[tuple[str, int], Reasons]:
    """What is kept beside every place of these visits (of all without a list), by visit id and place.

    For a worker how the two know each other, which stays true whatever else changes; for the first gaps why nobody
    can come. `told_of` tells all there is to tell of one place.
    """
    found, gaps = {}, 0
    for key in of_week.visits if visits is None else visits:
        for slot in of_week.slots[key]:
            worker = of_week.plan.workers(of_week.problem.visit[key])[slot.number]
            gaps += worker is None
            if worker is not None:
                found[key, slot.number] = Reasons([_known(of_week, key, worker)], [])
            elif gaps <= GAPS_EXPLAINED:
                found[key, slot.number] = _gap(of_week, key, slot.number)
            else:
                found[key, slot.number] = Reasons([], [])
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """All there is to tell of one place: the reasons, every other worker ranked, and for a gap what would fill it."""

    reasons: Reasons
    options: list["Option"]
    fix: "Fix | None" = None


def told_of(of_week: TeamWeek, visit: str, number: int) -> Told:
    """All there is to tell of one place as the week stands now, from one look of the engine."""
    worker = of_week.plan.workers(of_week.problem.visit[visit])[number]
    if worker is None:
        return _told_of_gap(of_week, visit, number)
    from kith.engines.rota.week.explain import explain, options

    found = explain(of_week.problem, of_week.plan, visit)
    others = options(of_week.problem, of_week.plan, visit, number) if number else found.others
    why = [_plain(of_week, r, others) for r in found.why if r.worker == worker]
    return Told(Reasons(why, []), others)


def _plain(of_week: TeamWeek, reason: "Reason", others: "list[Option]") -> str:
    """The words of a reason; a comparison is told in minutes of travel, as the working agreement tells wishes."""
    best, price = reason.option, of_week.problem.weights.travel
    if best is None or price <= 0:
        return reason.words
    name, worth = of_week.problem.worker[best.worker].name, round(abs(best.cost) / price)
    if reason.code == "better":
        much = f", as much as {minutes(worth)} less travel" if worth else ""
        return f"Going by your team’s wishes {name} would be better{much}"
    could = sum(option.possible for option in others)
    who = "One other" if could == 1 else f"{could} others"
    much = f"that would cost as much as {minutes(worth)} more travel" if worth else "just as good"
    return f"{who} could take it. The next best is {name}: {much}"


def _told_of_gap(of_week: TeamWeek, visit: str, number: int) -> Told:
    from kith.engines.rota.week.gaps import explain_gap

    if not of_week.problem.workers:
        return Told(_NOBODY, [])
    found = explain_gap(of_week.problem, of_week.plan, visit, number)
    return Told(_reasons_of_gap(found), found.bars, found.fix)


def _known(of_week: TeamWeek, visit: str, worker: str) -> str:
    from kith.engines.rota.week.explain import known_words

    problem = of_week.problem
    words = known_words(problem, problem.visit[visit], problem.worker[worker])
    return words[0].upper() + words[1:]


def _gap(of_week: TeamWeek, visit: str, number: int) -> Reasons:
    return _told_of_gap(of_week, visit, number).reasons


def _reasons_of_gap(found: "GapExplanation") -> Reasons:
    why = [found.fix.words] if found.fix else ["Nobody in the team can take this as it stands"]
    return Reasons(why, [bar.words for bar in found.bars if not bar.possible][:NEAREST])
