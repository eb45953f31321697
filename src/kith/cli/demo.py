"""`./kith demo`: the model co-ops, to walk through and try."""

import argparse
import os
import shutil
from pathlib import Path

from kith.cli.serving import serve
from kith.cli.setting_up import (
    bring_database_up_to_date,
    compile_engine,
    gather_static_files,
    say,
    start_django,
)


def main(argv: list[str]) -> int:
    """Found the model co-ops where they are not yet, and serve them."""
    parser = argparse.ArgumentParser(prog="./kith demo", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--fresh", action="store_true", help="begin again from nothing")
    parser.add_argument("--set-up-only", action="store_true", help="found, but do not serve")
    asked = parser.parse_args(argv)
    _use_demo_folder(asked.port, fresh=asked.fresh)
    start_django()
    bring_database_up_to_date()
    gather_static_files()
    compile_engine()
    _found()
    _say_who(asked.port)
    return 0 if asked.set_up_only else serve("127.0.0.1", asked.port)


def _use_demo_folder(port: int, *, fresh: bool) -> None:
    root = Path(os.environ["KITH_ROOT"]) if "KITH_ROOT" in os.environ else Path.cwd()
    folder = Path(os.environ.setdefault("KITH_VAR", str(root / "var" / "demo")))
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
    os.environ["KITH_DEMO"] = "1"
    os.environ.setdefault("KITH_ADDRESS", f"http://localhost:{port}")


def _found() -> None:
    from kith.foundation import clock
    from kith.foundation.models import Coop

    if Coop.objects.exists():
        return
    from kith.demo.founding import found_demo

    say("Founding the model co-ops.")
    found_demo(today=clock.now().date())


def _say_who(port: int) -> None:
    from kith.demo.accounts import PASSWORD, demo_accounts

    say(f"\nKith is at http://localhost:{port}\n\nSign in as:")
    for account in demo_accounts():
        say(f"  {account.email:<34} {account.who}")
    say(f"\nEverybody's password is: {PASSWORD}\n")
