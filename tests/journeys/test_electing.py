"""A board of three classes is elected: called, stood for, voted on in secret, declared, checked, and counted again.

Walked with the keyboard alone; the voter at the width of a telephone. What waits for others, and for days to pass,
is done by the actions behind the pages.
"""

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

from playwright.sync_api import expect

from tests.access.cast import ROLES  # other journeys need them in their own hats only
from tests.journeys.behind import behind
from tests.journeys.conftest import Meet
from tests.journeys.walking import Hands, Site, Walker

ELECTIONS = "/at/don-valley/elections/"
TITLE = "Our whole board"
OTHERS_STAND = """
from kith.elections import actions, queries
from kith.elections.factories import stand
from kith.elections.models import Election
from kith.membership.queries import members_of
election = Election.objects.get(title={title!r})
tellers = (election.first_teller_id, election.second_teller_id)
for contest in queries.contests_with_candidates(election):
    there = {{one.member_id for one in contest.candidates.all()}}
    members = [one for one in members_of(election.coop).filter(member_class=contest.member_class)
               if one.pk not in there and one.voter.pk not in tellers and one.name not in {others}]
    stand(contest, members[: contest.seats + 1])
"""
OTHERS_VOTE = """
from kith.elections import queries
from kith.elections.factories import vote
from kith.elections.models import Election
election = Election.objects.get(title={title!r})
for contest in queries.contests_with_candidates(election):
    many = sum(1 for one in contest.candidates.all() if one.number)
    for place, roll in enumerate(queries.whole_roll(contest)):
        if not roll.way:
            first = place % many + 1
            vote(contest, roll.member, [first, *(n for n in range(1, many + 1) if n != first)])
"""
DAYS_PASS = """
from kith.elections import declaring
from kith.elections.factories import when_over
from kith.elections.models import Election
election = Election.objects.get(title={title!r})
with when_over(election):
    declaring.close_election(coop=election.coop, by=None, election=election)
"""


def meanwhile(site: Site, script: str) -> None:
    """What others do meanwhile."""
    behind(site, script.format(title=TITLE, others=list(ROLES.values())))


def test_a_board_of_three_classes(meet: Meet, site: Site, tmp_path: Path) -> None:
    samira = meet("Samira Hussain", Hands.KEYBOARD)
    address = call(samira)
    puts_himself_up(meet("Trevor Nettleship", Hands.KEYBOARD), address)
    meanwhile(site, OTHERS_STAND)
    open_votes(samira, address)
    margaret = meet("Margaret Ollerenshaw", Hands.KEYBOARD, width=360)
    serial = votes(margaret, address)
    cannot_vote_twice(margaret, address)
    meanwhile(site, OTHERS_VOTE)
    meanwhile(site, DAYS_PASS)
    checks_the_receipt(margaret, address, serial)
    reads_the_count(margaret, address)
    counts_again(margaret, address, serial, tmp_path)


def call(samira: Walker) -> str:
    samira.go(ELECTIONS)
    samira.reads("Elections")
    samira.press("link", "Elect the board")
    samira.reads("Call an election of the board")
    samira.fill("What is it called?", TITLE)
    samira.fill("Seats to fill: People drawing on support", "9")
    samira.press("button", "Call it")
    expect(samira.page.get_by_role("alert")).to_contain_text("First teller")
    expect(samira.page.get_by_label("What is it called?")).to_have_value(TITLE)
    samira.fill("Seats to fill: People drawing on support", "2")
    samira.choose("First teller", "Tom Ashworth")
    samira.choose("Second teller", "Maya Robinson")
    samira.press("button", "Call it")
    samira.says("It is called, and every member is told")
    samira.reads(TITLE)
    return re.sub(r"^https?://[^/]+", "", samira.page.url)


def puts_himself_up(trevor: Walker, address: str) -> None:
    trevor.go(address)
    trevor.use(trevor.page.locator("a[href$='/people/put-up/']"))
    trevor.reads("Put somebody up: People drawing on support")
    trevor.choose("Whom do you put up?", "Trevor Nettleship")
    trevor.press("button", "Put up")
    trevor.says("They are put up")
    trevor.press("link", "Change my words")
    trevor.fill("Why do you stand? (optional)", "I ask what things cost.")
    trevor.press("button", "I stand")
    trevor.says("You stand")


