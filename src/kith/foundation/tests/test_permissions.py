import pytest

from kith.foundation.errors import NotAllowed
from kith.foundation.permissions import (
    Actor,
    Held,
    Permission,
    Place,
    allows,
    require,
    roles,
    words,
)
from kith.kernel.ids import uuid7

COOP, OTHER_COOP, TEAM, OTHER_TEAM, ME, SOMEBODY = (uuid7() for _ in range(6))


def someone(*holds: Held) -> Actor:
    return Actor(COOP, ME, "Amina", holds)


def test_every_permission_has_words() -> None:
    assert all(words(permission) for permission in Permission)


def test_every_permission_is_given_by_some_role() -> None:
    given = {permission for role in roles().values() for permission in role.permissions}
    assert given == set(Permission)


def test_a_worker_changes_the_rota_of_their_own_team_only() -> None:
    worker = someone(Held("worker", TEAM))
    assert allows(worker, Permission.ROTA_CHANGE, Place(COOP, frozenset({TEAM})))
    assert not allows(worker, Permission.ROTA_CHANGE, Place(COOP, frozenset({OTHER_TEAM})))


def test_a_coach_sees_but_has_no_authority() -> None:
    coach = someone(Held("coach", TEAM))
    team = Place(COOP, frozenset({TEAM}))
    assert allows(coach, Permission.ROTA_VIEW, team)
    assert not allows(coach, Permission.ROTA_CHANGE, team)
    assert not allows(coach, Permission.ROTA_PUBLISH, team)


def test_a_person_sees_their_own_support_and_nobody_elses() -> None:
    person = someone(Held("person", TEAM))
    assert allows(person, Permission.SUPPORT_VIEW, Place(COOP, frozenset({TEAM}), ME))
    assert not allows(person, Permission.SUPPORT_VIEW, Place(COOP, frozenset({TEAM}), SOMEBODY))


@pytest.mark.parametrize("role", list(roles()))
def test_no_role_reaches_into_another_coop(role: str) -> None:
    actor = someone(Held(role, TEAM))
    there = Place(OTHER_COOP, frozenset({TEAM}), ME)
    assert not any(allows(actor, permission, there) for permission in Permission)


def test_a_refusal_says_what_is_needed() -> None:
    with pytest.raises(NotAllowed, match="agree and send the team's week"):
        require(someone(), Permission.ROTA_PUBLISH, Place(COOP, frozenset({TEAM})))
