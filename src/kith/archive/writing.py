"""Writing a co-op's archive: all its rows and files as they are at one moment."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.db import connection, transaction

from kith import __version__
from kith.archive import layout
from kith.archive.contents import (
    kept_file_fields,
    line_of,
    models_kept,
    rows_of,
    schema,
    written_rows,
)
from kith.foundation.files import read_file
from kith.foundation.models import Coop, Event

WHEN = (1980, 1, 1, 0, 0, 0)  # the time of every entry: an archive written again is the same
FROM_UNIX = 3


def write_archive(coop: Coop, out: Path) -> layout.Manifest:
    """Write everything of the co-op to the file `out`, which is there only when it is whole.

    It holds private things of many people, so only its owner may read it. Raises FileGone when an attached file is
    missing, OSError when the disk refuses.
    """
    whole = out.with_name(f".{out.name}.{os.getpid()}")
    whole.touch(mode=0o600)
    try:
        with _one_moment():
            manifest = _write(coop, whole)
        _seal(whole)
        whole.replace(out)
    finally:
        whole.unlink(missing_ok=True)
    return manifest


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read everything as it is now, while others go on writing."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # atomic() would keep every writer waiting
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def _write(coop: Coop, path: Path) -> layout.Manifest:
    coop = Coop.objects.get(pk=coop.pk)  # as it is at this moment
    with ZipFile(path, "w", ZIP_STORED, allowZip64=True) as archive:
        archive.comment = layout.SEAL + b"0" * 64
        text = json.dumps(schema(), sort_keys=True, indent=1).encode() + b"\n"
        entries = [_add(archive, layout.SCHEMA, [text], rows=False)]
        for model in models_kept():
            lines = (line_of(row) for row in written_rows(model, coop))
            entries.append(_add(archive, layout.rows_name(model), lines, rows=True))
        for digest in _files_of(coop):
            content = read_file(coop.pk, digest)
            entries.append(_add(archive, f"files/{digest}", [content], rows=False))
        manifest = _manifest(coop, entries)
        text = json.dumps(manifest.table, ensure_ascii=False, indent=1).encode() + b"\n"
        _add(archive, layout.MANIFEST, [text], rows=False)
    return manifest


def _add(archive: ZipFile, name: str, parts: Iterable[bytes], *, rows: bool) -> layout.Entry:
    info = ZipInfo(name, WHEN)
    info.create_system, info.external_attr = FROM_UNIX, 0o600 << 16
    digest, size, count = hashlib.sha256(), 0, 0
    with archive.open(info, "w", force_zip64=True) as entry:
        for part in parts:
            entry.write(part)
            digest.update(part)
            size, count = size + len(part), count + 1
    return layout.Entry(name, size, digest.hexdigest(), count if rows else 0)


def _files_of(coop: Coop) -> list[str]:
    found: set[str] = set()
    for model in models_kept():
        for name in kept_file_fields(model):
            named = rows_of(model, coop).exclude(**{name: ""})
            found.update(named.order_by().values_list(name, flat=True))
    return sorted(found)


def _manifest(coop: Coop, entries: list[layout.Entry]) -> layout.Manifest:
    last = Event.objects.filter(coop=coop).order_by("-number").first()
    return layout.Manifest(
        kith=__version__,
        coop_id=str(coop.pk),
        slug=coop.slug,
        name=coop.name,
        events=last.number if last else 0,
        last_event=last.hash if last else "",
        entries=tuple(entries),
    )


def _seal(path: Path) -> None:
    """Write the SHA-256 of all before it into the last 64 bytes."""
    left = path.stat().st_size - layout.SEAL_LENGTH
    with path.open("r+b") as file:
        digest = layout.digest_of_first(file, left)
        file.seek(left + len(layout.SEAL))
        file.write(digest.encode())
