"""Peggy and Maya write one plan at once, each on a screen of their own; the connection goes and comes; Peggy agrees."""

import re

from playwright.sync_api import Locator, expect

from tests.journeys.conftest import Meet
from tests.journeys.walking import Hands, Walker

PEGGY = "Margaret Ollerenshaw"
WELLNESS = "My wellness"


def test_two_write_one_plan_and_the_person_agrees_it(meet: Meet) -> None:
    peggy = meet(PEGGY, Hands.KEYBOARD, width=360)
    maya = meet("Maya Robinson", width=1280)
    support = open_plan(peggy)
    peggy.press("link", "Write together")
    peggy.reads("Write my plan")
    maya.go(f"{support}plan/write/")
    maya.reads("plan together")
    hers, ours = box(peggy), box(maya)
    peggy.reach(hers)
    peggy.page.keyboard.type("A walk")
    ours.press_sequentially("Sleep before ten. ")
    for each in (hers, ours):
        expect(each).to_have_value(re.compile("A walk.*Sleep before ten|Sleep before ten.*A walk"))
    without_a_connection(maya, ours)
    expect(hers).to_have_value(re.compile("no coffee"))
    peggy.go(f"{support}plan/")
    peggy.press("link", "Agree it")
    peggy.reads("Agree my plan")
    peggy.press("button", "I agree")
    peggy.says("The plan is agreed")
    peggy.press("link", "Versions")
    peggy.reads("Versions of my plan")
    expect(peggy.page.locator("ins").filter(has_text="coffee").first).to_be_visible()
    on_paper(maya, support)


def open_plan(peggy: Walker) -> str:
    peggy.go("/at/don-valley/support/")
    peggy.press("link", "My plan")
    peggy.reads("My plan")
    return re.sub(r"^https?://[^/]+|plan/$", "", peggy.page.url)


def box(walker: Walker) -> Locator:
    return walker.page.get_by_label(WELLNESS, exact=True)


def without_a_connection(maya: Walker, ours: Locator) -> None:
    """What is typed meanwhile is kept, outlives the page, and is saved when there is a connection again."""
    context = maya.page.context
    context.set_offline(offline=True)
    ours.press("End")
    ours.press_sequentially(" And no coffee.")
    expect(maya.page.get_by_text("No connection.").first).to_be_visible()
    context.set_offline(offline=False)
    maya.page.reload()
    expect(box(maya)).to_have_value(re.compile("no coffee"))


def on_paper(maya: Walker, support: str) -> None:
    for more, title in (("", "plan"), ("?easy", "plan")):
        maya.go(f"{support}plan/paper/{more}")
        maya.reads(title)
