from importlib import import_module

import pytest
from django.db import DatabaseError, connection, transaction

from kith.foundation.events import record, verify
from kith.foundation.models import Coop, Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop() -> Coop:
    coop = Coop.objects.create(slug="don-valley", name="Don Valley")
    for kind in ("coop.founded", "team.founded", "rota.published"):
        record(coop=coop, by=None, kind=kind, number_of_things=3)
    return coop


def change_by_force(statement: str) -> None:
    """Change the record as an intruder with the database would: past the triggers."""
    guard = import_module("kith.foundation.migrations.0002_append_only").GUARDS[0]
    with connection.cursor() as cursor:
        for unguard in guard.taking_away(connection.vendor):
            cursor.execute(unguard)
        cursor.execute(statement)


def test_an_untouched_record_holds_together(coop: Coop) -> None:
    assert list(verify()) == []
    assert [event.number for event in coop.events.all()] == [1, 2, 3]


@pytest.mark.parametrize(
    "statement", ["UPDATE foundation_event SET kind = 'x'", "DELETE FROM foundation_event"]
)
def test_the_database_refuses_to_change_or_remove_an_event(coop: Coop, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Event.objects.filter(coop=coop).count() == 3


@pytest.mark.parametrize(
    ("statement", "number"),
    [
        ("UPDATE foundation_event SET kind = 'team.closed' WHERE number = 2", 2),
        ("UPDATE foundation_event SET details = '{}' WHERE number = 1", 1),
        ("DELETE FROM foundation_event WHERE number = 2", 2),
        ("DELETE FROM foundation_event WHERE number = 1", 1),
    ],
)
def test_a_changed_row_breaks_the_chain_where_it_stands(
    coop: Coop, statement: str, number: int
) -> None:
    change_by_force(statement)
    broken = list(verify())
    assert [(link.coop, link.number) for link in broken] == [("don-valley", number)]


def test_each_coop_has_its_own_chain(coop: Coop) -> None:
    other = Coop.objects.create(slug="rother", name="Rother")
    assert record(coop=other, by=None, kind="coop.founded").number == 1
    assert list(verify()) == []
