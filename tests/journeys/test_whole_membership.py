"""A co-op of one's own: founded, opened, joined by people and an organisation, paid into, left, and paid back.

Walked with the keyboard alone, and with a pointer at the width of a telephone.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Meet
from tests.journeys.letters import enter_code
from tests.journeys.test_founding import (
    AS_THE_MODEL_HAS_IT,
    agree,
    be_asked,
    begin,
    keep,
    name,
    sign_on_paper,
    write_founders,
)
from tests.journeys.walking import Hands, Site, Walker

JOINERS = (  # name, class, and how much they pay for shares
    ("Kit Kaye", "People drawing on support", "12"),
    ("Sol Sands", "Supporters", "40"),
    ("Wyn Ward", "Workers", "1"),
)
SOCIETY = "Cutlers Credit Union"


@pytest.mark.parametrize(
    ("hands", "width"),
    [
        pytest.param(Hands.KEYBOARD, 1280, id="keyboard"),
        pytest.param(Hands.POINTER, 360, id="telephone"),
    ],
)
def test_a_co_op_is_founded_joined_paid_into_and_left(
    meet: Meet, site: Site, hands: Hands, width: int
) -> None:
    slug = f"whole-{re.sub('[^a-z]', '', hands.value.lower())}-{width}"
    asha = meet("", hands, width=width)
    found(asha, meet("", hands, width=width), site, slug)
    for who, member_class, amount in JOINERS:
        ask_to_join(meet("", hands, width=width), slug, who, member_class, amount)
    ask_for_the_society(meet("", hands, width=width), slug)
    for who in (*(one[0] for one in JOINERS), SOCIETY):
        welcome(asha, slug, who)
    for who, amount in [*((one[0], one[2]) for one in JOINERS), (SOCIETY, "500")]:
        receive(asha, slug, who, amount)

    sol = meet("", hands, width=width)
    come_in(sol, site, slug, "sol")
    read_own_shares(sol, slug)
    leave(sol, slug)
    pay_back(asha, slug)
    sol.go(f"/at/{slug}/shares/")
    sol.reads("My shares")
    expect(sol.page.get_by_text("Money paid back")).to_be_visible()
    expect(sol.page.locator("dd").filter(has_text="£0.00").first).to_be_visible()


def found(asha: Walker, bo: Walker, site: Site, slug: str) -> None:
    """Asha leads it, Bo agrees on the web, a credit union on paper; the articles are the model's."""
    begin(asha, site, f"asha@{slug}.example")
    name(asha, slug)
    asha.press("button", "These are right: go on")
    keep(asha, AS_THE_MODEL_HAS_IT[0])
    keep(asha, "Who sits on the board?")
    for title in AS_THE_MODEL_HAS_IT[1:]:
        keep(asha, title)
    write_founders(asha, slug)
    asha.press("link", "Next: read the articles")
    asha.reads("The articles of")
    asha.press("link", "Back")
    asha.press("button", "Ask the founders by e-mail")
    asha.says("We wrote to Bo Lane.")
    asha.press("link", "Read and agree")
    agree(asha)
    asha.press("link", "All steps")
    sign_on_paper(asha)
    be_asked(bo, site, f"bo@{slug}.example")
    agree(bo)
    asha.page.reload()
    asha.press("button", "Found Walk Together")
    asha.says("is founded")


def ask_to_join(visitor: Walker, slug: str, who: str, member_class: str, amount: str) -> None:
    visitor.go(f"/at/{slug}/join/")
    visitor.reads("Join Walk Together")
    visitor.press("link", f"Ask to join ({member_class})")
    visitor.fill("Your name", who)
    visitor.fill("E-mail", f"{who.split(maxsplit=1)[0].lower()}@{slug}.example")
    visitor.fill("Postal address", "7 Arundel Street, Sheffield")
    visitor.fill("How much do you want to pay for shares?", amount)
    visitor.tick("I agree to the articles, and to be a member of this co-op")
    visitor.press("button", "Send the application")
    visitor.says("Your application is with us")


