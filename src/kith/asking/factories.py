"""Askings for tests, made by the room's own actions."""

from dataclasses import replace
from typing import Any

from kith.asking import rules
from kith.asking.actions import ask_for_support, take_referral, write_conversation
from kith.asking.models import Referral
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor
from kith.teams.models import Team

ANN = rules.Asked(
    asker=Referral.FAMILY,
    asker_name="Ann Hill",
    asker_phone="0114 496 0001",
    name="Joan Hill",
    postcode="S9 3XY",
    wish="A hand in the mornings, and somebody to walk with.",
    times="mornings",
    agrees=Referral.YES,
)


def asked(**other: Any) -> rules.Asked:
    """What a daughter writes for her mother, unless said otherwise."""
    return replace(ANN, **other)


def an_asking(coop: Coop, **other: Any) -> tuple[Referral, str]:
    """Somebody who asks, with the secret of their own page."""
    secret = rules.new_secret()
    made, _ = ask_for_support(coop=coop, by=None, asked=asked(**other), secret=secret)
    return made, secret


def taken(team: Team, by: Actor, **other: Any) -> Referral:
    """An asking that the team has taken."""
    referral, _ = an_asking(team.coop, **other)
    return take_referral(coop=team.coop, by=by, referral=referral, team=team)


def talked(team: Team, by: Actor, **other: Any) -> Referral:
    """An asking whose first conversation is written down, today."""
    return write_conversation(
        coop=team.coop,
        by=by,
        referral=taken(team, by, **other),
        on=clock.today(team.coop.zone),
        talked_with="Joan and Ann",
        matters="Her garden, and nobody before nine.",
        next_step="Bo comes for tea on Friday.",
    )
