"""A general meeting from its notice to its minutes: a proxy, a telephone, an amendment, and a change of the articles.

The secretary walks it with the keyboard alone; members have telephones, and one of them no JavaScript.
"""

import re

from playwright.sync_api import expect

from tests.journeys.behind import behind
from tests.journeys.conftest import Meet
from tests.journeys.walking import Hands, Site, Walker

MEETINGS, TITLE = "/at/don-valley/meetings/", "Meeting about the quorum"
SECRETARY, ABSENT, HOLDER, FAR = (
    "Samira Hussain",
    "Margaret Ollerenshaw",
    "Tom Ashworth",
    "Joan Whitworth",
)
IN_THE_ROOM = (SECRETARY, HOLDER, "Maya Robinson", "Anwar Malik", "Devinder Rana")
ON_THE_TELEPHONE = "Trevor Nettleship"
UNTIL_IT_BEGINS = """
from datetime import timedelta
from django.db.models import F
from kith.foundation import clock
from kith.meetings.models import Item, Meeting
meeting = Meeting.objects.get(title={title!r})
passed = meeting.starts_at - clock.now() + timedelta(minutes=1)
Item.objects.filter(meeting=meeting).update(added_at=F("added_at") - passed)
called = meeting.called_at - passed
Meeting.objects.filter(pk=meeting.pk).update(starts_at=meeting.starts_at - passed, called_at=called)
"""


def test_a_general_meeting_changes_the_articles(meet: Meet, site: Site) -> None:
    samira = meet(SECRETARY, Hands.KEYBOARD)
    address = call_it(samira)
    margaret = meet(ABSENT, width=360)
    name_a_proxy(margaret, address)
    tom = meet(HOLDER, Hands.NO_SCRIPT, width=360)
    accept(tom, address)
    days_pass(site)
    gather(samira, address)
    joan = meet(FAR, width=360)
    join_online(joan, address)
    open_it(samira, address)
    amend_and_carry(samira, tom, address)
    change_the_articles(samira, joan, tom, address)
    end_it(samira, address)
    read_the_minutes(margaret, address)


def call_it(samira: Walker) -> str:
    samira.go(MEETINGS)
    samira.reads("Meetings")
    samira.press("link", "Plan a meeting")
    samira.reads("Plan a meeting")
    samira.fill("What is it called?", TITLE)
    samira.pick("General meeting")
    samira.fill("Year", "2020")
    samira.fill("Where is it?", "The library")
    samira.press("button", "Plan it")
    expect(samira.page.get_by_role("alert")).to_contain_text("The first day that can be is")
    expect(samira.page.get_by_label("Where is it?")).to_have_value("The library")
    samira.press("link", "Cancel")
    samira.press("link", "Plan a meeting")
    samira.fill("What is it called?", TITLE)
    samira.fill("Where is it?", "The library")
    samira.fill("Telephone number to ring in on (optional)", "0114 496 0300")
    samira.press("button", "Plan it")
    samira.says("The meeting is planned")
    samira.press("link", "Put a motion")
    samira.reads("Put a proposal to the meeting")
    samira.pick("5. Version 2 of our articles (Special resolution)")
    samira.press("button", "Put it on the agenda")
    samira.says("its words stand")
    samira.press("link", "Put a motion")
    samira.press("link", "Write something new instead")
    samira.fill("What is it about?", "A ramp for the front door")
    samira.fill("What would we decide?", "We buy a ramp.")
    samira.pick("Resolution: enough of the votes are yes, as our articles say")
    samira.press("button", "Put it on the agenda")
    samira.says("its words stand")
    samira.press("button", "Send the notice")
    samira.says("The meeting is called")
    return re.sub(r"^https?://[^/]+", "", samira.page.url)


def name_a_proxy(margaret: Walker, address: str) -> None:
    margaret.go(address)
    margaret.reads(TITLE)
    margaret.press("link", "I cannot come: name a proxy")
    margaret.reads("Name a proxy")
    margaret.choose("Who is to carry your vote?", HOLDER)
    margaret.choose("1. Version 2 of our articles", "yes")
    margaret.press("button", "Ask them")
    margaret.says("They are asked")


def accept(tom: Walker, address: str) -> None:
    tom.go(address)
    expect(tom.page.get_by_text(f"{ABSENT} asks you to carry their vote")).to_be_visible()
    tom.press("button", "Yes, I will")
    tom.says(f"You carry the vote of {ABSENT}")


