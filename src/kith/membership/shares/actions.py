"""What happens on a share account. Each change is an entry added; nothing is changed or removed."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from kith.articles.queries import articles_in_force
from kith.foundation import clock
from kith.foundation.errors import DomainError
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, Place, require
from kith.kernel.money import Money
from kith.membership.models import Member, Standing
from kith.membership.rules import check_here, day_words
from kith.membership.shares import rules
from kith.membership.shares.models import ShareEntry, Withdrawal
from kith.membership.shares.queries import (
    balance_of,
    capital_of,
    repaid_in_a_year,
    stop_on,
    waiting_of,
)
from kith.people.models import line
from kith.people.telling import tell


def locked(member: Member) -> Member:
    """The member's row, held until the transaction ends, so that one account is written by one at a time."""
    found = Member.objects.select_for_update(of=("self",)).select_related(
        "coop", "person", "organisation__representative"
    )
    return found.get(pk=member.pk, coop=member.coop)


def write_entry(
    member: Member, by: Actor | None, kind: str, day: date | None = None, **moved: object
) -> ShareEntry:
    """Add one entry to a locked member's account. Raises DomainError when a sum would be below nothing."""
    entry = ShareEntry(
        coop=member.coop,
        member=member,
        kind=kind,
        day=day or clock.today(member.coop.zone),
        written_by_id=by.person_id if by else None,
        **moved,
    )
    after = balance_of(member) + rules.Balance(entry.shares, entry.paid, entry.interest)
    if not after.holds:
        raise DomainError("There is less on this account than that. Nothing was changed.")
    last = ShareEntry.objects.filter(member=member).aggregate(last=Max("number"))["last"] or 0
    entry.number = last + 1
    entry.save(force_insert=True)
    return entry


def tell_member(member: Member, title: str, text: str = "") -> None:
    """Tell the human being behind a member about their share account."""
    link = reverse("shares:mine", kwargs={"coop": member.coop.slug})
    tell(
        coop=member.coop,
        people=[member.voter],
        kind="shares",
        title=title,
        text=text,
        link=link,
        subject=member.id,
    )


def words_for(member: Member, amount: int) -> str:
    """An amount in the co-op's money."""
    return str(Money(amount, member.coop.currency))


@transaction.atomic
def take_shares(
    *, coop: Coop, by: Actor, member: Member, amount: int, months: int = 0
) -> ShareEntry:
    """A member takes shares, in minor units, paid at once or, the first ones, in parts over `months`.

    For the member, and for whoever keeps the accounts, from paper. Raises NotAllowed, or DomainError naming `amount`
    or `months`.
    """
    require(by, Permission.SHARES_CHANGE, member)
    kept = locked(member)
    check_here(kept, clock.today(coop.zone))
    articles = articles_in_force(coop)
    rules.check_taking(kept, balance_of(kept), amount, months, articles, coop.currency)
    entry = write_entry(kept, by, ShareEntry.TAKEN, shares=amount, months=months)
    record(coop=coop, by=by, kind="shares.taken", subject=kept, amount=amount, months=months)
    return entry


def take_first_shares(member: Member, by: Actor | None, wanted: int) -> None:
    """Write down the shares of somebody who has just become a member: what they asked for, within the articles.

    Nothing where they asked for none: the articles' least is then still to be taken, and their page says so.
    """
    if wanted <= 0:
        return
    articles = articles_in_force(member.coop)
    shares = articles.shares
    amount = max(shares.least, min(wanted, rules.most_of(member, articles)))
    amount -= amount % shares.value
    write_entry(member, by, ShareEntry.TAKEN, shares=amount, months=shares.instalments_most)
    record(coop=member.coop, by=by, kind="shares.taken", subject=member, amount=amount)


@transaction.atomic
def receive_payment(
    *, coop: Coop, by: Actor, member: Member, amount: int, day: date, words: str = ""
) -> ShareEntry:
    """Money for shares came in on this day. Raises NotAllowed, or DomainError naming `amount` or `day`."""
    require(by, Permission.SHARES_KEEP, Place(coop.id))
    kept = locked(member)
    rules.check_day(day, kept.entered_on, clock.today(coop.zone))
    rules.check_paying_in(balance_of(kept), amount, coop.currency)
    entry = write_entry(kept, by, ShareEntry.PAID, day, paid=amount, words=line(words)[:200])
    record(coop=coop, by=by, kind="shares.paid", subject=kept, amount=amount)
    tell_member(kept, f"We received {words_for(kept, amount)} for your shares", "Thank you.")
    return entry


