"""`./kith export`: everything of one co-op in one file, to keep or to carry to another installation."""

import argparse
import sys
from pathlib import Path

from kith.cli.setting_up import bring_database_up_to_date, say, start_django


def main(argv: list[str]) -> int:
    """Write the archive. Exit status: 0 written, 1 it could not be, 2 it was asked wrongly."""
    parser = argparse.ArgumentParser(prog="./kith export", description=__doc__)
    parser.add_argument("coop", help="the co-op’s short name in addresses")
    parser.add_argument("--out", type=Path, help="the file to write; COOP.kith.zip without it")
    asked = parser.parse_args(argv)
    start_django()
    bring_database_up_to_date()
    from kith.archive.actions import export_coop
    from kith.foundation.errors import DomainError
    from kith.foundation.models import Coop

    coop = Coop.objects.filter(slug=asked.coop).first()
    out: Path = asked.out or Path(f"{asked.coop}.kith.zip")
    problem = _problem(asked.coop, found=coop is not None, out=out)
    if coop is None or problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    try:
        manifest = export_coop(coop=coop, out=out)
    except (DomainError, OSError) as error:
        sys.stderr.write(f"The archive was not written: {error}\n")
        return 1
    say(
        f"{coop.name}: {manifest.rows} rows, {manifest.files} files and {manifest.events} events are in {out}.\n"
        "It holds private things of many people: keep it where only you can read it. "
        "Bring it in elsewhere with: ./kith import-coop FILE"
    )
    return 0


def _problem(slug: str, *, found: bool, out: Path) -> str:
    if not found:
        return f"There is no co-op “{slug}” here."
    if out.exists():
        return f"{out} is there already, and stays as it is. Name another file with --out."
    return ""
