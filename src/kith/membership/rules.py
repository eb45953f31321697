"""What must hold for members: one human being has one vote, and every end has its reason, its day and its right."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from kith.articles.decisions import Decision, NotDecided, require_special
from kith.articles.rules import Articles, MemberClass
from kith.foundation.errors import DomainError
from kith.membership.models import Member, Organisation, Standing
from kith.people.models import Person, folded, line

LEGAL_FORMS = frozenset(
    [
        "ltd",
        "limited",
        "plc",
        "llp",
        "lp",
        "inc",
        "cic",
        "cio",
        "cbs",
        "gmbh",
        "ag",
        "charity",
        "society",
        "council",
        "association",
        "foundation",
        "committee",
        "company",
        "trust",
        "trustees",
        "federation",
        "partnership",
        "co-op",
        "coop",
        "cooperative",
        "co-operative",
        "forum",
    ]
)
"""Words that end the name of an organisation and of hardly any human being."""


def class_of(articles: Articles, key: str) -> MemberClass:
    """The class of this key. Raises DomainError naming `member_class`."""
    for one in articles.classes:
        if one.key == key:
            return one
    raise DomainError(
        "The articles do not have this class. Pick one of the list.", field="member_class"
    )


def check_class(found: MemberClass, *, for_organisation: bool) -> None:
    """Raise DomainError for an organisation in a class that is for people."""
    if for_organisation and not found.organisations:
        raise DomainError(
            f"“{found.title}” is for people, not for organisations.", field="member_class"
        )


def check_names_a_human(name: str, organisation: str) -> None:
    """Raise DomainError naming `name` when an organisation gives itself or another one as who speaks for it."""
    words = folded(name).replace(".", "").split()
    itself = folded(name) == folded(organisation)
    if words and not itself and words[0] != "the" and words[-1] not in LEGAL_FORMS:
        return
    raise DomainError(
        f"“{line(name)}” is not a human being. Write the name of the person who speaks and votes for "
        f"{line(organisation) or 'the organisation'}.",
        field="name",
    )


def check_one_vote(voter: Person, already: Iterable[Member]) -> None:
    """Raise DomainError when this human being votes already; `already` are the members of today that they vote for."""
    for member in already:
        if member.person_id:
            raise DomainError(
                f"{voter.name} is a member already: one human being, one vote.", field="name"
            )
        raise DomainError(
            f"{voter.name} votes already for {member.organisation}: one human being, one vote. "
            f"{member.organisation} can name somebody else.",
            field="name",
        )


def check_not_a_member(organisation: Organisation, already: Iterable[Member]) -> None:
    """Raise DomainError when the organisation is among the members of today."""
    if any(member.organisation_id == organisation.id for member in already):
        raise DomainError(
            f"{organisation.name} is a member already. Nothing was changed.", field="org_name"
        )


def check_here(member: Member, today: date) -> None:
    """Raise DomainError for somebody who is no longer a member."""
    if member.standing_on(today) == Member.CEASED:
        raise DomainError(f"{member.name} is no longer a member. Nothing was changed.")


def reason_given(reason: str) -> str:
    """The reason in one line. Raises DomainError naming `reason` when there is none or it is too long."""
    tidy = line(reason)
    if not tidy:
        raise DomainError("Write the reason: the member has a right to it.", field="reason")
    if len(tidy) > 300:
        raise DomainError(f"Keep this to 300 letters; it has {len(tidy)}.", field="reason")
    return tidy


def decision_given(words: str) -> str:
    """Whose decision it was, in words. Raises DomainError naming `decided_by`."""
    tidy = line(words)
    if not tidy:
        raise DomainError(
            "Write who decided and when, such as “board meeting of 3 May”.", field="decided_by"
        )
    if len(tidy) > 160:
        raise DomainError(f"Keep this to 160 letters; it has {len(tidy)}.", field="decided_by")
    return tidy


def earliest_end(articles: Articles, told_on: date) -> date:
    """The first day on which a membership can end, when notice is given on `told_on`."""
    return told_on + timedelta(days=articles.joining.leave_notice_days)


def check_leaving(articles: Articles, member: Member, told_on: date, on: date, today: date) -> None:
    """Raise DomainError for a day before the articles' notice is over, or a letter that comes from the future."""
    if member.ceased_on:
        raise DomainError(
            f"{member.name} has given notice already, for {day_words(member.ceased_on)}."
        )
    if told_on > today:
        raise DomainError("This day is still to come.", field="told_on")
    if told_on < member.entered_on:
        raise DomainError("They were not a member yet on this day.", field="told_on")
    if on < earliest_end(articles, told_on):
        days = articles.joining.leave_notice_days
        raise DomainError(
            f"The articles ask for {days} days’ notice: {day_words(earliest_end(articles, told_on))} at the earliest.",
            field="on",
        )


