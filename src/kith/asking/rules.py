"""What must hold when somebody asks for support, and at each step after it."""

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import ceil

import holidays
from django.core.signing import BadSignature, Signer

from kith.asking.models import Referral
from kith.foundation.errors import DomainError
from kith.foundation.models import Coop
from kith.kernel.week import local_moment
from kith.people import rules as details
from kith.people.models import Format, Way, folded, line

KEPT_DAYS = 90  # days after which words that led to no support are forgotten
FEWEST = 5  # answers below which a time would only look exact
LONGEST = 4000
MOST_AHEAD = timedelta(days=731)
CLOSES = time(17)  # the end of a working day
DISTRICT = re.compile(r"^[A-Z]{1,2}[0-9][0-9A-Z]?$")


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wrote when they asked, as typed; codes are those of Referral."""

    asker: str
    asker_name: str
    postcode: str
    wish: str
    name: str = ""
    asker_place: str = ""
    asker_phone: str = ""
    asker_email: str = ""
    born: int | None = None
    nhs_number: str = ""
    phone: str = ""
    times: str = ""
    soon: str = "weeks"
    home_on: date | None = None
    ring: str = "person"
    contact_by: str = ""
    best_time: str = ""
    formats: Sequence[str] = field(default_factory=tuple)
    language: str = ""
    agrees: str = ""
    decides: str = ""
    paid: str = "unknown"


def new_secret() -> str:
    """A secret for the asker's own page: 192 bits, so that nobody guesses it."""
    return secrets.token_urlsafe(24)


def sealed(secret: str) -> str:
    """A secret as a form carries it, so that one form sent twice is one asking, and nobody chooses their own."""
    return Signer(salt="asking").sign(secret)


def unsealed(text: str) -> str:
    """The secret that a form carried; a new one when somebody has tampered with it."""
    try:
        return Signer(salt="asking").unsign(text)
    except BadSignature:
        return new_secret()


def digest_of(secret: str) -> str:
    """What is kept of a secret: its SHA-256."""
    return hashlib.sha256(secret.encode()).hexdigest()


def due_after(asked: date, days: int, nation: str) -> date:
    """The working day that is so many working days after the day of asking; weekends and bank holidays do not count."""
    free = holidays.country_holidays("GB", subdiv=nation)
    day = asked
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5 and day not in free
    return day


def time_left(referral: Referral, coop: Coop, now: datetime) -> timedelta:
    """How long until the promise is broken, at the end of its working day; below nothing when it is late."""
    return local_moment(referral.due_on, CLOSES, coop.zone) - now


