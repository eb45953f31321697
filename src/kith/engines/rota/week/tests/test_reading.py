"""The JSON form: what is written is read back, and every fault is named at once."""

import json
import re
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from kith.engines.rota.reading import FormatError
from kith.engines.rota.week import problem as problem_module
from kith.engines.rota.week.evaluate import evaluate
from kith.engines.rota.week.problem import DAY, Person, Plan, Problem, Rules, Visit, Weights, Worker
from kith.engines.rota.week.reading import dump_plan, dump_problem, read_plan, read_problem
from kith.engines.rota.week.tests.cases import day_problem, placed, problems, visit, worker
from kith.engines.rota.week.tests.town import town

SCHEMA = json.loads(Path(problem_module.__file__).with_name("schema.json").read_text("utf-8"))


@settings(max_examples=50, deadline=None)
@given(problem=problems())
def test_a_week_survives_writing_and_reading(problem: Problem) -> None:
    document = json.loads(json.dumps(dump_problem(problem)))
    assert read_problem(document) == problem
    assert _strange(document, SCHEMA, "file") == []


def test_a_published_week_and_a_clock_change_survive(tmp_path: Path) -> None:
    problem = day_problem(
        visit("one", 540, needs=2), published=placed(one=(540, "a-")), clock_change=(8700, 60)
    )
    file = tmp_path / "week.json"
    file.write_text(json.dumps(dump_problem(problem)), "utf-8")
    assert read_problem(file) == problem


def test_a_plan_survives() -> None:
    plan = placed(one=(540, "a-"), two=(600, "b"))
    assert read_plan(json.loads(json.dumps(dump_plan(plan)))) == plan
    assert read_plan(dump_plan(Plan())) == Plan()


def faults(change: dict[str, Any], kind: str = "visits") -> list[str]:
    document = dump_problem(day_problem(visit("one", 540, 30), visit("two", 600, after="one")))
    document[kind][0].update(change)
    with pytest.raises(FormatError) as refused:
        read_problem(document)
    return list(refused.value.problems)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"person": "x"}, "Visit one names person x"),
        ({"place": 9}, "9 is not a place"),
        ({"latest": 500}, "the latest start 500 is before the earliest, 540"),
        ({"on_time": 571}, "on_time 571 is outside 540 to 570"),
        ({"minutes": 0}, "must last at least a minute"),
        ({"minutes": "long"}, '“minutes” must be a whole number, 0 or more, not "long"'),
        ({"needs": 3}, "needs 3 workers"),
        ({"day": 7}, "the day must be 0"),
        ({"after": "two"}, "Visit one comes after itself"),
        ({"pins": ["a", "b"]}, "2 pinned workers for 1 places"),
        ({"pinned_start": 1}, "the pinned start 1 is outside 540 to 570"),
        ({"pins": ["a"], "skills": ["PEG"]}, "pinned to a, who is not trained"),
        ({"colour": "red"}, "“colour” that is not known"),
        ({"unsocial": "yes"}, "must be true or false"),
        ({"id": "two"}, "“visits” has two twice"),
    ],
)
def test_a_faulty_visit_is_named(change: dict[str, Any], words: str) -> None:
    assert any(words in fault for fault in faults(change)), faults(change)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"spans": [[600, 500]]}, "the span 600 to 500 ends before it begins"),
        ({"spans": [[0, 100], [50, 200]]}, "overlap"),
        ({"refuses": ["x"]}, "Worker a names person x"),
        ({"home": 5}, "home 5 is not a place"),
        ({"last_end_before": DAY}, "cannot end as late as this week’s Tuesday"),
        ({"first_start_after": 7 * DAY - 1}, "next week’s first visit cannot start in this week"),
        ({"opted_out": 1}, "“opted_out” must be true or false"),
        ({"contract_balance": 0.5}, "“contract_balance” must be a whole number"),
    ],
)
def test_a_faulty_worker_is_named(change: dict[str, Any], words: str) -> None:
    assert any(words in fault for fault in faults(change, "workers"))


def test_yes_and_no_together_are_a_contradiction() -> None:
    assert faults({"yes": ["a"], "no": ["a"]}, "people") == [
        "Person p has said both yes and no to worker a."
    ]


def test_pins_at_the_same_time_contradict() -> None:
    problem = day_problem(
        visit("one", 540, pins=("a",), pinned_start=540),
        visit("two", 550, pins=("a",), pinned_start=550),
    )
    with pytest.raises(FormatError, match="pinned to a at the same time"):
        read_problem(dump_problem(problem))


@pytest.mark.parametrize("cell", [-1, float("nan"), 1.5, "far"])
def test_travel_is_whole_minutes(cell: object) -> None:
    document = dump_problem(day_problem(visit("one", 540)))
    document["travel"][0][1] = cell
    with pytest.raises(FormatError, match="travel"):
        read_problem(document)


def test_many_faults_are_told_together() -> None:
    document = dump_problem(town())
    for row in document["visits"][:20]:
        row["minutes"] = -5
    with pytest.raises(FormatError) as refused:
        read_problem(document)
    assert len(refused.value.problems) == 20


def test_a_worker_without_hours_and_a_skill_nobody_has_are_fine() -> None:
    problem = day_problem(
        visit("one", 540, skills=frozenset({"PEG"})), workers=(worker("a", "Ann", spans=()),)
    )
    assert read_problem(dump_problem(problem)) == problem


def test_a_plan_for_another_week_is_refused() -> None:
    problem = day_problem(visit("one", 540))
    with pytest.raises(FormatError) as refused:
        read_plan(dump_plan(placed(one=(540, "z"), other=(540, "a"))), problem)
    assert len(refused.value.problems) == 2


def _strange(value: object, schema: dict[str, Any], at: str) -> list[str]:
    """Return where a document has a field that the schema does not, or lacks one that it must have."""
    schema = SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema
    if isinstance(value, list):
        return [
            s
            for i, item in enumerate(value)
            for s in _strange(item, schema.get("items", {}), f"{at}[{i}]")
        ]
    if not isinstance(value, dict) or "properties" not in schema:
        return []
    found = [f"{at}.{key}" for key in value if key not in schema["properties"]]
    found += [f"{at}.{key} missing" for key in schema.get("required", []) if key not in value]
    for key in value.keys() & schema["properties"].keys():
        found += _strange(value[key], schema["properties"][key], f"{at}.{key}")
    return found


def test_the_schema_names_every_field() -> None:
    for kind in (Visit, Worker, Person):
        known = set(SCHEMA["$defs"][kind.__name__.lower()]["properties"])
        assert known == {field.name for field in fields(kind)}
    for name, kind in (("rules", Rules), ("weights", Weights)):
        defaults = {
            k: row["default"] for k, row in SCHEMA["properties"][name]["properties"].items()
        }
        assert defaults == asdict(kind())


def test_the_example_of_the_reference_page_works() -> None:
    page = (
        next(p for p in Path(__file__).parents if (p / "docs").is_dir())
        / "docs/reference/rota-problem.md"
    )
    problem_text, plan_text = re.findall(r"```json\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    problem = read_problem(json.loads(problem_text))
    judged = evaluate(problem, read_plan(json.loads(plan_text), problem))
    assert (judged.violations, judged.gaps) == ((), ())
