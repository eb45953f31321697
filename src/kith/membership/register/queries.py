"""The register of members: the columns that the law asks for, for a page, for paper and as a file.

Co-operative and Community Benefit Societies Act 2014. Section 30: name, postal address, notified e-mail address, shares
and what is paid on them, other property in the society, the dates of entering and ceasing, and the officers.
Section 103: a member may inspect all of it but shares and property, and all of what is their own.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import F, Q, QuerySet

from kith.foundation import clock
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, roles
from kith.membership.extensions import Holding, holdings_of
from kith.membership.models import Member
from kith.membership.queries import class_titles, named, register_of, still_members
from kith.people.models import Hat

OFFICES = ("board", "secretary", "treasurer")
AT_ONCE = 2000
NOW, BEFORE, EVERYBODY = "now", "before", "all"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the register; `holding` is None where the reader may not see it."""

    member: Member
    name: str
    address: str
    email: str
    title: str
    holding: Holding | None


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody with an office, from a day, perhaps until one."""

    name: str
    address: str
    office: str
    since: date
    until: date | None


def lines_found(
    coop: Coop, *, text: str = "", member_class: str = "", when: str = NOW
) -> QuerySet[Member]:
    """The register, narrowed to a name or number, a class, and members of now ("now"), before or both ("all")."""
    found = named(register_of(coop), text)
    if member_class:
        found = found.filter(member_class=member_class)
    day = clock.today(coop.zone)
    if when == NOW:
        return found.filter(still_members(day))
    return found.exclude(still_members(day)) if when == BEFORE else found


def as_lines(coop: Coop, members: Sequence[Member], by: Actor) -> list[Line]:
    """These members with all that `by` may see: everything for whoever keeps the register, else one's own alone."""
    keeps = by.reaches_all(Permission.REGISTER_KEEP)
    seen = [one.id for one in members if keeps or one.voter.id == by.person_id]
    holdings, titles = holdings_of(coop, seen), class_titles(coop)
    return [_line(one, titles, holdings.get(one.id)) for one in members]


def _line(member: Member, titles: dict[str, str], holding: Holding | None) -> Line:
    here = member.organisation or member.voter
    return Line(
        member=member,
        name=member.name,
        address=_in_one_line(here.address, here.postcode),
        email=here.email,
        title=titles.get(member.member_class, member.member_class),
        holding=holding,
    )


def _in_one_line(address: str, postcode: str) -> str:
    """The postal address; the two parts of the postcode stay together when the line is broken."""
    return ", ".join(filter(None, (address, postcode.replace(" ", "\N{NO-BREAK SPACE}"))))


def officers_of(coop: Coop) -> list[Officer]:
    """Everybody who has or had an office of the whole co-op, those of now first."""
    offices = [role for role in OFFICES if role in roles()]
    worn = (
        Hat.objects.select_related("person")
        .filter(coop=coop, team_id__isnull=True, role__in=offices)
        .filter(Q(until__isnull=True) | Q(until__gte=F("since")))
        .order_by(F("until").desc(nulls_first=True), "since", "id")
    )
    return [
        Officer(
            name=hat.person.name,
            address=_in_one_line(hat.person.address, hat.person.postcode),
            office=roles()[hat.role].title,
            since=hat.since,
            until=hat.until,
        )
        for hat in worn
    ]


HEADINGS = (
    "Number",
    "Name",
    "Speaks for it",
    "Postal address",
    "E-mail",
    "Class",
    "Shares",
    "Paid on shares",
    "Loans, deposits and other property",
    "Entered",
    "Ceased",
)
_OWN = ("id", "number", "member_class", "entered_on", "ceased_on")
_PERSON = ("person__name", "person__address", "person__postcode", "person__email")
_ORGANISATION = (
    "organisation__name",
    "organisation__address",
    "organisation__postcode",
    "organisation__email",
    "organisation__representative__name",
)


class _Echo:
    """A file that hands each row straight on."""

    def write(self, row: str) -> str:
        """The row as it is."""
        return row


def register_as_csv(coop: Coop) -> Iterator[str]:
    """The whole register, some rows at a time, with everything in it: for whoever keeps it."""
    writer = csv.writer(_Echo())
    titles = class_titles(coop)
    yield "\ufeff" + writer.writerow(HEADINGS)  # spreadsheets read the alphabet from this mark
    rows = register_of(coop).values_list(*_OWN, *_PERSON, *_ORGANISATION)
    waiting = rows.iterator(chunk_size=AT_ONCE)
    while some := list(islice(waiting, AT_ONCE)):
        holdings = holdings_of(coop, [row[0] for row in some])
        yield "".join(_written(writer, row, titles, holdings[row[0]]) for row in some)


def officers_as_csv(coop: Coop) -> Iterator[str]:
    """The officers, those of before too: the register's second list."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(("Name", "Office", "Postal address", "Since", "Until"))
    for one in officers_of(coop):
        cells = (one.name, one.office, one.address, one.since, one.until)
        yield writer.writerow([_harmless(cell) for cell in cells])


def _written(writer: Any, row: tuple[object, ...], titles: dict[str, str], own: Holding) -> str:
    _id, number, member_class, entered, ceased = row[:5]
    person, organisation = row[5:9], row[9:14]
    name, address, postcode, email = organisation[:4] if organisation[0] else person
    cells = [
        number,
        name,
        organisation[4],
        ", ".join(str(part) for part in (address, postcode) if part),
        email,
        titles.get(str(member_class), str(member_class)),
        *(_plain(amount) for amount in (own.shares, own.paid, own.other)),
        entered,
        ceased,
    ]
    written: str = writer.writerow([_harmless(cell) for cell in cells])
    return written


def _plain(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"


def _harmless(cell: object) -> object:
    """Text that a spreadsheet would take for a formula begins with an apostrophe."""
    if isinstance(cell, str) and cell[:1] in "=+-@\t\r" and cell:
        return f"'{cell}"
    return "" if cell is None else cell
