"""Which pages lead the way for which hat. What a hat may do is in foundation/roles.toml; this is only signposts."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from kith.foundation.models import Coop
from kith.people.models import Hat
from kith.teams.models import Team


@dataclass(frozen=True, slots=True)
class Item:
    """One signpost."""

    label: str
    href: str
    current: bool = False


OWN = (("Today", "web:today"), ("Who is coming", "rota:coming"), ("My support", "support:supports"))
TEAM = (("Today", "web:today"), ("Our week", "rota:this-week"), ("My week", "rota:my-week"))
SIGNS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "worker": (
        *TEAM,
        ("People", "support:supports"),
        ("Team", "teams:team"),
        ("Articles", "articles:articles"),
    ),
    "person": (*OWN, ("Articles", "articles:articles")),
    "coach": (("Today", "web:today"), ("Teams", "teams:teams"), ("Articles", "articles:articles")),
    "secretary": (
        ("Today", "web:today"),
        ("People", "people:people"),
        ("Teams", "teams:teams"),
        ("Spreadsheets", "imports:upload"),
        ("Articles", "articles:articles"),
        ("Record", "web:record"),
    ),
    "board": (
        ("Today", "web:today"),
        ("People", "people:people"),
        ("Teams", "teams:teams"),
        ("Articles", "articles:articles"),
        ("Record", "web:record"),
    ),
}
EVERYBODY = (("Today", "web:today"), ("Articles", "articles:articles"))


def navigation(
    path: str, coop: Coop, hat: Hat | None, teams: Mapping[uuid.UUID | None, Team]
) -> list[Item]:
    """The signposts of a hat; the one that leads to `path` or its nearest page above is marked."""
    signs = SIGNS.get(hat.role, EVERYBODY) if hat else EVERYBODY
    team = teams.get(hat.team_id) if hat else None
    hrefs = [(label, _href(name, coop, team)) for label, name in signs]
    hrefs = [(label, href) for label, href in hrefs if href]
    leading = [href for _, href in hrefs if path.startswith(href)]
    nearest = max(leading, key=len, default="")
    return [Item(label, href, current=href == nearest) for label, href in hrefs]


TEAM_ADDRESSES = {"rota:this-week": "team", "teams:team": "slug"}


def _href(name: str, coop: Coop, team: Team | None) -> str:
    kwargs = {"coop": coop.slug}
    if name in TEAM_ADDRESSES:
        if team is None:
            return ""
        kwargs[TEAM_ADDRESSES[name]] = team.slug
    return reverse(name, kwargs=kwargs)
