"""What every test stands on."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from hypothesis import settings as hypothesis

# A busy machine is no fault of the code, and one tree passes or fails the same way every time. New examples are
# looked for with --hypothesis-profile=search; what they find becomes a test of its own.
hypothesis.register_profile("kith", deadline=None, derandomize=True)
hypothesis.register_profile("search", deadline=None)
hypothesis.load_profile("kith")

GUARDS = (  # migrations by which the database refuses changes; what they guard is emptied after some tests
    "kith.foundation.migrations.0002_append_only",
    "kith.articles.migrations.0002_kept_as_adopted",
    "kith.membership.migrations.0002_standings_are_kept",
    "kith.membership.duties.migrations.0002_records_are_kept",
    "kith.membership.shares.migrations.0002_kept",
    "kith.membership.offers.migrations.0002_kept",
    "kith.membership.loans.migrations.0002_kept",
    "kith.support.migrations.0002_kept",
    "kith.becoming.migrations.0002_kept",
    "kith.decisions.migrations.0002_kept",
    "kith.elections.migrations.0002_kept",
    "kith.meetings.migrations.0002_kept",
)
SLOWEST = ("journeys", "access", "demo", "engines")  # begun first, so that two runs end together


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where tests run side by side, the folders that take longest come first."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: _turn(item.path.parts))


def _turn(parts: tuple[str, ...]) -> int:
    return next((turn for turn, name in enumerate(SLOWEST) if name in parts), len(SLOWEST))


@pytest.fixture(autouse=True)
def plain_static_files(settings: Any) -> None:
    """Tests name static files as they lie in the tree: no collected manifest is needed."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STATIC_ROOT = None  # nothing is gathered there yet
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture(autouse=True, scope="session")
def files_apart(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Files that tests attach lie in a folder of their own."""
    django_settings.VAR = tmp_path_factory.mktemp("var")


@pytest.fixture
def events_guarded_again(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """After a test that committed: the database refuses changed events again."""
    yield
    with django_db_blocker.unblock():
        _run("setting")


@pytest.fixture
def several_connections(events_guarded_again: None, transactional_db: None) -> Iterator[None]:
    """A database whose writes are really committed, for tests with threads; emptied afterwards, events too."""
    yield
    _run("taking_away")


def _run(which: str) -> None:
    with connection.cursor() as cursor:
        for name in GUARDS:
            for guard in import_module(name).GUARDS:
                for statement in getattr(guard, which)(connection.vendor):
                    cursor.execute(statement)
