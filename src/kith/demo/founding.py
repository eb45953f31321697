"""Founds the five model co-ops by the same actions that people use, the same every time but for the dates."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, time, timedelta
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from kith.articles.queries import articles_in_force
from kith.demo.accounts import PASSWORD, rows
from kith.demo.articles import propose_a_change
from kith.demo.asking import ask_now, promise_and_answer_before
from kith.demo.becoming import ask_to_work_with_us
from kith.demo.cast import acting, person_named, weeks_ago
from kith.demo.choosing import (
    answer_most,
    peggy_asks_again,
    peggy_looks_back,
    peggy_tries,
    tell_about_workers,
)
from kith.demo.circling import draw_peggys_circle
from kith.demo.deciding import (
    ask_for_consent,
    ask_with_dots,
    count_it,
    decide_in_the_team,
    decide_on_a_day,
    share_the_surplus,
)
from kith.demo.don_valley import fill_don_valley
from kith.demo.duties import do_what_was_due
from kith.demo.electing import ask_where_to_meet, call_and_vote, count_them
from kith.demo.founders import found_by_its_founders
from kith.demo.joining import (
    answer_about_themselves,
    ask_to_join,
    enter_everybody,
    let_one_leave,
    welcome_some,
)
from kith.demo.lending import borrow, offer_shares, repay_some
from kith.demo.meeting import call_the_next_meeting, call_the_summer_meeting, hold_it
from kith.demo.money import (
    give_a_year_of_interest,
    pay_for_new_shares,
    pay_for_shares,
    repay_and_wait,
)
from kith.demo.planning import write_on, write_peggys_plan
from kith.demo.weeks import send_weeks
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor
from kith.kernel.week import local_moment
from kith.people.actions import add_person
from kith.people.models import Account, Person
from kith.rota.actions.availability import agree_contract, set_work_times
from kith.rota.rules.working_time import Span
from kith.support.actions import begin_support, write_pattern
from kith.support.rules import Wanted
from kith.teams.actions import add_member, choose_coach, found_team, take_role
from kith.teams.models import Team

SEED = 2026
BEGAN = 60  # weeks ago


@transaction.atomic
def found_demo(*, today: date) -> None:
    """Found all five co-ops, as if they had begun sixty weeks before `today`, and send Don Valley's weeks."""
    coops = {row["slug"]: _founded(row, today) for row in rows("coops")}
    don_valley = coops.pop("don-valley")
    with at(don_valley, weeks_ago(today, BEGAN), time(11)):
        chance = Random(SEED)  # noqa: S311  # invention, not secrecy
        team = fill_don_valley(don_valley, today, chance)
        enter_everybody(don_valley)
        answer_about_themselves(don_valley, chance)
        tell_about_workers(don_valley)
        answer_most(don_valley)
    promise_and_answer_before(don_valley, team, today, _afternoons(don_valley))
    _live(don_valley, today)
    ask_now(don_valley, team, today, _afternoons(don_valley))
    send_weeks(don_valley, team, today)
    with at(don_valley, today - timedelta(days=1), time(17)):
        do_what_was_due(don_valley)
    with at(don_valley, today - timedelta(days=1), time(18)):
        repay_and_wait(don_valley)
        ask_to_join(don_valley)
        propose_a_change(don_valley)
        ask_for_consent(don_valley)
        write_on(don_valley)
        peggy_asks_again(don_valley, today)
        draw_peggys_circle(don_valley, today)
        ask_to_work_with_us(don_valley, team, today)
        ask_where_to_meet(don_valley)
        call_the_next_meeting(don_valley, today + timedelta(days=20))
        decide_in_the_team(don_valley)
        share_the_surplus(don_valley)
        ask_with_dots(don_valley)
    for row in rows("coops"):
        if row["slug"] in coops:
            _filled(row, coops[row["slug"]], today)
            with at(coops[row["slug"]], today - timedelta(days=1), time(17)):
                do_what_was_due(coops[row["slug"]])
    Account.objects.filter(email__endswith=".example").update(password=make_password(PASSWORD))


