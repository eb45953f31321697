"""Which pages lead the way for which hat. What a hat may do is in foundation/roles.toml; this is only signposts."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, holds
from kith.people.models import Hat, Person
from kith.teams.models import Team


@dataclass(frozen=True, slots=True)
class Item:
    """One signpost."""

    label: str
    href: str
    current: bool = False


Sign = tuple[str, str]

OWN = (
    ("Today", "web:today"),
    ("Who is coming", "rota:coming"),
    ("My support", "support:supports"),
    ("My team", "teams:team"),
)
TEAM = (("Today", "web:today"), ("Our week", "rota:this-week"), ("My week", "rota:my-week"))
SIGNS: Mapping[str, tuple[Sign, ...]] = {
    "worker": (
        *TEAM,
        ("People", "support:supports"),
        ("Team", "teams:team"),
        ("Articles", "articles:articles"),
    ),
    "person": (*OWN, ("Articles", "articles:articles")),
    "coach": (
        ("Today", "web:today"),
        ("The week", "rota:this-week"),
        ("People", "support:supports"),
        ("Team", "teams:team"),
        ("Articles", "articles:articles"),
    ),
    "secretary": (
        ("Today", "web:today"),
        ("People", "people:people"),
        ("Teams", "teams:teams"),
        ("Members", "membership:register"),
        ("Duties", "duties:duties"),
        ("Spreadsheets", "imports:upload"),
        ("Articles", "articles:articles"),
        ("Record", "web:record"),
    ),
    "board": (
        ("Today", "web:today"),
        ("People", "people:people"),
        ("Members", "membership:register"),
        ("Duties", "duties:duties"),
        ("Shares", "shares:all"),
        ("Teams", "teams:teams"),
        ("Articles", "articles:articles"),
        ("Record", "web:record"),
    ),
    "treasurer": (
        ("Today", "web:today"),
        ("Shares", "shares:all"),
        ("Share offers", "offers:offers"),
        ("Loans", "loans:all"),
        ("Members", "membership:register"),
        ("Duties", "duties:duties"),
        ("Articles", "articles:articles"),
        ("Record", "web:record"),
    ),
    "member": (
        ("Today", "web:today"),
        ("Decisions", "decisions:decisions"),
        ("Elections", "elections:elections"),
        ("My membership", "membership:mine"),
        ("My shares", "shares:mine"),
        ("Members", "membership:directory"),
        ("Register", "membership:register"),
        ("Articles", "articles:articles"),
    ),
}
MORE: Mapping[str, tuple[Sign, ...]] = {
    "worker": (
        ("When I can work: hours, leave and training", "rota:worker"),
        ("Whom I support: my own yes or no, and trial visits", "support:answers"),
        ("Who wants to work with us", "becoming:newcomers"),
        ("What people appreciate about me", "becoming:thanks"),
        ("Who asks for support", "asking:referrals"),
        ("Our weeks before and after", "rota:weeks"),
        ("Bring in a spreadsheet", "imports:upload"),
        ("My visits in my phone’s calendar", "api:calendars"),
    ),
    "person": (("Who is coming, in my phone’s calendar", "api:calendars"),),
    "coach": (
        ("When the team’s workers can work", "rota:availability"),
        ("The team’s weeks before and after", "rota:weeks"),
    ),
    "secretary": (
        ("Who wants to join", "membership:applications"),
        ("Who wants to work with us", "becoming:newcomers"),
        ("Who asks for support", "asking:referrals"),
        ("Elections", "elections:elections"),
        ("The co-op’s duties in my phone’s calendar", "api:calendars"),
        ("Shares: money received and paid", "shares:all"),
        ("Share offers", "offers:offers"),
        ("Members’ loans", "loans:all"),
        ("People we support", "support:supports"),
        ("Whom to tell another way", "people:to-tell"),
        ("Whom to ask how they need information", "people:reviews"),
    ),
    "board": (("The co-op’s duties in my phone’s calendar", "api:calendars"),),
    "member": (
        ("Share offers", "offers:offers"),
        ("What I have lent the co-op", "loans:mine"),
        ("What our co-op has to do this year", "duties:duties"),
        ("The co-op’s duties in my phone’s calendar", "api:calendars"),
    ),
}
TOGETHER = (
    (Permission.DECISION_VIEW, ("What we decide together", "decisions:decisions")),
    (Permission.DECISION_VIEW, ("My part in our decisions", "decisions:mine")),
    (Permission.ELECTION_VIEW, ("Elections", "elections:elections")),
    (Permission.MEETING_VIEW, ("Our meetings", "meetings:meetings")),
)
OWN_PAGES = (
    ("Circles I am in", "support:circles"),
    ("My membership", "membership:mine"),
    ("My own page", "people:person"),
    ("What is kept about me", "archive:mine"),
)
NO_HAT = (("My membership", "membership:mine"),)
BESIDE_REGISTER = ("applications", "members")
EVERYBODY = (("Today", "web:today"), ("Articles", "articles:articles"))


def navigation(
    path: str, coop: Coop, hat: Hat | None, teams: Mapping[uuid.UUID | None, Team]
) -> list[Item]:
    """The signposts of a hat; the one that leads to `path` or its nearest page above is marked."""
    signs = SIGNS.get(hat.role, EVERYBODY) if hat else NO_HAT
    team = teams.get(hat.team_id) if hat else None
    hrefs = _hrefs(signs, coop, team)
    leading = [href for _, href in hrefs if path.startswith(href)]
    nearest = max(leading, key=len, default="")
    today, register = (
        reverse(name, kwargs={"coop": coop.slug}) for name in ("web:today", "membership:register")
    )
    if nearest == today != path:  # every page is below Today, and few are part of it
        nearest = register if path.removeprefix(today).split("/")[0] in BESIDE_REGISTER else ""
    return [Item(label, href, current=href == nearest) for label, href in hrefs]


def more(person: Person, hat: Hat | None, team: Team | None, reader: Actor) -> list[Item]:
    """Where else a hat leads: to what is seldom needed, and so stands on Today instead of in the bar."""
    together = [sign for needed, sign in TOGETHER if holds(reader, needed)]
    signs = (*MORE.get(hat.role if hat else "", ()), *together, *OWN_PAGES)
    return [Item(*sign) for sign in _hrefs(signs, person.coop, team, person)]


TEAM_ADDRESSES = {
    "rota:this-week": "team",
    "rota:weeks": "team",
    "rota:availability": "team",
    "teams:team": "slug",
}
PERSON_ADDRESSES = {"people:person": "person", "rota:worker": "worker"}


def _hrefs(
    signs: Iterable[Sign], coop: Coop, team: Team | None, person: Person | None = None
) -> list[Sign]:
    """The signs with their addresses, without those that lead nowhere for this hat."""
    hrefs = [(label, _href(name, coop, team, person)) for label, name in signs]
    return [(label, href) for label, href in hrefs if href]


def _href(name: str, coop: Coop, team: Team | None, person: Person | None) -> str:
    kwargs: dict[str, object] = {"coop": coop.slug}
    if person and name in PERSON_ADDRESSES:
        kwargs[PERSON_ADDRESSES[name]] = person.id
    if name in TEAM_ADDRESSES:
        if team is None:
            return ""
        kwargs[TEAM_ADDRESSES[name]] = team.slug
    return reverse(name, kwargs=kwargs)
