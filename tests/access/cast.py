"""Everybody who might open a page: a visitor, people from outside, and one person for each role of the demo."""

from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password
from django.test import Client

from kith.articles.queries import articles_in_force
from kith.demo.accounts import PASSWORD
from kith.demo.cast import acting, person_named
from kith.foundation.models import Coop
from kith.foundation.permissions import Permission, roles
from kith.membership.actions import enter_member
from kith.people.actions import add_person, invite_person
from kith.people.models import Account, Person
from kith.teams.actions import add_member, found_team
from kith.teams.models import Team

ROLES = {
    "worker": "Tom Ashworth",
    "person": "Margaret Ollerenshaw",
    "supporter": "Anwar Malik",
    "coach": "Ruth Marsden",
    "board": "Joan Whitworth",
    "commissioner": "Priya Shah",
    "secretary": "Samira Hussain",
    "treasurer": "Devinder Rana",
    "member": "Mel Only",
}
ALONE = "Mel Only"  # a member without any other hat: added here
VISITOR, OUTSIDER, NEIGHBOUR = "visitor", "outsider", "member of another co-op"


@dataclass
class Cast:
    """The demo's main co-op and team, and a browser for each person; `role` is None for people from outside."""

    coop: Coop
    team: Team
    accounts: dict[str, Account]
    another_worker: Account
    browsers: dict[str, Client] = field(default_factory=dict)

    def everybody(self) -> list[tuple[str, Client, str | None]]:
        """(who, their browser, their role)."""
        who = (VISITOR, *self.accounts)
        return [(name, self.client(name), name if name in ROLES else None) for name in who]

    def client(self, who: str) -> Client:
        """The browser of one of them, signed in unless it is the visitor's."""
        if who not in self.browsers:
            self.browsers[who] = self._signed_in(self.accounts.get(who))
        return self.browsers[who]

    def other_team_worker(self) -> Client:
        """The browser of a worker of another team of the same co-op."""
        if "" not in self.browsers:
            self.browsers[""] = self._signed_in(self.another_worker)
        return self.browsers[""]

    def may(self, role: str, permission: Permission | None) -> bool:
        """True when a hat of this one gives the permission: the role's own, or a member's beside it."""
        worn = {role, *self.person(role).hats.values_list("role", flat=True)}
        return any(permission in roles()[one].permissions for one in worn)

    def person(self, role: str) -> Person:
        """The person of the main co-op who holds this role."""
        return person_named(self.coop, ROLES[role])

    @staticmethod
    def _signed_in(account: Account | None) -> Client:
        client = Client(raise_request_exception=False)
        if account is not None:
            client.force_login(account, backend=BACKEND)
        return client


BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def found_cast() -> Cast:
    """Everybody, in the demo that has been founded; those whom the demo lacks are added by the usual actions."""
    coop = Coop.objects.get(slug="don-valley")
    accounts = {
        OUTSIDER: Account.objects.create(email="passer-by@kith.example"),
        NEIGHBOUR: Account.objects.get(email="alison@trent-together.example"),
    }
    _somebody_who_is_only_a_member(coop)
    for role, name in ROLES.items():
        person = person_named(coop, name)
        worn = set(person.hats.values_list("role", flat=True))
        assert worn - {"member"} == {role} - {"member"}, name
        assert person.account is not None, name
        accounts[role] = person.account
    team = Team.objects.get(coop=coop, slug="don-valley")
    return Cast(coop, team, accounts, _worker_elsewhere(coop))


def _somebody_who_is_only_a_member(coop: Coop) -> None:
    by = acting(coop, ROLES["secretary"])
    person = add_person(coop=coop, by=by, name=ALONE, email="mel@kith.example")
    invite_person(coop=coop, by=by, person=person)
    Account.objects.filter(email=person.email).update(password=make_password(PASSWORD))
    first = articles_in_force(coop).classes[0].key
    enter_member(coop=coop, by=by, member_class=first, person=person, decided_by="the board")


def _worker_elsewhere(coop: Coop) -> Account:
    by = acting(coop, ROLES["secretary"])
    worker = add_person(coop=coop, by=by, name="Wes Elsewhere", email="wes@kith.example")
    team = found_team(coop=coop, by=by, name="Over the hill")
    add_member(coop=coop, by=by, team=team, person=worker)
    return invite_person(coop=coop, by=by, person=worker)
