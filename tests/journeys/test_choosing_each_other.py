"""A plan is written together, workers are chosen and one declines, the week keeps to it; a neighbour joins the circle
and takes an ask; three months later a review shows what changed. Trevor has a telephone and a keyboard, no mouse.
"""

import re

from playwright.sync_api import expect

from tests.journeys.behind import behind
from tests.journeys.conftest import Meet
from tests.journeys.test_week import weeks_ahead
from tests.journeys.walking import Hands, Site, Walker

TREVOR, TOM, MAYA = "Trevor Nettleship", "Tom Ashworth", "Maya Robinson"
FIRST, YES = "Zofia Kowalska", "Dev Patel"
NEIGHBOUR, ADDRESS = "Joan Whitworth", "joan@don-valley.example"
TEAM = "/at/don-valley/teams/don-valley"
WEEK = weeks_ahead(6)
OUTCOME, ASK = "I go to the match again", "Can somebody walk the dog on Saturday?"


def test_from_a_plan_to_a_review(meet: Meet, site: Site) -> None:
    trevor = meet(TREVOR, Hands.KEYBOARD, width=360)
    support = write_together(trevor, meet(TOM))
    speak(trevor, support)
    choose_three(trevor, support)
    decline(meet(TOM))
    make_the_week(meet(MAYA), site)
    joan = ask_the_neighbour(trevor, support, meet)
    take_the_ask(joan, trevor)
    look_back(trevor, meet(TOM), support, site)


def write_together(trevor: Walker, tom: Walker) -> str:
    """Both write; Trevor says what should be different, and agrees the plan."""
    trevor.go("/at/don-valley/support/")
    trevor.reads("My support")
    support = re.sub(r"^https?://[^/]+", "", trevor.page.url)
    trevor.press("link", "My plan")
    trevor.reads("My plan")
    trevor.press("link", "Write together")
    trevor.reads("Write my plan")
    tom.go(f"{support}plan/write/")
    tom.reads("plan together")
    trevor.reach(trevor.page.get_by_label("What is most important to me", exact=True))
    trevor.page.keyboard.type("Wednesday, on the terraces. ")
    theirs = tom.page.get_by_label("What is most important to me", exact=True)
    expect(theirs).to_have_value(re.compile("terraces"))
    theirs.press("End")
    theirs.press_sequentially("And his dog, Nye.")
    tom.page.wait_for_timeout(1500)
    trevor.go(f"{support}plan/")
    expect(trevor.page.get_by_text("And his dog, Nye.")).to_be_visible()
    trevor.press("link", "Write down what should be different")
    trevor.fill("What should be different?", OUTCOME)
    trevor.press("button", "Save")
    trevor.says("It stands in the plan")
    rate(trevor, "3")
    trevor.press("link", "Agree it")
    trevor.press("button", "I agree")
    trevor.says("The plan is agreed")
    return support


def rate(walker: Walker, value: str) -> None:
    walker.press("link", "How is it now?")
    walker.reads("How is it now?")
    radio = walker.page.get_by_role("radio", name=re.compile(rf"^{value}\b"))
    walker.pick(radio.first.evaluate("(one) => one.labels[0].textContent.trim()"))
    walker.press("button", "Save")
    walker.says("It is written down")


def speak(trevor: Walker, support: str) -> None:
    """Once he agrees that recordings are kept, he says something aloud; it stands in the plan and can be heard."""
    trevor.go(f"{support}plan/consents/say/?for=photos")
    trevor.pick("Yes")
    trevor.press("button", "Save")
    trevor.says("It is written down")
    trevor.go(f"{support}plan/media/")
    trevor.press("button", "Record with my microphone")
    heard = trevor.page.get_by_text("Press Stop when you are done")
    expect(heard).to_be_visible()
    trevor.page.wait_for_timeout(1200)
    trevor.press("button", "Stop")
    expect(trevor.page.get_by_text("Listen to it")).to_be_visible()
    trevor.fill("What is to be seen or heard?", "How I sing on the terraces")
    trevor.press("button", "Put it into the plan")
    trevor.says("It stands in the plan")
    voice = trevor.page.get_by_label("How I sing on the terraces")
    ready = voice.evaluate(
        "(one) => new Promise((done) => { one.onloadeddata = () => done(one.readyState);"
        " one.onerror = () => done(-1); one.load(); })"
    )
    assert ready >= 2  # it is there, and a browser can play it


def choose_three(trevor: Walker, support: str) -> None:
    trevor.go(support)
    trevor.press("link", "Who may come")
    trevor.reads("Who may come to me")
    for says, worker in (("First choice", FIRST), ("Yes", YES), ("Yes", TOM)):
        said = trevor.page.get_by_role("button", name=re.compile(rf"^{says}\s*: {worker}"))
        with trevor.page.expect_navigation():
            trevor.use(said)
        expect(said).to_have_attribute("aria-pressed", "true")
    trevor.press("link", "Show me a few who fit")
    trevor.reads("A few who fit")