def days_pass(site: Site) -> None:
    """Fifteen days go by and the meeting begins: a served clock cannot be put forward, so what is kept goes back."""
    behind(site, UNTIL_IT_BEGINS.format(title=TITLE))


def gather(samira: Walker, address: str) -> None:
    samira.go(address)
    samira.press("link", "Who has come?")
    samira.reads("Who has come?")
    samira.pick("In the room")
    for name in IN_THE_ROOM:
        samira.tick(name)
    samira.press("button", "They are here")
    samira.says("It is written down")
    samira.pick("By telephone")
    samira.tick(ON_THE_TELEPHONE)
    samira.press("button", "They are here")
    expect(samira.page.get_by_text("7 members of")).to_contain_text("1 of them by proxy")


def join_online(joan: Walker, address: str) -> None:
    joan.go(address)
    joan.press("button", "I am here, online")
    joan.says("You are here, online")
    expect(joan.page.locator("#live")).to_contain_text("There is a quorum")


def open_it(samira: Walker, address: str) -> None:
    samira.go(address)
    samira.press("link", "Open the meeting")
    samira.reads("Open the meeting")
    samira.choose("Who takes the chair?", SECRETARY)
    samira.press("button", "Open the meeting")
    samira.says("The meeting is open")


def amend_and_carry(samira: Walker, tom: Walker, address: str) -> None:
    samira.press("link", "2. A ramp for the front door")
    samira.press("button", "Begin with this point")
    samira.says("The meeting deals with this now")
    tom.go(address)
    tom.press("link", "2. A ramp for the front door")
    tom.press("button", "I want to speak")
    tom.says("It stands on the list")
    tom.press("link", "Move an amendment")
    tom.fill("What would we decide, in your words?", "We buy a ramp with a rail.")
    tom.press("button", "Move it")
    tom.says("The amendment is moved")
    samira.page.reload()
    expect(samira.page.locator("ins")).to_have_text(" with a rail")
    samira.press("button", "Give the word")
    samira.press("button", "Open the votes on the amendment")
    samira.says("Votes are open")
    show_of_hands(samira)
    samira.says("The votes are counted")
    expect(samira.page.get_by_text("We buy a ramp with a rail.").first).to_be_visible()
    samira.press("button", "Open the votes on the motion")
    show_of_hands(samira)
    expect(samira.page.get_by_text("more than half was needed. Carried.").last).to_be_visible()


def show_of_hands(samira: Walker, far: str = "Yes") -> None:
    samira.press("link", "Write down the votes")
    samira.reads("Write down the votes")
    samira.pick("By telephone")
    samira.choose(ON_THE_TELEPHONE, far)
    samira.press("button", "Write them down")
    samira.press("link", "Write down the votes")
    samira.pick("By a show of hands")
    others = "Everybody in the room who has not voted, and is not named below, said"
    samira.choose(others, "Yes")
    samira.press("button", "Write them down")
    samira.press("button", "Close the votes")


def change_the_articles(samira: Walker, joan: Walker, tom: Walker, address: str) -> None:
    samira.go(address)
    samira.press("link", "1. Version 2 of our articles")
    samira.press("button", "Begin with this point")
    samira.press("button", "Open the votes on the motion")
    samira.says("Votes are open")
    joan.go(address)
    joan.press("link", "Vote now")
    joan.reads("1. Version 2 of our articles")
    joan.pick("Yes")
    joan.press("button", f"Vote for {FAR}")
    joan.says("The vote is counted")
    tom.go(address)
    tom.press("link", "Vote now")
    expect(tom.page.get_by_text(f"{ABSENT} has said how to vote: Yes.")).to_be_visible()
    show_of_hands(samira)
    expect(samira.page.get_by_text("Version 2 of our articles is in force.")).to_be_visible()
    expect(joan.page.get_by_text("The meeting has gone on")).to_be_visible()


def end_it(samira: Walker, address: str) -> None:
    samira.go(address)
    samira.press("button", "End the meeting")
    samira.says("Its minutes are drafted")
    samira.press("link", "Minutes")
    samira.reads("Minutes")


def read_the_minutes(margaret: Walker, address: str) -> None:
    margaret.go(address)
    margaret.press("link", "Minutes")
    margaret.reads("Minutes")
    for words in (f"{HOLDER} for {ABSENT}", "Version 2 of our articles is in force."):
        expect(margaret.page.get_by_text(words).first).to_be_visible()
