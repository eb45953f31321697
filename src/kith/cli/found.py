"""`./kith found`: found a co-op on this installation from one of the five models."""

import argparse
import sys

from kith.cli.setting_up import bring_database_up_to_date, say, start_django


def main(argv: list[str]) -> int:
    """Found the co-op with its first person, who can then sign in and add the others."""
    parser = argparse.ArgumentParser(prog="./kith found", description=__doc__)
    parser.add_argument("name", help="the co-op's name, such as “Don Valley Support Co-op”")
    parser.add_argument("--slug", required=True, help="its short name in addresses: don-valley")
    parser.add_argument("--model", default="neighbourhood-teams", help="the articles to begin with")
    parser.add_argument("--founder", required=True, help="the name of its first person")
    parser.add_argument("--email", required=True, help="where they get a sign-in code")
    parser.add_argument(
        "--class", dest="member_class", default="", help="the class they join, as a member"
    )
    asked = parser.parse_args(argv)
    start_django()
    bring_database_up_to_date()
    from kith.foundation.errors import DomainError
    from kith.membership.founding.actions import found_coop
    from kith.membership.founding.rules import Founder

    try:
        coop = found_coop(
            name=asked.name,
            slug=asked.slug,
            model=asked.model,
            founders=[
                Founder(
                    name=asked.founder,
                    email=asked.email,
                    roles=("secretary",),
                    member_class=asked.member_class,
                )
            ],
        )
    except DomainError as error:
        sys.stderr.write(f"{error.message}\n")
        return 1
    say(f"{coop.name} is founded. {asked.founder} can sign in with {asked.email}.")
    return 0
