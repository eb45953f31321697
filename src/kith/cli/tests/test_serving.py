"""Getting ready to serve."""

import gc

from kith.cli.serving import get_ready


def test_the_engine_is_there_before_anybody_asks_and_is_not_walked_through_again() -> None:
    gc.unfreeze()
    try:
        get_ready()
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()
