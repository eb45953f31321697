"""Files that people attach to what they write: which are taken, and under which name they are handed out again.

A file is never shown inside a page: it is only handed out for download, as one of these kinds.
"""

import re
import uuid
from dataclasses import dataclass
from pathlib import PurePath
from unicodedata import normalize

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from kith.foundation.errors import DomainError
from kith.foundation.files import read_file

MOST_BYTES = 10_000_000
_ZIP, _TEXT = b"PK\x03\x04", b""
KINDS = {  # the ending of the name: how such a file begins, and its media type
    "pdf": (b"%PDF-", "application/pdf"),
    "png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    "jpg": (b"\xff\xd8\xff", "image/jpeg"),
    "jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    "docx": (_ZIP, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (_ZIP, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "odt": (_ZIP, "application/vnd.oasis.opendocument.text"),
    "ods": (_ZIP, "application/vnd.oasis.opendocument.spreadsheet"),
    "txt": (_TEXT, "text/plain"),
    "csv": (_TEXT, "text/csv"),
}
TAKEN = "PDF, picture (PNG or JPEG), Word, Excel, OpenDocument, text or CSV"
ACCEPT = ",".join(f".{ending}" for ending in KINDS)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file as somebody attached it."""

    name: str
    content: bytes


def check_attached(file: Attached) -> Attached:
    """The file under a tidy name. Raises DomainError naming `file` when it is empty, too large or of no such kind."""
    name = tidy_name(file.name)
    if not file.content:
        raise DomainError("This file is empty. Pick another one.", field="file")
    if len(file.content) > MOST_BYTES:
        size = f"{len(file.content) / 1_000_000:.1f} MB"
        raise DomainError(
            f"This file has {size}; 10 MB is the most. A scan in black and white is smaller.",
            field="file",
        )
    ending = ending_of(name)
    if ending not in KINDS:
        raise DomainError(f"We do not keep this kind of file. Attach a {TAKEN} file.", field="file")
    begins = KINDS[ending][0]
    if not file.content.startswith(begins) or (begins == _TEXT and not _is_text(file.content)):
        raise DomainError(
            f"The name ends with .{ending}, but inside it is something else. Save it again as {ending.upper()}.",
            field="file",
        )
    return Attached(name, file.content)


def tidy_name(name: str) -> str:
    """The name without folders and without signs that could mislead; at most 120 letters, the ending kept."""
    last = PurePath(normalize("NFC", name).replace("\\", "/")).name
    tidy = re.sub(r"[^\w .,()&+'’-]", "_", last).strip(" .") or "file"
    stem, dot, ending = tidy.rpartition(".")
    return tidy if len(tidy) <= 120 else f"{stem[: 119 - len(ending)]}{dot}{ending}"[:120]


def ending_of(name: str) -> str:
    """The ending of a file's name in small letters, without its dot."""
    return name.rpartition(".")[2].lower()


def media_type(name: str) -> str:
    """The media type of a kept file, by its ending."""
    return KINDS.get(ending_of(name), (b"", "application/octet-stream"))[1]


def handed_out(coop_id: uuid.UUID, digest: str, name: str) -> HttpResponse:
    """A kept file as a download that no browser opens as a page. Raises FileGone."""
    response = HttpResponse(read_file(coop_id, digest), content_type=media_type(name))
    response["Content-Disposition"] = content_disposition_header(True, name)  # noqa: FBT003
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


def _is_text(content: bytes) -> bool:
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return "\x00" not in words