def check_suspension(
    articles: Articles, standings: Sequence[Standing], since: date, until: date
) -> None:
    """Raise DomainError for an end that is past, or more days in a year than the articles allow.

    Several suspensions in twelve months count together: else one after another would be an expulsion without a vote.
    """
    most = articles.joining.suspended_most_days
    if most == 0:
        raise DomainError("The articles do not let anybody be suspended. Nothing was changed.")
    if until < since:
        raise DomainError("This day has passed. Pick a later one.", field="until")
    days = (until - since).days + 1 + _days_suspended(standings, since)
    if days > most:
        raise DomainError(
            f"The articles allow {most} days in a year. With this it would be {days}. Pick an earlier day.",
            field="until",
        )


def _days_suspended(standings: Sequence[Standing], before: date) -> int:
    """Days of suspensions in the year before a day; one that was lifted counts to the day before."""
    first, day = before - timedelta(days=365), timedelta(days=1)
    total = 0
    for place, one in enumerate(standings):
        if one.kind != Standing.SUSPENDED or one.until is None:
            continue
        following = standings[place + 1 : place + 2]
        last = min([one.until, before - day, *(lifted.since - day for lifted in following)])
        total += max(0, (last - max(one.since, first)).days + 1)
    return total


def check_end(member: Member, kind: str, on: date, today: date) -> None:
    """Raise DomainError for a death of an organisation, a dissolved human being, or a day that cannot be."""
    if (kind == Standing.DIED) != (member.person_id is not None):
        raise DomainError(
            "People die, organisations are dissolved. Pick the other one.", field="kind"
        )
    if on > today:
        raise DomainError("This day is still to come.", field="on")
    if on < member.entered_on:
        raise DomainError("They were not a member yet on this day. Check the date.", field="on")


def what_can_be_undone(standings: Sequence[Standing], member: Member, today: date) -> Standing:
    """The newest standing, when it is one that can be undone. Raises DomainError when there is none."""
    last = standings[-1]
    waiting = last.kind == Standing.LEFT and member.standing_on(today) != Member.CEASED
    held = last.kind == Standing.SUSPENDED and member.standing_on(today) == Member.SUSPENDED
    if waiting or held or last.kind == Standing.EXPELLED:
        return last
    raise DomainError("There is nothing to undo: nothing was changed.")


def who_expels(
    articles: Articles, member: Member, decision: Decision | None, decided_by: str
) -> str:
    """In words who decided to expel. Raises NotDecided when the members must and did not."""
    if decision:
        require_special(decision, articles, member)
        return decision.words[:160]
    if articles.joining.expelled_by == "members":
        majority = articles.votes.special
        raise NotDecided(
            f"Only the members can expel somebody, with {majority} of the votes. Nothing was changed. "
            "Bring it to a members’ meeting, and hear the member first."
        )
    return decision_given(decided_by)


def check_heard(*, heard: bool) -> None:
    """Raise DomainError unless the member could say their side."""
    if not heard:
        raise DomainError(
            "Nobody is expelled unheard. Tell them what it is about, and listen to them first.",
            field="heard",
        )


def organisation_of(member: Member) -> Organisation:
    """The organisation that is the member. Raises DomainError for a human being."""
    if member.organisation is None:
        raise DomainError(f"{member.name} votes for themself.")
    return member.organisation


def day_words(day: date) -> str:
    """3 May 2026"""
    return f"{day.day} {day:%B %Y}"
