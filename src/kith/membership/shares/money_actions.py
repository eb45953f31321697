"""What the board and the treasurer decide for all share accounts: interest for a year, and a stop of repayments."""

import uuid
from datetime import date, timedelta

from django.db import transaction

from kith.articles.queries import articles_in_force
from kith.foundation import clock
from kith.foundation.errors import DomainError
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, Place, require
from kith.membership.models import Member
from kith.membership.rules import check_here, day_words, decision_given, reason_given
from kith.membership.shares import rules
from kith.membership.shares.actions import locked, tell_member, words_for, write_entry
from kith.membership.shares.models import InterestYear, ShareEntry, WithdrawalStop
from kith.membership.shares.queries import balance_of, stop_on, waiting_in
from kith.people.models import line


@transaction.atomic
def give_interest(
    *, coop: Coop, by: Actor, ends: date, basis_points: int, decided_by: str
) -> InterestYear:
    """Give every member interest on what they had paid, day by day, in the year that ended on this day.

    `basis_points` are hundredths of a percent. Once for a year. Raises NotAllowed, or DomainError naming `ends`,
    `percent` or `decided_by`.
    """
    require(by, Permission.SHARES_KEEP, Place(coop.id))
    Coop.objects.select_for_update().get(pk=coop.pk)
    articles, who = articles_in_force(coop), decision_given(decided_by)
    rules.check_year(ends, articles, clock.today(coop.zone))
    rules.check_interest(basis_points, articles)
    if InterestYear.objects.filter(coop=coop, ends=ends).exists():
        raise DomainError("Interest for this year was given already.", field="ends")
    entries = _interest_entries(coop, by, ends, basis_points)
    if not entries:
        raise DomainError("Nobody had paid for shares in this year.", field="ends")
    year = InterestYear.objects.create(
        coop=coop,
        ends=ends,
        basis_points=basis_points,
        total=sum(one.interest for one in entries),
        members=len(entries),
        decided_by=who,
        written_by_id=by.person_id,
    )
    ShareEntry.objects.bulk_create(entries, batch_size=500)
    record(coop=coop, by=by, kind="shares.interest-given", subject=year, total=year.total)
    return year


def _interest_entries(coop: Coop, by: Actor, ends: date, basis_points: int) -> list[ShareEntry]:
    """One entry for each member who is owed at least a penny; two queries for all of them."""
    first, last = rules.year_ending(ends, articles_in_force(coop))
    accounts: dict[uuid.UUID, list[ShareEntry]] = {}
    for one in ShareEntry.objects.filter(coop=coop).order_by("member", "number"):
        accounts.setdefault(one.member_id, []).append(one)
    made = []
    for member, entries in accounts.items():
        amount = rules.interest_of(entries, first, last, basis_points)
        if amount:
            made.append(
                ShareEntry(
                    coop=coop,
                    member_id=member,
                    number=entries[-1].number + 1,
                    kind=ShareEntry.INTEREST,
                    day=clock.today(coop.zone),
                    interest=amount,
                    words=f"{basis_points / 100:g}% for the year to {day_words(ends)}",
                    written_by_id=by.person_id,
                )
            )
    return made


@transaction.atomic
def pay_interest(
    *, coop: Coop, by: Actor, member: Member, day: date, words: str = ""
) -> ShareEntry:
    """All interest that is owed to a member was paid out on this day. Raises NotAllowed, or DomainError."""
    require(by, Permission.SHARES_KEEP, Place(coop.id))
    kept = locked(member)
    rules.check_day(day, kept.entered_on, clock.today(coop.zone))
    owed = balance_of(kept).interest
    if not owed:
        raise DomainError("No interest is owed.")
    entry = write_entry(
        kept, by, ShareEntry.INTEREST_PAID, day, interest=-owed, words=line(words)[:200]
    )
    record(coop=coop, by=by, kind="shares.interest-paid", subject=kept, amount=owed)
    tell_member(kept, f"We paid {words_for(kept, owed)} of interest to you")
    return entry


@transaction.atomic
def keep_interest(*, coop: Coop, by: Actor, member: Member) -> ShareEntry:
    """A member makes their interest into shares, as many whole ones as it is enough for and as the limit allows.

    Raises NotAllowed, or DomainError.
    """
    require(by, Permission.SHARES_CHANGE, member)
    kept, articles = locked(member), articles_in_force(coop)
    check_here(kept, clock.today(coop.zone))
    held = balance_of(kept)
    room = min(held.interest, rules.most_of(kept, articles) - held.shares)
    amount = max(0, room - room % articles.shares.value)
    if not amount:
        raise DomainError("There is not enough interest for a whole share, or no room for one.")
    entry = write_entry(
        kept, by, ShareEntry.INTEREST_KEPT, shares=amount, paid=amount, interest=-amount
    )
    record(coop=coop, by=by, kind="shares.interest-kept", subject=kept, amount=amount)
    return entry


@transaction.atomic
def stop_repayments(
    *, coop: Coop, by: Actor, reason: str, decided_by: str, until: date | None = None
) -> WithdrawalStop:
    """The board stops paying shares back, where the articles let it. Everybody who waits is told why.

    Raises NotAllowed, or DomainError naming `reason`, `decided_by` or `until`.
    """
    require(by, Permission.SHARES_STOP, Place(coop.id))
    today = clock.today(coop.zone)
    if not articles_in_force(coop).shares.withdrawals_may_be_suspended:
        raise DomainError("Our articles do not let the board stop repayments.")
    if stop_on(coop, today):
        raise DomainError("Repayments are stopped already.")
    if until and until < today:
        raise DomainError("This day has passed. Pick a later one.", field="until")
    stop = WithdrawalStop.objects.create(
        coop=coop,
        since=today,
        until=until,
        reason=reason_given(reason),
        decided_by=decision_given(decided_by),
        written_by_id=by.person_id,
    )
    record(coop=coop, by=by, kind="shares.stopped", subject=stop)
    for waiting in waiting_in(coop):
        tell_member(waiting.member, "Paying shares back is stopped for now", stop.reason)
    return stop


@transaction.atomic
def go_on_repaying(*, coop: Coop, by: Actor, decided_by: str) -> WithdrawalStop:
    """The board ends its stop: from today money is paid back again. Raises NotAllowed, or DomainError."""
    require(by, Permission.SHARES_STOP, Place(coop.id))
    today = clock.today(coop.zone)
    stop = stop_on(coop, today)
    if stop is None:
        raise DomainError("Repayments are not stopped.")
    stop.until, stop.ended_by = today - timedelta(days=1), decision_given(decided_by)
    stop.save(update_fields=["until", "ended_by"])
    record(coop=coop, by=by, kind="shares.going-on", subject=stop)
    for waiting in waiting_in(coop):
        tell_member(waiting.member, "Shares are paid back again")
    return stop
