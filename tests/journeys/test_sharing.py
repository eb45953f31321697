"""From the board to how the work is shared, and back, by keyboard and on a telephone."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Meet
from tests.journeys.walking import Hands


@pytest.mark.parametrize(
    ("hands", "width"),
    [
        pytest.param(Hands.POINTER, 1280, id="pointer"),
        pytest.param(Hands.KEYBOARD, 1280, id="keyboard"),
        pytest.param(Hands.POINTER, 360, id="telephone"),
    ],
)
def test_a_worker_sees_how_the_work_is_shared(meet: Meet, hands: Hands, width: int) -> None:
    worker = meet("Tom Ashworth", hands, width=width)
    worker.go("/at/don-valley/teams/don-valley/week/")
    worker.reads("Our week")
    worker.press("link", "How the work is shared")
    worker.reads("How the work is shared")
    expect(worker.page.get_by_role("img", name="Different workers")).to_be_visible()
    with worker.page.expect_navigation():
        worker.press("link", "Where to look first")
    expect(worker.page.get_by_role("link", name="Where to look first")).to_have_attribute(
        "aria-current", "page"
    )
    worker.press("link", "Back to the week")
    worker.reads("Our week")
