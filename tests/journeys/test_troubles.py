"""What goes wrong between people and machines: an illegal move, two browsers at once, a lost connection."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Meet
from tests.journeys.test_week import KEEPER, PERSON, TEAM, bar, weeks_ahead
from tests.journeys.walking import Hands, Walker

WEEK = weeks_ahead(1)
OTHER_KEEPER = "Tom Ashworth"


def test_an_illegal_move_by_pointer_is_refused_in_words(meet: Meet) -> None:
    bar(meet(PERSON))
    keeper = meet(KEEPER, height=3000)
    keeper.go(f"{TEAM}/week/{weeks_ahead(0)}/")
    row = keeper.page.get_by_role("row").filter(
        has=keeper.page.get_by_role("rowheader", name=re.compile("Grace"))
    )
    visit = keeper.page.locator(
        "a.visit[data-move-url]:not(.visit--pinned)", has_text=re.compile(r"Peggy(?!.*Grace)")
    ).first
    day = visit.locator("xpath=ancestor::td").get_attribute("data-day")
    was = visit.get_attribute("id")

    drag(keeper.page, visit, row.locator(f"td[data-day='{day}']"))

    keeper.says("Grace does not make visits to Peggy")
    keeper.says("Nothing was changed")
    expect(row.locator(f"#{was}")).to_have_count(0)


def test_a_visit_cannot_be_dragged_to_another_day(meet: Meet) -> None:
    keeper = meet(KEEPER, height=3000)
    keeper.go(f"{TEAM}/week/{weeks_ahead(0)}/")
    visit = keeper.page.locator("tbody tr:nth-child(3) td a.visit[data-move-url]").first
    day = visit.locator("xpath=ancestor::td").get_attribute("data-day")
    row = visit.locator("xpath=ancestor::tr")

    drag(keeper.page, visit, row.locator(f"td:not([data-day='{day}'])").last)

    keeper.says("A visit stays on the day the person asked for")


def drag(page: Page, visit: Locator, to: Locator) -> None:
    visit.hover()
    page.mouse.down()
    to.hover(force=True)
    to.hover(force=True)
    with page.expect_navigation():
        page.mouse.up()


def test_of_two_browsers_that_send_one_week_the_second_is_told(meet: Meet) -> None:
    first, second = meet(KEEPER), meet(OTHER_KEEPER)
    for keeper in (first, second):
        keeper.go(f"{TEAM}/week/{WEEK}/send/")
        keeper.reads("Agree and send")

    first.press("button", "Agree and send to")
    first.says("The week is sent.")
    second.press("button", "Agree and send to")

    alert = second.page.get_by_role("alert")
    expect(alert).to_contain_text("The week was not sent")
    expect(alert).to_contain_text("Nothing was sent by this page")
    expect(second.page.get_by_role("heading", level=1)).to_contain_text("Agree and send")
    second.looked_at.clear()
    second.reads("Agree and send")


def test_what_is_typed_outlives_a_lost_connection(meet: Meet) -> None:
    keeper = meet(KEEPER)
    to_new_visit(keeper)
    keeper.fill("What is this visit for?", "Reading the post together")
    keeper.fill("How should it be done? (optional)", "Slowly, with the big lamp on.")

    keeper.page.context.set_offline(True)
    keeper.press("button", "Save this visit")
    expect(keeper.page.get_by_role("alert")).to_contain_text("Not saved: no connection")
    expect(keeper.page.get_by_label("What is this visit for?")).to_have_value(
        "Reading the post together"
    )
    keeper.page.context.set_offline(False)

    keeper.page.reload()
    keeper.press("button", "Yes, put it back")
    expect(keeper.page.get_by_label("How should it be done? (optional)")).to_have_value(
        "Slowly, with the big lamp on."
    )
    keeper.tick("Sunday")
    keeper.fill("Start no earlier than", "10:00")
    keeper.fill("Start no later than", "11:00")
    keeper.press("button", "Save this visit")
    keeper.says("“Reading the post together” is saved")

    to_new_visit(keeper)
    expect(keeper.page.get_by_label("What is this visit for?")).to_have_value("")
    expect(keeper.page.get_by_role("button", name="Yes, put it back")).to_have_count(0)


def to_new_visit(keeper: Walker) -> None:
    keeper.go("/at/don-valley/support/")
    keeper.press("link", "Margaret Ollerenshaw")
    keeper.press("link", "Add a visit")
    keeper.reads("Add a visit for Peggy")


def test_mistakes_are_told_beside_what_was_typed_without_javascript(meet: Meet) -> None:
    keeper = meet(KEEPER, Hands.NO_SCRIPT)
    to_new_visit(keeper)
    keeper.fill("What is this visit for?", "Watering the ferns")
    keeper.fill("Start no earlier than", "11:00")
    keeper.fill("Start no later than", "10:00")
    keeper.press("button", "Save this visit")
    expect(keeper.page.get_by_role("alert")).to_contain_text("Choose at least one day of the week.")
    expect(keeper.page.get_by_label("What is this visit for?")).to_have_value("Watering the ferns")
