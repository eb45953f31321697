"""A proposal's row and its words, as actions of this room and of rooms above make them. Nothing here asks who may."""

import uuid
from collections.abc import Sequence

from django.db.models import Max

from kith.decisions import rules
from kith.decisions.models import Proposal, Wording
from kith.foundation.models import Coop
from kith.people.models import line


def made(
    coop: Coop, by: uuid.UUID, form: str, row: str = "", effect: str = "", **more: object
) -> Proposal:
    """A new proposal of this person, with the next number; `row` is what it is about."""
    Coop.objects.select_for_update().get(pk=coop.pk)  # numbers follow one another
    last = Proposal.objects.filter(coop=coop).aggregate(last=Max("number"))["last"] or 0
    return Proposal.objects.create(
        coop=coop,
        number=last + 1,
        form=form,
        about=row,
        effect=effect,
        proposed_by_id=by,
        **more,
    )


def word(
    proposal: Proposal,
    by: uuid.UUID,
    title: str,
    text: str,
    why: str,
    options: Sequence[str] | None = None,
) -> Wording:
    """Words for a proposal, the earlier ones kept; no `options` leaves those of a poll.

    Raises DomainError naming `title` or `text`.
    """
    title, text = line(title)[:120], text.strip()
    rules.check_words(title, text)
    newest = proposal.wordings.order_by("-number").first()
    return Wording.objects.create(
        coop_id=proposal.coop_id,
        proposal=proposal,
        number=newest.number + 1 if newest else 1,
        title=title,
        text=text,
        why=why.strip(),
        options=list(options) if options is not None else newest.options if newest else [],
        by_id=by,
    )
