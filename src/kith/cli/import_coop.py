"""`./kith import-coop`: bring in a co-op from the archive that `./kith export` wrote."""

import argparse
import sys
from pathlib import Path

from kith.cli.setting_up import bring_database_up_to_date, say, start_django


def main(argv: list[str]) -> int:
    """All or nothing. Exit status: 0 brought in, 1 refused with the reason, 2 it was asked wrongly."""
    parser = argparse.ArgumentParser(prog="./kith import-coop", description=__doc__)
    parser.add_argument("file", type=Path, help="an archive that ./kith export wrote")
    asked = parser.parse_args(argv)
    start_django()
    bring_database_up_to_date()
    from kith.archive.actions import import_coop
    from kith.foundation.errors import DomainError

    try:
        coop, manifest = import_coop(archive=asked.file)
    except DomainError as error:
        sys.stderr.write(f"{error.message}\n")
        return 1
    say(
        f"{coop.name} is here: {manifest.rows} rows, {manifest.files} files, and {manifest.events} events "
        "whose chain is whole. People sign in with a code by e-mail; passwords stay where they were set."
    )
    return 0
