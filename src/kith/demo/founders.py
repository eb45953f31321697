"""The demo's co-ops are founded as any other: questions answered, founders asked, agreed on the web or on paper."""

from typing import Any

from kith.demo.accounts import rows
from kith.foundation.models import Coop
from kith.membership.founding.actions import found_from_draft
from kith.membership.founding.agreeing import agree, agree_on_paper, invite_founders
from kith.membership.founding.drafting import (
    begin_draft,
    choose_model,
    name_coop,
    write_founder,
)
from kith.membership.founding.models import FoundingDraft
from kith.membership.founding.queries import own_draft, state_of
from kith.people.actions import account_for, add_person, invite_person
from kith.people.models import Account, Hat
from kith.people.queries import actor_for


def found_by_its_founders(row: dict[str, Any]) -> Coop:
    """Found one of the demo's co-ops, with everybody who has an account in it."""
    accounts = [one for one in rows("accounts") if one["coop"] == row["slug"]]
    founders = [one for one in accounts if "class" in one] + row.get("founders", [])
    leader = account_for(next(o["email"] for o in founders if "secretary" in o.get("roles", ())))
    draft = _drafted(row, leader, founders)
    _agreed(draft, row, leader)
    coop = found_from_draft(draft=draft, by=leader)
    for one in accounts:
        if "class" not in one:
            _joins_without_membership(coop, one)
    return coop


def _drafted(row: dict[str, Any], leader: Account, founders: list[dict[str, Any]]) -> FoundingDraft:
    draft = begin_draft(by=leader)
    choose_model(draft=draft, by=leader, model=row["model"])
    name_coop(draft=draft, by=leader, name=row["name"], slug=row["slug"])
    for one in founders:
        write_founder(
            draft=draft,
            by=leader,
            name=one["name"],
            email=one.get("email", ""),
            member_class=one["class"],
            roles_worn=one.get("roles", ()),
            organisation=one.get("organisation", ""),
            organisation_kind=one.get("kind", ""),
            organisation_number=one.get("number", ""),
        )
    return own_draft(leader, draft.pk) or draft


def _agreed(draft: FoundingDraft, row: dict[str, Any], leader: Account) -> None:
    """Everybody reads the articles and says yes; each has a door of their own in one street."""
    invite_founders(draft=draft, by=leader)
    state = state_of(draft)
    for door, founder in enumerate(state.founders, start=2):
        address = f"{door * 3} {row['town']}"
        if founder.email:
            by = account_for(founder.email)
            agree(
                draft=draft, by=by, digest=state.digest, address=address, postcode=row["postcode"]
            )
            continue
        agree_on_paper(
            draft=draft,
            by=leader,
            founder=founder,
            digest=state.digest,
            address=address,
            postcode=row["postcode"],
        )


def _joins_without_membership(coop: Coop, one: dict[str, Any]) -> None:
    """Somebody who works with the co-op and is no member of it, such as a commissioner: added by the secretary."""
    secretary = Hat.objects.filter(coop=coop, role="secretary")[0].person
    by = actor_for(secretary)
    hat = next(iter(one.get("roles", ())), "")
    person = add_person(coop=coop, by=by, name=one["name"], email=one["email"], hat=hat)
    invite_person(coop=coop, by=by, person=person)
