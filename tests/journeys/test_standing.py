"""The secretary writes down an application from paper, and what becomes of members: suspended, restored, spoken for.

Walked with the keyboard alone, and with a pointer at the width of a telephone.
"""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Meet
from tests.journeys.walking import Hands, Walker

SECRETARY = "Alison Pike"
HERE = "/at/trent-together"


@pytest.mark.parametrize(
    ("hands", "width"),
    [
        pytest.param(Hands.KEYBOARD, 1280, id="keyboard"),
        pytest.param(Hands.POINTER, 360, id="telephone"),
    ],
)
def test_the_secretary_keeps_the_register(meet: Meet, hands: Hands, width: int) -> None:
    mark = f"{re.sub('[^a-z]', '', hands.value.lower())}{width}"
    keeper = meet(SECRETARY, hands, width=width)
    name = f"Percy Paper {mark}"
    write_down(keeper, name)
    welcome(keeper, name)
    suspend(keeper, name)
    restore(keeper, name)
    ask_to_expel(keeper, name)
    name_another(keeper, f"Rita Tranter {mark}")
    keeper.go(f"{HERE}/register/paper/?when=all")
    keeper.reads("Register of members of Trent Together")
    expect(keeper.page.get_by_text(name)).to_be_visible()


def write_down(keeper: Walker, name: str) -> None:
    """Too much for shares is told, and nothing typed is lost."""
    keeper.go(f"{HERE}/applications/")
    keeper.press("link", "Write down one from paper")
    keeper.reads("Who wants to join?")
    keeper.press("link", "A person (People drawing on support)")
    keeper.reads("An application from paper")
    keeper.fill("Name of the human being", name)
    keeper.fill("Postal address", "9 Albert Road, Retford")
    keeper.fill("How much do they want to pay for shares?", "£1,000,000")
    keeper.tick("They have signed that they agree to the articles")
    keeper.press("button", "Write it down")
    expect(keeper.page.get_by_role("alert")).to_contain_text("The most that one member may hold")
    expect(keeper.page.get_by_label("Postal address")).to_have_value("9 Albert Road, Retford")
    keeper.fill("How much do they want to pay for shares?", "£5")
    keeper.press("button", "Write it down")
    keeper.says("print it for them")
    keeper.reads("Your application to Trent Together")


def welcome(keeper: Walker, name: str) -> None:
    keeper.go(f"{HERE}/applications/")
    keeper.press("link", name, exact=True)
    keeper.press("link", "Welcome them")
    keeper.fill("Who decided, and when", "board meeting of today")
    keeper.press("button", "Welcome them")
    keeper.says(f"{name} is a member now")


def to_the_line(keeper: Walker, name: str) -> None:
    keeper.go(f"{HERE}/register/?q={name}")
    keeper.press("link", name)
    keeper.reads(name)


def suspend(keeper: Walker, name: str) -> None:
    """For longer than the articles allow is refused."""
    to_the_line(keeper, name)
    keeper.press("link", "Suspend")
    keeper.reads(f"Suspend {name}?")
    write_day(keeper, datetime.now(UTC).date() + timedelta(days=400))
    keeper.fill("Reason", "Shouting at the meeting.")
    keeper.fill("Who decided, and when", "board meeting of today")
    keeper.press("button", "Suspend the member")
    expect(keeper.page.get_by_role("alert")).to_contain_text("days in a year")
    expect(keeper.page.get_by_label("Reason")).to_have_value("Shouting at the meeting.")
    write_day(keeper, datetime.now(UTC).date() + timedelta(days=14))
    keeper.press("button", "Suspend the member")
    keeper.says(f"{name} is suspended, and was told why")


def write_day(keeper: Walker, day: date) -> None:
    keeper.fill("Day", str(day.day))
    keeper.fill("Month", str(day.month))
    keeper.fill("Year", str(day.year))


def restore(keeper: Walker, name: str) -> None:
    to_the_line(keeper, name)
    keeper.press("link", "End the suspension")
    keeper.reads(f"Give {name} their rights back?")
    keeper.fill("Who decided, and when", "board meeting of today")
    keeper.press("button", "Give the rights back")
    keeper.says("a member with all rights again")
    expect(keeper.page.get_by_text("“Shouting at the meeting.”")).to_be_visible()


def ask_to_expel(keeper: Walker, name: str) -> None:
    """The articles leave it to the members: the page says what to do, and has no button."""
    to_the_line(keeper, name)
    keeper.press("link", "Expel")
    keeper.reads(f"Expel {name}?")
    expect(keeper.page.get_by_text("Let the members vote.")).to_be_visible()
    assert not keeper.page.get_by_role("button", name="Expel the member").count()


def name_another(keeper: Walker, name: str) -> None:
    """An organisation cannot be spoken for by a company."""
    to_the_line(keeper, "Kelham Credit Union")
    keeper.press("link", "Name who speaks for it")
    keeper.reads("Who speaks for Kelham Credit Union?")
    keeper.fill("Or somebody new: their name (optional)", "Tranter Ltd")
    keeper.press("button", "Name this person")
    expect(keeper.page.get_by_role("alert")).to_contain_text("is not a human being")
    keeper.fill("Or somebody new: their name (optional)", name)
    keeper.press("button", "Name this person")
    keeper.says("It is written down")
    expect(keeper.page.get_by_text(name).first).to_be_visible()
