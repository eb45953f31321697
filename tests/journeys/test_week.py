"""The walk: what a person wants → a suggestion → a change → sent → who is coming; and a sick call.

Walked with the keyboard alone, without JavaScript, and with a pointer at the width of a telephone.
"""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Error, expect

from kith.design.wording import days_between
from kith.kernel.week import Week
from tests.journeys.conftest import Meet
from tests.journeys.walking import Hands, Walker

TEAM = "/at/don-valley/teams/don-valley"
KEEPER, WORKER, PERSON = "Maya Robinson", "Tom Ashworth", "Margaret Ollerenshaw"
PERSON_SHORT, BARRED = "Peggy", "Grace"  # most pages call people as they like to be called
THURSDAY = 3


def weeks_ahead(number: int) -> Week:
    """Each walk has a week of its own, so that they do not meet."""
    week = Week.of(datetime.now(ZoneInfo("Europe/London")).date())
    for _ in range(number):
        week = week.next()
    return week


@pytest.mark.parametrize(
    ("hands", "width", "week"),
    [
        pytest.param(Hands.POINTER, 1280, weeks_ahead(2), id="pointer"),
        pytest.param(Hands.KEYBOARD, 1280, weeks_ahead(3), id="keyboard"),
        pytest.param(Hands.NO_SCRIPT, 1280, weeks_ahead(4), id="without JavaScript"),
        pytest.param(Hands.POINTER, 360, weeks_ahead(5), id="telephone"),
    ],
)
def test_a_week_is_made_agreed_sent_and_seen(
    meet: Meet, hands: Hands, width: int, week: Week
) -> None:
    what = f"A walk by the river ({hands.value}, {width})"
    bar(meet(PERSON, hands, width=width))
    keeper = meet(KEEPER, hands, width=width)
    open_support(keeper)
    add_visit(keeper, what, week)
    make_and_suggest(keeper, week)

    first = open_visit(keeper, what)
    second = give_to_another(keeper, first)
    keeper.press("button", "Pin for this week")
    keeper.says(f"{second} keeps")
    told = send(keeper)
    assert len(told) > 40

    open_visit(keeper, what)
    keeper.press("button", "Unpin")
    keeper.says("may be changed again")
    third = give_to_another(keeper, second)
    told = send(keeper)
    assert {PERSON_SHORT, second, third} <= told
    assert len(told) < 8

    person = meet(PERSON, hands, width=width)
    see_who_is_coming(person, week, what)
    worker = meet(WORKER, hands, width=width)
    see_my_week(worker, week)

    call_in_sick(keeper, week)
    send(keeper)


def bar(person: Walker) -> None:
    """The person says no to one worker."""
    person.go("/at/don-valley/support/")
    person.reads("My support")
    person.press("link", "Who may come")
    person.reads("Who may come to me")
    no = person.page.get_by_role("button", name=re.compile(rf"^No\s*: {BARRED} Lin"))
    with person.page.expect_navigation():  # it may be pressed already, by another walk
        person.use(no)
    expect(no).to_have_attribute("aria-pressed", "true")
    person.press("link", "Back to my support")
    person.reads("My support")


def open_support(keeper: Walker) -> None:
    """From everybody who is supported to one of them."""
    keeper.go("/at/don-valley/support/")
    keeper.reads("People we support")
    keeper.press("link", PERSON)
    keeper.reads("Peggy’s support")


def add_visit(keeper: Walker, what: str, week: Week) -> None:
    """One visit more, in this week only."""
    keeper.press("link", "Add a visit")
    keeper.reads("Add a visit for Peggy")
    keeper.fill("What is this visit for?", what)
    keeper.tick("Thursday")
    keeper.fill("Start no earlier than", "09:00")
    keeper.fill("Start no later than", "15:45")
    keeper.fill("How many minutes?", "30")
    write_date(keeper, "From which day?", week.monday)
    write_date(keeper, "Until which day?", week.sunday)
    keeper.press("button", "Save this visit")
    keeper.reads("Peggy’s support")
    keeper.says(f"“{what}” is saved")


def write_date(walker: Walker, question: str, day: date) -> None:
    boxes = walker.page.get_by_role("group", name=question)
    for part in ("day", "month", "year"):
        walker.write(boxes.get_by_label(part.title()), str(getattr(day, part)))


def make_and_suggest(keeper: Walker, week: Week) -> None:
    """Make the week, ask for a suggestion, and follow it until it is there."""
    keeper.go(f"{TEAM}/weeks/")
    keeper.reads("Weeks of Don Valley")
    keeper.press("link", days_between(week.monday, week.sunday))
    keeper.reads("Our week")
    keeper.press("button", "Make this week")
    keeper.says("The week is made")
    keeper.press("button", "Suggest a week")
    expect(keeper.page.get_by_role("progressbar")).to_be_visible()
    if keeper.hands is not Hands.POINTER or keeper.on_a_phone:
        wait_until_begun(keeper)
        stop(keeper)
    wait_for_the_engine(keeper)
    keeper.looked_at.discard("Our week")
    keeper.reads("Our week")


