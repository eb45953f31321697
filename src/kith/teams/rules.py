"""What teams live by: the roles that go round, the wishes a team weighs in its rota, and who may join."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from kith.articles.rules import TeamRules
from kith.design.wording import minutes
from kith.engines.rota.week.problem import Weights
from kith.foundation.errors import DomainError


class TeamIsFull(DomainError):
    """The team has as many members as the co-op's articles allow."""


class AlreadyInTeam(DomainError):
    """The person is in the team already."""


class RoleIsHeld(DomainError):
    """Somebody else holds a role that one person holds at a time."""


class CoachFromInside(DomainError):
    """A coach has to come from outside the team."""


class WrongDates(DomainError):
    """The days do not fit together."""


@dataclass(frozen=True, slots=True)
class RoleWords:
    """A role that members take in turn: what it is called, what it does, and whether one person holds it at a time."""

    key: str
    title: str
    does: str
    one_at_a_time: bool


CONNECTOR = "connector"
ROLES: Mapping[str, RoleWords] = {
    role.key: role
    for role in (
        RoleWords(
            CONNECTOR,
            "Community Circles Connector",
            "Helps people and the people around them form a circle of support.",
            one_at_a_time=True,
        ),
        RoleWords(
            "link",
            "Link worker",
            "The first one to ask about a person: keeps plan and profile up to date.",
            one_at_a_time=False,
        ),
        RoleWords(
            "buddy",
            "Buddy",
            "Goes along with a new member and answers every question.",
            one_at_a_time=False,
        ),
        RoleWords(
            "host",
            "Meeting host",
            "Prepares the team's meeting and sees that everybody is heard.",
            one_at_a_time=True,
        ),
        RoleWords(
            "rota",
            "Rota keeper",
            "Prepares the week's rota and brings it to the team to agree.",
            one_at_a_time=True,
        ),
        RoleWords(
            "money",
            "Budget keeper",
            "Keeps an eye on the hours and the money of the team.",
            one_at_a_time=True,
        ),
        RoleWords(
            "welcome",
            "Welcomer",
            "Leads when the team looks for a new member, together with the people it supports.",
            one_at_a_time=True,
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Wish:
    """Something a team weighs when its week is made, and the rota engine's weights that it turns up or down."""

    key: str
    title: str
    means: str
    weights: tuple[str, ...]


WISHES: Mapping[str, Wish] = {
    wish.key: wish
    for wish in (
        Wish(
            "choices",
            "People’s first choices",
            "The worker a person likes best comes.",
            ("not_first", "not_chosen"),
        ),
        Wish(
            "continuity", "Few faces", "A person meets few different workers.", ("face", "new_face")
        ),
        Wish(
            "fairness",
            "Fair evenings and weekends",
            "Nobody works more than their share of evenings, nights and weekends.",
            ("unsocial",),
        ),
        Wish(
            "hours",
            "Agreed hours",
            "Everyone works the hours in their contract.",
            ("over", "under"),
        ),
        Wish(
            "balance",
            "Hours made up",
            "Whoever worked less than agreed in the last weeks gets more hours now. Whoever worked more gets fewer.",
            ("balance",),
        ),
        Wish("travel", "Short journeys", "Little time is spent on the road.", ("travel",)),
        Wish(
            "lateness",
            "On time",
            "Even a visit that may be late starts on time.",
            ("late",),
        ),
        Wish("waiting", "No waiting", "No idle time between two visits.", ("waiting",)),
        Wish(
            "changes",
            "Few changes",
            "A week that was sent out stays as it is.",
            ("change", "shift"),
        ),
    )
}

# Four levels in words; each turns the engine's usual weight up or down.
LEVELS: Mapping[str, tuple[str, float]] = {
    "little": ("Matters little", 0.3),
    "matters": ("Matters", 1.0),
    "lot": ("Matters a lot", 2.5),
    "most": ("Matters most", 6.0),
}
USUAL_LEVEL = "matters"


def rota_weights(levels: Mapping[str, str]) -> Weights:
    """The engine's weights for a team's wishes (wish → level); a wish not named has its usual weight."""
    usual = Weights()
    turned = {
        name: getattr(usual, name) * LEVELS[levels.get(wish.key, USUAL_LEVEL)][1]
        for wish in WISHES.values()
        for name in wish.weights
    }
    return replace(usual, **turned)


# What one unit of a wish is, and how many of the engine's weights' units that is; told in minutes of travel.
_UNITS: Mapping[str, tuple[str, Mapping[str, float]]] = {
    "choices": ("A visit by somebody the person has not chosen", {"not_chosen": 1}),
    "continuity": ("A new face at the door", {"face": 1, "new_face": 1}),
    "fairness": ("An hour above a fair share", {"unsocial": 1}),
    "hours": ("An hour beyond the agreed hours", {"over": 60}),
    "lateness": ("A visit that starts ten minutes late", {"late": 10}),
    "balance": ("An hour not evened out over the weeks", {"balance": 60}),
    "waiting": ("An hour of waiting", {"waiting": 60}),
    "changes": ("A visit that changes hands after it was sent", {"change": 1}),
}


@dataclass(frozen=True, slots=True)
class WishSaid:
    """A wish, how much it matters to a team in words, and what that is worth in minutes on the road."""

    wish: Wish
    level: str
    worth: str


def wishes_said(levels: Mapping[str, str]) -> tuple[WishSaid, ...]:
    """A team's wishes in words, what matters most first."""
    weights, order = rota_weights(levels), list(LEVELS)
    held = sorted(WISHES.values(), key=lambda wish: -order.index(levels.get(wish.key, USUAL_LEVEL)))
    return tuple(
        WishSaid(wish, LEVELS[levels.get(wish.key, USUAL_LEVEL)][0], _worth(wish, weights))
        for wish in held
    )


def _worth(wish: Wish, weights: Weights) -> str:
    if wish.key not in _UNITS:
        return "All the other wishes are measured in minutes of travel."
    what, units = _UNITS[wish.key]
    points = sum(getattr(weights, name) * count for name, count in units.items())
    return f"{what} weighs as much as {minutes(round(points / weights.travel))} of travel."


def check_levels(levels: Mapping[str, str]) -> None:
    """Raise DomainError when a wish or a level is unknown."""
    for wish, level in levels.items():
        if wish not in WISHES or level not in LEVELS:
            raise DomainError(f"“{wish}: {level}” is not a wish that the rota knows.", field=wish)


def check_room(team: str, members: int, rules: TeamRules) -> None:
    """Raise TeamIsFull when one more member would be too many."""
    if members >= rules.most_members:
        raise TeamIsFull(
            f"{team} has {members} members, and the co-op's articles allow {rules.most_members} in a team. "
            "Nobody was added. You can start a second team and share the neighbourhood, "
            "or wait until a member leaves.",
            field="person",
        )


def check_dates(since: date, until: date | None, *, field: str = "until") -> None:
    """Raise WrongDates when something would end before it began."""
    if until is not None and until < since:
        raise WrongDates(f"{until:%-d %B %Y} is before {since:%-d %B %Y}.", field=field)
