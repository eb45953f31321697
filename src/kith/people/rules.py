"""What must be true of a person's details, needs and hats. Each rule says no in words and names the form field."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, TypedDict, cast

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from nhs_number.validate import is_valid

from kith.foundation.errors import DomainError
from kith.foundation.permissions import roles
from kith.people.models import Format, Hat, Person, Professional, Way, line

OLDEST = 130  # years; the oldest person on record lived to 122
POSTCODE = re.compile(r"^(GIR ?0AA|[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2})$")


class Details(TypedDict, total=False):
    """What is written down about a person, as typed or already checked."""

    name: str
    called: str
    pronouns: str
    born_on: date | None
    nhs_number: str
    email: str
    phone: str
    address: str
    postcode: str
    latitude: float | None
    longitude: float | None
    getting_in: str


TEAM_HATS = frozenset(
    {"worker", "coach"}
)  # worn with a place in the team, so the teams room gives them


class NhsNumberTaken(DomainError):
    """Somebody else in the co-op has this NHS number."""


class HatAlreadyWorn(DomainError):
    """The person already wears this hat."""


class LastKeeper(DomainError):
    """Nobody else could give hats any more."""


def checked(details: Details, today: date) -> Details:
    """The details written one way: spaces, NHS number as ten digits, telephone in E.164, postcode in capitals.

    Raises DomainError for the first thing that is wrong; `problems_in` gives them all.
    """
    problems = problems_in(details, today)
    if problems:
        raise problems[0]
    return _tidied(details)


def problems_in(details: Details, today: date) -> list[DomainError]:
    """Everything wrong with the details, each with its field. Fields left out are not looked at."""
    problems = []
    for field, value in details.items():
        try:
            _tidy(field, value)
        except DomainError as problem:
            problems.append(problem)
    if (born_on := details.get("born_on")) and not 0 <= today.year - born_on.year <= OLDEST:
        problems.append(DomainError("Check the year of birth.", field="born_on"))
    elif born_on and born_on > today:
        problems.append(DomainError("The date of birth is in the future.", field="born_on"))
    if (details.get("latitude") is None) != (details.get("longitude") is None):
        problems.append(
            DomainError("Give both latitude and longitude, or neither.", field="latitude")
        )
    return problems


def _tidied(details: Details) -> Details:
    return cast("Details", {field: _tidy(field, value) for field, value in details.items()})


def _tidy(field: str, value: object) -> object:
    return TIDY[field](value) if field in TIDY else value


def name(text: str) -> str:
    """A name in any alphabet, of one word or many. Raises DomainError when empty, too long or not text."""
    tidy = line(text)
    if not tidy:
        raise DomainError("Write the person’s name.", field="name")
    if not any(unicodedata.category(sign).startswith("L") for sign in tidy):
        raise DomainError("A name needs at least one letter.", field="name")
    return _at_most(tidy, 120, "name")


def nhs_number(text: str) -> str:
    """Ten digits, or nothing. Raises DomainError when the check digit is wrong."""
    digits = re.sub(r"[\s-]", "", text or "")
    if digits and not (digits.isascii() and digits.isdigit() and is_valid(digits)):
        raise DomainError(
            "This is not an NHS number: it has 10 digits, and the last one checks the others. Check each digit.",
            field="nhs_number",
        )
    return digits


def phone(text: str) -> str:
    """A telephone number in E.164, read as British unless it begins with +. Raises DomainError."""
    if not (typed := line(text)):
        return ""
    try:
        number = phonenumbers.parse(typed, "GB")
    except phonenumbers.NumberParseException:
        number = None
    # possible, not valid: number ranges open faster than any list of them
    if number is None or number.extension or not phonenumbers.is_possible_number(number):
        raise DomainError(
            "This is not a telephone number we can ring. Write it like 01302 555 010 or +353 1 234 5678.",
            field="phone",
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def postcode(text: str) -> str:
    """A British postcode in capitals with its space, or nothing. Raises DomainError."""
    signs = line(text).upper().replace(" ", "")
    if not signs:
        return ""
    if not signs.isascii() or not POSTCODE.match(signs):
        raise DomainError("This is not a postcode. Write it like DN1 2AB.", field="postcode")
    return f"{signs[:-3]} {signs[-3:]}"


def email(text: str) -> str:
    """An e-mail address or nothing. Raises DomainError."""
    tidy = line(text)
    try:
        validate_email(tidy or "nobody@example.org")
    except ValidationError as wrong:
        raise DomainError(
            "This is not an e-mail address. Write it like name@example.org.", field="email"
        ) from wrong
    return _at_most(tidy, 254, "email")


def _degrees(field: str, most: float) -> Callable[[float | None], float | None]:
    def degrees(value: float | None) -> float | None:
        if value is not None and not -most <= value <= most:
            raise DomainError(f"The {field} lies between −{most:g} and {most:g}.", field=field)
        return value

    return degrees


def _short(field: str, most: int) -> Callable[[str], str]:
    return lambda text: _at_most(line(text), most, field)


def _at_most(text: str, most: int, field: str) -> str:
    if len(text) > most:
        raise DomainError(f"Keep this to {most} letters; it has {len(text)}.", field=field)
    return text


TIDY: dict[str, Callable[[Any], object]] = {
    "name": name,
    "called": _short("called", 60),
    "pronouns": _short("pronouns", 40),
    "nhs_number": nhs_number,
    "email": email,
    "phone": phone,
    "address": _short("address", 200),
    "postcode": postcode,
    "latitude": _degrees("latitude", 90),
    "longitude": _degrees("longitude", 180),
    "getting_in": str.strip,
}


def check_role(role: str) -> None:
    """Raise DomainError unless there is such a hat."""
    if role not in roles():
        raise DomainError("There is no such hat. Pick one from the list.", field="role")


def check_no_place_in_a_team(hats: Iterable[tuple[str, object]]) -> None:
    """Raise DomainError when one of these hats (role, team) goes with a place in a team: that room keeps it."""
    if any(role in TEAM_HATS and team for role, team in hats):
        raise DomainError(
            "This hat goes with a place in a team. Change who is in the team, or its coach, on the team’s page first.",
            field="role",
        )


def check_not_worn(worn: Sequence[Hat], role: str, team_id: object) -> None:
    """Raise HatAlreadyWorn when the hat is among those worn."""
    if any(hat.role == role and hat.team_id == team_id and not hat.until for hat in worn):
        raise HatAlreadyWorn("They already wear this hat. Nothing was changed.", field="role")


def check_needs(
    *, none_known: bool, formats: Sequence[str], contact_by: str, professional: str, said: bool
) -> None:
    """Raise DomainError for an unknown code, for “none” together with a need, and for nothing at all.

    `said` is true when a language or own words were given.
    """
    if unknown := set(formats) - set(Format.values):
        raise DomainError(f"We do not know this format: {sorted(unknown)[0]}.", field="formats")
    if contact_by and contact_by not in Way.values:
        raise DomainError("Pick a way to reach them from the list.", field="contact_by")
    if professional and professional not in Professional.values:
        raise DomainError("Pick who should help from the list.", field="professional")
    some = bool(formats or contact_by or professional or said)
    if none_known and some:
        raise DomainError(
            "You ticked that there are no needs, and also gave some. Keep one or the other.",
            field="none_known",
        )
    if not none_known and not some:
        raise DomainError(
            "Write what the person needs, or tick that you asked and there is nothing.",
            field="none_known",
        )


def check_review(review_on: date | None, today: date) -> None:
    """Raise DomainError for a review day that is past."""
    if review_on and review_on < today:
        raise DomainError("The day to ask again has passed. Pick a later one.", field="review_on")


def reason_for(change: str, reason: str) -> str:
    """The reason of a version. Raises DomainError for a correction without one."""
    tidy = _at_most(line(reason), 200, "reason")
    if change not in {"first", "update", "correction"}:
        raise DomainError("Say if this is new, or puts a mistake right.", field="change")
    if change == "correction" and not tidy:
        raise DomainError("Say in a few words what was wrong before.", field="reason")
    return tidy


def check_can_be_invited(person: Person) -> None:
    """Raise DomainError for somebody who has left or whose e-mail address nobody wrote down."""
    if person.left_at:
        raise DomainError(f"{person.short} has left the co-op. Welcome them back first.")
    if not person.email:
        raise DomainError(
            f"Write down {person.short}’s e-mail address first, then invite them.", field="email"
        )


def check_account_free(other: Person | None) -> None:
    """Raise DomainError when the account is somebody else's in the same co-op."""
    if other:
        raise DomainError(
            "Somebody else in this co-op already signs in with this e-mail address. "
            "Two people need two addresses.",
            field="email",
        )