@transaction.atomic
def allot_paid_shares(
    *, coop: Coop, by: Actor, member: Member, amount: int, day: date, words: str
) -> ShareEntry:
    """Give a member shares that are paid already, such as after a share offer. Raises NotAllowed, or DomainError."""
    require(by, Permission.SHARES_KEEP, Place(coop.id))
    kept = locked(member)
    check_here(kept, clock.today(coop.zone))
    articles = articles_in_force(coop)
    rules.check_taking(kept, balance_of(kept), amount, 0, articles, coop.currency)
    said = line(words)[:200]
    write_entry(kept, by, ShareEntry.TAKEN, day, shares=amount, words=said)
    entry = write_entry(kept, by, ShareEntry.PAID, day, paid=amount, words=said)
    record(coop=coop, by=by, kind="shares.allotted", subject=kept, amount=amount)
    return entry


@transaction.atomic
def give_up_unpaid(
    *, coop: Coop, by: Actor, member: Member, amount: int, words: str = ""
) -> ShareEntry:
    """A member gives up shares that are not paid, down to the articles' least.

    Raises NotAllowed, or DomainError naming `amount`.
    """
    require(by, Permission.SHARES_CHANGE, member)
    kept, articles = locked(member), articles_in_force(coop)
    check_here(kept, clock.today(coop.zone))
    rules.check_whole_shares(amount, articles, coop.currency)
    held = balance_of(kept)
    room = max(0, min(held.unpaid, held.shares - articles.shares.least))
    if amount > room:
        raise DomainError(
            f"{words_for(kept, room)} can be given up: what is not paid, above the least that a member holds.",
            field="amount",
        )
    entry = write_entry(kept, by, ShareEntry.GIVEN_UP, shares=-amount, words=line(words)[:200])
    record(coop=coop, by=by, kind="shares.given-up", subject=kept, amount=amount)
    return entry


@transaction.atomic
def ask_back(*, coop: Coop, by: Actor, member: Member, amount: int) -> Withdrawal:
    """A member who stays asks for some of their money back; it is paid within the articles' days.

    Raises NotAllowed, or DomainError naming `amount`.
    """
    require(by, Permission.SHARES_CHANGE, member)
    kept, articles = locked(member), articles_in_force(coop)
    today = clock.today(coop.zone)
    check_here(kept, today)
    asked = sum(one.amount for one in waiting_of(kept))
    rules.check_asking_back(balance_of(kept), asked, amount, articles, coop.currency)
    made = _wait(kept, by, amount, Withdrawal.ASKED, today)
    record(coop=coop, by=by, kind="shares.asked-back", subject=kept, amount=amount)
    return made


def _wait(member: Member, by: Actor | None, amount: int, why: str, since: date) -> Withdrawal:
    days = articles_in_force(member.coop).shares.withdrawal_notice_days
    return Withdrawal.objects.create(
        coop=member.coop,
        member=member,
        amount=amount,
        why=why,
        asked_on=clock.today(member.coop.zone),
        pay_by=since + timedelta(days=days),
        written_by_id=by.person_id if by else None,
    )


def ask_back_all(member: Member, by: Actor | None) -> None:
    """Somebody's membership ends: what they have not paid is given up, what they paid waits to be paid back.

    What they had asked for before is part of it. After a death it waits for whom they named, and for their estate.
    """
    kept = locked(member)
    settle(waiting_of(kept), Withdrawal.TAKEN_BACK, clock.today(kept.coop.zone))
    held = balance_of(kept)
    if held.unpaid:
        write_entry(kept, by, ShareEntry.GIVEN_UP, shares=-held.unpaid, words="Membership ends")
    if held.paid:
        died = kept.standings.filter(kind=Standing.DIED).exists()
        why = Withdrawal.DIED if died else Withdrawal.LEFT
        since = kept.ceased_on or clock.today(kept.coop.zone)
        _wait(kept, by, held.paid, why, since)
        record(coop=kept.coop, by=by, kind="shares.asked-back", subject=kept, amount=held.paid)


def keep_all_after_all(member: Member, by: Actor | None) -> None:
    """Somebody stays a member after all: nothing of what their leaving asked back is paid."""
    waiting = waiting_of(locked(member)).exclude(why=Withdrawal.ASKED)
    if waiting:
        settle(waiting, Withdrawal.TAKEN_BACK, clock.today(member.coop.zone))
        record(coop=member.coop, by=by, kind="shares.kept", subject=member)


def settle(withdrawals: object, state: str, day: date) -> None:
    for one in withdrawals:  # type: ignore[attr-defined]
        one.state, one.settled_on = state, day
        one.save(update_fields=["state", "settled_on"])