def open_votes(samira: Walker, address: str) -> None:
    samira.go(address)
    samira.press("link", "Open the votes")
    samira.reads("Open the votes")
    samira.fill("Year", "2020")
    samira.press("button", "Open the votes")
    expect(samira.page.get_by_role("alert")).to_contain_text("clear days")
    samira.press("link", "Cancel")
    samira.press("link", "Open the votes")
    samira.press("button", "Open the votes")
    samira.says("The votes are open")


def votes(margaret: Walker, address: str) -> str:
    margaret.go(address)
    margaret.press("link", "To my ballot paper")
    margaret.reads("My ballot: People drawing on support")
    margaret.press("button", "Collect my ballot")
    expect(margaret.page.get_by_role("heading", name="2. Choose, and cast it")).to_be_visible()
    margaret.page.reload()  # the ballot is kept on this screen
    margaret.press("button", "Cast my ballot")
    expect(margaret.page.get_by_role("alert")).to_contain_text("You have chosen nobody")
    names = margaret.page.locator("[data-candidate]")
    margaret.use(names.nth(1))
    margaret.use(names.nth(0))
    expect(names.nth(1)).to_have_attribute("aria-pressed", "true")
    summary = margaret.page.locator("[data-part=summary]")
    expect(summary).to_contain_text("1. ")
    margaret.press("button", "Cast my ballot")
    expect(margaret.page.get_by_role("heading", name="Your ballot is cast")).to_be_visible()
    return margaret.page.locator("[data-part=serial]").inner_text()


def cannot_vote_twice(margaret: Walker, address: str) -> None:
    margaret.go(address)
    margaret.press("link", "To my ballot paper")
    heading = margaret.page.get_by_role("heading", name="You have collected your ballot")
    expect(heading).to_be_visible()
    assert not margaret.page.evaluate(
        "Object.keys(localStorage).filter((k) => k.startsWith('kith-ballot')).length"
    )


def checks_the_receipt(margaret: Walker, address: str, serial: str) -> None:
    margaret.go(f"{address}people/board/")
    box = margaret.page.get_by_role("searchbox", name="Serial on your receipt")
    margaret.write(box, serial)
    margaret.page.keyboard.press("Enter")
    expect(margaret.page.get_by_text("Your ballot is on the board")).to_be_visible()
    margaret.go(f"{address}people/board/?receipt={'0' * 64}")
    expect(margaret.page.get_by_text("No ballot with this serial is on the board")).to_be_visible()


def reads_the_count(margaret: Walker, address: str) -> None:
    margaret.go(f"{address}people/result/")
    margaret.reads("How it was counted: People drawing on support")
    expect(margaret.page.get_by_text("Stage 1: first preferences")).to_be_visible()
    expect(margaret.page.get_by_role("region", name="Picture of the count")).to_be_visible()


def counts_again(margaret: Walker, address: str, serial: str, folder: Path) -> None:
    """With the program that is in the file, in a Python that has nothing of ours."""
    got = margaret.page.request.get(f"{margaret.address}{address}election.zip")
    assert got.ok
    with zipfile.ZipFile(io.BytesIO(got.body())) as archive:
        archive.extractall(folder)
    words = (sys.executable, "-I", "-S", "verify_election.py", ".", "--receipt", serial)
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "People drawing on support: counted again" in done.stdout
    ballots = folder / "ballots.jsonl"
    ballots.write_bytes(ballots.read_bytes().replace(b"[1,2", b"[2,1", 1))
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 1


def test_without_javascript_there_is_a_paper(meet: Meet) -> None:
    anwar = meet("Anwar Malik", Hands.NO_SCRIPT, width=360)
    anwar.go(f"{ELECTIONS}2/")
    anwar.press("link", "To my ballot paper")
    expect(anwar.page.get_by_text("This page needs JavaScript")).to_be_visible()
    anwar.press("button", "I vote on paper")
    anwar.says("You vote on paper")
    anwar.press("link", "Print the paper")
    anwar.reads("Ballot paper: All members")
