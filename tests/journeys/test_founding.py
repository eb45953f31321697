"""Somebody who is new founds a co-op: question by question, with a break, until everybody has agreed.

Walked with the keyboard alone, without JavaScript, and with a pointer at the width of a telephone.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Meet
from tests.journeys.letters import enter_code, newest_letter
from tests.journeys.walking import Hands, Site, Walker

AS_THE_MODEL_HAS_IT = (
    "How do people join and leave?",
    "How do members decide?",
    "What about shares?",
    "What happens with the surplus?",
    "How do your teams work?",
    "How do you stay independent?",
    "What do you do for learning, other co-ops and your neighbourhood?",
    "When does your year end?",
)


@pytest.mark.parametrize(
    ("hands", "width"),
    [
        pytest.param(Hands.KEYBOARD, 1280, id="keyboard"),
        pytest.param(Hands.NO_SCRIPT, 1280, id="without JavaScript"),
        pytest.param(Hands.POINTER, 360, id="telephone"),
    ],
)
def test_somebody_new_founds_a_multi_stakeholder_co_op(
    meet: Meet, site: Site, hands: Hands, width: int
) -> None:
    slug = f"walk-{re.sub('[^a-z]', '', hands.value.lower())}-{width}"
    asha = meet("", hands, width=width)
    begin(asha, site, f"asha@{slug}.example")
    name(asha, slug)
    answer_about_the_board(asha)
    for title in AS_THE_MODEL_HAS_IT[1:]:
        keep(asha, title)

    write_founders(asha, slug)
    asha.press("link", "Next: read the articles")
    asha.reads("The articles of")
    expect(asha.page.get_by_text("The board can decide when 5 of its members")).to_be_visible()
    asha.press("link", "Back")
    asha.press("button", "Ask the founders by e-mail")
    asha.says("We wrote to Bo Lane.")
    asha.press("link", "Read and agree")
    agree(asha)
    asha.press("link", "All steps")
    sign_on_paper(asha)

    bo = meet("", hands, width=width)
    be_asked(bo, site, f"bo@{slug}.example")
    agree(bo)

    asha.page.reload()
    asha.press("button", "Found Walk Together")
    asha.says("is founded")
    assert f"/at/{slug}/" in asha.page.url
    bo.go(f"/at/{slug}/articles/")
    bo.reads("Our articles")
    expect(bo.page.get_by_text("The board can decide when 5 of its members")).to_be_visible()


def begin(asha: Walker, site: Site, address: str) -> None:
    """From the front door, with nothing but an e-mail address."""
    asha.go("/")
    asha.press("link", "Found a co-op of your own")
    asha.reads("Found a co-op")
    asha.fill("Your e-mail address", address)
    asha.press("button", "Send me a code")
    enter_code(asha, site, address)
    asha.press("button", "Begin")
    asha.reads("Which kind of co-op?")


def name(asha: Walker, slug: str) -> None:
    asha.press("button", "Save and go on")
    expect(asha.page.get_by_role("alert")).to_contain_text("Choose one.")
    asha.pick("Multi-stakeholder co-op")
    asha.press("button", "Save and go on")
    asha.reads("What is it called?")
    asha.fill("Name of the co-op", "Walk Together")
    asha.fill("Short name for its address (optional)", "Not a short name")
    asha.press("button", "Save and go on")
    expect(asha.page.get_by_role("alert")).to_contain_text("small letters, digits and hyphens")
    expect(asha.page.get_by_label("Name of the co-op")).to_have_value("Walk Together")
    asha.fill("Short name for its address (optional)", slug)
    asha.press("button", "Save and go on")
    keep(asha, "What is your co-op for?")
    asha.reads("Who can be a member?")


def keep(asha: Walker, title: str) -> None:
    """Keep the answers that are there."""
    asha.reads(title)
    asha.press("button", "Save and go on")


def answer_about_the_board(asha: Walker) -> None:
    """A break after two steps; then an answer that breaks a principle, one that cannot be, and one that holds."""
    asha.press("button", "These are right: go on")
    keep(asha, AS_THE_MODEL_HAS_IT[0])
    asha.reads("Who sits on the board?")
    asha.go("/found/")
    asha.press("link", "Go on with Walk Together")
    asha.reads("Walk Together")
    asha.press("link", "Go on")
    asha.reads("Who sits on the board?")
    asha.fill("Seats for Workers", "6")
    asha.press("button", "Save and go on")
    expect(asha.page.get_by_role("alert")).to_contain_text("equal voice")
    expect(asha.page.get_by_label("Seats for Workers")).to_have_value("6")
    asha.fill("Seats for Workers", "3")
    asha.fill("How many of the board must be there to decide?", "5")
    asha.press("button", "Save and go on")


def write_founders(asha: Walker, slug: str) -> None:
    """Two people and an organisation: the one who leads it, one with e-mail, one who signs on paper."""
    asha.reads("Who founds it?")
    asha.press("link", "Add myself")
    asha.reads("Add a founder")
    asha.fill("Name", "Asha Bell")
    asha.pick("People drawing on support")
    asha.press("button", "Save")
    asha.says("Asha Bell is on the list")
    expect(asha.page.get_by_text("The law asks for 3 founding members")).to_be_visible()
    asha.press("link", "Add a person")
    asha.fill("Name", "Bo Lane")
    asha.fill("E-mail address (optional)", f"bo@{slug}.example")
    asha.pick("Workers")
    asha.press("button", "Save")
    asha.press("link", "Add an organisation")
    asha.reads("Add an organisation")
    asha.fill("Name of the organisation", "Kelham Credit Union")
    asha.pick("Co-operative or community benefit society")
    asha.fill("Who speaks and votes for it?", "Rose Tranter")
    asha.pick("Supporters")
    asha.press("button", "Save")
    asha.says("Rose Tranter is on the list")


def agree(founder: Walker) -> None:
    """Read, forget the address, put it right."""
    founder.reads("Do you agree to the articles of Walk Together?")
    founder.tick("I have read these articles, and I agree to them")
    founder.press("button", "I agree")
    expect(founder.page.get_by_role("alert")).to_contain_text("Postal address: Fill this in.")
    founder.fill("Postal address", "3 Market Place, Doncaster")
    founder.press("button", "I agree")
    founder.says("You agreed to the articles.")


def sign_on_paper(asha: Walker) -> None:
    asha.press("link", "Signed on paper (Rose Tranter)")
    asha.reads("Rose Tranter signed on paper")
    asha.fill("Postal address", "1 Kelham Street, Sheffield")
    asha.tick("They have signed the printed articles")
    asha.press("button", "Save")
    asha.says("Rose Tranter agreed on paper")


def be_asked(bo: Walker, site: Site, address: str) -> None:
    """From the e-mail to the articles, signing in by code on the way."""
    link = re.search(r"/found/\S+/agree/", newest_letter(site, address))
    assert link
    bo.go(link[0])
    bo.press("link", "Send me a code")
    bo.fill("Your e-mail address", address)
    bo.press("button", "Send me a code")
    enter_code(bo, site, address)
