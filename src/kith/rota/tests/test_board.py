"""What the pages read: the board at full size in few queries, a visit explained, a worker's and a person's week."""

from datetime import timedelta
from typing import Any

import pytest

from kith.people.models import Person
from kith.people.queries import actor_for
from kith.rota.actions.availability import report_sick
from kith.rota.actions.moves import move_visit, pin_slot
from kith.rota.actions.publishing import publish_week
from kith.rota.actions.suggestions import ask_suggestion, run_suggestion
from kith.rota.factories import (
    WEEK,
    make_rota,
    make_supported,
    make_team,
    make_town,
    make_worker,
    slot_of,
)
from kith.rota.models import Rota, Suggestion
from kith.rota.queries.board import week_board
from kith.rota.queries.detail import visit_detail
from kith.rota.queries.publications import affected_by_publish
from kith.rota.queries.sent import my_week, published_visits, who_is_coming
from kith.rota.queries.sorting import natural
from kith.rota.queries.weeks import weeks_of

pytestmark = pytest.mark.django_db


def revision(rota: Rota) -> int:
    return Rota.objects.get(pk=rota.pk).revision


def test_a_full_week_is_read_in_few_queries(django_assert_max_num_queries: Any) -> None:
    team, by, rota = make_town()
    coop = team.coop
    asked = ask_suggestion(
        coop=coop, by=by, rota=rota, expected_revision=rota.revision, seconds=2.0
    )
    run_suggestion(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.after["broken"]) == (Suggestion.DONE, 0)
    with django_assert_max_num_queries(15):
        board = week_board(coop, team, WEEK)
    assert (board.figures.visits, board.figures.changes_since) == (350, "last week")
    with django_assert_max_num_queries(15):
        by_person = week_board(coop, team, WEEK, "people")
    assert len(by_person.rows) == 50
    assert sum(len(day.cells) for row in by_person.rows for day in row.days) == 385
    with django_assert_max_num_queries(8):
        affected = affected_by_publish(rota)
    assert len(affected.people) == 50
    publish_week(coop=coop, by=by, rota=rota, expected_revision=revision(rota))
    worker = next(row for row in board.rows if row.id)
    with django_assert_max_num_queries(6):
        mine = published_visits(
            coop, Person.objects.get(pk=worker.id), WEEK.monday, WEEK.sunday, as_worker=True
        )
    assert len(mine) == sum(len(day.cells) for day in worker.days)
    with django_assert_max_num_queries(6):
        days = who_is_coming(coop, slot_of(rota, "Person 9", 0).visit.person, WEEK.monday)
    assert [len(day.visits) for day in days] == [1] * 7
    with django_assert_max_num_queries(2):
        lines = weeks_of(coop, team, WEEK)
    assert [line.visits for line in lines] == [350, 0, 0, 0, 0, 0]


def test_the_board_shows_hours_gaps_pins_and_who_comes_together() -> None:
    team = make_team()
    lucy, tom = make_worker(team, "Lucy Marsh"), make_worker(team, "Tom Bell", hours=16)
    by = actor_for(lucy)
    make_supported(team, by, "Ray Fox", workers_needed=2, weekdays=(0,))
    rota = make_rota(team, by)
    for number, worker in enumerate((lucy, tom)):
        move_visit(
            coop=team.coop,
            by=by,
            slot=slot_of(rota, "Ray Fox", 0, number),
            worker=worker,
            expected_revision=revision(rota),
        )
    pin_slot(
        coop=team.coop,
        by=by,
        slot=slot_of(rota, "Ray Fox", 0, 1),
        expected_revision=revision(rota),
    )
    board = week_board(team.coop, team, WEEK)
    first, second = (row.days[0].cells[0] for row in board.rows)
    assert (first.beside, first.state) == ("Tom", "double")
    assert (second.beside, second.state) == ("Lucy", "pinned")
    assert [(r.planned_minutes, r.contract_minutes) for r in board.rows] == [(30, 1800), (30, 960)]
    assert (board.figures.gaps, board.figures.faces) == (0, 2.0)


def test_before_a_week_is_made_the_board_shows_who_could_work() -> None:
    team = make_team()
    make_worker(team, "Lucy Marsh", days=(0,))
    board = week_board(team.coop, team, WEEK)
    assert board.rota is None
    assert [day.words for day in board.rows[0].days][:2] == ["07:00–15:00", "Off"]


def test_a_visit_is_explained_with_who_else_could_come_and_who_cannot() -> None:
    team = make_team()
    lucy = make_worker(team, "Lucy Marsh")
    tom = make_worker(team, "Tom Bell")
    una = make_worker(team, "Una Reed", days=(4,))
    by = actor_for(lucy)
    make_supported(team, by, "Joan Hill", weekdays=(0,))
    rota = make_rota(team, by)
    slot = slot_of(rota, "Joan Hill", 0)
    gap = visit_detail(slot)
    assert gap.cell.gap
    assert any("could take it" in line for line in gap.why)
    move_visit(coop=team.coop, by=by, slot=slot, worker=lucy, expected_revision=revision(rota))
    detail = visit_detail(slot_of(rota, "Joan Hill", 0))
    best = next(other for other in detail.others if other.possible)
    assert detail.why[-1].startswith(f"One other could take it. The next best is {best.name}: ")
    assert not any("point" in line for line in detail.why)
    others = {other.worker_id: other for other in detail.others}
    assert others[tom.pk].possible
    assert (others[una.pk].possible, "not available" in others[una.pk].words) == (False, True)


def test_a_worker_who_falls_ill_clashes_with_the_visits_they_have() -> None:
    team = make_team()
    lucy = make_worker(team, "Lucy Marsh")
    by = actor_for(lucy)
    make_supported(team, by, "Joan Hill", weekdays=(0,))
    rota = make_rota(team, by)
    slot = slot_of(rota, "Joan Hill", 0)
    move_visit(coop=team.coop, by=by, slot=slot, worker=lucy, expected_revision=revision(rota))
    start = WEEK.starts(team.coop.zone)
    report_sick(coop=team.coop, by=by, worker=lucy, starts=start, ends=start + timedelta(days=1))
    board = week_board(team.coop, team, WEEK)
    assert board.rows[0].days[0].cells[0].clash == "Lucy cannot work then (Off sick)"
    assert board.figures.clashes == 1


def test_a_worker_whose_team_has_not_sent_the_week_is_told_so() -> None:
    team = make_team()
    lucy = make_worker(team, "Lucy Marsh")
    assert not my_week(team.coop, lucy, WEEK).sent


def test_names_are_sorted_as_people_do() -> None:
    names = ["Visit 10", "émile", "Visit 2", "Zoë", "alan"]
    assert sorted(names, key=natural) == ["alan", "émile", "Visit 2", "Visit 10", "Zoë"]
