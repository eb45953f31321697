"""Files that people attach: kept under var/files, in a folder for each co-op, each named by the SHA-256 of its content.

The same content is kept once; a file is never changed. A row that has a file keeps its digest in a `KeptFile` field,
so that whoever carries a co-op elsewhere finds every file by asking the models.
"""

import hashlib
import os
import re
import uuid
from pathlib import Path

from django.conf import settings
from django.db import models

from kith.foundation.errors import DomainError

DIGEST = re.compile(r"[0-9a-f]{64}")


class KeptFile(models.CharField[str, str]):
    """The SHA-256 (64 hex digits) of a file kept for the row's co-op; empty for none."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **{"max_length": 64, "blank": True, **options})  # type: ignore[arg-type]


class FileGone(DomainError):
    """A kept file is not there, or is not what was kept."""


def digest_of(content: bytes) -> str:
    """The SHA-256 under which this content is kept."""
    return hashlib.sha256(content).hexdigest()


def path_of(coop_id: uuid.UUID, digest: str) -> Path:
    """Where a co-op's file lies. Raises ValueError for what is no digest: it may come from outside."""
    if not DIGEST.fullmatch(digest):
        raise ValueError(f"{digest!r} is no SHA-256.")
    return Path(settings.VAR) / "files" / str(coop_id) / digest


def keep_file(coop_id: uuid.UUID, content: bytes) -> str:
    """Keep a file for a co-op and return its digest. A reader never sees half a file."""
    digest = digest_of(content)
    path = path_of(coop_id, digest)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        whole = path.with_name(f"{digest}.{os.getpid()}")
        whole.touch(mode=0o600)
        whole.write_bytes(content)
        whole.replace(path)
    return digest


def read_file(coop_id: uuid.UUID, digest: str) -> bytes:
    """The content of a kept file. Raises FileGone when it is not there or was changed on the disk."""
    path = path_of(coop_id, digest)
    content = path.read_bytes() if path.exists() else b""
    if digest_of(content) != digest:
        raise FileGone(
            "The file is not as it was kept. Ask whoever looks after this computer to bring it back from a safe copy."
        )
    return content