@transaction.atomic
def take_back_withdrawal(*, coop: Coop, by: Actor, withdrawal: Withdrawal) -> Withdrawal:
    """A member no longer wants the money back. Raises NotAllowed, or DomainError."""
    require(by, Permission.SHARES_CHANGE, withdrawal)
    kept = locked(withdrawal.member)
    waiting = Withdrawal.objects.get(pk=withdrawal.pk, coop=coop)
    rules.check_waiting(waiting)
    if waiting.why != Withdrawal.ASKED:
        raise DomainError("This is paid because the membership ended. It cannot be taken back.")
    settle([waiting], Withdrawal.TAKEN_BACK, clock.today(coop.zone))
    record(coop=coop, by=by, kind="shares.kept", subject=kept, amount=waiting.amount)
    return waiting


@transaction.atomic
def pay_back(
    *, coop: Coop, by: Actor, withdrawal: Withdrawal, day: date, words: str = ""
) -> ShareEntry:
    """Money was paid back on this day, with the interest that is owed where a membership has ended.

    Refused while the board has stopped repayments, before a membership has ended, or beyond the articles' part of all
    shares in a year: it then waits. Raises NotAllowed, or DomainError naming `day` where that is wrong.
    """
    require(by, Permission.SHARES_KEEP, Place(coop.id))
    kept = locked(withdrawal.member)
    waiting = Withdrawal.objects.get(pk=withdrawal.pk, coop=coop)
    rules.check_waiting(waiting)
    check_may_pay(kept, waiting, day)
    entry = write_entry(
        kept,
        by,
        ShareEntry.REPAID,
        day,
        shares=-waiting.amount,
        paid=-waiting.amount,
        words=line(words)[:200],
        withdrawal=waiting,
    )
    owed = balance_of(kept).interest
    if waiting.why != Withdrawal.ASKED and owed:
        write_entry(kept, by, ShareEntry.INTEREST_PAID, day, interest=-owed, withdrawal=waiting)
    settle([waiting], Withdrawal.PAID, day)
    record(coop=coop, by=by, kind="shares.repaid", subject=kept, amount=waiting.amount)
    if waiting.why != Withdrawal.DIED:
        tell_member(kept, f"We paid {words_for(kept, waiting.amount)} of your shares back to you")
    return entry


def check_may_pay(member: Member, waiting: Withdrawal, day: date) -> None:
    """Raise DomainError for a day that cannot be, a stop of the board, or more than the year has room for."""
    coop, today = member.coop, clock.today(member.coop.zone)
    rules.check_day(day, member.entered_on, today)
    if member.ceased_on and member.ceased_on > today:
        raise DomainError(
            f"The membership ends on {day_words(member.ceased_on)}. Pay on that day or after it."
        )
    stop = stop_on(coop, today)
    if stop:
        raise DomainError(
            f"The board stopped repayments on {day_words(stop.since)}: {stop.reason} It waits; nothing is lost."
        )
    Coop.objects.select_for_update().get(pk=coop.pk)  # two repayments at once share one limit
    rules.check_paying_back(
        waiting.amount,
        capital_of(coop).paid,
        repaid_in_a_year(coop, today),
        articles_in_force(coop),
        coop.currency,
    )


@transaction.atomic
def put_right(*, coop: Coop, by: Actor, entry: ShareEntry, words: str) -> ShareEntry:
    """An entry of money received, or of interest paid out, was wrong: a new one takes it off again, with why.

    Raises NotAllowed, or DomainError.
    """
    require(by, Permission.SHARES_KEEP, Place(coop.id))
    kept = locked(entry.member)
    wrong = ShareEntry.objects.get(pk=entry.pk, coop=coop)
    if wrong.kind not in (ShareEntry.PAID, ShareEntry.INTEREST_PAID) or wrong.withdrawal_id:
        raise DomainError("This entry cannot be put right alone. Nothing was changed.")
    if ShareEntry.objects.filter(other=wrong).exists():
        raise DomainError("This entry was put right already.")
    why = line(words)[:200]
    if not why:
        raise DomainError("Write what was wrong.", field="words")
    waiting = sum(one.amount for one in waiting_of(kept))
    if wrong.paid > 0 and balance_of(kept).paid - wrong.paid < waiting:
        raise DomainError("This money waits to be paid back already. Take that back first.")
    moved = {"shares": -wrong.shares, "paid": -wrong.paid, "interest": -wrong.interest}
    entry = write_entry(kept, by, ShareEntry.PUT_RIGHT, wrong.day, other=wrong, words=why, **moved)
    record(coop=coop, by=by, kind="shares.put-right", subject=kept, entry=wrong.number)
    tell_member(kept, "An entry on your share account was put right", why)
    return entry
