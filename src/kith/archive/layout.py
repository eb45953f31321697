"""How an archive is laid out, as its writer and its reader both know it.

    schema.json                 every model and its fields
    rows/people.person.jsonl    one row a line, by id
    files/<SHA-256>             what people attached
    manifest.json               the co-op, the last event, and each entry with its size and SHA-256

It is a ZIP file whose entries are not squeezed and carry no time: so it is the same to the last bit wherever and
whenever it is written, and a damaged byte stays where it is. The ZIP's comment ends with the SHA-256 of all before it.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import IO, Any

from django.db.models import Model

FORMAT = 1
MANIFEST, SCHEMA = "manifest.json", "schema.json"
ENTRY = re.compile(r"schema\.json|rows/[a-z_]+\.[a-z_]+\.jsonl|files/[0-9a-f]{64}")
SEAL = b"kith-archive sha256 "
SEAL_LENGTH = len(SEAL) + 64
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of an archive as its manifest tells; `rows` is 0 for what is not rows."""

    name: str
    size: int
    sha256: str
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says of itself. `events` and `last_event` are the length and the newest hash of the record."""

    kith: str
    coop_id: str
    slug: str
    name: str
    events: int
    last_event: str
    entries: tuple[Entry, ...]

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(entry.rows for entry in self.entries)

    @property
    def files(self) -> int:
        """How many attached files there are."""
        return sum(entry.name.startswith("files/") for entry in self.entries)

    @property
    def table(self) -> dict[str, Any]:
        """As it stands in manifest.json."""
        return {
            "format": FORMAT,
            "kith": self.kith,
            "coop": {"id": self.coop_id, "slug": self.slug, "name": self.name},
            "events": {"count": self.events, "last": self.last_event},
            "entries": [
                {"name": e.name, "size": e.size, "sha256": e.sha256, "rows": e.rows}
                for e in self.entries
            ],
        }


def manifest_from(table: Any) -> Manifest:
    """The manifest that this JSON tells. Raises KeyError, TypeError or ValueError where it is not one."""
    entries = tuple(
        Entry(str(e["name"]), int(e["size"]), str(e["sha256"]), int(e["rows"]))
        for e in table["entries"]
    )
    coop, events = table["coop"], table["events"]
    return Manifest(
        kith=str(table["kith"]),
        coop_id=str(coop["id"]),
        slug=str(coop["slug"]),
        name=str(coop["name"]),
        events=int(events["count"]),
        last_event=str(events["last"]),
        entries=entries,
    )


def rows_name(model: type[Model]) -> str:
    """The entry that holds a model's rows."""
    return f"rows/{model._meta.label_lower}.jsonl"


def digest_of_first(file: IO[bytes], count: int) -> str:
    """The SHA-256 of the next `count` bytes of an open file, or of fewer where it ends."""
    digest = hashlib.sha256()
    while count > 0 and (part := file.read(min(count, CHUNK))):
        digest.update(part)
        count -= len(part)
    return digest.hexdigest()
