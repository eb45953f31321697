"""`./kith verify-events`: is the record of what happened whole?"""

import argparse

from kith.cli.setting_up import say, start_django


def main(argv: list[str]) -> int:
    """Walk every co-op's chain; name the first broken link of each, and return 1 if there is any."""
    argparse.ArgumentParser(prog="./kith verify-events", description=__doc__).parse_args(argv)
    start_django()
    from kith.foundation.events import verify
    from kith.foundation.models import Coop, Event

    broken = list(verify())
    for link in broken:
        say(f"{link.coop}: the chain breaks at event {link.number}: {link.reason}.")
    if not broken:
        say(f"All {Event.objects.count()} events of {Coop.objects.count()} co-ops hold together.")
    return 1 if broken else 0
