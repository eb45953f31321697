"""What must be true of a co-op before it can be founded. Each rule says no in words and names the form field.

Source of the figures: Co-operative and Community Benefit Societies Act 2014, sections 2 and 3 (at least three members,
or two when all are registered societies).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug

from kith.foundation.errors import DomainError
from kith.foundation.models import Coop
from kith.foundation.permissions import roles
from kith.people.models import line

LEAST_MEMBERS, LEAST_SOCIETIES = 3, 2
SOCIETY = "society"  # the kind of organisation that counts as a registered society


@dataclass(frozen=True, slots=True)
class FoundingOrganisation:
    """An organisation that founds the co-op as its member; the founder it stands beside speaks for it."""

    name: str
    kind: str
    number: str = ""
    address: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Founder:
    """One of a co-op's first people: the hats they begin with, and the class in which they become a member.

    Membership brings a member's hat by itself. Without a class they help to found it and are no member. With an e-mail
    they can sign in at once.
    """

    name: str
    email: str = ""
    roles: tuple[str, ...] = ("board",)
    member_class: str = ""
    address: str = ""
    postcode: str = ""
    organisation: FoundingOrganisation | None = None


def tidy_name(text: str) -> str:
    """The co-op's name on one line. Raises DomainError when too short or long."""
    tidy = line(text)
    if not 3 <= len(tidy) <= 120:
        raise DomainError("Give the co-op a name of 3 to 120 letters.", field="name")
    return tidy


def check_slug(slug: str) -> None:
    """Raise DomainError for a short name that cannot stand in an address, or that another co-op has."""
    try:
        validate_slug(slug)
    except ValidationError as wrong:
        raise DomainError(
            "Write the short name in small letters, digits and hyphens, like don-valley.",
            field="slug",
        ) from wrong
    if len(slug) > 60:
        raise DomainError("Keep the short name to 60 letters.", field="slug")
    if Coop.objects.filter(slug=slug).exists():
        raise DomainError(
            f"Another co-op here has the short name “{slug}”. Nothing was founded. Pick another.",
            field="slug",
        )


def check_founders(founders: Sequence[Founder]) -> None:
    """Raise DomainError for an unknown hat, for nobody who could add people, and for two with one e-mail address."""
    hats = {role for founder in founders for role in founder.roles}
    if unknown := hats - set(roles()):
        raise DomainError(f"There is no hat “{sorted(unknown)[0]}”.", field="founders")
    if "secretary" not in hats:
        raise DomainError(
            "One founder has to be the secretary: somebody must be able to add the others.",
            field="founders",
        )
    addresses = [founder.email.casefold() for founder in founders if founder.email]
    if len(set(addresses)) < len(addresses):
        raise DomainError(
            "Two founders have the same e-mail address. Two people need two addresses.",
            field="founders",
        )


def check_enough(founders: Sequence[Founder]) -> None:
    """Raise DomainError unless the law lets so many members found a society."""
    members = [one for one in founders if one.member_class]
    societies = [one for one in members if one.organisation and one.organisation.kind == SOCIETY]
    if len(members) >= LEAST_MEMBERS:
        return
    if len(members) >= LEAST_SOCIETIES and len(societies) == len(members):
        return
    raise DomainError(
        f"The law asks for {LEAST_MEMBERS} founding members, or {LEAST_SOCIETIES} when both are societies. "
        f"You have {len(members)}. Add the others.",
        field="founders",
    )