def left_in_words(left: timedelta) -> str:
    """Such as “5 hours left”, “2 days and 1 hour left” or “late by 3 hours”."""
    hours = int(abs(left).total_seconds() // 3600)
    days, rest = divmod(hours, 24)
    said = [
        f"{n} {word}{'' if n == 1 else 's'}" for n, word in ((days, "day"), (rest, "hour")) if n
    ]
    words = " and ".join(said) or "less than an hour"
    return f"late by {words}" if left < timedelta() else f"{words} left"


def rank(values: Sequence[int], share: float) -> int:
    """The nearest-rank percentile: the least of the values that `share` of them do not go beyond."""
    return sorted(values)[max(ceil(share * len(values)), 1) - 1]


def problems_in(asked: Asked, today: date) -> list[DomainError]:
    """Everything wrong with what was written, each with its field."""
    found = [*_unknown_codes(asked), *_missing(asked), *_bad_details(asked)]
    if asked.born is not None and not today.year - details.OLDEST <= asked.born <= today.year:
        found.append(DomainError("Check the year of birth.", field="born"))
    if asked.home_on and not today <= asked.home_on <= today + MOST_AHEAD:
        found.append(DomainError("Check the day: it has to be today or later.", field="home_on"))
    found += [
        DomainError(f"Keep this to {most} letters; it has {len(text)}.", field=name)
        for name, text, most in (
            ("wish", asked.wish, LONGEST),
            ("times", asked.times, 500),
            ("decides", asked.decides, 300),
            ("best_time", asked.best_time, 120),
            ("language", asked.language, 40),
            ("asker_place", asked.asker_place, 120),
        )
        if len(text) > most
    ]
    return found


def _unknown_codes(asked: Asked) -> list[DomainError]:
    known: Mapping[str, Iterable[str]] = {
        "asker": dict(Referral.ASKERS),
        "soon": dict(Referral.SOON),
        "paid": dict(Referral.PAID),
        "ring": dict(Referral.RING),
        "contact_by": ["", *Way.values],
    }
    wrong = [name for name, codes in known.items() if getattr(asked, name) not in codes]
    if asked.asker != Referral.SELF and asked.agrees not in dict(Referral.AGREES):
        wrong.append("agrees")
    if set(asked.formats) - set(Format.values):
        wrong.append("formats")
    return [DomainError("Choose one from the list.", field=name) for name in wrong]


def _missing(asked: Asked) -> list[DomainError]:
    other = asked.asker != Referral.SELF
    ways = [asked.asker_phone, asked.asker_email]
    ways += [asked.phone] if asked.ring == "person" else []
    wanted = {
        "asker_name": ("Write your name.", bool(line(asked.asker_name))),
        "name": ("Write the name of the person.", bool(line(asked.name)) or not other),
        "postcode": (
            "Write the postcode: it shows which team is near.",
            bool(line(asked.postcode)),
        ),
        "wish": ("Write what would help. A few words are enough.", bool(asked.wish.strip())),
        "asker_phone": (
            "Write a telephone number or an e-mail address, so that we can answer.",
            any(line(way) for way in ways),
        ),
        "home_on": (
            "Write the day, or the likeliest one.",
            asked.soon != "hospital" or asked.home_on is not None,
        ),
        "decides": (
            "Write who decides, and who was asked what is best for the person.",
            asked.agrees != Referral.CANNOT or not other or bool(line(asked.decides)),
        ),
    }
    return [DomainError(words, field=name) for name, (words, there) in wanted.items() if not there]


def _bad_details(asked: Asked) -> list[DomainError]:
    found = []
    checks = {
        "asker_name": details.name,
        "name": details.name,
        "asker_phone": details.phone,
        "phone": details.phone,
        "asker_email": details.email,
        "postcode": details.postcode,
        "nhs_number": details.nhs_number,
    }
    for name, check in checks.items():
        try:
            if line(getattr(asked, name)):
                check(getattr(asked, name))
        except DomainError as error:
            found.append(DomainError(error.message, field=name))
    return found


def as_kept(asked: Asked) -> dict[str, object]:
    """The columns of a referral: everything written one way. For what `problems_in` has nothing to say about."""
    own = asked.asker == Referral.SELF
    name = line(asked.asker_name)
    return {
        **{one: line(getattr(asked, one)) for one in ("asker_place", "best_time", "language")},
        **{one: getattr(asked, one) for one in ("asker", "soon", "ring", "contact_by", "paid")},
        "asker_name": name,
        "asker_phone": details.phone(asked.asker_phone),
        "asker_email": details.email(asked.asker_email),
        "name": name if own else line(asked.name),
        "phone": details.phone(asked.phone or (asked.asker_phone if own else "")),
        "born": asked.born,
        "nhs_number": details.nhs_number(asked.nhs_number),
        "postcode": details.postcode(asked.postcode),
        "wish": asked.wish.strip(),
        "times": line(asked.times),
        "home_on": asked.home_on if asked.soon == "hospital" else None,
        "formats": list(asked.formats),
        "agrees": Referral.YES if own else asked.agrees,
        "decides": line(asked.decides) if asked.agrees == Referral.CANNOT and not own else "",
    }


def districts(text: str) -> list[str]:
    """Postcode districts from what was typed, such as "S9, S4 DN1". Raises DomainError naming `areas`."""
    found = re.split(r"[\s,;]+", line(text).upper())
    for one in filter(None, found):
        if not one.isascii() or not DISTRICT.match(one):
            raise DomainError(
                f"“{one[:20]}” is not the first half of a postcode. Write them like S9, DN1.",
                field="areas",
            )
    return sorted({one for one in found if one})


@dataclass(frozen=True, slots=True)
class Known:
    """What two askings, or an asking and a person, are compared by: `name` as typed, the rest as it is kept."""

    name: str
    born: int | None = None
    nhs_number: str = ""
    phone: str = ""
    postcode: str = ""


def same_in(one: Known, other: Known) -> tuple[str, ...]:
    """Why these two may be one human being, in words; nothing when they are not alike. Symmetric."""
    mine, theirs = folded(line(one.name)), folded(line(other.name))
    surnames = [name.rsplit(" ", 1)[-1] for name in (mine, theirs)]
    found = {
        "NHS number": bool(one.nhs_number) and one.nhs_number == other.nhs_number,
        "name and year of birth": bool(mine and one.born)
        and (mine, one.born) == (theirs, other.born),
        "telephone": bool(one.phone) and one.phone == other.phone,
        "postcode and surname": bool(one.postcode and surnames[0])
        and (one.postcode, surnames[0]) == (other.postcode, surnames[1]),
    }
    return tuple(what for what, same in found.items() if same)


FULL, STATE, RECEIVED = "full", "state", "received"


def shown_to_asker(referral: Referral) -> str:
    """How much the asker's own page tells: RECEIVED alone while the person has not said yes, STATE alone to somebody
    from outside, never what was said in confidence; FULL to the person and those close to them.
    """
    if referral.agrees not in (Referral.YES, Referral.CANNOT):
        return RECEIVED
    return STATE if referral.from_outside else FULL


def check_state(referral: Referral, *states: str) -> None:
    """Raise DomainError unless the referral is in one of these states."""
    if referral.state not in states:
        raise DomainError(
            f"This asking is “{referral.get_state_display()}”, so this cannot be done now. Nothing was changed."
        )


def check_taken(referral: Referral) -> None:
    """Raise DomainError while no team has taken it."""
    if referral.team_id is None:
        raise DomainError("First a team takes it. Nothing was changed.")


def words_given(text: str, name: str, missing: str, most: int = 500) -> str:
    """Words that are needed. Raises DomainError naming the field when there are none, or too many."""
    tidy = text.strip()
    if not tidy:
        raise DomainError(missing, field=name)
    if len(tidy) > most:
        raise DomainError(f"Keep this to {most} letters; it has {len(tidy)}.", field=name)
    return tidy


def check_talked(on: date, asked: date, today: date) -> None:
    """Raise DomainError naming `on` for a conversation before the asking or still to come."""
    if not asked <= on <= today:
        raise DomainError("Pick a day from the day they asked until today.", field="on")


def check_expected(on: date, today: date) -> None:
    """Raise DomainError naming `expected_on` for a day that has passed or is too far away."""
    if not today < on <= today + MOST_AHEAD:
        raise DomainError("Pick a day to come, within two years.", field="expected_on")
