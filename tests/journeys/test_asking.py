"""A daughter asks for her mother; the team finds that the surgery asked, too, rings, makes them wait, and begins.

She has a keyboard and a telephone's width; the worker a pointer at the same width.
"""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Meet
from tests.journeys.walking import Hands, Walker

MOTHER = "Elsie Ibbotson"
WISH = "Mum eats little since Dad died. Somebody to eat with her."
WHY = "Our lunchtimes are full until Asha joins us."


def test_a_daughter_asks_and_support_begins(meet: Meet) -> None:
    daughter = meet("", Hands.KEYBOARD, width=360)
    ask(daughter)
    own_page = daughter.page.url.removeprefix(daughter.address)
    maya = meet("Maya Robinson", width=360)
    find_it_is_the_same(maya)
    ring_and_talk(maya)
    make_it_wait(maya)
    it_stands_on_her_own_page(daughter, own_page)
    look_with_axe(meet("", width=360), own_page)
    begin(maya)
    daughter.go(own_page)
    expect(daughter.page.get_by_text("Support begins")).to_be_visible()


@pytest.mark.parametrize("hands", [Hands.NO_SCRIPT, Hands.POINTER])
def test_the_pages_beside_it_are_fit_for_everybody(meet: Meet, hands: Hands) -> None:
    keeper = meet("Samira Hussain", hands)
    for path, title in (
        ("promise/", "What our co-op promises"),
        ("promise/don-valley/", "What Don Valley promises"),
        ("alternatives/", "Who else can help"),
    ):
        keeper.go(f"/at/don-valley/asking/{path}")
        keeper.reads(title)
    keeper.go("/at/don-valley/asking/")
    keeper.reads("Who asks for support")
    keeper.press("link", "Ranjit Bains")
    keeper.reads("Ranjit Bains")
    keeper.press("link", "We cannot support them")
    keeper.reads("Can we not support Ranjit Bains?")
    keeper.fill("Why can we not support them?", "We have no man for the mornings.")
    keeper.press("button", "Give this answer")
    expect(keeper.page.get_by_role("alert")).to_contain_text("Choose one or more")


def ask(daughter: Walker) -> None:
    daughter.go("/")
    daughter.press("link", "Don Valley Support Co-op (ask for support)")
    daughter.reads("Ask for support")
    daughter.pick("I am family or a friend")
    daughter.fill("Your name", "Gail Ibbotson")
    daughter.fill("Your telephone (optional)", "0114 496 0980")
    daughter.fill("Name of the person who needs support (optional)", MOTHER)
    daughter.pick("Yes, they know and say yes")
    daughter.fill("What would help?", WISH)
    daughter.pick("Me, who asks")
    daughter.press("button", "Send it to the team")
    expect(daughter.page.get_by_role("alert")).to_contain_text("Postcode where support is needed")
    expect(daughter.page.get_by_label("What would help?")).to_have_value(WISH)
    daughter.fill("Postcode where support is needed", "s94vx")
    daughter.press("button", "Send it to the team")
    daughter.says("We have what you asked")
    daughter.reads("What you asked Don Valley Support Co-op")
    daughter.fits()
    expect(daughter.page.get_by_text("gets in touch by")).to_be_visible()


def find_it_is_the_same(maya: Walker) -> None:
    maya.press("link", "Who asks for support")
    maya.reads("Who asks for support")
    maya.use(maya.page.get_by_role("link", name=MOTHER).last)
    maya.reads(MOTHER)
    expect(maya.page.get_by_text("the same postcode and surname")).to_be_visible()
    maya.press("button", "It is the same")
    maya.says("nothing is entered twice")
    maya.press("button", "Don Valley takes it")
    maya.says("Don Valley has it now")


def ring_and_talk(maya: Walker) -> None:
    maya.press("link", "I rang, wrote or met them")
    maya.reads("Write down what you did")
    maya.pick("Rang, and nobody answered")
    maya.press("button", "Write it down")
    maya.press("link", "Write down the first conversation")
    maya.reads("The first conversation")
    maya.fill("Who was there?", "Elsie, and her daughter Gail")
    maya.fill("What matters to them?", "To lay the table for two again.")
    maya.fill("What comes next, and who does it?", "Maya asks who can do lunch.")
    maya.press("button", "Write it down")
    maya.says("The first conversation is written down")


def make_it_wait(maya: Walker) -> None:
    maya.press("link", "Waiting list")
    maya.reads("The waiting list")
    on = (datetime.now(UTC) + timedelta(days=20)).date()
    for label, number in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
        maya.fill(label, str(number))
    maya.fill("Why does it have to wait?", WHY)
    maya.press("button", "Put on the waiting list")
    maya.says("It is on the waiting list")


def it_stands_on_her_own_page(daughter: Walker, own_page: str) -> None:
    daughter.go(own_page)
    expect(daughter.page.get_by_text(WHY)).to_be_visible()
    expect(daughter.page.get_by_text("nobody answered")).to_be_visible()
    expect(daughter.page.get_by_text("lay the table")).to_have_count(0)
    daughter.fill("Add a word", "She likes fish on Fridays.")
    daughter.press("button", "Send it")
    daughter.says("The team reads it")


def look_with_axe(visitor: Walker, own_page: str) -> None:
    visitor.go("/at/don-valley/ask/")
    visitor.reads("Ask for support")
    visitor.go(own_page)
    visitor.reads("What you asked")


def begin(maya: Walker) -> None:
    maya.page.reload()
    expect(maya.page.get_by_text("She likes fish on Fridays.")).to_be_visible()
    maya.press("link", "Support begins")
    maya.reads(f"Support begins for {MOTHER}")
    maya.press("button", "Support begins")
    maya.says("What was said stands in the plan already")
    for words in (WISH, "To lay the table for two again."):
        expect(maya.page.get_by_text(words).first).to_be_visible()
