"""`./kith serve`: this installation, for real use."""

import argparse

from kith.cli.serving import serve
from kith.cli.setting_up import (
    bring_database_up_to_date,
    compile_engine,
    gather_static_files,
    say,
    start_django,
)


def main(argv: list[str]) -> int:
    """Bring everything up to date, then serve."""
    parser = argparse.ArgumentParser(prog="./kith serve", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument(
        "--no-worker",
        action="store_true",
        help="leave jobs to ./kith worker on this or another machine",
    )
    asked = parser.parse_args(argv)
    start_django()
    bring_database_up_to_date()
    gather_static_files()
    compile_engine()
    say(f"Kith is at http://{asked.host}:{asked.port}")
    return serve(asked.host, asked.port, embedded_worker=not asked.no_worker)
