"""What Today shows, for each hat."""

from dataclasses import dataclass
from datetime import date, datetime

from kith.asking.queries import ToAnswer, to_answer
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, holds
from kith.kernel.week import Week
from kith.meetings.models import Meeting, Task
from kith.meetings.queries.meetings import my_tasks, next_meeting
from kith.membership.duties.queries import ToDo, to_do
from kith.membership.joining.queries import Waiting, waiting_now
from kith.people.models import Hat, Notice, Person
from kith.people.queries import notices_of, people_seen_by
from kith.rota.queries.sent import SentDay, SentVisit, who_is_coming
from kith.rota.queries.sent import my_week as week_of_worker
from kith.rota.queries.weeks import WeekLine, weeks_of
from kith.teams.models import Team
from kith.teams.queries import teams_seen_by


@dataclass(frozen=True, slots=True)
class TeamWeeks:
    """A team with its week now and the one after."""

    team: Team
    weeks: tuple[WeekLine, ...]


@dataclass(frozen=True, slots=True)
class Today:
    """The page's content; each part is there only for the hats that it concerns."""

    greeting: str
    notices: tuple[Notice, ...]
    next_visit: SentVisit | None
    my_visits: tuple[SentVisit, ...]
    coming: tuple[SentDay, ...]
    sent: frozenset[date]
    teams: tuple[TeamWeeks, ...]
    people: int | None
    joining: Waiting | None
    asking: ToAnswer | None
    duties: ToDo | None
    meeting: Meeting | None
    tasks: tuple[Task, ...]


def today(coop: Coop, person: Person, by: Actor, hat: Hat | None) -> Today:
    """Today for one person in the hat they wear."""
    role = hat.role if hat else ""
    now = clock.now().astimezone(coop.zone)
    mine = _my_visits(coop, person, now) if role == "worker" else ()
    coming = _coming(coop, person, now.date()) if role == "person" else ()
    return Today(
        greeting=_greeting(now),
        notices=tuple(notices_of(person).filter(seen_at__isnull=True)[:5]),
        next_visit=next((visit for visit in mine if visit.end > now), None),
        my_visits=mine,
        coming=tuple(day for day in coming if 0 <= (day.day - now.date()).days < 2),
        sent=_days_of_sent_weeks(coming),
        teams=_teams(coop, by, hat, Week.of(now.date())),
        people=people_seen_by(coop, by, Permission.PEOPLE_VIEW).count()
        if role in ("secretary", "board")
        else None,
        joining=waiting_now(coop) if _answers(by, role) else None,
        asking=to_answer(coop, by) if role in ("worker", "secretary") else None,
        duties=to_do(coop) if _keeps_duties(by, role) else None,
        meeting=next_meeting(coop) if holds(by, Permission.MEETING_VIEW) else None,
        tasks=tuple(my_tasks(person)[:5]),
    )


def _answers(by: Actor, role: str) -> bool:
    return role in ("secretary", "board") and by.reaches_all(Permission.APPLICATION_VIEW)


def _keeps_duties(by: Actor, role: str) -> bool:
    return role in ("secretary", "board") and by.reaches_all(Permission.DUTIES_KEEP)


def _coming(coop: Coop, person: Person, day: date) -> tuple[SentDay, ...]:
    """This week and the next, so that a day without visits can be told from a week that is not sent."""
    return who_is_coming(coop, person, Week.of(day).monday, 14)


def _days_of_sent_weeks(days: tuple[SentDay, ...]) -> frozenset[date]:
    sent = {Week.of(day.day) for day in days if day.visits}
    return frozenset(day.day for day in days if Week.of(day.day) in sent)


def _my_visits(coop: Coop, person: Person, now: datetime) -> tuple[SentVisit, ...]:
    days = week_of_worker(coop, person, Week.of(now.date())).days
    return next((day.visits for day in days if day.day == now.date()), ())


def _teams(coop: Coop, by: Actor, hat: Hat | None, week: Week) -> tuple[TeamWeeks, ...]:
    """The teams whose weeks this hat looks after: one's own as a worker, all that one may see otherwise."""
    if hat is None or hat.role not in ("worker", "coach", "secretary"):
        return ()
    teams = [
        team
        for team in teams_seen_by(coop, by)
        if hat.role == "secretary" or team.id == hat.team_id
    ]
    return tuple(TeamWeeks(team, weeks_of(coop, team, week, 2)) for team in teams)


def _greeting(now: datetime) -> str:
    if now.hour < 12:
        return "Good morning"
    return "Good afternoon" if now.hour < 18 else "Good evening"
