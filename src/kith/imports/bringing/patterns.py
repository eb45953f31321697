"""Bringing in what people want and when."""

import uuid
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import time
from difflib import get_close_matches

from kith.foundation.errors import DomainError
from kith.imports.bringing.ground import Ground, Outcome
from kith.imports.rules import Problem, Row
from kith.people.models import Person, folded
from kith.support.actions import change_pattern, write_pattern
from kith.support.models import Support, VisitPattern
from kith.support.queries import (
    last_number,
    patterns_of_support,
    skills_nobody_has,
    supports_of_team,
)
from kith.support.rules import Wanted, problems_in, window_minutes
from kith.teams.actions import name_skill
from kith.teams.models import Skill


@dataclass(slots=True)
class _Board:
    """The patterns there are, by support, and how often a file names each."""

    supports: dict[uuid.UUID, Support]
    patterns: dict[uuid.UUID, dict[uuid.UUID, VisitPattern]]
    skills: dict[str, Skill]
    named: defaultdict[tuple[uuid.UUID, str], int] = field(default_factory=lambda: defaultdict(int))


def bring(ground: Ground, rows: tuple[Row, ...]) -> None:
    """Each row: a repeating visit is written down or changed from today on; visits that follow others wait."""
    board = _board(ground)
    ready = []
    for row in rows:
        wrong = _wrong(row)
        ground.problems += wrong
        if not wrong:
            ready.append(row)
            _count(ground, board, row)
    for row in sorted(ready, key=lambda row: (bool(row.get("after")), row.number)):
        ground.attempt(row, lambda ground, row: _bring(ground, board, row))


def _board(ground: Ground) -> _Board:
    supports = {
        support.person_id: support
        for support in supports_of_team(ground.coop, ground.team, ground.today)
    }
    patterns = {
        support.id: {
            row.series: row
            for row in patterns_of_support(support).order_by("starts_on")
            if row.ends_on is None or row.ends_on >= ground.today
        }
        for support in supports.values()
    }
    skills = {skill.name.lower(): skill for skill in Skill.objects.filter(coop=ground.coop)}
    return _Board(supports, patterns, skills)


def _wrong(row: Row) -> list[Problem]:
    """Everything wrong with the row by itself, each in the column it came from."""
    late, finish = row.get("latest"), row.get("finished_by")
    if (late is None) == (finish is None):
        words = "Fill in the latest start, or when it must be finished: one of the two."
        return [row.wrong("latest" if "latest" in row.columns else "finished_by", words)]
    if finish is not None:
        room = window_minutes(row.get("earliest"), finish)
        if room < row.get("minutes"):
            words = f"The visit takes {row.get('minutes')} minutes, but there are only {room}."
            return [row.wrong("finished_by", f"{words} Make the time longer or the visit shorter.")]
    found = problems_in(_wanted(row, row.get("starts_on") or row.get("ends_on"), frozenset(), None))
    ahead = [problem for problem in found if problem.field != "after"]
    column = {"latest": "finished_by"} if finish is not None else {}
    return [row.wrong(column.get(p.field, p.field), p.message) for p in ahead]


