"""Who asks Don Valley for support: some in each state, and those of the year before, for the honest times."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta

from kith.asking import actions, rules
from kith.asking.alternatives import standing
from kith.asking.beginning import forget_words
from kith.asking.models import Referral
from kith.asking.promising import add_alternative, set_promise
from kith.asking.queries import to_forget
from kith.demo.cast import acting
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.people.models import Notice
from kith.teams.models import Team

WORKER, SECRETARY = "Maya Robinson", "Samira Hussain"
At = Callable[[date], AbstractContextManager[None]]
DAUGHTER = rules.Asked(
    asker="family",
    asker_name="Carol Whitham",
    asker_phone="0114 496 0961",
    asker_email="carol@whitham.example",
    name="Ernest Whitham",
    born=1939,
    postcode="S9 3VX",
    wish="Dad manages, but he has stopped cooking. Somebody to cook with him, not for him, and to walk to the "
    "allotment. He would never ask himself.",
    times="Late mornings, three days a week.",
    ring="asker",
    contact_by="telephone",
    best_time="After four, when I am home from school.",
    formats=("large-print",),
    agrees="yes",
    paid="own",
)
SURGERY = rules.Asked(
    asker="gp",
    asker_name="Dr Meera Joshi",
    asker_place="Attercliffe surgery",
    asker_phone="0114 496 0962",
    name="Elsie Ibbotson",
    born=1938,
    postcode="S9 4VX",
    wish="Lost her husband in the spring. Eats little, has fallen twice. Would gain from company at meals.",
    soon="weeks",
    agrees="not-asked",
)
HOSPITAL = rules.Asked(
    asker="hospital",
    asker_name="Peter Adeyemi",
    asker_place="Discharge team, ward 7",
    asker_phone="0114 496 0963",
    name="Ranjit Bains",
    born=1951,
    phone="0114 496 0964",
    postcode="S9 5VY",
    wish="New hip. Two hands for washing and dressing for some weeks, and the stairs.",
    times="Mornings, every day.",
    soon="hospital",
    agrees="yes",
    language="Punjabi",
    paid="nhs",
)
HERSELF = rules.Asked(
    asker="self",
    asker_name="Nora Fewster",
    asker_phone="0114 496 0965",
    postcode="S9 2VZ",
    wish="I want to go swimming again. I need somebody in the water with me, and help with the changing.",
    times="Tuesdays or Fridays.",
    soon="wait",
    paid="direct-payment",
)
COUNCIL = rules.Asked(
    asker="council",
    asker_name="Lisa Brandt",
    asker_place="Adult social care",
    asker_phone="0114 496 0966",
    name="Walter Spinks",
    born=1946,
    postcode="S36 4VZ",
    wish="Lives beyond Stocksbridge. Four visits a day, two workers for the hoist.",
    agrees="yes",
    paid="council",
)
TALKED = {
    HOSPITAL: (
        "Ranjit, and his son Harjit on the telephone.",
        "To wash himself but for his feet. A man if we can. Prayers at six, so not before seven.",
        "Maya asks Tom and Hamza who can take mornings from Monday.",
    ),
    HERSELF: (
        "Nora, at the pool.",
        "The water. She was a lifeguard here for thirty years and wants to be among those people again.",
        "We look for a worker who swims.",
    ),
}


def promise_and_answer_before(coop: Coop, team: Team, today: date, at: At) -> None:
    """The promises, who else can help nearby, and six who asked in the year before: their words are forgotten."""
    began = today - timedelta(weeks=50)
    with at(began):
        worker = acting(coop, WORKER)
        set_promise(coop=coop, by=acting(coop, SECRETARY), team=None, days=3)
        note = "Afternoons soon. Mornings are full until Asha joins us."
        areas = "S4, S9, S13"
        set_promise(coop=coop, by=worker, team=team, days=2, areas=areas, places=2, note=note)
        add_alternative(
            coop=coop,
            by=worker,
            name="Lunch at Zion, Attercliffe",
            what="A hot meal and company on Wednesdays; somebody fetches you.",
            how="Ring 0114 496 0970 by Tuesday.",
        )
    for number, days in enumerate((1, 1, 2, 1, 6, 2)):
        asked = began + timedelta(weeks=4 * number + 1)
        with at(asked):
            one = _asks(coop, team, COUNCIL)
        with at(asked + timedelta(days=days)):
            _declines(coop, one, "Our area ends at the ring road.")
    with at(began + timedelta(weeks=45)):
        for one in to_forget(coop, clock.today(coop.zone)):
            forget_words(coop=coop, referral=one)
    _all_seen(coop)


def ask_now(coop: Coop, team: Team, today: date, at: At) -> None:
    """One of each: declined, waiting, in conversation, new and late, new since yesterday."""
    with at(today - timedelta(days=30)):
        declined, waits = _asks(coop, team, COUNCIL), _asks(coop, team, HERSELF)
    with at(today - timedelta(days=28)):
        _declines(
            coop,
            declined,
            "Stocksbridge is an hour away: we could not come in time, and would not promise it.",
        )
        _talks(coop, waits, HERSELF)
        actions.put_on_waiting_list(
            coop=coop,
            by=acting(coop, WORKER),
            referral=waits,
            expected_on=today + timedelta(days=25),
            why="Asha, who swims, joins our team then.",
        )
    with at(today - timedelta(days=5)):
        talking = _asks(coop, team, replace(HOSPITAL, home_on=today + timedelta(days=3)))
        late, _ = actions.ask_for_support(
            coop=coop, by=None, asked=SURGERY, secret=rules.new_secret()
        )
    with at(today - timedelta(days=4)):
        _talks(coop, talking, HOSPITAL)
        actions.note_contact(
            coop=coop,
            by=acting(coop, WORKER),
            referral=late,
            kind="no-answer",
            words="Rang the surgery: Dr Joshi is back on Monday.",
        )
    _all_seen(coop)
    with at(today - timedelta(days=1)):
        actions.ask_for_support(coop=coop, by=None, asked=DAUGHTER, secret=rules.new_secret())


def _asks(coop: Coop, team: Team, asked: rules.Asked) -> Referral:
    """Somebody asks, and the team takes it."""
    made, _ = actions.ask_for_support(coop=coop, by=None, asked=asked, secret=rules.new_secret())
    return actions.take_referral(coop=coop, by=acting(coop, WORKER), referral=made, team=team)


def _talks(coop: Coop, referral: Referral, asked: rules.Asked) -> None:
    talked_with, matters, next_step = TALKED[asked]
    actions.write_conversation(
        coop=coop,
        by=acting(coop, WORKER),
        referral=referral,
        on=clock.today(coop.zone),
        talked_with=talked_with,
        matters=matters,
        next_step=next_step,
    )


def _declines(coop: Coop, referral: Referral, reason: str) -> None:
    council = next(one for one in standing() if one.key == "council")
    actions.decline_referral(
        coop=coop,
        by=acting(coop, WORKER),
        referral=referral,
        reason=reason,
        instead=[{"name": council.name, "what": council.what, "how": council.how}],
    )


def _all_seen(coop: Coop) -> None:
    """Everybody has read the news of these days."""
    Notice.objects.filter(coop=coop, kind="referral", seen_at__isnull=True).update(
        seen_at=clock.now(), told_at=clock.now()
    )
