"""The circle around Peggy: her sister, a friend who drives, a neighbour who takes part, what they ask and agree."""

from datetime import date, time, timedelta

from kith.demo.cast import acting, person_named
from kith.foundation.models import Coop
from kith.people.queries import actor_for
from kith.support.circles import doing, people
from kith.support.circles.models import CircleWish, InCircle
from kith.support.models import Support

PEGGY, NEIGHBOUR, CONNECTOR = "Margaret Ollerenshaw", "Anwar Malik", "Tom Ashworth"
AROUND = (
    ("Jean Ollerenshaw", "family", "my sister, in Whitby", 1, "rings every evening at six", ()),
    (
        "Beryl Nodder",
        "friend",
        "from the dinner ladies",
        2,
        "comes on Thursdays with the paper",
        (),
    ),
    (
        NEIGHBOUR,
        "neighbour",
        "two doors down",
        2,
        "",
        ("people", "visits", "asks", "calendar", "notes"),
    ),
    ("Father Paul", "professional", "from St Lawrence’s", 3, "calls in now and then", ()),
)


def draw_peggys_circle(coop: Coop, today: date) -> None:
    """Who is around her, and the neighbour asked in."""
    by, peggy = acting(coop, PEGGY), person_named(coop, PEGGY)
    people.wish_for_circle(coop=coop, by=by, person=peggy, says=CircleWish.YES)
    for name, kind, how, near, does, may in AROUND:
        row = people.write_in_circle(
            coop=coop,
            by=by,
            person=peggy,
            name=name,
            kind=kind,
            how=how,
            near=near,
            does=does,
            may=may,
        )
        if name == NEIGHBOUR:
            asked = people.ask_into_circle(
                coop=coop, by=by, row=row, member=person_named(coop, name)
            )
            people.answer_circle(coop=coop, by=acting(coop, name), row=asked, yes=True)
    _ask_and_meet(coop, today)
    _wishes_of_others(coop)


def _ask_and_meet(coop: Coop, today: date) -> None:
    peggy, hers, his = person_named(coop, PEGGY), acting(coop, PEGGY), acting(coop, NEIGHBOUR)
    done = doing.add_ask(coop=coop, by=hers, person=peggy, what="Somebody to hang the new curtains")
    doing.take_ask(coop=coop, by=his, ask=done)
    doing.end_ask(coop=coop, by=hers, ask=done, done=True)
    doing.add_ask(
        coop=coop,
        by=hers,
        person=peggy,
        what="Can somebody drive to choir and back?",
        day=today + timedelta(days=9),
        at=time(18, 30),
    )
    doing.add_ask(
        coop=coop, by=his, person=peggy, kind="offer", what="Soup on Sundays, if you like"
    )
    doing.add_event(
        coop=coop,
        by=hers,
        person=peggy,
        what="We meet at mine, with cake",
        day=today + timedelta(days=12),
        at=time(15),
        where="at Peggy’s",
        meeting=True,
    )
    doing.add_note(
        coop=coop,
        by=his,
        person=peggy,
        text="The curtains hang. Peggy says the blue ones were right after all.",
    )


def _wishes_of_others(coop: Coop) -> None:
    """What some of the others said to Tom, the Connector, when he asked: they do not sign in."""
    tom = person_named(coop, CONNECTOR)
    says = (CircleWish.YES, CircleWish.LATER, CircleWish.YES, CircleWish.NO)
    rows = Support.objects.filter(coop=coop, person__account=None).select_related("person")
    for support, said in zip(rows.order_by("person__name")[:8], says * 2, strict=False):
        people.wish_for_circle(coop=coop, by=actor_for(tom), person=support.person, says=said)
        if said == CircleWish.YES and support.person.name.startswith("B"):
            people.write_in_circle(
                coop=coop,
                by=actor_for(tom),
                person=support.person,
                name="The neighbour with the dog",
                kind="neighbour",
                near=InCircle.NEAR[2][0],
                does="puts the bins out",
            )
