"""The main co-op of the demo: a team of twelve and the people it supports."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from kith.demo.accounts import rows, ways
from kith.demo.cast import (
    APPRECIATED,
    SUPPORT,
    Numbers,
    acting,
    person_named,
    some,
    this_monday,
    weeks_ago,
)
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor
from kith.kernel.week import local_moment
from kith.people.actions import add_person, change_person, give_hat, write_needs, write_profile
from kith.people.models import Person
from kith.people.queries import actor_for
from kith.rota.actions.availability import agree_contract, set_work_times, take_leave
from kith.rota.rules.working_time import Span
from kith.support.actions import begin_support, write_pattern
from kith.support.choices.actions import answer_choice, say_choice
from kith.support.dates.actions import begin_pause
from kith.support.models import Choice, Pause, Support
from kith.support.rules import Wanted
from kith.teams.actions import (
    add_member,
    choose_coach,
    found_team,
    give_skill,
    hand_over_role,
    take_role,
    write_agreement,
)
from kith.teams.models import Member, Team

AGREEMENT = """We meet every Tuesday at two, in the back room of the library.
People come first: if somebody has a first choice, we try hard to make it happen.
Whoever is ill says so before six in the morning, and we mend the day together.
Nobody swaps a visit without asking the person."""
WISHES = {
    "choices": "most",
    "continuity": "lot",
    "fairness": "lot",
    "hours": "matters",
    "travel": "matters",
    "waiting": "little",
    "changes": "lot",
}


@dataclass
class Founding:
    """What is needed all along: the co-op, its team, who writes things down, and the seeded chance."""

    coop: Coop
    team: Team
    secretary: Actor
    keeper: Actor
    began: date
    today: date
    random: Random
    numbers: Numbers = field(default_factory=Numbers)
    skills: dict[str, uuid.UUID] = field(default_factory=dict)


def fill_don_valley(coop: Coop, today: date, random: Random) -> Team:
    """Found the team, its members, the people it supports and what they chose. Returns the team."""
    began = weeks_ago(today, 60)
    secretary = acting(coop, "Samira Hussain")
    team = found_team(
        coop=coop,
        by=secretary,
        name="Don Valley",
        neighbourhood="Attercliffe, Darnall, Tinsley, Brightside, Burngreave, Wincobank, Handsworth",
        founded_on=began,
    )
    all_of_it = Founding(coop, team, secretary, secretary, began, today, random)
    members = [_worker(all_of_it, row) for row in rows("workers")]
    all_of_it.keeper = acting(coop, "Maya Robinson")
    _organise(all_of_it, members)
    supports = [_person(all_of_it, row) for row in rows("people")]
    _choose(all_of_it, supports, [member.person for member in members])
    _away(all_of_it)
    _more_hats(all_of_it)
    return team


def _worker(f: Founding, row: dict[str, Any]) -> Member:
    person = _known(f, row["name"])
    latitude, longitude = row["at"]
    change_person(
        coop=f.coop,
        by=f.secretary,
        person=person,
        revision=person.revision,
        phone=f.numbers.phone(),
        latitude=latitude,
        longitude=longitude,
    )
    member = add_member(coop=f.coop, by=f.secretary, team=f.team, person=person, since=f.began)
    for skill in row["skills"]:
        _skill(f, person, skill)
    minutes = int(row["hours"] * 60)
    agree_contract(
        coop=f.coop, by=f.secretary, worker=person, minutes_per_week=minutes, since=f.began
    )
    spans = [Span(day, start, end) for days, start, end in row["times"] for day in days]
    set_work_times(
        coop=f.coop, by=f.secretary, worker=person, team=f.team, spans=spans, since=f.began
    )
    if "role" in row:
        take_role(coop=f.coop, by=f.secretary, member=member, role=row["role"], since=f.began)
    return member


def _skill(f: Founding, person: Person, skill: str) -> None:
    """Training is valid for a while yet: driving for good, everything else for three months to two years."""
    valid = f.today + timedelta(days=f.random.randint(90, 700))
    has = give_skill(
        coop=f.coop,
        by=f.secretary,
        person=person,
        skill=skill,
        since=f.began,
        valid_until=None if skill == "Driving" else valid,
    )
    f.skills[skill] = has.skill_id


def _organise(f: Founding, members: list[Member]) -> None:
    """Coach, agreement, and a role that has gone round once."""
    coop, by, team = f.coop, f.secretary, f.team
    choose_coach(coop=coop, by=by, team=team, person=person_named(coop, "Ruth Marsden"))
    keeper = next(member for member in members if member.person.name == "Grace Lin")
    buddy = keeper.roles.get(role="buddy")
    to = next(member for member in members if member.person.name == "Leanne Tasker")
    hand_over_role(coop=coop, by=by, held=buddy, to=to, on=weeks_ago(f.today, 20))
    write_agreement(
        coop=coop,
        by=f.keeper,
        team=team,
        text=AGREEMENT.splitlines()[0],
        wishes={},
        after=0,
        agreed_on=weeks_ago(f.today, 55),
    )
    write_agreement(
        coop=coop,
        by=f.keeper,
        team=team,
        text=AGREEMENT,
        wishes=WISHES,
        after=1,
        agreed_on=weeks_ago(f.today, 9),
    )


def _person(f: Founding, row: dict[str, Any]) -> Support:
    person = _known(f, row["name"])
    latitude, longitude = row["at"]
    person = change_person(
        coop=f.coop,
        by=f.secretary,
        person=person,
        revision=person.revision,
        called=row.get("called", ""),
        born_on=row["born"],
        nhs_number=f.numbers.nhs_number(),
        phone=f.numbers.phone(),
        address=row["address"],
        postcode=row["postcode"],
        latitude=latitude,
        longitude=longitude,
        getting_in=f.random.choice(
            ("Ring twice.", "Key safe by the door.", "Come round the back.")
        ),
    )
    support = begin_support(coop=f.coop, by=f.secretary, person=person, team=f.team, since=f.began)
    _words(f, person, row)
    for way in (row["way"], row.get("also")):
        if way:
            _patterns(f, support, ways()[way])
    return support


def _words(f: Founding, person: Person, row: dict[str, Any]) -> None:
    """The one-page profile, and how the person needs information."""
    write_profile(
        coop=f.coop,
        by=f.keeper,
        person=person,
        after=0,
        appreciated=some(f.random, APPRECIATED),
        matters=row["matters"],
        support=some(f.random, SUPPORT),
        change="first",
    )
    needs = row.get("needs", {"none_known": True})
    review = f.today + timedelta(days=f.random.randint(10, 300))
    write_needs(
        coop=f.coop,
        by=f.keeper,
        person=person,
        after=0,
        review_on=review,
        change="first",
        **needs,
    )


def _patterns(f: Founding, support: Support, visits: Iterable[dict[str, Any]]) -> None:
    series: dict[str, uuid.UUID] = {}
    for visit in visits:
        after = visit.get("after", {})
        wanted = Wanted(
            what=visit["what"],
            how=visit.get("how", ""),
            weekdays=tuple(visit["days"]),
            starts_on=f.began,
            earliest=visit["start"][0],
            latest=visit["start"][1],
            late_most=visit.get("late", 0),
            minutes=visit["minutes"],
            workers_needed=visit.get("workers", 1),
            skills=frozenset(f.skills[name] for name in visit.get("skills", ())),
            after=series.get(after.get("key", "")),
            gap_least=after.get("least", 0),
            gap_most=after.get("most"),
        )
        written = write_pattern(coop=f.coop, by=f.secretary, support=support, wanted=wanted)
        if "key" in visit:
            series[visit["key"]] = written.series


def _choose(f: Founding, supports: list[Support], workers: list[Person]) -> None:
    """Each person has a first choice and some have more to say; a few workers say no, and nobody asks why."""
    for support in supports:
        picked = f.random.sample(workers, 4)
        says = [Choice.FIRST, Choice.YES, Choice.YES][: f.random.randint(1, 3)]
        if f.random.random() < 0.2:
            says.append(Choice.NO)
        for worker, word in zip(picked, says, strict=False):
            signs_in = support.person.account_id
            by = actor_for(support.person) if signs_in else f.keeper
            say_choice(coop=f.coop, by=by, person=support.person, worker=worker, says=word)
    for worker in workers[2::4]:
        support = f.random.choice(supports)
        answer_choice(
            coop=f.coop,
            by=actor_for(worker),
            worker=worker,
            person=support.person,
            answer=Choice.NO,
        )


def _away(f: Founding) -> None:
    """Somebody is in hospital, somebody goes on holiday, and two workers have leave to come."""
    monday = this_monday(f.today)
    for name, kind, since, until in (
        ("Doreen Hague", Pause.HOSPITAL, monday - timedelta(days=9), None),
        ("Gwen Pashley", Pause.HOLIDAY, monday, monday + timedelta(days=13)),
    ):
        support = Support.objects.get(coop=f.coop, person__name=name)
        begin_pause(
            coop=f.coop, by=f.secretary, support=support, kind=kind, since=since, until=until
        )
    for name, first, days in (("Nadia Rahman", 10, 2), ("Joel Hinchliffe", 15, 4)):
        take_leave(
            coop=f.coop,
            by=f.secretary,
            worker=person_named(f.coop, name),
            starts=_morning(f, monday + timedelta(days=first)),
            ends=_morning(f, monday + timedelta(days=first + days)),
        )


def _more_hats(f: Founding) -> None:
    """People who do more than one thing: the hat they began with stays the first."""
    for row in rows("accounts"):
        for role in row.get("later", ()):
            give_hat(
                coop=f.coop,
                by=f.secretary,
                person=person_named(f.coop, row["name"]),
                role=role,
                since=weeks_ago(f.today, 50),
            )


def _morning(f: Founding, day: date) -> datetime:
    return local_moment(day, time(), f.coop.zone)


def _known(f: Founding, name: str) -> Person:
    """The founder of this name, or somebody written down now."""
    found = Person.objects.select_related("coop").filter(coop=f.coop, name=name).first()
    return found or add_person(coop=f.coop, by=f.secretary, name=name)