def _live(coop: Coop, today: date) -> None:
    """Sixty weeks of Don Valley as a co-op: money, members, decisions."""
    with at(coop, weeks_ago(today, BEGAN - 1), time(15)):
        pay_for_shares(coop)
    with at(coop, weeks_ago(today, 40), time(14)):
        welcome_some(coop)
        pay_for_new_shares(coop)
    with at(coop, weeks_ago(today, 34), time(14)):
        borrow(coop)
    with at(coop, weeks_ago(today, 20), time(18)):
        decide_on_a_day(coop)
    count_it(coop)
    with at(coop, weeks_ago(today, 18), time(9)):
        summer = call_the_summer_meeting(coop, weeks_ago(today, 15))
    hold_it(summer)
    with at(coop, weeks_ago(today, 14), time(18)):
        call_and_vote(coop)
    count_them(coop)
    with at(coop, weeks_ago(today, 8), time(14)):
        let_one_leave(coop)
    with at(coop, weeks_ago(today, 6), time(14)):
        repay_some(coop)
        write_peggys_plan(coop)
        peggy_tries(coop, today)
    with at(coop, weeks_ago(today, 4), time(14)):
        peggy_looks_back(coop)
    with at(coop, weeks_ago(today, 3), time(19)):
        offer_shares(coop)
    ends = articles_in_force(coop).year.end_before(today)
    if ends > weeks_ago(today, BEGAN - 1):
        with at(coop, today - timedelta(days=2), time(10)):
            give_a_year_of_interest(coop, ends)


@contextmanager
def at(coop: Coop, day: date, when: time) -> Iterator[None]:
    """As if it were then, by the wall clock of the co-op."""
    with clock.stopped_at(local_moment(day, when, coop.zone)):
        yield


def _afternoons(coop: Coop) -> Callable[[date], AbstractContextManager[None]]:
    """Days of this co-op, each at two in the afternoon."""
    return lambda day: at(coop, day, time(14))


def _founded(row: dict[str, Any], today: date) -> Coop:
    with clock.stopped_at(local_moment(weeks_ago(today, BEGAN), time(10), Coop().zone)):
        return found_by_its_founders(row)


def _filled(row: dict[str, Any], coop: Coop, today: date) -> None:
    """A small co-op: supporters, and where its articles have teams, one team with a few people to support."""
    began = weeks_ago(today, BEGAN)
    with at(coop, began, time(11)):
        keeper = next(o["name"] for o in rows("accounts") if o["coop"] == coop.slug)
        by = acting(coop, keeper)
        for name in row.get("supporters", ()):
            add_person(coop=coop, by=by, hat="supporter", name=name)
        if "team" in row:
            _team(row, coop, by, began)


def _team(row: dict[str, Any], coop: Coop, by: Actor, began: date) -> None:
    team = found_team(coop=coop, by=by, name=row["team"], founded_on=began)
    members = [
        add_member(coop=coop, by=by, team=team, person=_known(coop, by, name), since=began)
        for name in row["workers"]
    ]
    take_role(coop=coop, by=by, member=members[-1], role="connector", since=began)
    take_role(coop=coop, by=by, member=members[0], role="rota", since=began)
    for member in members:
        agree_contract(
            coop=coop, by=by, worker=member.person, minutes_per_week=25 * 60, since=began
        )
        set_work_times(
            coop=coop,
            by=by,
            worker=member.person,
            team=team,
            spans=[Span(day, time(7), time(15)) for day in range(5)],
            since=began,
        )
    choose_coach(coop=coop, by=by, team=team, person=_known(coop, by, row["coach"]))
    for name in row.get("people", ()):
        _supported(coop, by, team, _known(coop, by, name), began)


def _supported(coop: Coop, by: Actor, team: Team, person: Person, began: date) -> None:
    support = begin_support(coop=coop, by=by, person=person, team=team, since=began)
    wanted = Wanted(
        what="Getting up",
        weekdays=(0, 1, 2, 3, 4),
        starts_on=began,
        earliest=time(8),
        latest=time(9, 30),
        minutes=45,
    )
    write_pattern(coop=coop, by=by, support=support, wanted=wanted)


def _known(coop: Coop, by: Actor, name: str) -> Person:
    """The person of this name, written down now unless a founder has it."""
    if Person.objects.filter(coop=coop, name=name).exists():
        return person_named(coop, name)
    return add_person(coop=coop, by=by, name=name)
