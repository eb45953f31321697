"""Bad input: a clear error that names the item, or a plan with honest gaps; never a broken rule called legal."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kith.engines.rota.reading import FormatError
from kith.engines.rota.stopping import Stop
from kith.engines.rota.week.evaluate import evaluate
from kith.engines.rota.week.explain import options
from kith.engines.rota.week.gaps import explain_gap
from kith.engines.rota.week.problem import DAY, Person, Placement, Plan, Problem, Visit, Worker
from kith.engines.rota.week.reading import dump_problem, read_plan, read_problem
from kith.engines.rota.week.search import suggest
from kith.engines.rota.week.tests.cases import day_problem, visit, worker

NINE = 9 * 60
BIG = "1" + "0" * 400  # too large even for a float


def refused(document: dict[str, Any] | Path) -> str:
    with pytest.raises(FormatError) as error:
        read_problem(document)
    return "\n".join(error.value.problems)


def document(*visits: Visit, **changes: object) -> dict[str, Any]:
    return dump_problem(day_problem(*(visits or (visit("one", NINE, 60),)), **changes))  # type: ignore[arg-type]


def honest(problem: Problem) -> Plan:
    """A short search's plan, after seeing that it breaks nothing and that its gaps are what it says."""
    result = suggest(problem, stop=Stop(iterations=200))
    judged = evaluate(problem, result.plan)
    assert judged.violations == result.evaluation.violations == ()
    assert judged.gaps == result.evaluation.gaps
    return result.plan


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ({"pinned_start": NINE}, {"pinned_start": NINE + 29}),
        ({"pinned_start": NINE}, {"earliest": NINE + 10, "latest": NINE + 10}),
        ({"latest": NINE}, {"latest": NINE + 15}),
    ],
)
def test_two_pins_that_always_overlap_are_named(first: Any, then: Any) -> None:
    rows = [
        replace(visit(name, NINE, 60), pins=("a",), **more)
        for name, more in (("one", first), ("two", then))
    ]
    assert "Visits one and two are pinned to a at the same time" in refused(document(*rows))


def test_two_pins_that_fit_beside_each_other_are_kept() -> None:
    rows = [replace(visit(name, NINE, 60), pins=("a",)) for name in ("one", "two")]
    plan = honest(read_problem(document(*rows)))
    assert [plan.workers(row) for row in rows] == [("a",), ("a",)]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"skills": frozenset({"PEG"})}, "Visit one is pinned to a, who is not trained for it"),
        ({"pins": ("a", "b")}, "Visit one has 2 pinned workers for 1 places"),
        ({"pins": ("z",)}, "Visit one names worker z, which is not in the file"),
        ({"pinned_start": NINE + 61}, "Visit one: the pinned start 601 is outside 540 to 600"),
        (
            {"gap_min": 60, "gap_max": 30, "after": "two"},
            "Visit one: gap_max 30 is less than gap_min 60",
        ),
        ({"day": 2}, "Visit one: earliest 540 is not on day 2 or the night after it"),
        ({"minutes": 8 * DAY}, "Visit one lasts 11520 minutes, longer than a week"),
        (
            {"minutes": 10**12},
            "Visit one: “minutes” must be a whole number, 0 or more, 1,000,000 at most",
        ),
    ],
)
def test_a_pin_or_a_visit_that_contradicts_is_named(changed: Any, words: str) -> None:
    row = replace(visit("one", NINE, 60), **{"pins": ("a",), **changed})
    assert words in refused(document(row, visit("two", NINE)))


def test_a_pin_against_a_no_is_named() -> None:
    pinned = visit("one", NINE, pins=("a",))
    people = (Person("p", "Pat", no=frozenset({"a"})), Person("q", "Quin"))
    assert "Visit one is pinned to a, but there is a no between them and p" in refused(
        document(pinned, people=people)
    )


def test_a_pinned_worker_who_is_away_leaves_a_gap_with_its_reason() -> None:
    away = worker("a", "Ann", spans=((0, NINE),))
    problem = day_problem(visit("one", NINE, pins=("a",)), workers=(away, worker("b", "Bob")))
    plan = honest(problem)
    assert plan.workers(problem.visits[0]) == (None,)
    bars = {bar.worker: bar.barred_by for bar in explain_gap(problem, plan, "one").bars}
    assert bars["a"] == "available"


def test_a_visit_for_two_whom_one_may_make_is_a_gap_with_its_reason() -> None:
    people = (Person("p", "Pat", no=frozenset({"b"})), Person("q", "Quin"))
    problem = read_problem(document(visit("one", NINE, needs=2), people=people))
    plan = honest(problem)
    open_places = [place for _, place in problem.gaps(plan)]
    assert open_places
    assert {o.barred_by for o in options(problem, plan, "one", open_places[-1])} >= {"veto"}


def test_visits_in_a_ring_are_named() -> None:
    rows = [
        visit("one", NINE, after="three"),
        visit("two", NINE, after="one"),
        visit("three", NINE, after="two"),
    ]
    assert "Visit one comes after itself, by way of three" in refused(document(*rows))


def test_visits_linked_beyond_their_windows_are_never_both_made() -> None:
    rows = visit("one", 12 * 60), visit("two", NINE, after="one")
    plan = honest(read_problem(document(*rows)))
    assert sum(any(plan.workers(row)) for row in rows) == 1


