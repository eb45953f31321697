"""Who a row is about: the team's own reference, an NHS number, or a name that nothing contradicts."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from kith.foundation.errors import DomainError
from kith.imports.models import Reference
from kith.imports.rules import Row
from kith.people.models import Person, folded
from kith.teams.models import Team


@dataclass(slots=True)
class Known:
    """The people a row may be about. `inside` are those whom the team supports, or its members."""

    by_id: dict[uuid.UUID, Person] = field(default_factory=dict)
    by_reference: dict[str, uuid.UUID] = field(default_factory=dict)
    by_number: dict[str, Person] = field(default_factory=dict)
    by_name: defaultdict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    inside: set[uuid.UUID] = field(default_factory=set)

    def add(self, person: Person, *, inside: bool = True) -> None:
        """Somebody more, or somebody whose details have changed."""
        before = self.by_id.get(person.id)
        if before:
            self.by_name[folded(before.name)].remove(before)
        self.by_id[person.id] = person
        self.by_name[folded(person.name)].append(person)
        if person.nhs_number:
            self.by_number[person.nhs_number] = person
        if inside:
            self.inside.add(person.id)

    def person_of(self, row: Row) -> Person | None:
        """The person a row of details is about, or None for somebody new. Raises DomainError when two fit."""
        reference = self.by_reference.get(row.get("reference", "").lower())
        if reference in self.by_id:
            return self.by_id[reference]
        number = row.get("nhs_number")
        if number and number in self.by_number:
            return self.by_number[number]
        fits = [
            person for person in self.by_name[folded(row.get("name"))] if self._fits(person, row)
        ]
        if len(fits) > 1:
            raise DomainError(
                f"There are {len(fits)} people called {row.get('name')}. Add the date of birth, NHS number or e-mail.",
                field="name",
            )
        return fits[0] if fits else None

    def _fits(self, person: Person, row: Row) -> bool:
        """The same name is not enough: something else must agree, or the team must know the person already."""
        pairs = [
            (person.nhs_number, row.get("nhs_number")),
            (person.born_on, row.get("born_on")),
        ]
        if any(kept and given and kept != given for kept, given in pairs):
            return False
        agrees = any(kept and kept == given for kept, given in pairs)
        softly = [
            (person.email.lower(), row.get("email", "").lower()),
            (person.postcode, row.get("postcode")),
        ]
        return (
            agrees
            or person.id in self.inside
            or any(kept and kept == given for kept, given in softly)
        )

    def named(self, words: str, *, field_name: str, whom: str) -> Person:
        """Somebody of the team by reference, NHS number, e-mail or name. Raises DomainError when none or two fit."""
        reference = self.by_reference.get(words.lower())
        found = (
            [self.by_id[reference]]
            if reference in self.by_id and reference
            else self._called(words)
        )
        if len(found) == 1:
            return found[0]
        if found:
            raise DomainError(
                f"{len(found)} people fit “{words}”. Write the NHS number, e-mail or reference instead.",
                field=field_name,
            )
        names = sorted(self.by_id[person].name for person in self.inside)
        close = get_close_matches(words, names, n=1, cutoff=0.7)
        hint = f" Did you mean “{close[0]}”?" if close else ""
        raise DomainError(
            f"{whom} “{words}”.{hint} Check the name, or add them first.", field=field_name
        )

    def _called(self, words: str) -> list[Person]:
        digits = words.replace(" ", "").replace("-", "")
        key = folded(words)
        team = [self.by_id[person] for person in self.inside]
        for test in (
            lambda person: person.nhs_number and person.nhs_number == digits,
            lambda person: person.email and person.email.lower() == words.lower(),
            lambda person: folded(person.name) == key,
            lambda person: folded(person.short) == key,
        ):
            found = [person for person in team if test(person)]
            if found:
                return found
        return []


def known_people(team: Team, seen: Iterable[Person], inside: set[uuid.UUID]) -> Known:
    """Everybody whom the one who asks may see, those of the team marked, with the team's references."""
    known = Known()
    for person in seen:
        known.add(person, inside=person.id in inside)
    rows = Reference.objects.filter(team=team).values_list("reference", "person_id")
    known.by_reference = {reference.lower(): person for reference, person in rows}
    return known
