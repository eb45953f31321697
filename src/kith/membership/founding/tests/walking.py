"""A founding for tests, answered by the actions that people use."""

from kith.membership.founding import agreeing, drafting
from kith.membership.founding.models import FoundingDraft
from kith.membership.founding.queries import state_of
from kith.people.actions import account_for
from kith.people.models import Account

PEOPLE = (
    ("Sal Moor", "sal@kith.example", "people", ("board", "secretary")),
    ("Bo Lane", "bo@kith.example", "workers", ("board",)),
    ("Kit Dale", "", "supporters", ("board",)),
)


def the_leader() -> Account:
    return account_for("sal@kith.example")


def a_draft(model: str = "multi-stakeholder", name: str = "Harbour Care") -> FoundingDraft:
    """A draft with three founders, all steps as the model has them."""
    by = the_leader()
    draft = drafting.begin_draft(by=by)
    drafting.choose_model(draft=draft, by=by, model=model)
    drafting.name_coop(draft=draft, by=by, name=name)
    for who, email, member_class, hats in PEOPLE:
        drafting.write_founder(
            draft=draft,
            by=by,
            name=who,
            email=email,
            member_class=member_class,
            roles_worn=hats,
        )
    draft.refresh_from_db()
    return draft


def everybody_agrees(draft: FoundingDraft) -> None:
    """Those with an e-mail on the web, the others on paper."""
    digest = state_of(draft).digest
    for founder in draft.founders.all():
        where = {"address": "1 Quay Street, Doncaster", "postcode": "DN1 2AB", "digest": digest}
        if founder.email:
            agreeing.agree(draft=draft, by=account_for(founder.email), **where)
        else:
            agreeing.agree_on_paper(draft=draft, by=the_leader(), founder=founder, **where)
