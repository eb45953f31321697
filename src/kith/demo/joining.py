"""Who joins Don Valley after its founders, who leaves it again, and who waits for an answer."""

from datetime import timedelta
from random import Random

from kith.articles.queries import articles_in_force
from kith.demo.accounts import rows
from kith.demo.cast import acting, person_named
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.membership.actions import enter_member, leave_coop, list_member
from kith.membership.equality.actions import count_member
from kith.membership.equality.questions import questions
from kith.membership.joining.actions import apply_to_join, welcome_applicant
from kith.membership.joining.rules import OrganisationTold
from kith.membership.models import Application
from kith.membership.queries import members_of, membership_of, votes_of
from kith.membership.rules import day_words
from kith.people.actions import change_person
from kith.people.models import Notice, Person
from kith.people.queries import actor_for
from kith.people.rules import Details
from kith.people.telling import see_notice

SECRETARY = "Samira Hussain"
FOOD_BANK = OrganisationTold(
    name="Tinsley Food Bank",
    kind="charity",
    number="0999123",
    address="14 Bawtry Road, Tinsley, Sheffield",
    postcode="S9 1WV",
    email="hello@tinsley-food.example",
)
CHOIR = OrganisationTold(
    name="Darnall Community Choir",
    kind="group",
    number="",
    address="Church Hall, Main Road, Darnall, Sheffield",
    postcode="S9 5HC",
    email="",
)
LISTED = {
    "Anwar Malik": "I run the corner shop on Staniforth Road. Ask me who can lend a van.",
    "Trevor Nettleship": "I know my way round direct payments, and will explain them over a brew.",
    "Tom Ashworth": "Weaver in my spare time. I like to show new members round.",
}


def enter_everybody(coop: Coop) -> None:
    """The workers of the team and the people it supports are members, as the founders wanted; some want to be found."""
    least = articles_in_force(coop).shares.least
    decided = f"meeting of the founders, {day_words(clock.today(coop.zone))}"
    for kind in ("workers", "people"):
        for door, row in enumerate(rows(kind), start=1):
            person = person_named(coop, row["name"])
            if votes_of(person).exists():
                continue
            _has_an_address(person, door)
            enter_member(
                coop=coop,
                by=None,
                member_class=kind,
                person=person,
                decided_by=decided,
                shares_wanted=least,
            )
    for name, words in LISTED.items():
        person = person_named(coop, name)
        member = membership_of(person)
        if member:
            list_member(coop=coop, by=actor_for(person), member=member, listed=True, words=words)


def answer_about_themselves(coop: Coop, chance: Random) -> None:
    """Thirty members answer the equality questions, each as chance has it, and some leave one out."""
    for member in members_of(coop).filter(person__isnull=False).order_by("number")[:30]:
        answers = {
            one.key: chance.choice(list(one.answers))
            for one in questions()
            if chance.random() < 0.9
        }
        count_member(coop=coop, by=actor_for(member.voter), member=member, answers=answers)


def welcome_some(coop: Coop) -> None:
    """An organisation and a neighbour ask to join as supporters, and are welcome."""
    details = Details(name="Winston Grant", email="winston@tinsley-food.example", phone="")
    _welcomed(coop, _asks(coop, details, FOOD_BANK, why="Nobody on our round should eat alone."))
    details = Details(
        name="Carol Finch",
        email="carol.finch@kith.example",
        phone="",
        address="31 Worksop Road, Sheffield",
        postcode="S9 3TC",
    )
    _welcomed(coop, _asks(coop, details, why="My mother had good people from you."))


def let_one_leave(coop: Coop) -> None:
    """The neighbour moves away, and leaves."""
    person = person_named(coop, "Carol Finch")
    member = membership_of(person)
    if member:
        leave_coop(coop=coop, by=actor_for(person), member=member, reason="I am moving to Whitby.")


def ask_to_join(coop: Coop) -> None:
    """One on paper whose answer is due soon, and an organisation that has just asked."""
    details = Details(
        name="Harold Beck",
        email="",
        phone="0114 496 0950",
        address="8 Greenland Road, Sheffield",
        postcode="S9 5FC",
    )
    asked = clock.today(coop.zone) - timedelta(days=24)
    apply_to_join(
        coop=coop,
        by=acting(coop, SECRETARY),
        member_class="supporters",
        details=details,
        why="I have time on my hands, and a car.",
        shares_wanted=500,
        applied_on=asked,
    )
    details = Details(name="Blessing Okafor", email="blessing@darnall-choir.example", phone="")
    _asks(coop, details, CHOIR, why="We would like to sing with you, and to have a say.")


def _has_an_address(person: Person, door: int) -> None:
    """The register asks for one: who has none yet lives in one street with the others."""
    if not person.address:
        change_person(
            coop=person.coop,
            by=acting(person.coop, SECRETARY),
            person=person,
            revision=person.revision,
            address=f"{door * 5} Shirland Lane, Attercliffe",
            postcode="S9 3KV",
        )


def _asks(
    coop: Coop, details: Details, told: OrganisationTold | None = None, *, why: str
) -> Application:
    """Somebody asks over the web to join as a supporter."""
    application, _ = apply_to_join(
        coop=coop,
        by=None,
        member_class="supporters",
        details=details,
        told=told,
        why=why,
        shares_wanted=100,
    )
    return application


def _welcomed(coop: Coop, application: Application) -> None:
    """Those who answer have read it, and the board has said yes."""
    for notice in Notice.objects.filter(coop=coop, subject=application.id):
        see_notice(coop=coop, by=actor_for(notice.person), notice=notice)
    welcome_applicant(
        coop=coop,
        by=acting(coop, SECRETARY),
        application=application,
        decided_by=f"board meeting of {day_words(clock.today(coop.zone))}",
    )
