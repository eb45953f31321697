"""Asking the founders, and their yes: each agrees to one text and no other."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from kith.foundation import clock
from kith.foundation.errors import ChangedMeanwhile, DomainError, NotAllowed
from kith.membership.founding.drafting import held, save_founder
from kith.membership.founding.models import DraftFounder, FoundingDraft
from kith.membership.founding.queries import founder_by_account, state_of
from kith.people import rules as people_rules
from kith.people.actions import account_for
from kith.people.models import Account, line

ASK_AGAIN = timedelta(hours=1)  # so that nobody is sent mail after mail


@transaction.atomic
def invite_founders(*, draft: FoundingDraft, by: Account) -> list[DraftFounder]:
    """Ask everybody who has not agreed, by e-mail, to read the articles. Returns those who were written to.

    Nobody is written to twice within the hour. Raises NotAllowed, or DomainError while something is open.
    """
    kept = held(draft, by)
    state = state_of(kept)
    _check_whole(state.troubles)
    now = clock.now()
    asked = [
        one
        for one in state.waiting
        if one.email
        and one.email.casefold() != by.email.casefold()
        and (one.invited_at is None or one.invited_at < now - ASK_AGAIN)
    ]
    for one in asked:
        one.invited_at = now
        one.save(update_fields=["invited_at"])
        account_for(one.email)
        transaction.on_commit(lambda one=one: _send(kept, one, by))  # type: ignore[misc]
    return asked


def _send(draft: FoundingDraft, founder: DraftFounder, by: Account) -> None:
    leader = founder_by_account(draft, by)
    context = {
        "draft": draft,
        "founder": founder,
        "leader": leader.name if leader else by.email,
        "address": settings.ADDRESS + reverse("founding:agree", kwargs={"draft": draft.pk}),
    }
    text = render_to_string("founding/invitation.txt", context)
    send_mail(f"Will you help to found {draft.name}?", text, None, [founder.email])


@transaction.atomic
def agree(
    *, draft: FoundingDraft, by: Account, digest: str, address: str, postcode: str
) -> DraftFounder:
    """A founder agrees to the articles they have read, and gives the address for the register.

    `digest` is that of the text they saw. Raises NotAllowed for anybody else, ChangedMeanwhile when the text is
    another by now, or DomainError naming the field.
    """
    kept = FoundingDraft.objects.select_for_update().get(pk=draft.pk)
    founder = founder_by_account(kept, by)
    if founder is None or kept.coop_id:
        raise NotAllowed("You are not among those who found this co-op.")
    return _agreed(kept, founder, digest, address, postcode, on_paper=False)


@transaction.atomic
def agree_on_paper(
    *,
    draft: FoundingDraft,
    by: Account,
    founder: DraftFounder,
    digest: str,
    address: str,
    postcode: str,
) -> DraftFounder:
    """Write down that a founder has signed the printed articles. Raises as `agree`."""
    kept = held(draft, by)
    return _agreed(kept, founder, digest, address, postcode, on_paper=True)


def _agreed(
    draft: FoundingDraft,
    founder: DraftFounder,
    digest: str,
    address: str,
    postcode: str,
    *,
    on_paper: bool,
) -> DraftFounder:
    state = state_of(draft)
    _check_whole(state.troubles)
    if digest != state.digest:
        raise ChangedMeanwhile(
            "The articles were changed while you were reading. Nothing is agreed yet. "
            "Read them again: they are below."
        )
    founder.address, founder.postcode = line(address), people_rules.postcode(postcode)
    if not founder.address:
        raise DomainError("Write the address: the register of members needs it.", field="address")
    founder.agreed_at, founder.agreed_to = clock.now(), digest
    founder.on_paper = on_paper
    save_founder(founder)
    return founder


def _check_whole(troubles: Sequence[str]) -> None:
    if troubles:
        raise DomainError(f"Something is still open. {' '.join(troubles)}")
