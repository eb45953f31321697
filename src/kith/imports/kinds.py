"""The four kinds of spreadsheet and their columns. Templates, reading and the reference page all come from here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kith.imports import cells


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header, what to write in it, an example, and how its cells are read."""

    name: str
    words: str
    example: str
    read: Callable[[str], Any]
    field: str
    needed: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of spreadsheet."""

    name: str
    title: str
    words: str
    columns: tuple[Column, ...]


_REFERENCE = Column(
    "Reference", "Your own number or code, if you have one. It finds the same row again.", "P-001", cells.text,
    "reference", also=("ref", "id", "our reference"),
)  # fmt: skip

PEOPLE = Kind(
    "people",
    "People",
    "The people your team supports, one in each row.",
    (
        _REFERENCE,
        Column("Name", "First and last name.", "Joan Hill", cells.person_name, "name", needed=True,
               also=("full name", "person")),
        Column("Likes to be called", "", "Joanie", cells.called, "called", also=("known as", "preferred name")),
        Column("Pronouns", "", "she, her", cells.pronouns, "pronouns"),
        Column("Date of birth", "Day first.", "14/03/1941", cells.day, "born_on", also=("dob", "born", "birth date")),
        Column("NHS number", "10 digits.", "943 476 5919", cells.nhs_number, "nhs_number", also=("nhs no", "nhs")),
        Column("E-mail", "", "joan@example.org", cells.email, "email", also=("email address", "mail")),
        Column("Telephone", "", "01302 555 010", cells.phone, "phone", also=("phone", "tel", "mobile")),
        Column("Address", "", "1 Quay Road, Doncaster", cells.address, "address"),
        Column("Postcode", "", "DN1 2AB", cells.postcode, "postcode", also=("post code",)),
        Column("Getting in", "Key, door, parking.", "Ring and wait", cells.text, "getting_in", also=("access",)),
        Column("Support from", "First day of support. Empty means today.", "01/12/2026", cells.day, "since",
               also=("support since", "start date", "since")),
    ),
)  # fmt: skip

WORKERS = Kind(
    "workers",
    "Workers",
    "The workers of your team, one in each row.",
    (
        _REFERENCE,
        Column("Name", "First and last name.", "Amina Khan", cells.person_name, "name", needed=True,
               also=("full name", "worker")),
        Column("Likes to be called", "", "", cells.called, "called", also=("known as", "preferred name")),
        Column("Pronouns", "", "she, her", cells.pronouns, "pronouns"),
        Column("E-mail", "", "amina@example.org", cells.email, "email", also=("email address", "mail")),
        Column("Telephone", "", "07700 900 123", cells.phone, "phone", also=("phone", "tel", "mobile")),
        Column("Postcode", "Where the worker sets out from.", "DN2 6AA", cells.postcode, "postcode",
               also=("post code",)),
        Column("Hours a week", "What the worker has agreed to.", "30", cells.hours, "minutes", needed=True,
               also=("hours", "contracted hours", "weekly hours")),
        Column("In the team since", "First day. Empty means today.", "01/09/2025", cells.day, "since",
               also=("start date", "since", "joined")),
        Column("Skills", "With commas between them.", "Hoist, Medication", cells.names, "skills",
               also=("skill", "training")),
    ),
)  # fmt: skip

PATTERNS = Kind(
    "patterns",
    "Visits that repeat",
    "What people want and when: one repeating visit in each row.",
    (
        Column("Person", "Name, NHS number or reference of somebody the team supports.", "Joan Hill", cells.text,
               "person", needed=True, also=("name", "who")),
        Column("What", "What the visit is for.", "Getting up", cells.text, "what", needed=True,
               also=("visit", "task", "purpose")),
        Column("Days", "Such as Mon, Wed, Fri or every day.", "Mon-Fri", cells.days, "weekdays", needed=True,
               also=("day", "weekdays")),
        Column("Every weeks", "1 is every week, 2 every second week.", "1", cells.whole, "every_weeks",
               also=("repeat every weeks", "weeks")),
        Column("Earliest start", "", "08:00", cells.clock, "earliest", needed=True, also=("from", "start", "earliest")),
        Column("Latest start", "Or fill in “Finished by”.", "09:00", cells.clock, "latest", also=("latest",)),
        Column("Finished by", "Instead of the latest start.", "", cells.clock, "finished_by",
               also=("finish by", "latest end")),
        Column("May be late", "Minutes it may start after the latest start. Empty means never.", "15", cells.whole,
               "late_most", also=("minutes late",)),
        Column("Minutes", "How long.", "30", cells.whole, "minutes", needed=True, also=("duration", "length")),
        Column("Workers", "1 or 2 at once.", "1", cells.whole, "workers_needed", also=("workers needed",)),
        Column("Skills", "What the worker must be able to do.", "", cells.names, "skills", also=("skill",)),
        Column("After", "The visit it comes after: what that one is for.", "", cells.text, "after",
               also=("comes after",)),
        Column("Shortest gap", "Minutes after that visit ends.", "", cells.whole, "gap_least"),
        Column("Longest gap", "Minutes after that visit ends.", "", cells.whole, "gap_most"),
        Column("How", "In the person’s own words.", "Tea first", cells.text, "how", also=("notes", "how to")),
        Column("Address", "If not at home.", "", cells.address, "address"),
        Column("Postcode", "If not at home.", "", cells.postcode, "postcode", also=("post code",)),
        Column("First day", "Empty means today.", "01/12/2026", cells.day, "starts_on",
               also=("starts on", "start date")),
        Column("Last day", "Empty means no last day.", "", cells.day, "ends_on", also=("ends on", "end date")),
    ),
)  # fmt: skip

AVAILABILITY = Kind(
    "availability",
    "When workers can work",
    "One span of time in each row; a worker may have many rows.",
    (
        Column("Worker", "Name, e-mail or reference of a worker of the team.", "Amina Khan", cells.text, "worker",
               needed=True, also=("name", "who")),
        Column("Days", "Such as Mon, Wed, Fri or every day.", "Mon-Thu", cells.days, "weekdays", needed=True,
               also=("day", "weekdays")),
        Column("From", "", "07:00", cells.clock, "starts", needed=True, also=("start", "starts")),
        Column("To", "At or before “From” means the next day.", "15:00", cells.clock, "ends", needed=True,
               also=("until", "end", "ends", "till")),
        Column("First day", "From which date. Empty means today.", "", cells.day, "since", also=("since",)),
    ),
)  # fmt: skip

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (PEOPLE, WORKERS, PATTERNS, AVAILABILITY)}
WRONG = "What is wrong"  # the column that the list of rows to mend adds; ignored when it comes back
