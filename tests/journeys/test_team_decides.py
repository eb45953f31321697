"""A team takes a decision by consent on telephones: one asks, everybody presses once, and it is decided."""

import time

from playwright.sync_api import Locator, expect

from tests.journeys.behind import behind
from tests.journeys.conftest import Meet
from tests.journeys.walking import Site, Walker

TITLE, WORDS = "Gloves", "We order the blue gloves again."
BY_THUMB = 200  # thousandths of a second for a letter on a telephone
SECONDS = 120
THE_OTHERS_AGREE = """
from kith.decisions.actions import give_vote
from kith.decisions.models import Proposal
from kith.decisions.queries import entitled_to
from kith.people.queries import actor_for
proposal = Proposal.objects.get(wordings__title={title!r})
for one in entitled_to(proposal):
    if one.voter.name not in {walking}:
        give_vote(coop=one.coop, by=actor_for(one.voter), entitlement=one, choice="yes")
"""


def test_a_team_decides_by_consent_in_two_minutes(meet: Meet, site: Site) -> None:
    maya, tom = meet("Maya Robinson", width=360, height=640), meet("Tom Ashworth", width=360)
    begin = time.monotonic()
    maya.go("/at/don-valley/teams/don-valley/")
    maya.press("link", "Decide something together")
    maya.reads("Propose something")
    by_thumb(maya.page.get_by_label("What is it about?"), TITLE)
    by_thumb(maya.page.get_by_label("What would we decide?"), WORDS)
    expect(maya.page.get_by_role("radio", name="Team Don Valley")).to_be_checked()
    expect(maya.page.get_by_role("radio", name="Consent")).to_be_checked()
    maya.page.get_by_label("Everybody answers now").check()
    maya.press("button", "Propose it")
    maya.says("Everybody who decides is asked")
    maya.press("button", "I can live with it")
    others_agree(site)
    answers_from_today(tom)
    maya.page.reload()
    expect(maya.page.get_by_text("Nobody objected: we have consent.")).to_be_visible()
    assert time.monotonic() - begin < SECONDS
    maya.reads(TITLE)


def answers_from_today(tom: Walker) -> None:
    """News on Today, one press to the proposal, one press to answer."""
    tom.go("/at/don-valley/")
    news = tom.page.locator(".notice").filter(has_text=TITLE)
    tom.use(news.get_by_role("link", name="Have a look"))
    tom.reads(TITLE)
    tom.press("button", "I can live with it")
    tom.says("with it everybody agrees: it is decided")


def by_thumb(box: Locator, words: str) -> None:
    box.press_sequentially(words, delay=BY_THUMB)


def others_agree(site: Site) -> None:
    """The rest of the team presses the same button, on telephones of their own."""
    walking = ["Maya Robinson", "Tom Ashworth"]
    behind(site, THE_OTHERS_AGREE.format(title=TITLE, walking=walking))
