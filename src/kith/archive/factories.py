"""Archives for tests: of a co-op with a bit of everything, and written anew with something else in them."""

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZipFile

from kith.archive import layout
from kith.asking.factories import talked
from kith.foundation import clock
from kith.foundation.attached import Attached
from kith.foundation.models import Coop
from kith.membership.duties.actions import mark_done
from kith.membership.duties.queries import calendar_of
from kith.membership.equality.actions import count_member
from kith.membership.factories import make_member as enter
from kith.membership.loans.factories import lend
from kith.membership.offers.factories import an_offer, pledged
from kith.membership.shares.factories import hold_shares, name_somebody, wait_for_money
from kith.people.actions import write_profile
from kith.people.factories import somebody, with_account
from kith.people.models import Person
from kith.people.queries import actor_for
from kith.support.factories import make_pattern, make_support
from kith.teams.factories import make_coop, make_member, make_team, secretary_of
from kith.teams.models import Skill

Change = Callable[[bytes], bytes]


def a_lived_in_coop(slug: str = "harbour") -> Coop:
    """A co-op with founders, a worker who signs in, a person with support, a skill that a visit asks for, and money."""
    coop = make_coop(slug)
    team, by = make_team(coop), secretary_of(coop)
    worker = with_account(make_member(team, "Amina Khan").person)
    support = make_support(team, by, name="Joan Łukasiewicz")
    make_pattern(support, by).skills.add(Skill.objects.create(coop=coop, name="Hoist"))
    write_profile(
        coop=coop, by=actor_for(worker), person=support.person, after=0, matters="Tea and the radio"
    )
    talked(team, actor_for(worker))
    _money(coop, worker)
    return coop


def _money(coop: Coop, worker: Person) -> None:
    """Two members with shares, one of whom asks for some back; an offer, a loan, and a duty done with a file."""
    first, second = (enter(coop, one, "workers") for one in (worker, somebody(coop, "Bo Brook")))
    for member in (first, second):
        hold_shares(member, 20_000, paid=15_000)
        name_somebody(member)
    wait_for_money(first, 5_000)
    pledged(an_offer(first), second, 10_000)
    lend(second)
    count_member(coop=coop, by=actor_for(worker), member=first, answers={"age": "25-44"})
    calendar, today = calendar_of(coop), clock.today(coop.zone)
    lines = calendar.lines if calendar else ()
    mark_done(
        coop=coop,
        by=secretary_of(coop),
        duty=next(one.duty.key for one in lines if one.duty.opens <= today),
        done_on=today,
        words="Done, as the minutes say.",
        file=Attached("minutes.txt", b"Minutes\n"),
    )


def rewritten(
    path: Path, changes: Mapping[str, Change], *, more: Mapping[str, bytes] | None = None
) -> Path:
    """The archive with entries changed or added and sealed again, as somebody with bad intentions would."""
    with ZipFile(path) as old:
        content = {name: old.read(name) for name in old.namelist()}
    for name, change in changes.items():
        if name != layout.MANIFEST:
            content[name] = change(content[name])
    content |= more or {}
    table = json.loads(content.pop(layout.MANIFEST))
    rows = {entry["name"]: entry["rows"] for entry in table["entries"]}
    table["entries"] = [_entry(name, content[name], rows) for name in content]
    manifest = json.dumps(table).encode()
    content[layout.MANIFEST] = changes.get(layout.MANIFEST, bytes)(manifest)
    out = path.with_name(f"rewritten-{path.name}")
    with ZipFile(out, "w") as new:
        for name, text in content.items():
            new.writestr(name, text)
        new.comment = layout.SEAL + b"0" * 64
    body = out.read_bytes()[:-64]
    before = body[: -len(layout.SEAL)]
    out.write_bytes(body + hashlib.sha256(before).hexdigest().encode())
    return out


def _entry(name: str, text: bytes, rows: Mapping[str, int]) -> dict[str, object]:
    count = text.count(b"\n") if name.startswith("rows/") else rows.get(name, 0)
    sha256 = hashlib.sha256(text).hexdigest()
    return {"name": name, "size": len(text), "sha256": sha256, "rows": count}
