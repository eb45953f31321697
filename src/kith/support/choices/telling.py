"""What workers say about themselves, and what matters to people when they choose. A change is a new row."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from kith.foundation import clock
from kith.foundation.errors import DomainError
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, require
from kith.people.models import Person, folded, line
from kith.people.queries import place_of
from kith.support.choices.actions import require_voice
from kith.support.choices.fitting import HOW_MUCH, THINGS, signs_of
from kith.support.choices.models import Wishes, WorkProfile

MOST, LONGEST = 20, 40


@transaction.atomic
def write_work_profile(
    *,
    coop: Coop,
    by: Actor,
    person: Person,
    languages: Iterable[str] = (),
    interests: Iterable[str] = (),
    describes: str = WorkProfile.OTHER,
    hours: str = "",
    volunteer: bool = False,
    open_to_others: bool = False,
) -> WorkProfile:
    """Write down what a worker or volunteer says about themself, in place of what they said before.

    Raises NotAllowed, or DomainError naming `languages`, `interests` or `describes`.
    """
    require(by, Permission.PROFILE_CHANGE, place_of(person))
    if describes not in dict(WorkProfile.DESCRIBES):
        raise DomainError("Pick one of the three.", field="describes")
    speaks, likes = _words(languages, "languages"), _words(interests, "interests")
    said = WorkProfile(
        coop=coop,
        person=person,
        languages=speaks,
        interests=likes,
        signs=signs_of(speaks, likes),
        describes=describes,
        hours=line(hours)[:200],
        volunteer=volunteer,
        open=open_to_others,
        written_by_id=by.person_id,
    )
    _instead(said)
    record(coop=coop, by=by, kind="work-profile.written", subject=person)
    return said


@transaction.atomic
def write_wishes(
    *,
    coop: Coop,
    by: Actor,
    person: Person,
    matters: Mapping[str, str],
    languages: Iterable[str] = (),
    interests: Iterable[str] = (),
    describes: str = "",
    words: str = "",
) -> Wishes:
    """Write down what matters to a person when they choose who comes. `matters` says for each thing how much.

    Raises NotAllowed, or DomainError naming the field that is wrong.
    """
    require_voice(coop, by, person)
    _check_matters(matters)
    if describes not in ("", WorkProfile.WOMAN, WorkProfile.MAN):
        raise DomainError("Pick a woman or a man, or leave it.", field="describes")
    wishes = Wishes(
        coop=coop,
        person=person,
        matters=dict(matters),
        languages=_words(languages, "languages"),
        interests=_words(interests, "interests"),
        describes=describes,
        words=line(words)[:500],
        written_by_id=by.person_id,
    )
    _instead(wishes)
    record(coop=coop, by=by, kind="wishes.written", subject=person)
    return wishes


def _check_matters(matters: Mapping[str, str]) -> None:
    for key, how_much in matters.items():
        if key not in THINGS or how_much not in dict(HOW_MUCH):
            raise DomainError("Say how much it matters.", field=f"how_{key}")


def _words(given: Iterable[str], field: str) -> list[str]:
    """The words once each, whatever their capitals. Raises DomainError naming the field."""
    kept = {folded(one): line(one) for one in given if line(one)}
    if len(kept) > MOST:
        raise DomainError(f"Write {MOST} at most; there are {len(kept)}.", field=field)
    long = next((one for one in kept.values() if len(one) > LONGEST), None)
    if long:
        raise DomainError(f"“{long[:30]}…” is long. Use a comma between two.", field=field)
    if any("|" in one for one in kept.values()):
        raise DomainError("Leave out the sign “|”.", field=field)
    return list(kept.values())


def _instead(new: WorkProfile | Wishes) -> None:
    """Save the new row in place of the one in force, which is kept as ended."""
    Person.objects.select_for_update().get(pk=new.person_id)
    rows = type(new)._default_manager.filter(person=new.person_id)
    new.number = rows.count() + 1
    rows.filter(ended_at__isnull=True).update(ended_at=clock.now())
    new.save(force_insert=True)
