"""Members and applications for tests, made by the actions that people use."""

from typing import Unpack

from kith.articles.actions import adopt_first_articles
from kith.articles.reading import model_text
from kith.foundation.models import Coop
from kith.membership.actions import enter_member
from kith.membership.joining.actions import apply_to_join
from kith.membership.joining.rules import OrganisationTold
from kith.membership.models import Application, Member, Organisation
from kith.people.factories import a_coop, the_secretary
from kith.people.models import Person, folded
from kith.people.rules import Details


def a_society(slug: str = "", model: str = "multi-stakeholder") -> Coop:
    """A co-op with a secretary and the articles of a model."""
    coop = a_coop(slug)
    the_secretary(coop)
    adopt_first_articles(coop=coop, text=model_text(model))
    return coop


def make_member(coop: Coop, person: Person, member_class: str) -> Member:
    """The person as a member of this class."""
    return enter_member(
        coop=coop, by=None, member_class=member_class, person=person, decided_by="the founders"
    )


def make_organisation(coop: Coop, representative: Person, name: str = "Helping Hands") -> Member:
    """An organisation as a member of the class “supporters”."""
    organisation = Organisation.objects.create(
        coop=coop,
        name=name,
        kind="charity",
        address="2 Mill Lane",
        postcode="DN1 2AB",
        representative=representative,
        search_name=folded(name),
    )
    return enter_member(
        coop=coop,
        by=None,
        member_class="supporters",
        organisation=organisation,
        decided_by="the founders",
    )


def an_application(coop: Coop, **details: Unpack[Details]) -> tuple[Application, str]:
    """Somebody asks over the web to join as a supporter; with the secret of their own page."""
    whole = Details(
        name="Nia New",
        email="nia@kith.example",
        phone="",
        address="1 Mill Lane",
        postcode="DN1 2AB",
    )
    return apply_to_join(
        coop=coop,
        by=None,
        member_class="supporters",
        details=Details(**{**whole, **details}),
        shares_wanted=100,
    )


def told(name: str = "Helping Hands", number: str = "") -> OrganisationTold:
    """What a charity writes about itself."""
    return OrganisationTold(
        name=name, kind="charity", number=number, address="2 Mill Lane", postcode="", email=""
    )