def _latest(row: Row) -> time:
    finish: time | None = row.get("finished_by")
    if finish is None:
        late: time = row.get("latest")
        return late
    minute = (finish.hour * 60 + finish.minute - row.get("minutes")) % (24 * 60)
    return time(minute // 60, minute % 60)


def _person(ground: Ground, row: Row) -> Person:
    return ground.known.named(
        row.get("person"), field_name="person", whom=f"{ground.team} supports nobody called"
    )


def _count(ground: Ground, board: _Board, row: Row) -> None:
    try:
        person = _person(ground, row)
    except DomainError:
        return
    board.named[person.id, folded(row.get("what"))] += 1


def _bring(ground: Ground, board: _Board, row: Row) -> Outcome:
    person = _person(ground, row)
    support = board.supports[person.id]
    there = board.patterns[support.id]
    before = _same_visit(row, list(there.values()), board.named[person.id, folded(row.get("what"))])
    after = _after(row, there, before)
    skills = frozenset(skill.id for skill in _skills(ground, board, row))
    first = row.get("starts_on") or max(ground.today, support.since)
    wanted = _wanted(row, first, skills, after)
    if before is None:
        pattern = write_pattern(**ground.who, support=support, wanted=wanted)
        outcome = Outcome.ADDED
    elif _is_same(before, wanted):
        return Outcome.SAME
    else:
        pattern = _changed(ground, before, wanted)
        outcome = Outcome.CHANGED
    there[pattern.series] = pattern
    _warn_of_skills(ground, row, pattern)
    return outcome


def _wanted(
    row: Row, first: object, skills: frozenset[uuid.UUID], after: uuid.UUID | None
) -> Wanted:
    given = {
        name: row.values[name]
        for name in (
            "every_weeks",
            "ends_on",
            "late_most",
            "workers_needed",
            "gap_least",
            "gap_most",
            "how",
            "address",
            "postcode",
        )
        if name in row.values
    }
    return Wanted(
        what=row.get("what")[:120],
        weekdays=row.get("weekdays"),
        earliest=row.get("earliest"),
        latest=_latest(row),
        minutes=row.get("minutes"),
        skills=skills,
        after=after,
        starts_on=first,  # type: ignore[arg-type]  # an empty first day is not looked at
        **given,
    )


def _same_visit(row: Row, there: list[VisitPattern], times_named: int) -> VisitPattern | None:
    """The pattern a row is about: the only one of that name, else the one of that name and earliest start."""
    named = [pattern for pattern in there if folded(pattern.what) == folded(row.get("what"))]
    if len(named) == 1 and times_named == 1:
        return named[0]
    return next((row_ for row_ in named if row_.earliest == row.get("earliest")), None)


def _after(
    row: Row, there: dict[uuid.UUID, VisitPattern], before: VisitPattern | None
) -> uuid.UUID | None:
    words = row.get("after")
    if not words:
        return None
    others = [pattern for pattern in there.values() if pattern is not before]
    found = [pattern for pattern in others if folded(pattern.what) == folded(words)]
    if not found:
        raise DomainError(
            f"This person has no visit called “{words}”. Write what that visit is for, as in its own row.",
            field="after",
        )
    return found[0].series


def _skills(ground: Ground, board: _Board, row: Row) -> list[Skill]:
    found = []
    for name in row.get("skills", ()):
        known = board.skills.get(name.lower())
        if known is None:
            close = get_close_matches(name.lower(), board.skills, n=1, cutoff=0.8)
            if close:
                near = board.skills[close[0]].name
                raise DomainError(
                    f"We do not know the skill “{name}”. Did you mean “{near}”?", field="skills"
                )
            known = name_skill(ground.coop, name)
        found.append(known)
    return found


_COMPARED = (
    "what",
    "how",
    "every_weeks",
    "ends_on",
    "earliest",
    "latest",
    "late_most",
    "minutes",
    "workers_needed",
    "after",
    "gap_least",
    "gap_most",
    "address",
    "postcode",
)


def _is_same(pattern: VisitPattern, wanted: Wanted) -> bool:
    """True when nothing but the first day differs: a visit that runs already has begun."""
    return (
        all(getattr(pattern, name) == getattr(wanted, name) for name in _COMPARED)
        and tuple(sorted(pattern.weekdays)) == tuple(sorted(wanted.weekdays))
        and {skill.id for skill in pattern.skills.all()} == wanted.skills
    )


def _changed(ground: Ground, before: VisitPattern, wanted: Wanted) -> VisitPattern:
    first = max(ground.today, before.starts_on)
    if wanted.ends_on and wanted.ends_on < first:
        raise DomainError("The last day is over already. Check the year.", field="ends_on")
    return change_pattern(
        **ground.who,
        pattern=before,
        wanted=replace(wanted, starts_on=first),
        seen=last_number(VisitPattern, before.series),
        reason=f"From the spreadsheet {ground.file_name}"[:200],
    )


def _warn_of_skills(ground: Ground, row: Row, pattern: VisitPattern) -> None:
    missing = skills_nobody_has(pattern, max(ground.today, pattern.starts_on))
    if missing:
        ground.warn(
            row,
            "skills",
            f"Too few workers of {ground.team} can do this: {', '.join(missing)}. The visit goes in, but it will be a "
            "gap in the week until a worker learns it.",
        )
