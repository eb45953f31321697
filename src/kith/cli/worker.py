"""`./kith worker`: take jobs from the database and do them. Run as many as there is work for."""

import argparse

from kith.cli.setting_up import compile_engine, say, start_django


def main(argv: list[str]) -> int:
    """Work until stopped; with --once, until no job is left."""
    parser = argparse.ArgumentParser(prog="./kith worker", description=__doc__)
    parser.add_argument("--once", action="store_true", help="stop when no job is left")
    asked = parser.parse_args(argv)
    start_django()
    compile_engine()
    from kith.asking.tasks import begin_forgetting
    from kith.foundation.jobs import work_until_stopped
    from kith.membership.duties.tasks import begin_reminding

    begin_reminding()
    begin_forgetting()
    say("Waiting for jobs. Stop with Ctrl-C.")
    work_until_stopped(stop_when_empty=asked.once)
    return 0
