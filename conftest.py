"""What every test stands on."""

import pytest
from pytest_django.fixtures import SettingsWrapper


@pytest.fixture(autouse=True)
def plain_static_files(settings: SettingsWrapper) -> None:
    """Tests name static files as they lie in the tree: no collected manifest is needed."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
