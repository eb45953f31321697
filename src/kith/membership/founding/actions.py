"""Founding a co-op: its name, its articles, its first people, and its first members."""

from collections.abc import Sequence

from django.db import transaction

from kith.articles.actions import adopt_first_articles
from kith.articles.reading import model_names, model_text, read_articles
from kith.foundation.errors import DomainError
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.membership.actions import enter_member
from kith.membership.founding import rules
from kith.membership.founding.rules import Founder, FoundingOrganisation
from kith.membership.models import Organisation
from kith.people.actions import add_founders
from kith.people.models import Person, folded
from kith.people.rules import Details

DECIDED_BY = "the founders"


@transaction.atomic
def found_coop(
    *, name: str, slug: str, model: str, founders: Sequence[Founder], text: str = ""
) -> Coop:
    """Found a co-op on `text`, or on the model articles word for word, and enter the founders who have a class.

    The first events of its record have nobody as their author: it has nobody yet. Whether the law's number of members
    is there is asked by `found_from_draft`: not every team that runs itself on Kith is a registered society.
    Raises DomainError naming `name`, `slug`, `model`, `founders` or `member_class`; WrongArticles.
    """
    tidy = rules.tidy_name(name)
    rules.check_slug(slug)
    rules.check_founders(founders)
    if model not in model_names():
        raise DomainError(f"Pick one of these models: {', '.join(model_names())}.", field="model")
    adopted = text or model_text(model)
    read_articles(adopted)
    coop = Coop.objects.create(name=tidy, slug=slug)
    record(coop=coop, by=None, kind="coop.founded", subject=coop, model=model)
    adopt_first_articles(coop=coop, text=adopted)
    people = add_founders(coop=coop, founders=[(_details(one), one.roles) for one in founders])
    for founder, person in zip(founders, people, strict=True):
        if founder.member_class:
            _enter(coop, founder, person)
    return coop


def _details(founder: Founder) -> Details:
    own = (
        founder.organisation is None
    )  # an organisation's address is its own, not that of who speaks for it
    return Details(
        name=founder.name,
        email=founder.email,
        address=founder.address if own else "",
        postcode=founder.postcode if own else "",
    )


def _enter(coop: Coop, founder: Founder, person: Person) -> None:
    speaks_for = founder.organisation and _organisation(coop, founder.organisation, person)
    enter_member(
        coop=coop,
        by=None,
        member_class=founder.member_class,
        person=None if speaks_for else person,
        organisation=speaks_for,
        decided_by=DECIDED_BY,
    )


def _organisation(coop: Coop, told: FoundingOrganisation, person: Person) -> Organisation:
    return Organisation.objects.create(
        coop=coop,
        name=told.name,
        kind=told.kind,
        number=told.number,
        address=told.address,
        postcode=told.postcode,
        representative=person,
        search_name=folded(told.name),
    )
