"""Signposts: every hat is led to pages that are there."""

import pytest

from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Held, holds
from kith.people.models import Hat, Person
from kith.teams.models import Team
from kith.web.navigation import MORE, OWN_PAGES, SIGNS, TOGETHER, more, navigation

COOP = Coop(slug="heard", name="Heard")
TEAM = Team(coop=COOP, name="Don Valley", slug="don-valley")
ME = Person(coop=COOP, name="Sal Moor")


@pytest.mark.parametrize("role", SIGNS)
def test_every_sign_of_a_hat_held_in_a_team_leads_somewhere(role: str) -> None:
    hat = Hat(role=role, team_id=TEAM.id)
    assert len(navigation("/", COOP, hat, {TEAM.id: TEAM})) == len(SIGNS[role])
    reader = Actor(COOP.id, ME.id, ME.name, (Held(role),))
    together = sum(1 for needed, _ in TOGETHER if holds(reader, needed))
    assert len(more(ME, hat, TEAM, reader)) == len(MORE.get(role, ())) + together + len(OWN_PAGES)


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/at/heard/", "Today"),
        ("/at/heard/register/", "Members"),
        ("/at/heard/applications/from-paper/", "Members"),
        ("/at/heard/notices/", None),
    ],
)
def test_a_page_marks_the_sign_it_belongs_to(path: str, label: str | None) -> None:
    signs = navigation(path, COOP, Hat(role="secretary"), {})
    assert next((sign.label for sign in signs if sign.current), None) == label


def test_without_a_team_no_sign_leads_to_one() -> None:
    signs = navigation("/", COOP, Hat(role="worker"), {})
    assert [sign.label for sign in signs] == ["Today", "My week", "People", "Articles"]


def test_the_sign_nearest_to_the_page_is_marked() -> None:
    hat = Hat(role="person", team_id=TEAM.id)
    signs = navigation("/at/heard/support/", COOP, hat, {TEAM.id: TEAM})
    assert [sign.label for sign in signs if sign.current] == ["My support"]
