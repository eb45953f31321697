"""Bringing in the people a team supports."""

from kith.imports.bringing.ground import Ground, Outcome, bring_person, settle
from kith.imports.rules import Row
from kith.support.actions import begin_support
from kith.support.queries import supports_of_person


def bring(ground: Ground, rows: tuple[Row, ...]) -> None:
    """Each row: the person is written down or brought up to date, and has support from the team."""
    for row in rows:
        ground.attempt(row, _bring)


def _bring(ground: Ground, row: Row) -> Outcome:
    person, outcome = bring_person(ground, row)
    supports = supports_of_person(ground.coop, person, ground.today).filter(team=ground.team)
    if not supports.exists():
        begin_support(
            **ground.who, person=person, team=ground.team, since=row.get("since", ground.today)
        )
        outcome = Outcome.CHANGED if outcome is Outcome.SAME else outcome
    settle(ground, row, person)
    return outcome
