"""What every page's frame shows: the co-op, the navigation of the hat worn, and the hats to switch to."""

import uuid
from collections.abc import Mapping
from typing import TypedDict

from django.http import HttpRequest
from django.urls import reverse

from kith.foundation.models import Coop
from kith.people.models import Hat, Person
from kith.people.queries import chosen_hat, hat_key, hat_title
from kith.teams.models import Team
from kith.web.navigation import navigation

Teams = Mapping[uuid.UUID | None, Team]


class HatItem(TypedDict):
    """One hat in the switcher."""

    label: str
    current: bool
    post: str
    href: str


class Hats(TypedDict):
    """The switcher: what one is here as, and what else one could be."""

    current: str
    items: list[HatItem]


def page(request: HttpRequest) -> dict[str, object]:
    """The frame of a page, as far as it is known: `coop`, `person`, `hat`, `nav`, `hats`, `home_href`."""
    person: Person | None = getattr(request, "person", None)
    if person is None:
        return {"coop": None, "person": None, "hat": None, "nav": [], "hats": None}
    worn: list[Hat] = request.hats  # type: ignore[attr-defined]  # set where `person` is
    hat = chosen_hat(worn, request.session.get(hat_key(person)))
    teams: Teams = {team.id: team for team in Team.objects.filter(pk__in=[h.team_id for h in worn])}
    return {
        "coop": person.coop,
        "coop_name": person.coop.name,
        "person": person,
        "hat": hat,
        "nav": navigation(request.path, person.coop, hat, teams),
        "hats": _hats(request, person, worn, hat, teams),
        "home_href": reverse("web:today", kwargs={"coop": person.coop.slug}),
    }


def label_of(hat: Hat, coop: Coop, teams: Teams) -> str:
    """A hat in words: “Don Valley team · worker”."""
    team = teams.get(hat.team_id)
    where = f"{team.name} team" if team else coop.name
    return f"{where} · {hat_title(hat.role).lower()}"


def _hats(
    request: HttpRequest,
    person: Person,
    worn: list[Hat],
    current: Hat | None,
    teams: Teams,
) -> Hats:
    switch = reverse("people:switch-hat", kwargs={"coop": person.coop.slug})
    items: list[HatItem] = [
        {
            "label": label_of(hat, person.coop, teams),
            "current": hat == current,
            "post": f"{switch}?hat={hat.id}",
            "href": "",
        }
        for hat in worn
    ]
    items += [
        {
            "label": "My own page",
            "current": False,
            "post": "",
            "href": reverse(
                "people:person", kwargs={"coop": person.coop.slug, "person": person.id}
            ),
        },
        {
            "label": "My account and sign-in",
            "current": False,
            "post": "",
            "href": reverse("account"),
        },
        {"label": "Another co-op", "current": False, "post": "", "href": reverse("coops")},
        {"label": "Sign out", "current": False, "post": "", "href": reverse("account_logout")},
    ]
    return {
        "current": label_of(current, person.coop, teams) if current else person.short,
        "items": items,
    }
