"""Where the outside data lies that engines are held against."""

import os
from pathlib import Path

import pytest


def outside_data(inside: str) -> Path:
    """The folder of this name in the outside data; without any, the test is skipped and says so."""
    folder = os.environ.get("KITH_CONFORMANCE_DATA")
    if not folder:
        pytest.skip("KITH_CONFORMANCE_DATA names no folder of outside data.")
    return Path(folder) / inside
