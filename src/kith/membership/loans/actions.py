"""What happens to a loan. Terms are agreed once; each movement is an entry added; nothing is changed or removed."""

from datetime import date

from django.db import transaction
from django.urls import reverse

from kith.foundation import clock
from kith.foundation.errors import DomainError
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, Place, require
from kith.kernel.money import Money
from kith.membership.loans import rules
from kith.membership.loans.models import Loan, LoanEntry
from kith.membership.loans.queries import entries_of
from kith.membership.models import Member
from kith.membership.rules import check_here, day_words
from kith.people.models import Person, line
from kith.people.telling import tell


def locked(loan: Loan) -> Loan:
    """The loan's row, held until the transaction ends, so that one loan is written by one at a time."""
    found = Loan.objects.select_for_update(of=("self",)).select_related(
        "member__coop", "member__person", "member__organisation__representative", "written_by"
    )
    return found.get(pk=loan.pk, coop=loan.coop_id)


def _write_entry(
    loan: Loan, by: Actor, entries: list[LoanEntry], kind: str, day: date, **moved: object
) -> LoanEntry:
    """Add one entry to a locked loan. Raises DomainError when a sum would be below nothing, now or on any day."""
    entry = LoanEntry(
        coop_id=loan.coop_id,
        loan=loan,
        number=len(entries) + 1,
        kind=kind,
        day=day,
        written_by_id=by.person_id,
        **moved,
    )
    if not rules.balance([*entries, entry]).holds:
        raise DomainError("There is less on this loan than that. Nothing was changed.")
    rules.check_order([*entries, entry])
    entry.save(force_insert=True)
    return entry


def _tell(loan: Loan, people: list[Person], title: str, text: str = "") -> None:
    coop = loan.member.coop
    link = reverse("loans:loan", kwargs={"coop": coop.slug, "loan": loan.pk})
    if people == [loan.member.voter]:  # who has left has no hat any more, and still has this page
        link = reverse("loans:mine", kwargs={"coop": coop.slug})
    tell(
        coop=coop,
        people=people,
        kind="loans",
        title=title,
        text=text,
        link=link,
        subject=loan.pk,
    )


def tell_member(loan: Loan, title: str, text: str = "") -> None:
    """Tell the human being behind the member about their loan."""
    _tell(loan, [loan.member.voter], title, text)


def words_for(loan: Loan, amount: int) -> str:
    """An amount in the co-op's money."""
    return str(Money(amount, loan.member.coop.currency))


@transaction.atomic
def offer_loan(
    *,
    coop: Coop,
    by: Actor,
    member: Member,
    amount: int,
    basis_points: int,
    starts_on: date,
    repay_by: date,
    purpose: str,
) -> Loan:
    """Write down the terms on which a member of today may lend to the co-op; the member is asked to agree.

    `amount` is in minor units, `basis_points` are hundredths of a percent a year. Nobody writes the terms of their own
    loan. Raises NotAllowed, or DomainError naming the field that is wrong.
    """
    require(by, Permission.SHARES_KEEP, Place(coop.id))
    check_here(member, clock.today(coop.zone))
    if member.voter.pk == by.person_id:
        raise DomainError("Somebody else has to write down the terms of a loan from you.")
    said = line(purpose)[:200]
    rules.check_terms(amount, basis_points, starts_on, repay_by, said)
    loan = Loan.objects.create(
        coop=coop,
        member=member,
        amount=amount,
        basis_points=basis_points,
        starts_on=starts_on,
        repay_by=repay_by,
        purpose=said,
        written_by_id=by.person_id,
    )
    record(coop=coop, by=by, kind="loans.offered", subject=loan, amount=amount)
    tell_member(loan, f"Would you lend {words_for(loan, amount)} to the co-op?", said)
    return loan


@transaction.atomic
def agree_loan(*, coop: Coop, by: Actor, loan: Loan, on_paper: date | None = None) -> Loan:
    """The member agrees to the terms; anybody else who may only writes down that they signed `on_paper`, that day.

    Raises NotAllowed, or DomainError naming `day`.
    """
    require(by, Permission.SHARES_CHANGE, loan)
    kept, today = locked(loan), clock.today(coop.zone)
    rules.check_offered(kept)
    check_here(kept.member, today)
    own = by.person_id == kept.member.voter.pk
    if not own and on_paper is None:
        raise DomainError(f"Only {kept.member.voter.name} can agree, here or on paper.")
    if on_paper and on_paper > today:
        raise DomainError("This day is still to come.", field="day")
    if on_paper and on_paper < kept.member.entered_on:
        entered = day_words(kept.member.entered_on)
        raise DomainError(f"They became a member on {entered}. Check the date.", field="day")
    kept.state, kept.agreed_on, kept.agreed_on_paper = Loan.AGREED, on_paper or today, not own
    kept.save(update_fields=["state", "agreed_on", "agreed_on_paper"])
    record(coop=coop, by=by, kind="loans.agreed", subject=kept, paper=not own)
    _tell_answer(kept, by, f"{kept.member.name} agreed to lend {words_for(kept, kept.amount)}")
    return kept


@transaction.atomic
def decline_loan(*, coop: Coop, by: Actor, loan: Loan) -> Loan:
    """The member does not lend on these terms, or the offer is taken back. Raises NotAllowed, or DomainError."""
    require(by, Permission.SHARES_CHANGE, loan)
    kept = locked(loan)
    rules.check_offered(kept)
    kept.state = Loan.DECLINED
    kept.save(update_fields=["state"])
    record(coop=coop, by=by, kind="loans.declined", subject=kept)
    _tell_answer(kept, by, f"No loan of {words_for(kept, kept.amount)} from {kept.member.name}")
    return kept


