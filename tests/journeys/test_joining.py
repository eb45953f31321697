"""People and an organisation join a co-op, are welcomed or refused, read what is written about them, and leave.

Walked with the keyboard alone, without JavaScript, and with a pointer at the width of a telephone.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Meet
from tests.journeys.letters import enter_code
from tests.journeys.walking import Hands, Site, Walker

SECRETARY = "Alison Pike"
JOIN = "/at/trent-together/join/"


@pytest.mark.parametrize(
    ("hands", "width"),
    [
        pytest.param(Hands.KEYBOARD, 1280, id="keyboard"),
        pytest.param(Hands.NO_SCRIPT, 1280, id="without JavaScript"),
        pytest.param(Hands.POINTER, 360, id="telephone"),
    ],
)
def test_people_and_an_organisation_join_and_one_leaves(
    meet: Meet, site: Site, hands: Hands, width: int
) -> None:
    mark = f"{re.sub('[^a-z]', '', hands.value.lower())}{width}"
    nia = f"Nia New {mark}"
    visitor = meet("", hands, width=width)
    ask(visitor, nia, f"nia@{mark}.example")
    answer_the_questions(visitor)
    ask_again(visitor, nia, f"nia@{mark}.example")
    ask_for_an_organisation(visitor, f"Helping Hands {mark}", f"olu@{mark}.example")
    ask(visitor, f"Pip Poole {mark}", f"pip@{mark}.example")
    pips_page = visitor.page.url.removeprefix(site.address)

    keeper = meet(SECRETARY, hands, width=width)
    welcome(keeper, nia)
    welcome(keeper, f"Helping Hands {mark}")
    refuse(keeper, f"Pip Poole {mark}")
    appeal(visitor, pips_page)

    member = meet("", hands, width=width)
    come_in(member, site, f"nia@{mark}.example")
    be_listed(member, nia)
    leave(member)
    keeper.go(f"/at/trent-together/register/?q={mark}")
    keeper.reads("Register of members")
    assert not keeper.page.get_by_role("link", name=nia).count()
    expect(keeper.page.get_by_role("link", name=f"Helping Hands {mark}")).to_be_visible()


def ask(visitor: Walker, name: str, address: str) -> None:
    """Read about it, forget the address, put it right."""
    visitor.go(JOIN)
    visitor.reads("Join Trent Together")
    visitor.press("link", "Ask to join (Supporters)")
    visitor.reads("Ask to join Trent Together")
    visitor.fill("Your name", name)
    visitor.fill("E-mail", address)
    visitor.tick("I agree to the articles, and to be a member of this co-op")
    visitor.press("button", "Send the application")
    expect(visitor.page.get_by_role("alert")).to_contain_text("Postal address: Fill this in.")
    expect(visitor.page.get_by_label("Your name")).to_have_value(name)
    visitor.fill("Postal address", "3 Carolgate, Retford")
    visitor.press("button", "Send the application")
    visitor.says("Your application is with us")
    visitor.reads("Your application to Trent Together")


def answer_the_questions(visitor: Walker) -> None:
    visitor.press("link", "Answer the questions")
    visitor.reads("A few questions, without your name")
    visitor.pick("25 to 44")
    visitor.press("button", "Count my answers")
    visitor.says("Nobody can see that they are yours")


def ask_again(visitor: Walker, name: str, address: str) -> None:
    """Easy Read leads to the same form; a second application of one person is told, and nothing typed is lost."""
    visitor.go(JOIN)
    visitor.press("link", "Easy Read, with pictures")
    expect(visitor.page.get_by_text("Every member has one vote.")).to_be_visible()
    visitor.press("link", "I want to join (Supporters)")
    visitor.fill("Your name", name)
    visitor.fill("E-mail", address)
    visitor.fill("Postal address", "4 Other Street")
    visitor.tick("I agree to the articles, and to be a member of this co-op")
    visitor.press("button", "Send the application")
    expect(visitor.page.get_by_role("alert")).to_contain_text(f"application from {name} already")
    expect(visitor.page.get_by_label("Postal address")).to_have_value("4 Other Street")


def ask_for_an_organisation(visitor: Walker, name: str, address: str) -> None:
    visitor.go(JOIN)
    visitor.press("link", "For an organisation (Supporters)")
    visitor.reads("Your organisation joins Trent Together")
    visitor.fill("Name of the organisation", name)
    visitor.choose("What kind of organisation is it?", "Charity")
    visitor.fill("Its postal address", "5 Bridgegate, Retford")
    visitor.fill("Name of the person who speaks and votes for it", name)
    visitor.fill("Their e-mail", address)
    visitor.tick("I agree to the articles, and to be a member of this co-op")
    visitor.press("button", "Send the application")
    expect(visitor.page.get_by_role("alert")).to_contain_text("is not a human being")
    visitor.fill("Name of the person who speaks and votes for it", f"Olu for {name}")
    visitor.press("button", "Send the application")
    visitor.says("Your application is with us")


def welcome(keeper: Walker, name: str) -> None:
    keeper.go("/at/trent-together/applications/")
    keeper.reads("Who wants to join")
    keeper.press("link", name, exact=True)
    keeper.reads(name)
    keeper.press("link", "Welcome them")
    keeper.reads(f"Welcome {name}")
    keeper.fill("Who decided, and when", "board meeting of today")
    keeper.press("button", "Welcome them")
    keeper.says(f"{name} is a member now")


def refuse(keeper: Walker, name: str) -> None:
    keeper.go("/at/trent-together/applications/")
    keeper.press("link", name, exact=True)
    keeper.press("link", "Refuse")
    keeper.reads(f"Refuse {name}?")
    keeper.fill("Reason", "Come to one of our open afternoons first.")
    keeper.press("button", "Refuse")
    expect(keeper.page.get_by_role("alert")).to_contain_text("Who decided, and when: Fill this in.")
    keeper.fill("Who decided, and when", "board meeting of today")
    keeper.press("button", "Refuse")
    keeper.says(f"{name} has the answer")


def appeal(visitor: Walker, own_page: str) -> None:
    visitor.go(own_page)
    expect(visitor.page.get_by_text("Come to one of our open afternoons first.")).to_be_visible()
    visitor.fill("What should the members know?", "I come every week.")
    visitor.press("button", "Send the appeal")
    visitor.says("Your appeal is with us")


def come_in(member: Walker, site: Site, address: str) -> None:
    """Sign in by code with the address they applied with."""
    member.go("/at/trent-together/membership/")
    member.press("link", "Send me a code")
    member.fill("Your e-mail address", address)
    member.press("button", "Send me a code")
    enter_code(member, site, address)
    member.reads("My membership")


def be_listed(member: Walker, name: str) -> None:
    member.press("link", "Change Members’ directory")
    member.reads("The members’ directory and you")
    member.tick("Yes, show me in the members’ directory")
    member.press("button", "Save")
    member.says("You stand in the directory now")
    member.go("/at/trent-together/members/")
    member.reads("Members’ directory")
    expect(member.page.get_by_text(name)).to_be_visible()
    member.go("/at/trent-together/register/")
    member.reads("Register of members")


def leave(member: Walker) -> None:
    member.go("/at/trent-together/membership/")
    member.press("link", "Leave the co-op")
    member.reads("Do you want to leave the co-op?")
    member.press("button", "I leave the co-op")
    member.says("It is written down")
