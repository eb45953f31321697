"""Permissions as data: a role lists what it may do and how far that reaches; `require` asks.

The roles are in `roles.toml` beside this file. Reach is one of
  own   things about the person themself,
  team  things of the teams the role is held in,
  coop  everything of the co-op.
"""

import tomllib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Protocol, runtime_checkable

from kith.foundation.errors import NotAllowed


class Permission(StrEnum):
    """Everything that can be allowed. Each value's words are in `roles.toml`."""

    COOP_VIEW = "coop.view"
    ARTICLES_PROPOSE = "articles.propose"
    DECISION_VIEW = "decision.view"
    DECISION_PROPOSE = "decision.propose"
    DECISION_TALK = "decision.talk"
    DECISION_VOTE = "decision.vote"
    DECISION_CHANGE = "decision.change"
    PLAN_VIEW = "plan.view"
    PLAN_CHANGE = "plan.change"
    PLAN_AGREE = "plan.agree"
    ELECTION_VIEW = "election.view"
    ELECTION_RUN = "election.run"
    ELECTION_STAND = "election.stand"
    ELECTION_TELL = "election.tell"
    MEETING_VIEW = "meeting.view"
    MEETING_CALL = "meeting.call"
    MEETING_RUN = "meeting.run"
    MEETING_ATTEND = "meeting.attend"
    MEMBERSHIP_VIEW = "membership.view"
    MEMBERSHIP_CHANGE = "membership.change"
    DIRECTORY_VIEW = "directory.view"
    REGISTER_INSPECT = "register.inspect"
    REGISTER_KEEP = "register.keep"
    APPLICATION_VIEW = "application.view"
    APPLICATION_ANSWER = "application.answer"
    STANDING_CHANGE = "standing.change"
    SHARES_VIEW = "shares.view"
    SHARES_CHANGE = "shares.change"
    SHARES_KEEP = "shares.keep"
    SHARES_STOP = "shares.stop"
    EQUALITY_VIEW = "equality.view"
    DUTIES_VIEW = "duties.view"
    DUTIES_KEEP = "duties.keep"
    CALENDAR_MAKE = "calendar.make"
    EVENTS_VIEW = "events.view"
    PEOPLE_VIEW = "people.view"
    PEOPLE_CHANGE = "people.change"
    HATS_CHANGE = "hats.change"
    PROFILE_CHANGE = "profile.change"
    CONTACT_VIEW = "contact.view"
    NEEDS_CHANGE = "needs.change"
    NOTICE_SEE = "notice.see"
    TEAM_VIEW = "team.view"
    TEAM_CHANGE = "team.change"
    TEAM_FOUND = "team.found"
    SUPPORT_VIEW = "support.view"
    SUPPORT_CHANGE = "support.change"
    CIRCLE_VIEW = "circle.view"
    REFERRAL_VIEW = "referral.view"
    REFERRAL_ANSWER = "referral.answer"
    CHOICE_MAKE = "choice.make"
    CHOICE_ANSWER = "choice.answer"
    AVAILABILITY_VIEW = "availability.view"
    AVAILABILITY_CHANGE = "availability.change"
    ROTA_VIEW = "rota.view"
    ROTA_CHANGE = "rota.change"
    ROTA_PUBLISH = "rota.publish"
    OWN_WEEK_VIEW = "own-week.view"
    BECOMING_VIEW = "becoming.view"
    BECOMING_CHANGE = "becoming.change"
    IMPORT_RUN = "import.run"


class Reach(StrEnum):
    """How far a permission goes."""

    OWN = "own"
    TEAM = "team"
    COOP = "coop"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a thing stands: its co-op, the teams it belongs to, and the person it is about."""

    coop_id: uuid.UUID
    team_ids: frozenset[uuid.UUID] = frozenset()
    person_id: uuid.UUID | None = None


@runtime_checkable
class Placed(Protocol):
    """A row that knows where it stands."""

    @property
    def place(self) -> Place:
        """Where it stands."""


@dataclass(frozen=True, slots=True)
class Role:
    """A named list of permissions with their reach."""

    name: str
    title: str
    permissions: Mapping[Permission, Reach]


@dataclass(frozen=True, slots=True)
class Held:
    """A role somebody holds, and the team it is held in, if any."""

    role: str
    team_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking: a person of one co-op with the roles they hold there."""

    coop_id: uuid.UUID
    person_id: uuid.UUID
    name: str
    holds: tuple[Held, ...] = field(default=())

    @property
    def team_ids(self) -> frozenset[uuid.UUID]:
        """The teams in which any role is held."""
        return frozenset(held.team_id for held in self.holds if held.team_id)

    def teams_with(self, permission: Permission) -> frozenset[uuid.UUID]:
        """The teams in which a role held there gives `permission`."""
        return frozenset(
            held.team_id
            for held in self.holds
            if held.team_id and roles()[held.role].permissions.get(permission) == Reach.TEAM
        )

    def reaches_all(self, permission: Permission) -> bool:
        """True when a role gives `permission` over the whole co-op."""
        return any(
            roles()[held.role].permissions.get(permission) == Reach.COOP for held in self.holds
        )


@cache
def roles() -> Mapping[str, Role]:
    """All roles by name, read once. Raises ValueError naming an unknown permission or reach."""
    with Path(__file__).with_name("roles.toml").open("rb") as file:
        table = tomllib.load(file)
    return {name: _role(name, entry) for name, entry in table["roles"].items()}


def _role(name: str, entry: Mapping[str, object]) -> Role:
    permissions: dict[Permission, Reach] = {}
    for reach in Reach:
        for value in _strings(entry.get(reach.value, [])):
            permissions[Permission(value)] = reach
    return Role(name, str(entry["title"]), permissions)


def _strings(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def holds(by: Actor, permission: Permission) -> bool:
    """True when any role gives `permission`, however far it reaches."""
    return any(permission in roles()[held.role].permissions for held in by.holds)


def allows(by: Actor, permission: Permission, obj: Placed | Place) -> bool:
    """True when `by` may do this to `obj`."""
    place = obj if isinstance(obj, Place) else obj.place
    if place.coop_id != by.coop_id:
        return False
    if by.reaches_all(permission) or by.teams_with(permission) & place.team_ids:
        return True
    own = any(roles()[held.role].permissions.get(permission) == Reach.OWN for held in by.holds)
    return own and place.person_id == by.person_id


def require(by: Actor, permission: Permission, obj: Placed | Place) -> None:
    """Raise NotAllowed unless `by` may do this to `obj`."""
    if not allows(by, permission, obj):
        raise NotAllowed(f"You cannot do this here: it needs “{words(permission)}”.")


@cache
def _words() -> Mapping[str, str]:
    with Path(__file__).with_name("roles.toml").open("rb") as file:
        return {str(k): str(v) for k, v in tomllib.load(file)["words"].items()}


def words(permission: Permission) -> str:
    """What a permission lets one do, in plain words."""
    return _words()[permission.value]
