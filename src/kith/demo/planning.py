"""A plan that Peggy and the team write together: agreed once, and written on since."""

from datetime import timedelta

from kith.demo.cast import acting
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.support.models import Plan, PlanWords, Rating, Support
from kith.support.plan import actions, outcomes, queries
from kith.support.records import actions as records
from kith.support.records.models import Consent

PEGGY, WITH = "Margaret Ollerenshaw", "Maya Robinson"
OWN = {
    "matters": "Phoning my sister in Whitby every evening at six. My own front door. The wireless, not the television.",
    "people": "Jean, my sister. Beryl from the dinner ladies, on Thursdays. Father Paul, now and then.",
    "communicate": "I hear badly on the left. Look at me when you talk. Large print, please, and dark ink.",
    "please-do": "Knock, and wait. Warm the cup. Put the stick where I can reach it.",
    "please-dont": "Do not call me dear. Do not tidy the letters on the table.",
    "how-when": "I wash and dress myself but for my stockings. Mornings from half past eight, I am no use before.",
    "hopes": "To sing again where somebody hears it. To go to Whitby once more, before the summer is over.",
}
OUTCOMES = (
    (
        "I sing again where somebody hears it",
        "I go to a choir at least twice a month.",
        3,
        ("community", "relationships"),
    ),
    ("I come to Whitby once more", "A day with Jean by the sea.", 2, ("relationships",)),
)
TOGETHER = {
    "strengths": "Knows everybody in Tinsley. Was an alto for forty years. Cooks without a recipe.",
    "actions": "Tom asks the library choir whether Wednesdays suit. Jean looks for a train with few changes.",
    "contingency": "If she does not answer the door: ring Jean, then the warden, then 999. The key is with Beryl.",
}


def write_peggys_plan(coop: Coop) -> None:
    """Her own words first; what they found together; agreed by herself."""
    support = Support.objects.select_related("person", "team").get(person__name=PEGGY)
    plan = actions.begin_plan(coop=coop, by=acting(coop, WITH), support=support)
    for said, words, by in ((PlanWords.OWN, OWN, PEGGY), (PlanWords.TOGETHER, TOGETHER, WITH)):
        for section, text in words.items():
            actions.write_words(
                coop=coop,
                by=acting(coop, by),
                plan=plan,
                section=section,
                base="",
                text=text,
                whose=said,
            )
    for title, how, importance, keys in OUTCOMES:
        outcomes.write_outcome(
            coop=coop,
            by=acting(coop, PEGGY),
            plan=plan,
            title=title,
            how=how,
            importance=importance,
            care_act_keys=keys,
        )
    _rate(coop, plan, 2, 4)
    _hears(coop, plan, 2)
    _agree_to(coop, plan)
    seen = {key: one.number for key, one in queries.newest_words(plan).items()}
    review = clock.today(coop.zone) + timedelta(days=180)
    actions.agree_plan(coop=coop, by=acting(coop, PEGGY), plan=plan, seen=seen, review_on=review)


def _hears(coop: Coop, plan: Plan, status: int, words: str = "") -> None:
    """How it is with her hearing, by the Omaha System."""
    records.rate_omaha(
        coop=coop,
        by=acting(coop, WITH),
        plan=plan,
        problem="hearing",
        knowledge=3,
        behaviour=status,
        status=status,
        words=words,
    )


def _agree_to(coop: Coop, plan: Plan) -> None:
    """What she agrees to, and one thing that she does not."""
    for purpose, state, about in (
        ("support", Consent.GIVEN, ""),
        ("funder", Consent.GIVEN, "Sheffield City Council"),
        ("family", Consent.GIVEN, "my sister Jean"),
        ("photos", Consent.REFUSED, ""),
    ):
        records.say_consent(
            coop=coop,
            by=acting(coop, PEGGY),
            plan=plan,
            purpose=purpose,
            state=state,
            about=about,
        )


def _rate(coop: Coop, plan: Plan, hers: int, ours: int, words: str = "") -> None:
    """How it is with the first outcome, by Peggy and by the team."""
    series = outcomes.outcomes_of(plan)[0].outcome.series
    for by, side, value in ((PEGGY, Rating.PERSON, hers), (WITH, Rating.TEAM, ours)):
        outcomes.rate_outcome(
            coop=coop,
            by=acting(coop, by),
            plan=plan,
            series=series,
            side=side,
            value=value,
            words=words,
        )


def write_on(coop: Coop) -> None:
    """What is new since, and not agreed yet."""
    plan = Plan.objects.select_related("support").get(support__person__name=PEGGY)
    base = TOGETHER["actions"]
    actions.write_words(
        coop=coop,
        by=acting(coop, "Tom Ashworth"),
        plan=plan,
        section="actions",
        base=base,
        text=f"{base} The choir says yes: from the first Wednesday of the month, Beryl drives.",
    )
    _rate(coop, plan, 6, 5, "The choir has said yes.")
    _hears(coop, plan, 4, "The new aid stays in all day.")
    today = clock.today(coop.zone)
    records.write_review(
        coop=coop,
        by=acting(coop, WITH),
        plan=plan,
        on=today,
        there="Peggy, her sister Jean on the telephone, Maya",
        changed="She has been to two rehearsals, and hums again.",
        stop="The early visit on Wednesdays: after choir she sleeps in.",
        start="A lift on choir evenings.",
        keep="Jean’s call at six. Nobody rings then.",
        next_on=today + timedelta(days=182),
    )