def ask_for_the_society(visitor: Walker, slug: str) -> None:
    visitor.go(f"/at/{slug}/join/")
    visitor.press("link", "For an organisation (Supporters)")
    visitor.reads("Your organisation joins Walk Together")
    visitor.fill("Name of the organisation", SOCIETY)
    visitor.choose("What kind of organisation is it?", "Co-operative or community benefit society")
    visitor.fill("Its postal address", "9 Church Street, Sheffield")
    visitor.fill("Name of the person who speaks and votes for it", "Una Usher")
    visitor.fill("Their e-mail", f"una@{slug}.example")
    visitor.fill("How much do you want to pay for shares?", "500")
    visitor.tick("I agree to the articles, and to be a member of this co-op")
    visitor.press("button", "Send the application")
    visitor.says("Your application is with us")


def welcome(asha: Walker, slug: str, who: str) -> None:
    asha.go(f"/at/{slug}/applications/")
    asha.press("link", who, exact=True)
    asha.press("link", "Welcome them")
    asha.fill("Who decided, and when", "board meeting of today")
    asha.press("button", "Welcome them")
    asha.says(f"{who} is a member now")


def receive(asha: Walker, slug: str, who: str, amount: str) -> None:
    """The secretary writes down what came in; too much is refused, and nothing typed is lost."""
    asha.go(f"/at/{slug}/shares/all/")
    asha.reads("Shares")
    box = asha.page.get_by_role("searchbox", name="Name or number")
    asha.write(box, who)
    asha.press("button", "Search")
    expect(box).to_have_value(who)
    asha.use(asha.page.get_by_role("main").get_by_role("link", name=who).last)
    asha.reads(f"Shares of {who}")
    asha.press("link", "Money came in")
    asha.reads(f"Money from {who}")
    asha.fill("How much came in?", "9999")
    asha.press("button", "Write it down")
    expect(asha.page.get_by_role("alert")).to_contain_text(
        "is still to be paid, and this is £9,999.00"
    )
    asha.fill("How much came in?", amount)
    asha.press("button", "Write it down")
    asha.says("It is written down")


def come_in(member: Walker, site: Site, slug: str, first: str) -> None:
    """Sign in by code with the address they applied with."""
    member.go(f"/at/{slug}/shares/")
    member.press("link", "Send me a code")
    member.fill("Your e-mail address", f"{first}@{slug}.example")
    member.press("button", "Send me a code")
    enter_code(member, site, f"{first}@{slug}.example")
    member.reads("My shares")


def read_own_shares(sol: Walker, slug: str) -> None:
    """Take more, beyond the limit at first; ask for some back, then keep it."""
    sol.go(f"/at/{slug}/shares/")
    sol.reads("My shares")
    sol.press("link", "Take shares")
    sol.reads("Take shares")
    sol.fill("How much do you want to pay in?", "99999")
    sol.press("button", "Take these shares")
    expect(sol.page.get_by_role("alert")).to_contain_text("A member may hold £5,000.00 at most")
    sol.press("link", "Cancel")
    sol.press("link", "Ask for money back")
    sol.reads("Ask for money back")
    sol.fill("How much would you like back?", "40")
    sol.press("button", "Ask for it")
    expect(sol.page.get_by_role("alert")).to_contain_text("You can ask for £39.00 at most")
    sol.fill("How much would you like back?", "5")
    sol.press("button", "Ask for it")
    sol.says("It is written down")
    sol.press("button", "Keep the shares after all")
    sol.says("the shares stay")
    sol.press("link", "Change Who is to have them at death")
    sol.reads("Who is to have the shares?")
    sol.fill("Full name (optional)", "Sky Sands")
    sol.fill("Their address (optional)", "7 Arundel Street, Sheffield")
    sol.press("button", "Save")
    expect(sol.page.get_by_text("Sky Sands")).to_be_visible()


def leave(sol: Walker, slug: str) -> None:
    sol.go(f"/at/{slug}/membership/")
    sol.press("link", "Leave the co-op")
    sol.reads("Do you want to leave the co-op?")
    sol.press("button", "I leave the co-op")
    sol.says("It is written down")
    sol.go(f"/at/{slug}/shares/")
    expect(sol.page.get_by_text(re.compile("£40.00 is paid back by"))).to_be_visible()


def pay_back(asha: Walker, slug: str) -> None:
    asha.go(f"/at/{slug}/shares/all/")
    asha.press("link", "It is paid Sol Sands")
    asha.reads("Pay £40.00 back")
    asha.press("button", "It is paid")
    asha.says("It is written down")
    expect(asha.page.get_by_text("Nobody waits for money.")).to_be_visible()