def decline(tom: Walker) -> None:
    """Tom answers no; Trevor is not told by name, and the rota keeps to it."""
    tom.go("/at/don-valley/support/answers/")
    tom.reads("Whom I support")
    no = tom.page.get_by_role("button", name=re.compile(rf"^No\s*: {TREVOR}"))
    with tom.page.expect_navigation():
        tom.use(no)
    expect(no).to_have_attribute("aria-pressed", "true")


def make_the_week(maya: Walker, site: Site) -> None:
    maya.go(f"{TEAM}/week/{WEEK}/")
    maya.press("button", "Make this week")
    maya.press("button", "Suggest a week")
    expect(maya.page.get_by_role("button", name="Suggest again")).to_be_visible(timeout=240_000)
    maya.go(f"{TEAM}/week/{WEEK}/?by=people")
    maya.reads("Our week")
    behind(site, CHECK_WEEK)


CHECK_WEEK = f"""
from kith.kernel.week import Week
from kith.rota.models import Slot
week = Week.parse("{WEEK}")
rows = Slot.objects.filter(visit__rota__monday=week.monday, visit__person__name="{TREVOR}")
names = list(rows.values_list("worker__name", flat=True))
assert names, "Trevor has visits in that week"
assert "{TOM}" not in names, names
assert any(name in ("{FIRST}", "{YES}") for name in names), names
"""


def ask_the_neighbour(trevor: Walker, support: str, meet: Meet) -> Walker:
    """Joan is written down, given something to see, asked in; Trevor asks the circle. She says yes."""
    trevor.go(support)
    trevor.press("link", "My circle")
    trevor.reads("My circle")
    trevor.press("link", "Add somebody")
    trevor.fill("What is their name?", NEIGHBOUR)
    trevor.pick("Neighbour")
    trevor.fill("What do they do with you, or for you? (optional)", "keeps a spare key")
    trevor.tick("What I ask for and what others offer")
    trevor.press("button", "Save")
    trevor.says("holds from now on")
    trevor.press("link", "Ask to take part here")
    trevor.fill("What is their e-mail address?", ADDRESS)
    trevor.press("button", "Ask", exact=True)
    trevor.says(f"{NEIGHBOUR} is asked")
    trevor.press("link", "Ask, or offer")
    trevor.fill("What is it?", ASK)
    trevor.press("button", "Save")
    trevor.says("It stands in the circle")
    joan = meet(NEIGHBOUR, width=360)
    joan.go("/at/don-valley/circles/")
    joan.reads("Circles I am in")
    joan.press("link", TREVOR)
    joan.reads("Trevor’s circle")
    assert ASK not in joan.page.content()
    joan.press("button", "Yes, I join")
    joan.says("You are in Trevor’s circle")
    return joan


def take_the_ask(joan: Walker, trevor: Walker) -> None:
    joan.press("button", "I do it")
    joan.says("You take it")
    assert "terraces" not in joan.page.content()  # About me is not among what Trevor gave her
    trevor.page.reload()
    expect(trevor.page.get_by_text(f"{NEIGHBOUR} does it")).to_be_visible()


def look_back(trevor: Walker, tom: Walker, support: str, site: Site) -> None:
    """Three months on, they look at the plan again; what changed is there to be read."""
    behind(site, THREE_MONTHS_ON)
    tom.go(f"{support}plan/reviews/")
    tom.reads("How it goes for Trevor")
    for words in ("7 of 10, better: it was 3", "The bus pass came.", "The lift to the ground."):
        expect(tom.page.get_by_text(words).first).to_be_visible()
    trevor.go(f"{support}plan/paper/?easy")
    expect(trevor.page.get_by_text("7 of 10, better: it was 3")).to_be_visible()
    expect(trevor.page.get_by_text("keeps a spare key")).to_be_visible()


THREE_MONTHS_ON = f"""
from datetime import timedelta
from kith.demo.cast import acting
from kith.foundation import clock
from kith.support.models import Plan
from kith.support.plan import outcomes
from kith.support.records.actions import write_review
plan = Plan.objects.select_related("coop", "support__person").get(support__person__name="{TREVOR}")
then = clock.now() + timedelta(days=92)
with clock.stopped_at(then):
    series = outcomes.outcomes_of(plan)[0].outcome.series
    trevor = acting(plan.coop, "{TREVOR}")
    outcomes.rate_outcome(
        coop=plan.coop, by=trevor, plan=plan, series=series, side="person", value=7
    )
    today = clock.today(plan.coop.zone)
    write_review(
        coop=plan.coop, by=trevor, plan=plan, on=today, there="Trevor, Tom",
        changed="The bus pass came.", keep="The lift to the ground.",
        next_on=today + timedelta(days=180),
    )
"""
