"""What the equality answers add up to, as far as it may be shown."""

from dataclasses import dataclass

from kith.foundation.models import Coop
from kith.membership.equality.questions import questions
from kith.membership.equality.rules import BATCH, Cell, cells
from kith.membership.models import EqualityCount


@dataclass(frozen=True, slots=True)
class Result:
    """One question with its counts."""

    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """How many people had answered when the results were last renewed, and each question; none before the first ten."""

    people: int
    results: tuple[Result, ...]


def results_of(coop: Coop) -> Results:
    """The counts of a co-op, in one query."""
    rows = EqualityCount.objects.filter(coop=coop).values_list("question", "answer", "shown")
    shown = {(question, answer): count for question, answer, count in rows}
    people = shown.get(("", ""), 0)
    if people < BATCH:
        return Results(0, ())
    return Results(
        people,
        tuple(
            Result(
                one.title,
                tuple(
                    cells(one.answers, {k: shown.get((one.key, k), 0) for k in one.answers}, people)
                ),
            )
            for one in questions()
        ),
    )
