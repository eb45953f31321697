"""From "I want to become a personal assistant" to the first shadow visit, in one sitting: Nadim at a telephone, with
the keyboard alone; Maya of the team; Peggy, to whom they go.
"""

import re

from playwright.sync_api import expect

from tests.journeys.behind import behind
from tests.journeys.conftest import Meet
from tests.journeys.walking import Hands, Site, Walker

NAME, ADDRESS, BUDDY = "Nadim Shaw", "nadim@kith.example", "Maya Robinson"
PEGGY = "Margaret Ollerenshaw"
REFERENCES = ("Carol Platt", "Len Booth")


def test_from_a_wish_to_the_first_shadow_visit(meet: Meet, site: Site) -> None:
    nadim = meet("", Hands.KEYBOARD, width=360)
    read_and_ask(nadim)
    maya = meet(BUDDY)
    welcome(maya)
    check_first(maya)
    behind(site, MAYA_GOES_TO_PEGGY)
    plan(maya)
    peggy = meet(PEGGY, width=360)
    peggy.go("/at/don-valley/")
    expect(peggy.page.get_by_text(f"May {NAME} come along").first).to_be_visible()
    peggy.press("link", "Have a look")
    peggy.reads(f"{NAME} goes along with Maya")
    peggy.press("button", "Yes, they may")
    peggy.says("They come along")
    behind(site, THE_DAY_IS_HERE)
    maya.page.reload()
    maya.press("link", "Peggy")
    maya.reads(f"{NAME} goes along with Maya")
    maya.pick("It went well")
    maya.press("button", "Save")
    maya.says("Thank you")


def read_and_ask(nadim: Walker) -> None:
    """What the role is, the self-check, and six steps; he leaves in the middle and comes back."""
    nadim.go("/at/don-valley/become/")
    nadim.reads("Become a personal assistant")
    nadim.press("link", "Three ways of working")
    nadim.reads("Three ways of working")
    nadim.press("link", "I want to become one")
    nadim.reads("Good that you are here")
    nadim.fill("What is your name?", NAME)
    nadim.fill("What is your e-mail address?", ADDRESS)
    nadim.press("button", "Begin")
    nadim.reads("My way to become a personal assistant")
    mine = nadim.page.url
    nadim.press("link", "Go on")
    nadim.fill("Telephone (optional)", "01632 960177")
    nadim.fill("Postcode (optional)", "S9 2VC")
    keep(nadim)
    nadim.page.goto(mine)  # he has left, and comes back
    nadim.press("link", "Go on: About you")
    nadim.fill("Why do you want to do this? (optional)", "My uncle was looked after so well.")
    nadim.fill("What matters to you? (optional)", "Evening prayers")
    keep(nadim)
    nadim.fill("When would you like to work? (optional)", "Mornings")
    keep(nadim)
    nadim.pick("Employed by the co-op")
    keep(nadim)
    for place, name in zip(("first", "second"), REFERENCES, strict=True):
        nadim.fill(f"The {place}: name (optional)", name)
        nadim.fill(f"The {place}: how we reach them (optional)", "01632 960188")
    keep(nadim)
    nadim.tick("You may ask the two people, see my papers, and ask for a DBS check")
    keep(nadim)
    nadim.press("button", "Send it to")
    nadim.says("It is with us")


def keep(nadim: Walker) -> None:
    nadim.press("button", "Keep, and go on")
    nadim.says("It is kept")


def welcome(maya: Walker) -> None:
    maya.go("/at/don-valley/newcomers/")
    maya.reads("Who wants to work with us")
    maya.press("link", NAME)
    maya.reads(NAME)
    maya.press("link", "Welcome them")
    maya.reads(f"Welcome {NAME}")
    maya.pick(BUDDY)
    maya.press("button", "Save")
    maya.says(f"{NAME} is welcome")


def check_first(maya: Walker) -> None:
    for kind, name in (
        ("A reference", REFERENCES[0]),
        ("A reference", REFERENCES[1]),
        ("The right to work", ""),
    ):
        maya.press("link", "Write down a check")
        maya.reads("What was checked?")
        maya.pick(kind)
        maya.fill("Which? (optional)", name)
        maya.press("button", "Save")
        maya.says("It is written down")


def plan(maya: Walker) -> None:
    maya.press("link", "Plan a shadow visit")
    maya.reads(f"Where does {NAME} go along?")
    to_peggy = maya.page.get_by_role("radio", name=re.compile("Peggy")).first
    to_peggy.check()
    maya.press("button", "Ask the person")
    maya.says("The person is asked")
    expect(maya.page.get_by_text("the person is asked").first).to_be_visible()


MAYA_GOES_TO_PEGGY = f"""
from datetime import timedelta
from kith.foundation import clock
from kith.kernel.week import Week
from kith.people.models import Person
from kith.rota.models import Publication, Rota, Slot, Visit
# the last week that was sent tells that Maya goes to Peggy on one of the days to come
maya = Person.objects.get(coop__slug="don-valley", name="{BUDDY}")
today = clock.today(maya.coop.zone)
for publication in Publication.objects.filter(coop=maya.coop).order_by("-rota__monday", "-number"):
    visits = Visit.objects.filter(
        rota=publication.rota, person__name="{PEGGY}", day__gt=today, state="due"
    )
    told = [v for v in visits if str(v.pk) in publication.snapshot]
    if told:
        start, minutes, workers = publication.snapshot[str(told[-1].pk)]
        publication.snapshot[str(told[-1].pk)] = [start, minutes, [str(maya.pk), *workers[1:]]]
        publication.save(update_fields=["snapshot"])
        break
else:
    # every week that was sent is over: the one that is made is sent with her
    rota = Rota.objects.filter(coop=maya.coop, monday__gt=today).order_by("monday")[0]
    visit = Visit.objects.filter(rota=rota, person__name="{PEGGY}", state="due").order_by("day")[0]
    Publication.objects.create(
        coop=maya.coop, rota=rota, number=1 + rota.publications.count(),
        snapshot={{str(visit.pk): [visit.earliest.isoformat(), visit.minutes, [str(maya.pk)]]}},
    )
"""

THE_DAY_IS_HERE = f"""
from kith.becoming.models import Shadow
from kith.foundation import clock
shadow = Shadow.objects.get(newcomer__name="{NAME}")
shadow.day = clock.today(shadow.coop.zone)
shadow.save(update_fields=["day"])
"""
