"""A secretary writes down that a yearly duty was done, with a file that shows it, and puts it right.

Walked with the keyboard alone and with a pointer at the width of a telephone: each in a co-op of its own, because
what is written down stays.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Meet
from tests.journeys.walking import Hands, Walker

WORDS = "The board met often enough. The minutes of each meeting are in the green folder."


@pytest.mark.parametrize(
    ("coop", "secretary", "hands", "width"),
    [
        pytest.param("heard", "Ken Ollivant", Hands.KEYBOARD, 1280, id="keyboard"),
        pytest.param("trent-together", "Alison Pike", Hands.POINTER, 360, id="telephone"),
    ],
)
def test_a_duty_is_written_down_with_its_file_and_put_right(
    meet: Meet, tmp_path: Path, coop: str, secretary: str, hands: Hands, width: int
) -> None:
    keeper = meet(secretary, hands, width=width)
    keeper.go(f"/at/{coop}/duties/")
    keeper.reads("Our yearly duties")
    keeper.use(keeper.page.get_by_role("link", name=re.compile("board meetings? in the year")))
    keeper.reads("in the year")
    keeper.press("link", "Write down that it was done")
    attach_what_is_none(keeper, tmp_path)
    attach(keeper, tmp_path, "minutes.pdf", b"%PDF-1.7 minutes")
    keeper.press("button", "Save")
    keeper.says("It is written down")
    with keeper.page.expect_download() as coming:
        keeper.press("link", "minutes.pdf")
    assert coming.value.path().read_bytes() == b"%PDF-1.7 minutes"
    keeper.press("link", "Put it right")
    keeper.reads("Put it right")
    keeper.pick("It was not done")
    keeper.fill("What was done, or what was wrong?", "One of the meetings was not a board meeting.")
    keeper.press("button", "Save")
    keeper.says("It is put right")
    expect(keeper.page.get_by_text(WORDS)).to_be_visible()


def attach_what_is_none(keeper: Walker, folder: Path) -> None:
    """A page named like a PDF is refused; the words stay."""
    keeper.reads("Write down that it was done")
    keeper.fill("What was done?", WORDS)
    attach(keeper, folder, "page.pdf", b"<html>")
    keeper.press("button", "Save")
    expect(keeper.page.get_by_role("alert")).to_contain_text("inside it is something else")
    expect(keeper.page.get_by_label("What was done?")).to_have_value(WORDS)


def attach(keeper: Walker, folder: Path, name: str, content: bytes) -> None:
    """Give a file to the form."""
    (folder / name).write_bytes(content)
    keeper.page.get_by_label("A file that shows it").set_input_files(folder / name)
