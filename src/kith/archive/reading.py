"""Opening an archive: every byte is checked before a row is read."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from kith.archive import layout
from kith.archive.contents import schema
from kith.archive.rules import Damaged, OtherVersion, WrongArchive

UNREADABLE = (
    BadZipFile,
    EOFError,
    OSError,
    NotImplementedError,
    ValueError,
    KeyError,
    RuntimeError,
)


@contextmanager
def open_archive(path: Path) -> Iterator[tuple[ZipFile, layout.Manifest]]:
    """The archive and its manifest, once every byte is known to be as it was written.

    Raises Damaged naming the entry that was changed, OtherVersion, or WrongArchive when it is no archive of Kith.
    """
    _check_seal(path)
    try:
        archive = ZipFile(path)
    except UNREADABLE as error:
        raise Damaged("This is sealed as an archive, but it is not one.") from error
    with archive:
        manifest = _manifest(archive)
        _check_entries(archive, manifest)
        _check_schema(json.loads(archive.read(layout.SCHEMA)), manifest.kith)
        yield archive, manifest


def _check_seal(path: Path) -> None:
    try:
        file = path.open("rb")
    except OSError as error:
        raise WrongArchive(f"{path} cannot be read: {error.strerror}.") from error
    with file:
        begins = file.read(4) == b"PK\x03\x04"
        left = path.stat().st_size - layout.SEAL_LENGTH
        file.seek(max(left, 0))
        seal = file.read()
        file.seek(0)
        found = layout.SEAL + layout.digest_of_first(file, left).encode()
    if seal == found:
        return
    if not begins and not seal.startswith(layout.SEAL):
        raise WrongArchive(f"{path.name} is not an archive that Kith wrote.")
    raise Damaged(_what_was_changed(path, sealed=seal.startswith(layout.SEAL)))


def _what_was_changed(path: Path, *, sealed: bool) -> str:
    """The damage by its name: the entry whose content is not what the manifest says."""
    try:
        with ZipFile(path) as archive:
            manifest = layout.manifest_from(json.loads(archive.read(layout.MANIFEST)))
            for entry in manifest.entries:
                if _differs(archive, entry):
                    return f"“{entry.name}” in the archive was changed after it was written."
    except BadZipFile as error:
        if layout.MANIFEST in str(error):
            return f"“{layout.MANIFEST}” in the archive was changed after it was written."
        if not sealed:
            return "The archive ends too early: it was cut short."
        return "The table of contents of the archive was changed after it was written."
    except UNREADABLE:
        return f"“{layout.MANIFEST}” in the archive, or the table of contents, was changed."
    if not sealed:
        return "The seal at the end of the archive was changed, or the archive was cut short."
    return "The frame around the entries of the archive, or its seal, was changed after it was written."


def _differs(archive: ZipFile, entry: layout.Entry) -> bool:
    try:
        with archive.open(entry.name) as content:
            return layout.digest_of_first(content, entry.size + 1) != entry.sha256
    except UNREADABLE:
        return True


def _manifest(archive: ZipFile) -> layout.Manifest:
    try:
        table = json.loads(archive.read(layout.MANIFEST))
    except UNREADABLE as error:
        raise Damaged(f"“{layout.MANIFEST}” of the archive is not there.") from error
    number = table.get("format") if isinstance(table, dict) else None
    if number != layout.FORMAT:
        raise OtherVersion(
            f"The archive is of format {number}; this Kith reads format {layout.FORMAT}."
        )
    try:
        return layout.manifest_from(table)
    except (KeyError, TypeError, ValueError) as error:
        raise Damaged(f"“{layout.MANIFEST}” of the archive is not one.") from error


def _check_entries(archive: ZipFile, manifest: layout.Manifest) -> None:
    """The archive holds exactly what the manifest lists, unsqueezed, under names that Kith gives."""
    listed = [entry.name for entry in manifest.entries]
    there = {info.filename: info for info in archive.infolist()}
    if sorted(archive.namelist()) != sorted([*listed, layout.MANIFEST]):
        raise Damaged("The archive does not hold what its manifest lists.")
    for entry in manifest.entries:
        info = there[entry.name]
        plain = info.compress_type == ZIP_STORED and info.file_size == entry.size
        if not plain or not layout.ENTRY.fullmatch(entry.name) or _differs(archive, entry):
            raise Damaged(f"“{entry.name}” in the archive is not what its manifest says.")
    if layout.SCHEMA not in listed:
        raise Damaged(f"“{layout.SCHEMA}” of the archive is not there.")


def _check_schema(theirs: Mapping[str, Mapping[str, str]], kith: str) -> None:
    ours = schema()
    for label in sorted({*theirs, *ours}):
        there, here = theirs.get(label), ours.get(label)
        if there == here:
            continue
        raise OtherVersion(
            f"The archive was written by another Kith ({kith}): {_difference(label, there, here)}."
        )


def _difference(label: str, there: Mapping[str, str] | None, here: Mapping[str, str] | None) -> str:
    if there is None or here is None:
        return f"only {'this' if there is None else 'that'} one keeps “{label}”"
    name = next(n for n in sorted({*there, *here}) if there.get(n) != here.get(n))
    said, known = there.get(name, "not there"), here.get(name, "not there")
    return f"“{label}.{name}” is {said} in the archive and {known} here"


def rows_in(archive: ZipFile, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of an entry with their line numbers. Raises ValueError for a line that is no row."""
    with archive.open(name) as lines:
        for number, line in enumerate(lines, start=1):
            row = json.loads(line)
            if not isinstance(row, dict):
                raise ValueError(f"line {number} is no row")
            yield number, row
