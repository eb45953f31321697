"""People for tests, made by the same actions that users call."""

from itertools import count
from typing import Any

from kith.foundation.models import Coop
from kith.foundation.permissions import Actor
from kith.people.actions import add_founders, add_person, invite_person, wear_hat
from kith.people.models import Hat, Person
from kith.people.queries import actor_for

_number = count(1)


def a_coop(slug: str = "") -> Coop:
    """A co-op with nobody in it."""
    slug = slug or f"coop-{next(_number)}"
    return Coop.objects.create(slug=slug, name=slug.replace("-", " ").title())


def a_secretary(coop: Coop, name: str = "Sam Secretary") -> Person:
    """The co-op's founder: secretary, with an account. Call it first."""
    email = f"secretary@{coop.slug}.example"
    return add_founders(coop=coop, founders=[({"name": name, "email": email}, ["secretary"])])[0]


def somebody(coop: Coop, name: str = "Pat Person", *, role: str = "", **kept: Any) -> Person:
    """A person added by the co-op's secretary; `kept` holds further details and `team_id`."""
    by, team_id = the_secretary(coop), kept.pop("team_id", None)
    person = add_person(coop=coop, by=by, name=name, **kept)
    if role:
        wear_hat(coop=coop, by=by, person=person, role=role, team_id=team_id)
    return person


def the_secretary(coop: Coop) -> Actor:
    """The co-op's secretary as one who asks, made when there is none."""
    worn = Hat.objects.filter(coop=coop, role="secretary").first()
    return actor_for(worn.person if worn else a_secretary(coop))


def with_account(person: Person) -> Person:
    """The same person, invited to sign in."""
    if not person.email:
        person.email = f"{person.id}@kith.example"
        person.save(update_fields=["email"])
    invite_person(coop=person.coop, by=the_secretary(person.coop), person=person)
    return person
