"""People who want to work with Don Valley: one just asked, one has a buddy; and thanks for workers."""

from datetime import date, timedelta
from typing import Any

from kith.becoming import actions, thanking
from kith.becoming.models import Check, Newcomer, Shadow
from kith.becoming.queries import visits_of_buddy
from kith.demo.cast import acting, person_named
from kith.foundation.models import Coop
from kith.teams.models import Team

BUDDY, KEEPER = "Leanne Tasker", "Maya Robinson"
ASKS: dict[str, dict[str, Any]] = {
    "you": {"phone": "01632 960144", "postcode": "S9 2VC", "best": "after six"},
    "why": {
        "why": "I looked after my gran for four years. When she died I missed it.",
        "appreciated": "I never make a fuss.\nMy sausage rolls.",
        "matters": "My Saturdays with the lads.\nBeing trusted.",
        "support": "Tell me straight when I do it wrong.",
    },
    "when": {
        "hours": "Weekday mornings, and Sunday if you like",
        "languages": ["English"],
        "interests": ["football", "baking"],
    },
    "way": {"way": "employed"},
    "references": {
        "first": "Carol Platt",
        "first_reach": "01632 960155",
        "first_how": "ran the kitchen where I worked",
        "second": "Rev. Dinsdale",
        "second_reach": "after the Sunday service",
        "second_how": "has known me from a boy",
    },
    "checks": {"agreed": True},
}
THANKS = (
    ("Margaret Ollerenshaw", "Bea Longden", "She let me find the word myself. It took a while."),
    ("Maya Robinson", "Tom Ashworth", "You knew whom to ring when the hoist stood still."),
    ("Margaret Ollerenshaw", "Tom Ashworth", "He hums in tune."),
    ("Tom Ashworth", "Maya Robinson", "You rang the warden, and stayed until he came."),
)


def ask_to_work_with_us(coop: Coop, team: Team, today: date) -> None:
    """Kyle has just asked. Aisha has a buddy, and goes along to her first visit."""
    _asked(coop, "Kyle Barrow", "kyle@example.org")
    aisha = _asked(coop, "Aisha Begum", "aisha@example.org")
    buddy = person_named(coop, BUDDY)
    by = acting(coop, KEEPER)
    aisha = actions.welcome(coop=coop, by=by, newcomer=aisha, team=team, buddy=buddy)
    for kind, name, detail in (
        (Check.REFERENCE, "Carol Platt", "“I would have her back tomorrow.”"),
        (Check.REFERENCE, "Rev. Dinsdale", "Warm, and in no doubt."),
        (Check.RIGHT, "", "British passport, seen and copied"),
    ):
        actions.add_check(
            coop=coop,
            by=by,
            newcomer=aisha,
            kind=kind,
            name=name,
            detail=detail,
            seen_on=today - timedelta(days=3),
            valid_until=today + timedelta(days=900) if kind == Check.RIGHT else None,
        )
    _go_along(coop, aisha, today)
    for who, worker, text in THANKS:
        person = person_named(coop, worker)
        thanks = thanking.give_thanks(coop=coop, by=acting(coop, who), worker=person, text=text)
        if who == KEEPER:
            thanking.share_thanks(coop=coop, by=acting(coop, worker), thanks=thanks, shared=True)


def _asked(coop: Coop, name: str, email: str) -> Newcomer:
    new, _ = actions.begin(coop=coop, by=None, name=name, email=email)
    for step, said in ASKS.items():
        new = actions.write_step(coop=coop, newcomer=new, step=step, said=said)
    return actions.send(coop=coop, newcomer=new)


def _go_along(coop: Coop, newcomer: Newcomer, today: date) -> Shadow | None:
    """To the first of the buddy's visits that was sent, where somebody lives who does not sign in."""
    if newcomer.buddy is None:
        return None
    for visit in visits_of_buddy(coop, newcomer.buddy, today):
        return actions.ask_shadow(
            coop=coop,
            by=acting(coop, KEEPER),
            newcomer=newcomer,
            visit=visit.visit,
            said_yes=True,
        )
    return None