def wait_until_begun(keeper: Walker) -> None:
    """A suggestion that is stopped while it waits keeps nothing."""
    job = keeper.page.locator("#job")
    for _ in range(1000 if keeper.hands is Hands.NO_SCRIPT else 0):
        if "Waiting to begin" not in job.inner_text():
            break
        with keeper.page.expect_navigation():
            keeper.press("link", "See how far it is")
    expect(job).not_to_contain_text("Waiting to begin")


def stop(keeper: Walker) -> None:
    """Stop the suggestion, or find that it has ended: on a slow machine it may be ready before the press."""
    try:
        keeper.press("button", "Stop, and keep the best so far")
    except (AssertionError, Error):
        expect(keeper.page.get_by_role("button", name="Suggest again")).to_be_visible()
        return
    answer = keeper.page.get_by_role("status").first
    expect(answer).to_contain_text(re.compile("the best week so far is kept|It had ended before"))


def wait_for_the_engine(keeper: Walker) -> None:
    """The page follows by itself; without JavaScript one asks it."""
    ready = keeper.page.get_by_role("button", name="Suggest again")
    if keeper.hands is Hands.NO_SCRIPT:
        for _ in range(1000):
            if ready.count():
                break
            with keeper.page.expect_navigation():  # the old page would be asked otherwise
                keeper.press("link", "See how far it is")
    expect(ready).to_be_visible(timeout=90_000)
    assert not keeper.page.locator("#job .notice--bad").all_inner_texts()


def open_visit(keeper: Walker, what: str) -> str:
    """Open a visit on the board; returns who has it, after reading why."""
    keeper.press("link", f", {what},")
    heading = keeper.page.get_by_role("heading", name=re.compile("^Why .+"))
    expect(heading).to_be_visible()
    assert keeper.page.locator("#visit ul li").first.inner_text()
    return heading.inner_text().removeprefix("Why ").removesuffix("?")


def give_to_another(keeper: Walker, now: str) -> str:
    """Give the open visit to the best of the others. Whoever is barred is named with the reason, not offered."""
    offers = keeper.page.locator("ol.ranked li b").all_inner_texts()
    assert offers
    assert not {now, BARRED} & set(offers)
    refused = keeper.page.locator("#visit details li", has_text=BARRED)
    keeper.use(keeper.page.locator("#visit summary", has_text="Who cannot, and why"))
    expect(refused).to_be_visible()
    keeper.press("button", f"Give to {offers[0]}")
    keeper.says("is now with")
    expect(keeper.page.get_by_role("heading", name=f"Why {offers[0]}?")).to_be_visible()
    return str(offers[0])


def send(keeper: Walker) -> set[str]:
    """Look at who would be told, and send. Returns their names."""
    keeper.press("link", "Agree and send to")
    keeper.reads("Agree and send")
    told = keeper.page.locator("main details.more:has(li) > summary").all_inner_texts()
    names = {text.rsplit(", ", 1)[0].strip() for text in told}
    keeper.press("button", "Agree and send to")
    keeper.reads("Our week")
    keeper.says(f"The week is sent. {len(names)} people were told.")
    return names


def see_who_is_coming(person: Walker, week: Week, what: str) -> None:
    go_to_week(person, "Who is coming", "/at/don-valley/who-is-coming/", "The week after", week)
    visit = person.page.locator("article", has_text=what)
    expect(visit).to_be_visible()
    expect(visit).to_contain_text("changed:")


def see_my_week(worker: Walker, week: Week) -> None:
    go_to_week(worker, "My week", "/at/don-valley/my-week/", "Week after", week)
    visits = worker.page.locator("section.coming-day summary")
    assert visits.count() > 5
    worker.use(visits.first)
    expect(worker.page.locator("section.coming-day .more__in").first).to_be_visible()


def go_to_week(walker: Walker, title: str, path: str, after: str, week: Week) -> None:
    if walker.on_a_phone:
        walker.go(path)
    else:
        walker.press("link", title)
    walker.reads(title)
    dates = days_between(week.monday, week.sunday)
    for _ in range(8):
        if dates in walker.page.locator("main").inner_text():
            break
        with walker.page.expect_navigation():
            walker.press("link", after)
    walker.looked_at.discard(title)
    walker.reads(title)
    expect(walker.page.locator("main")).to_contain_text(dates)


def call_in_sick(keeper: Walker, week: Week) -> None:
    """Somebody is ill for the first days of the week: mend it with the fewest changes."""
    keeper.press("link", "Someone is off sick")
    keeper.reads("Someone is off sick")
    keeper.choose("Who is off sick?", WORKER)
    write_date(keeper, "From which day?", week.monday)
    write_date(keeper, "Last day away", week.monday + timedelta(days=1))
    keeper.press("button", "Save")
    keeper.reads("Tom: off sick")
    with keeper.page.expect_navigation():  # a quick mending is over before its message can be read
        keeper.press("button", "Mend this week")
    keeper.go(f"{TEAM}/week/{week}/")
    wait_for_the_engine(keeper)
