"""`python -m benchmarks [NAME…]`: measure the claims of the docs and write docs/benchmarks.md."""

import argparse
import importlib
import os
import sys
from pathlib import Path

from benchmarks.measuring import Missing, Options
from benchmarks.page import keep, run, section_of, write_page

BENCHMARKS = ("rota_hhcrsp", "rota_uhhc", "rota_week", "pages")


def main(argv: list[str]) -> int:
    """Run the benchmarks named, or all; return 2 if one lacks what it needs."""
    asked = _arguments(argv)
    modules = {name: importlib.import_module(f"benchmarks.{name}") for name in BENCHMARKS}
    data = os.environ.get("KITH_CONFORMANCE_DATA")
    only = tuple(name for name in asked.only.split(",") if name)
    options = Options(asked.seconds, only, Path(data) if data else None)
    lacking = 0
    for name in [] if asked.write else asked.names or BENCHMARKS:
        try:
            results, around = run(modules[name], options)
        except Missing as missing:
            print(f"{name} was not measured. {missing}", file=sys.stderr)
            lacking = 2
            continue
        print("\n" + section_of(modules[name], results, around))
        if options.seconds is None and not options.only:
            keep(modules[name], results, around)
            write_page(list(modules.values()))
    if asked.write:
        write_page(list(modules.values()))
    return lacking


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./kith bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHMARKS)}")
    parser.add_argument("--seconds", type=float, help="a trial with this time limit")
    parser.add_argument("--only", default="", help="a trial with these cases: A1,B1")
    parser.add_argument("--write", action="store_true", help="write the page from what was kept")
    asked = parser.parse_args(argv)
    for name in asked.names:
        if name not in BENCHMARKS:
            parser.error(f"there is no benchmark {name}; there are {', '.join(BENCHMARKS)}")
    return asked


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
