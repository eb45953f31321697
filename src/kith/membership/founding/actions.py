"""Founding a co-op: its name, its articles, its first people, and its first members."""

from collections.abc import Sequence

from django.db import transaction

from kith.articles.actions import adopt_first_articles
from kith.articles.reading import model_names, model_text, read_articles
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.membership.actions import enter_member
from kith.membership.founding import rules
from kith.membership.founding.models import FoundingDraft
from kith.membership.founding.queries import State, founder_of, state_of
from kith.membership.founding.rules import Founder, FoundingOrganisation
from kith.membership.models import Organisation
from kith.people.actions import add_founders
from kith.people.models import Account, Person, folded
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
    least = read_articles(adopted).shares.least
    coop = Coop.objects.create(name=tidy, slug=slug)
    record(coop=coop, by=None, kind="coop.founded", subject=coop, model=model)
    adopt_first_articles(coop=coop, text=adopted)
    people = add_founders(coop=coop, founders=[(_details(one), one.roles) for one in founders])
    for founder, person in zip(founders, people, strict=True):
        if founder.member_class:
            _enter(coop, founder, person, least)
    return coop


@transaction.atomic
def found_from_draft(*, draft: FoundingDraft, by: Account) -> Coop:
    """Found the co-op that its founders have answered for, once every one of them has agreed to its articles.

    Raises NotAllowed, or DomainError saying what is still open. The founders' answers are then in the co-op itself,
    and leave the draft.
    """
    kept = FoundingDraft.objects.select_for_update().get(pk=draft.pk)
    if kept.owner_id != by.pk or kept.coop_id:
        raise NotAllowed("Only whoever leads the founding can do this, and only once.")
    state = state_of(kept)
    if state.troubles:
        raise DomainError(f"Something is still open. {' '.join(state.troubles)}")
    if state.waiting:
        names = ", ".join(str(one) for one in state.waiting)
        raise DomainError(f"Not everybody has agreed to these articles yet: {names}.")
    founders = [founder_of(one) for one in state.founders]
    coop = found_coop(
        name=kept.name, slug=kept.slug, model=kept.model, founders=founders, text=state.text
    )
    _write_down_agreements(coop, state)
    kept.coop, kept.table = coop, {}
    kept.founders.all().delete()
    kept.save()
    return coop


def _write_down_agreements(coop: Coop, state: State) -> None:
    """Who agreed to which text, when and how: the proof that the articles are the founders' own."""
    people = {(one.name, one.email): one for one in Person.objects.filter(coop=coop)}
    for one in state.founders:
        record(
            coop=coop,
            by=None,
            kind="founder.agreed",
            subject=people[one.name, one.email],
            at=one.agreed_at.isoformat() if one.agreed_at else "",
            way="paper" if one.on_paper else "web",
            text=one.agreed_to,
        )


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


def _enter(coop: Coop, founder: Founder, person: Person, shares: int) -> None:
    told = founder.organisation
    speaks_for = _organisation(coop, told, person) if told else None
    enter_member(
        coop=coop,
        by=None,
        member_class=founder.member_class,
        person=None if speaks_for else person,
        organisation=speaks_for,
        decided_by=DECIDED_BY,
        shares_wanted=shares,
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
