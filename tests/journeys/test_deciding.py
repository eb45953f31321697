"""A member proposes something, others speak, the votes open, an objection is built in, and the proposal is taken back.

Walked with the keyboard alone, and with a pointer at the width of a telephone.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Meet
from tests.journeys.walking import Hands, Walker

DECISIONS = "/at/don-valley/decisions/"
PROPOSER, OTHER = "Tom Ashworth", "Margaret Ollerenshaw"


@pytest.mark.parametrize(
    ("hands", "width", "title"),
    [
        pytest.param(Hands.KEYBOARD, 1280, "A kettle for the library", id="keyboard"),
        pytest.param(Hands.POINTER, 360, "Two kettles for the library", id="telephone"),
    ],
)
def test_a_proposal_from_the_first_word_to_a_new_round(
    meet: Meet, hands: Hands, width: int, title: str
) -> None:
    tom, margaret = meet(PROPOSER, hands, width=width), meet(OTHER, hands, width=width)
    address = propose(tom, title)
    ask(margaret, address)
    tom.page.reload()
    expect(tom.page.get_by_text("Who pays for the tea?")).to_be_visible()
    open_votes(tom)
    object_to_it(margaret, address)
    build_it_in(tom)
    margaret.page.reload()
    new = margaret.page.get_by_role("paragraph").filter(has_text="Everybody brings their own tea")
    expect(new).to_be_visible()
    tom.press("button", "Take it back")
    tom.says("It is taken back")


def propose(tom: Walker, title: str) -> str:
    tom.go(DECISIONS)
    tom.reads("Decisions")
    tom.press("link", "Propose something")
    tom.reads("Propose something")
    tom.fill("What is it about?", title)
    tom.press("button", "Propose it")
    expect(tom.page.get_by_role("alert")).to_contain_text("What would we decide: Fill this in.")
    expect(tom.page.get_by_label("What is it about?")).to_have_value(title)
    tom.fill("What would we decide?", "We buy it for the back room.")
    tom.press("button", "Propose it")
    tom.says("Your proposal is there")
    tom.reads(title)
    return re.sub(r"^https?://[^/]+", "", tom.page.url)


def ask(margaret: Walker, address: str) -> None:
    margaret.go(address)
    margaret.use(margaret.page.get_by_text("Ask or say something"))
    margaret.pick("A question")
    margaret.fill("What do you want to say?", "Who pays for the tea?")
    margaret.press("button", "Say it")
    margaret.says("It stands below the proposal now")


def open_votes(tom: Walker) -> None:
    tom.press("link", "Ask for answers")
    tom.reads("Ask for answers")
    tom.fill("Year", "2020")
    tom.press("button", "Ask for answers")
    expect(tom.page.get_by_role("alert")).to_contain_text("or later")
    tom.press("link", "Cancel")
    tom.press("link", "Ask for answers")
    tom.press("button", "Ask for answers")
    tom.says("It is open")


def object_to_it(margaret: Walker, address: str) -> None:
    margaret.go(address)
    margaret.press("button", "I can live with it")
    margaret.says("Your vote is counted")
    margaret.press("button", "I object")
    expect(margaret.page.get_by_role("alert")).to_contain_text("Say how it would harm us")
    margaret.fill("Why? (optional)", "I cannot afford tea for everybody.")
    margaret.press("button", "I object")
    margaret.says("Your vote is counted")
    expect(margaret.page.get_by_role("heading", name="Objections")).to_be_visible()


def build_it_in(tom: Walker) -> None:
    tom.page.reload()
    tom.press("link", "Change the words")
    tom.reads("Change the words")
    tom.fill(
        "What would we decide?", "We buy it for the back room. Everybody brings their own tea."
    )
    tom.press("button", "Save")
    tom.says("The new words are there")
