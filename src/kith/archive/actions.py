"""Taking a co-op out of this installation and bringing it into another, whole and verified."""

from pathlib import Path

from kith.archive.bringing import bring_rows
from kith.archive.layout import Manifest
from kith.archive.reading import open_archive
from kith.archive.writing import write_archive
from kith.foundation.models import Coop


def export_coop(*, coop: Coop, out: Path) -> Manifest:
    """Write the co-op's archive to the file `out`. For whoever looks after the installation: it asks no permission.

    Nothing is recorded: two archives of the same co-op are the same. Raises FileGone, OSError.
    """
    return write_archive(coop, out)


def import_coop(*, archive: Path) -> tuple[Coop, Manifest]:
    """Bring a co-op in from its archive, all or nothing, and return it with what the archive said.

    Ids, times and the chain of events stay as they were. For whoever looks after the installation: it asks no
    permission. Raises WrongArchive: Damaged, OtherVersion, DoesNotFit or HereAlready.
    """
    with open_archive(archive) as (opened, manifest):
        return bring_rows(opened, manifest), manifest