@pytest.mark.parametrize("key", ["visits", "workers", "people", "travel"])
def test_a_file_without_anybody_or_anything_is_refused(key: str) -> None:
    assert f"“{key}” must" in refused({**document(), key: []})


@pytest.mark.parametrize("workers", [(), (Worker("a", "Ann"),)])
def test_a_team_without_anybody_free_has_only_gaps(workers: tuple[Worker, ...]) -> None:
    problem = replace(day_problem(visit("one", NINE), visit("two", NINE, needs=2)), workers=workers)
    plan = honest(problem)
    assert len(list(problem.gaps(plan))) == 3
    explained = explain_gap(problem, plan, "one")
    assert (len(explained.bars), explained.fix) == (len(workers), None)


def test_a_week_without_visits_is_an_empty_plan() -> None:
    assert honest(day_problem()) == Plan()


@pytest.mark.parametrize("travel", [((0, 0), (0, 0)), ((0, 0, 90), (0, 0, 5), (90, 5, 0))])
def test_ways_of_no_time_and_ways_round_that_are_shorter(travel: Any) -> None:
    rows = (
        visit("one", NINE),
        visit("two", NINE, 120, place=1),
        visit("three", NINE, 240, place=len(travel) - 1),
    )
    problem = day_problem(*rows, workers=(worker("a", "Ann", home=0),), travel=travel)
    assert not list(problem.gaps(honest(read_problem(dump_problem(problem)))))


def test_a_window_over_midnight_is_one_night() -> None:
    night = Visit("one", "p", 0, 23 * 60 + 30, DAY + 60, 60, 0)
    free = (worker("a", "Ann", spans=((22 * 60, DAY + 7 * 60),)),)
    start = honest(day_problem(night, workers=free)).start("one")
    assert start is not None
    assert night.earliest <= start <= night.latest


@pytest.mark.parametrize("shift", [60, -60])
def test_a_week_in_which_clocks_change_keeps_its_rules(shift: int) -> None:
    sunday = [
        Visit(f"v{n}", "p", 0, 6 * DAY + at - shift, 6 * DAY + at - shift + 30, 30, 6)
        for n, at in enumerate((90, 8 * 60, 23 * 60))
    ]
    ann = worker("a", "Ann", spans=((0, 7 * DAY - shift),))
    problem = day_problem(*sunday, workers=(ann,), clock_change=(6 * DAY + 60, shift))
    assert not list(problem.gaps(honest(read_problem(dump_problem(problem)))))


@pytest.mark.parametrize("change", [[0, 600], [-5, 60], [9 * DAY, 60], [0.5, 60], "March"])
def test_a_change_of_clocks_that_is_none_is_refused(change: Any) -> None:
    assert "clock_change" in refused({**document(), "clock_change": change})


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "-1", "1e400", BIG])
@pytest.mark.parametrize(
    "field",
    ["visits.earliest", "workers.minutes_before", "weights.travel", "rules.rest_minutes", "travel"],
)
def test_a_number_that_is_none_is_named(field: str, number: str, tmp_path: Path) -> None:
    made = document()
    room, _, name = field.partition(".")
    if room == "travel":
        made["travel"][0][1] = "HERE"
    else:
        (made[room] if room in ("weights", "rules") else made[room][0])[name] = "HERE"
    file = tmp_path / "week.json"
    file.write_text(json.dumps(made).replace('"HERE"', number), "utf-8")
    assert (name or "travel") in refused(file)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[" * 100_000, "nests lists or objects too deep"),
        ('{"kith": ' + "9" * 5000 + "}", "a number of too many digits"),
        ("[]", "must hold one JSON object"),
        ("{", "is not JSON: line 1"),
    ],
)
def test_a_file_that_is_no_object_is_refused(text: str, words: str, tmp_path: Path) -> None:
    file = tmp_path / "week.json"
    file.write_text(text, "utf-8")
    assert words in refused(file)


def test_repeats_and_strangers_are_named_together() -> None:
    made = document()
    made["workers"].append(made["workers"][0])
    made["visits"][0]["person"] = "z"
    made["colour"] = "red"
    assert "“workers” has a twice" in refused(made)
    assert "“colour” that is not known" in refused(made)
    made["workers"].pop()
    del made["colour"]
    assert "Visit one names person z, which is not in the file" in refused(made)


def test_a_limit_over_no_weeks_is_refused() -> None:
    made = document()
    made["rules"]["average_weeks"] = 0
    assert "“rules.average_weeks” must be 1 or more" in refused(made)


def test_a_plan_that_breaks_rules_is_never_called_legal() -> None:
    problem = day_problem(visit("one", NINE), visit("two", NINE))
    both = Plan({name: Placement(NINE, ("a",)) for name in ("one", "two")})
    assert not evaluate(problem, both).legal
    with pytest.raises(FormatError, match="“start” must be a whole number"):
        read_plan({"visits": [{"id": "one", "start": 10**30, "workers": ["a"]}]}, problem)


def test_a_week_far_too_large_for_its_time_stops_with_what_it_has() -> None:
    rows = tuple(
        Visit(f"v{n}", "p", 0, n % 7 * DAY + 420, n % 7 * DAY + 900, 30, n % 7) for n in range(400)
    )
    problem = day_problem(*rows)
    stop = Stop(iterations=1)
    stop.signal.set()
    result = suggest(problem, stop=stop)
    assert result.evaluation.violations == ()
    assert 0 < len(result.plan.placements) <= 100
    assert len(result.evaluation.gaps) == 400 - len(result.plan.placements)
