"""What an election published, as files: those that were signed, the words of witnesses, and the program to check."""

import io
import zipfile
from functools import cache
from pathlib import Path

from kith.elections.models import Election
from kith.engines.ballots import verify_election
from kith.foundation.files import read_file

PROGRAM = "verify_election.py"


def files_of(election: Election) -> dict[str, bytes]:
    """The files that were signed, by name; none before the election is declared. Raises FileGone."""
    if not election.published:
        return {}
    with zipfile.ZipFile(io.BytesIO(read_file(election.coop_id, election.published))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def everything_of(election: Election) -> dict[str, bytes]:
    """The signed files, what witnesses said since, and the program that checks all of it."""
    said = {
        f"witness-{place}.json": one.text.encode()
        for place, one in enumerate(election.witnesses.all(), start=1)
    }
    return files_of(election) | said | {PROGRAM: _program()}


@cache
def _program() -> bytes:
    return Path(verify_election.__file__).read_bytes()
