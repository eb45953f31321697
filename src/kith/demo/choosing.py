"""What Don Valley's workers say about themselves, what matters to Peggy when she chooses, and trial visits of hers."""

from datetime import date, time, timedelta
from random import Random

from kith.demo.accounts import rows
from kith.demo.cast import acting, person_named, weeks_ago
from kith.foundation.models import Coop
from kith.people.actions import write_profile
from kith.people.queries import actor_for
from kith.support.choices import telling, trials
from kith.support.choices.actions import answer_choice
from kith.support.choices.models import Trial
from kith.support.models import Choice, Support

PEGGY, TRIED, ASKED = "Margaret Ollerenshaw", "Bea Longden", "Tom Ashworth"


def tell_about_workers(coop: Coop) -> None:
    """Each worker in their own words, the way people read them who choose."""
    for row in rows("workers"):
        worker, by, about = person_named(coop, row["name"]), acting(coop, row["name"]), row["about"]
        telling.write_work_profile(
            coop=coop,
            by=by,
            person=worker,
            languages=["English", *about.get("speaks", ())],
            interests=about["likes"],
            describes=about["is"],
            hours=about.get("hours", ""),
            open_to_others=about.get("open", False),
        )
        write_profile(
            coop=coop,
            by=by,
            person=worker,
            after=0,
            appreciated="\n".join(about["appreciated"]),
            matters="\n".join(about["matters"]),
            support="\n".join(about["support"]),
            change="first",
        )


def answer_most(coop: Coop) -> None:
    """Three in four of those who were chosen say yes too; the others have not answered yet."""
    chance = Random(len(coop.slug))  # noqa: S311  # invention, not secrecy
    chosen = Choice.objects.filter(
        coop=coop, ended_at__isnull=True, says__in=[Choice.FIRST, Choice.YES], answer=Choice.NONE
    )
    for one in chosen.select_related("person", "worker__coop").order_by("pk"):
        if chance.random() < 0.75:
            answer_choice(
                coop=coop,
                by=actor_for(one.worker),
                worker=one.worker,
                person=one.person,
                answer=Choice.YES,
            )


def peggy_tries(coop: Coop, today: date) -> None:
    """Six weeks ago: what matters to her, and a first visit of Bea's a week later."""
    support = Support.objects.select_related("person__account", "team", "coop").get(
        coop=coop, person__name=PEGGY
    )
    telling.write_wishes(
        coop=coop,
        by=acting(coop, PEGGY),
        person=support.person,
        matters={"times": "some", "describes": "must", "interests": "much", "near": "some"},
        interests=["choirs", "the wireless", "baking"],
        describes="woman",
        words="Somebody who knocks, and who does not mind a slow morning.",
    )
    trial = _ask(support, TRIED, weeks_ago(today, 5) + timedelta(days=2), "Tea, and the crossword.")
    trials.answer_trial(coop=coop, by=acting(coop, TRIED), trial=trial, yes=True)


def peggy_looks_back(coop: Coop) -> None:
    """Both liked it."""
    trial = Trial.objects.select_related("support__person", "worker").get(
        coop=coop, worker__name=TRIED
    )
    for name in (PEGGY, TRIED):
        trials.look_back(coop=coop, by=acting(coop, name), trial=trial, says=Trial.GO_ON)


def peggy_asks_again(coop: Coop, today: date) -> None:
    """Tom is asked and has not answered yet."""
    support = Support.objects.select_related("person__account", "team", "coop").get(
        coop=coop, person__name=PEGGY
    )
    _ask(support, ASKED, today + timedelta(days=16), "Walk to the library, to hear the choir.")


def _ask(support: Support, name: str, day: date, what: str) -> Trial:
    return trials.ask_trial(
        coop=support.coop,
        by=acting(support.coop, PEGGY),
        support=support,
        worker=person_named(support.coop, name),
        day=day,
        at=time(14),
        minutes=60,
        what=what,
    )
