"""Many rows written at once."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from pytest_django import DjangoAssertNumQueries

from kith.foundation.models import Coop
from kith.foundation.rows import update_rows

pytestmark = pytest.mark.django_db


def test_only_the_named_fields_of_only_these_rows_are_written() -> None:
    coops = [Coop.objects.create(slug=f"coop-{n}", name=f"Co-op {n}") for n in range(3)]
    for coop in coops:
        coop.name, coop.nation = f"Crew {coop.slug}", "WLS"
    update_rows(coops[:2], ["name"])
    found = list(Coop.objects.order_by("slug").values_list("name", "nation"))
    assert found == [("Crew coop-0", "ENG"), ("Crew coop-1", "ENG"), ("Co-op 2", "ENG")]


def test_moments_are_stored_as_their_field_stores_them() -> None:
    coop = Coop.objects.create(slug="quay", name="Quay")
    coop.founded_at = datetime(2001, 3, 4, 5, 6, tzinfo=ZoneInfo("Asia/Tokyo"))
    update_rows([coop], ["founded_at"])
    assert Coop.objects.get(pk=coop.pk).founded_at == coop.founded_at


def test_a_field_that_is_not_there_is_named() -> None:
    with pytest.raises(ValueError, match="has no field nmae"):
        update_rows([Coop.objects.create(slug="quay", name="Quay")], ["name", "nmae"])


def test_no_rows_ask_the_database_nothing(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0):
        update_rows([], ["name"])
