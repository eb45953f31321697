"""Whom a member names to have their shares at death, and passing them on."""

from datetime import date

from django.db import transaction

from kith.articles.queries import articles_in_force
from kith.foundation import clock
from kith.foundation.errors import DomainError
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, Place, require
from kith.kernel.money import Money
from kith.membership.models import Member
from kith.membership.rules import check_here
from kith.membership.shares import rules
from kith.membership.shares.actions import (
    check_may_pay,
    locked,
    tell_member,
    words_for,
    write_entry,
)
from kith.membership.shares.models import Nomination, ShareEntry, Withdrawal
from kith.membership.shares.queries import balance_of, nomination_of
from kith.people.models import line


@transaction.atomic
def nominate(
    *,
    coop: Coop,
    by: Actor,
    member: Member,
    name: str,
    address: str = "",
    relation: str = "",
    nominee: Member | None = None,
) -> Nomination:
    """The member names who is to have their shares at death; no name takes it back. Every version is kept.

    `nominee` is their line in the register where they are a member. Raises NotAllowed, or DomainError naming `name`.
    """
    require(by, Permission.SHARES_CHANGE, member)
    kept = locked(member)
    check_here(kept, clock.today(coop.zone))
    whole = line(name)[:120] or (nominee.name if nominee else "")
    rules.check_nominee(kept, whole, nominee)
    if whole and not (line(address) or nominee):
        raise DomainError("Write an address, so that we can find them.", field="address")
    made = Nomination.objects.create(
        coop=coop,
        member=kept,
        name=whole,
        address=line(address)[:240],
        relation=line(relation)[:80],
        nominee=nominee if whole else None,
        written_by_id=by.person_id,
    )
    record(coop=coop, by=by, kind="shares.nominated", subject=kept, named=bool(whole))
    return made


@transaction.atomic
def pass_on(
    *, coop: Coop, by: Actor, withdrawal: Withdrawal, as_shares: bool, day: date, words: str = ""
) -> ShareEntry:
    """After a death: what the articles let go straight to the nominee, as money, or as shares to one who is a member.

    The rest goes on waiting for the estate. Raises NotAllowed, or DomainError.
    """
    require(by, Permission.SHARES_KEEP, Place(coop.id))
    kept = locked(withdrawal.member)
    waiting = Withdrawal.objects.get(pk=withdrawal.pk, coop=coop)
    rules.check_waiting(waiting)
    named = nomination_of(kept)
    if waiting.why != Withdrawal.DIED or named is None:
        raise DomainError("Nobody is named to have these shares.")
    if waiting.entries.exists():
        raise DomainError(f"{named.name} has had what the articles let go straight to them.")
    amount = min(waiting.amount, articles_in_force(coop).shares.nominee_most)
    said = line(f"To {named.name}. {words}")[:200]
    if as_shares:
        entry = _pass_shares(kept, by, named, waiting, amount, day, said)
    else:
        check_may_pay(kept, _part(waiting, amount), day)
        entry = write_entry(
            kept,
            by,
            ShareEntry.REPAID,
            day,
            shares=-amount,
            paid=-amount,
            words=said,
            withdrawal=waiting,
        )
    waiting.amount -= amount
    if not waiting.amount:
        waiting.state, waiting.settled_on = Withdrawal.PAID, day
    waiting.save(update_fields=["amount", "state", "settled_on"])
    record(coop=coop, by=by, kind="shares.passed-on", subject=kept, amount=amount)
    return entry


def _part(waiting: Withdrawal, amount: int) -> Withdrawal:
    return Withdrawal(coop=waiting.coop, member=waiting.member, amount=amount, why=waiting.why)


def _pass_shares(
    member: Member,
    by: Actor,
    named: Nomination,
    waiting: Withdrawal,
    amount: int,
    day: date,
    words: str,
) -> ShareEntry:
    """The two halves of passing shares on: off one account, onto the other, within the other's limit."""
    today = clock.today(member.coop.zone)
    if named.nominee is None:
        raise DomainError(f"{named.name} is not a member: pay the money out.", field="as_shares")
    heir = locked(named.nominee)
    check_here(heir, today)
    rules.check_day(day, member.entered_on, today)
    articles, currency = articles_in_force(member.coop), member.coop.currency
    held = balance_of(heir)
    if held.shares + amount > rules.most_of(heir, articles):
        most = Money(rules.most_of(heir, articles), currency)
        raise DomainError(
            f"{heir.name} would hold more than {most}: pay the money out.", field="as_shares"
        )
    off = write_entry(
        member,
        by,
        ShareEntry.PASSED_ON,
        day,
        shares=-amount,
        paid=-amount,
        words=words,
        withdrawal=waiting,
    )
    write_entry(
        heir,
        by,
        ShareEntry.PASSED_TO,
        day,
        shares=amount,
        paid=amount,
        other=off,
        words=line(f"From {member.name}")[:200],
    )
    tell_member(heir, f"{member.name} named you: {words_for(heir, amount)} of shares are yours now")
    return off
