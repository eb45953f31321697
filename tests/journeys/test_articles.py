"""A change of the articles is proposed and taken back; one that breaks a principle is stopped, and says why."""

import pytest

from tests.journeys.conftest import Meet
from tests.journeys.walking import Hands, Walker

ARTICLES = "/at/don-valley/articles/"
WORKER = "Tom Ashworth"
LOOK, PROPOSE = "Look at it first", "Propose it"


@pytest.mark.parametrize(
    ("hands", "width"),
    [
        pytest.param(Hands.KEYBOARD, 1280, id="keyboard"),
        pytest.param(Hands.POINTER, 360, id="telephone"),
    ],
)
def test_a_change_is_looked_at_proposed_and_taken_back(
    meet: Meet, hands: Hands, width: int
) -> None:
    worker = meet(WORKER, hands, width=width)
    worker.go(ARTICLES)
    worker.reads("Our articles")
    worker.press("link", "Propose a change")
    worker.reads("What should our articles say otherwise?")
    worker.press("link", "How do members decide?")
    worker.reads("How do members decide?")
    worker.fill("How long before a meeting are members told?", "21")
    worker.fill("Why?", "Some of us need more time to arrange to come.")
    worker.press("button", LOOK)
    sees(worker, "The notice of a members’ meeting goes from 14 days to 21 days.")
    sees(worker, "keeps all seven")
    worker.press("button", PROPOSE)
    worker.says("is proposed")
    worker.reads("of our articles")
    sees(worker, "Nothing has changed yet")
    worker.press("button", "Take my proposal back")
    worker.says("is taken back")
    worker.go(ARTICLES + "versions/")
    worker.reads("Versions of our articles")
    worker.go(ARTICLES + "principles/")
    worker.reads("The seven principles")


STOPPED = [
    ("answer_days = 28", "answer_days = 90", "is not an open door"),
    ('counted_by = "member"', 'counted_by = "share"', "In a co-op people decide, not money"),
    ('decided_by = "members"', 'decided_by = "board"', "belongs to all"),
    ("outside_veto = false", "outside_veto = true", "only members decide"),
    ('plan = "', 'plan = "" # "', "People can only run what they understand"),
    ('with_whom = "', 'with_whom = "" # "', "Co-ops are strong together"),
    ('concern = "', 'concern = "" # "', "people who are not its members"),
]


def test_for_each_principle_an_amendment_that_breaks_it_is_stopped_and_the_text_kept(
    meet: Meet,
) -> None:
    worker = meet(WORKER, Hands.POINTER)
    worker.go(ARTICLES + "propose/")
    box = worker.page.get_by_label("The articles as they should be", exact=True)
    text = box.input_value()
    worker.fill("Why?", "To see what happens.")
    for old, new, why in STOPPED:
        assert text.count(f"\n{old}") == 1
        worker.write(box, text.replace(f"\n{old}", f"\n{new}"))
        worker.press("button", PROPOSE)
        sees(worker, "This breaks a co-operative principle")
        sees(worker, why)
        assert f"\n{new}" in box.input_value().replace("\r\n", "\n")
    worker.reads("Propose a change to our articles")
    worker.write(box, text.replace("most_members = 12", "most_members = 30"))
    worker.press("button", PROPOSE)
    sees(worker, "What is wrong, by line")
    sees(worker, "30 is outside 2 to 12")


def sees(walker: Walker, words: str) -> None:
    """These words stand on the page."""
    walker.page.get_by_text(words).first.wait_for()