def _tell_answer(loan: Loan, by: Actor, title: str) -> None:
    """Tell the other side: whoever wrote the terms where the member answered, else the member."""
    if by.person_id != loan.member.voter.pk:
        tell_member(loan, title, "It was written down for you. Say so if it is wrong.")
    elif loan.written_by:
        _tell(loan, [loan.written_by], title)


@transaction.atomic
def receive_loan(
    *, coop: Coop, by: Actor, loan: Loan, amount: int, day: date, words: str = ""
) -> LoanEntry:
    """Money that a member lends came in on this day, never more in all than was agreed.

    Raises NotAllowed, or DomainError naming `amount` or `day`.
    """
    require(by, Permission.SHARES_KEEP, Place(coop.id))
    kept, today = locked(loan), clock.today(coop.zone)
    check_here(kept.member, today)
    entries = list(entries_of(kept))
    rules.check_day(kept, day, today)
    rules.check_not_counted(entries, day)
    rules.check_paying_in(kept, entries, amount, coop.currency)
    said = line(words)[:200]
    entry = _write_entry(kept, by, entries, LoanEntry.PAID_IN, day, owed=amount, words=said)
    record(coop=coop, by=by, kind="loans.paid-in", subject=kept, amount=amount)
    tell_member(kept, f"We received your loan of {words_for(kept, amount)}", "Thank you.")
    return entry


@transaction.atomic
def give_interest(*, coop: Coop, by: Actor, loan: Loan, until: date) -> LoanEntry:
    """Write down the interest for all days up to and with `until` that have none yet, at the agreed rate.

    Raises NotAllowed, or DomainError naming `until`.
    """
    require(by, Permission.SHARES_KEEP, Place(coop.id))
    kept, today = locked(loan), clock.today(coop.zone)
    entries = list(entries_of(kept))
    if kept.state != Loan.AGREED:
        raise DomainError("This loan is not agreed. Nothing was changed.")
    if until > today:
        raise DomainError("This day is still to come.", field="until")
    amount = rules.check_interest(kept, entries, until)
    said = f"{kept.basis_points / 100:g}% a year, until {day_words(until)}"
    entry = _write_entry(
        kept, by, entries, LoanEntry.INTEREST, today, until=until, interest=amount, words=said
    )
    record(coop=coop, by=by, kind="loans.interest-given", subject=kept, amount=amount)
    tell_member(kept, f"{words_for(kept, amount)} of interest on your loan", said)
    return entry


@transaction.atomic
def pay_interest(*, coop: Coop, by: Actor, loan: Loan, day: date, words: str = "") -> LoanEntry:
    """All interest that is written down and owed was paid out on this day. Raises NotAllowed, or DomainError."""
    require(by, Permission.SHARES_KEEP, Place(coop.id))
    kept = locked(loan)
    rules.check_day(kept, day, clock.today(coop.zone))
    entries, said = list(entries_of(kept)), line(words)[:200]
    due = rules.balance(entries).interest
    if not due:
        raise DomainError("No interest is owed. Write down the interest first.")
    entry = _write_entry(kept, by, entries, LoanEntry.INTEREST_PAID, day, interest=-due, words=said)
    record(coop=coop, by=by, kind="loans.interest-paid", subject=kept, amount=due)
    tell_member(kept, f"We paid {words_for(kept, due)} of interest on your loan to you")
    return entry


@transaction.atomic
def repay_loan(
    *, coop: Coop, by: Actor, loan: Loan, amount: int, day: date, words: str = ""
) -> LoanEntry:
    """Money of a loan was paid back on this day, to a member or to somebody who has left.

    Raises NotAllowed, or DomainError naming `amount` or `day`.
    """
    require(by, Permission.SHARES_KEEP, Place(coop.id))
    kept = locked(loan)
    entries = list(entries_of(kept))
    rules.check_day(kept, day, clock.today(coop.zone))
    rules.check_not_counted(entries, day)
    rules.check_repaying(entries, amount, coop.currency)
    said = line(words)[:200]
    entry = _write_entry(kept, by, entries, LoanEntry.REPAID, day, owed=-amount, words=said)
    record(coop=coop, by=by, kind="loans.repaid", subject=kept, amount=amount)
    tell_member(kept, f"We paid {words_for(kept, amount)} of your loan back to you")
    return entry


@transaction.atomic
def put_right(*, coop: Coop, by: Actor, entry: LoanEntry, words: str) -> LoanEntry:
    """An entry was wrong: a new one takes it off again, with why. Raises NotAllowed, or DomainError."""
    require(by, Permission.SHARES_KEEP, Place(coop.id))
    kept = locked(entry.loan)
    entries, why = list(entries_of(kept)), line(words)[:200]
    wrong = LoanEntry.objects.get(pk=entry.pk, coop=coop)
    rules.check_can_be_put_right(entries, wrong)
    if not why:
        raise DomainError("Write what was wrong.", field="words")
    again = LoanEntry.PUT_RIGHT
    moved = {"owed": -wrong.owed, "interest": -wrong.interest}
    made = _write_entry(kept, by, entries, again, wrong.day, other=wrong, words=why, **moved)
    record(coop=coop, by=by, kind="loans.put-right", subject=kept, entry=wrong.number)
    tell_member(kept, "An entry of your loan was put right", why)
    return made
