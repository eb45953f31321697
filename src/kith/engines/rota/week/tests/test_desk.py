"""What a change newly breaks is found by looking only where it matters; here it is held against looking everywhere."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kith.engines.rota.week.desk import broken_by, judge, open_desk
from kith.engines.rota.week.evaluate import evaluate
from kith.engines.rota.week.problem import Placement, Plan, Problem, Visit
from kith.engines.rota.week.tests.cases import problems


def a_placement(problem: Problem, visit: Visit) -> st.SearchStrategy[Placement]:
    """Anybody at any time, legal or not; never one worker in both places."""
    workers = st.lists(
        st.sampled_from([worker.id for worker in problem.workers]),
        min_size=visit.needs,
        max_size=visit.needs,
        unique=True,
    )
    starts = st.integers(visit.earliest - 90, visit.latest + 90)
    return st.builds(Placement, starts, workers.map(tuple))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_change_breaks_what_the_evaluator_says(data: st.DataObject) -> None:
    problem = data.draw(problems(visits=7, days=2))
    able = [visit for visit in problem.visits if visit.needs <= len(problem.workers)]
    chosen = data.draw(st.lists(st.sampled_from(able), unique=True)) if able else []
    plan = Plan({visit.id: data.draw(a_placement(problem, visit)) for visit in chosen})
    changed = data.draw(st.lists(st.sampled_from(able), max_size=3, unique=True)) if able else []
    changes = {visit.id: data.draw(st.none() | a_placement(problem, visit)) for visit in changed}
    desk = open_desk(problem, plan)
    before = evaluate(problem, plan)
    for _ in range(2):  # the second time from what is remembered
        change = judge(desk, changes)
        after = evaluate(problem, change.plan)
        assert set(change.violations) == set(after.violations) - set(before.violations)
        assert set(broken_by(desk, changes)) == set(change.violations)
        assert abs(change.cost - (after.total - before.total)) < 1e-6
