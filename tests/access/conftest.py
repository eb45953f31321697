"""The demo founded once for all access tests, with everybody signed in; undone after them."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
from django.db import transaction

from kith.demo.founding import found_demo
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.kernel.week import local_moment
from tests.access.cast import Cast, found_cast
from tests.access.samples import Samples

TODAY = date(2026, 11, 25)
NOON = local_moment(TODAY, time(12), Coop().zone)


@pytest.fixture(scope="module")
def founded(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Cast, Samples]]:
    with django_db_blocker.unblock(), clock.stopped_at(NOON):
        atomic = transaction.atomic()
        atomic.__enter__()
        found_demo(today=TODAY)
        cast = found_cast()
        cast.everybody(), cast.other_team_worker()
        samples = Samples(cast)
        yield cast, samples
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


@pytest.fixture
def cast(founded: tuple[Cast, Samples], db: None, settings: Any) -> Iterator[Cast]:
    settings.DEMO = True  # so that the demo's own pages are there to be walked
    with clock.stopped_at(NOON):
        yield founded[0]


@pytest.fixture
def samples(founded: tuple[Cast, Samples], db: None) -> Samples:
    return founded[1]
