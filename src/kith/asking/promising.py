"""What the co-op and its teams say beforehand: the promise, where they are, room, and who else can help."""

from django.db import transaction

from kith.asking import rules
from kith.asking.models import Alternative, Promise
from kith.foundation import clock
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, Place, allows, require
from kith.teams.models import Team


@transaction.atomic
def set_promise(
    *,
    coop: Coop,
    by: Actor,
    team: Team | None,
    days: int,
    areas: str = "",
    has_room: bool = True,
    places: int | None = None,
    note: str = "",
) -> Promise:
    """Say what the team promises (without one: the co-op), where it is, and whether it has room now.

    Raises NotAllowed, or DomainError naming the field.
    """
    require(by, Permission.REFERRAL_ANSWER, Place(coop.id, frozenset({team.id} if team else ())))
    if team and team.coop_id != coop.id:
        raise NotAllowed("That is not part of this co-op.")
    if not 1 <= days <= 20:
        raise DomainError("Promise 1 to 20 working days.", field="days")
    if places is not None and not 0 <= places <= 200:
        raise DomainError("Write a number from 0 to 200.", field="places")
    kept, _ = Promise.objects.get_or_create(coop=coop, team=team)
    kept.days, kept.areas = days, rules.districts(areas)
    kept.has_room, kept.places = has_room, places if has_room else None
    kept.note = rules.words_given(note, "note", "", 300) if note.strip() else ""
    kept.save()
    record(coop=coop, by=by, kind="referral.promised", subject=kept, days=days)
    return kept


@transaction.atomic
def add_alternative(*, coop: Coop, by: Actor, name: str, what: str, how: str) -> Alternative:
    """Add to the co-op's list of who else can help. Raises NotAllowed, or DomainError naming the field."""
    _require_somewhere(coop, by)
    made = Alternative.objects.create(
        coop=coop,
        name=rules.words_given(name, "name", "Write who it is.", 120),
        what=rules.words_given(what, "what", "Write what they do.", 300),
        how=rules.words_given(how, "how", "Write how to reach them.", 200),
    )
    record(coop=coop, by=by, kind="alternative.added", subject=made)
    return made


@transaction.atomic
def end_alternative(*, coop: Coop, by: Actor, alternative: Alternative) -> None:
    """Take one off the list. What was said to people before stays as it was said."""
    _require_somewhere(coop, by)
    Alternative.objects.filter(pk=alternative.pk, coop=coop, ended_at__isnull=True).update(
        ended_at=clock.now()
    )
    record(coop=coop, by=by, kind="alternative.removed", subject=alternative)


def _require_somewhere(coop: Coop, by: Actor) -> None:
    """The list is the whole co-op's, and whoever answers in one of its teams keeps it with the others."""
    teams = by.teams_with(Permission.REFERRAL_ANSWER)
    if not allows(by, Permission.REFERRAL_ANSWER, Place(coop.id, teams)):
        require(by, Permission.REFERRAL_ANSWER, Place(coop.id))
