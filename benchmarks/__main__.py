"""`python -m benchmarks [NAME…]`: measure the claims of the docs and write docs/benchmarks.md."""

import argparse
import importlib
import os
import sys
from pathlib import Path

from benchmarks.measuring import Missing, Options
from benchmarks.page import keep, run, section_of, write_page
from benchmarks.runs import finish

BENCHMARKS = (
    "rota_hhcrsp",
    "rota_uhhc",
    "rota_peers",
    "rota_week",
    "rota_weekly",
    "rota_teams",
    "pages",
    "articles",
    "register",
    "choosing",
    "archive",
    "tally",
    "elections",
)


def main(argv: list[str]) -> int:
    """Run the benchmarks named, or all; return 2 if one lacks what it needs."""
    asked = _arguments(argv)
    modules = {name: importlib.import_module(f"benchmarks.{name}") for name in BENCHMARKS}
    options = _options(asked)
    lacking = 0
    for name in [] if asked.write else chosen(asked.names):
        try:
            results, around = run(modules[name], options)
            section = section_of(modules[name], results, around)
        except Missing as missing:
            print(f"{name} was not measured. {missing}", file=sys.stderr)
            lacking = 2
            continue
        print("\n" + section)
        if not options.trial:
            keep(modules[name], results, around)
            finish(name)
            write_page(list(modules.values()))
    if asked.write:
        write_page(list(modules.values()))
    return lacking


def chosen(names: list[str]) -> list[str]:
    """Return the benchmarks meant: `rota` means all whose names begin with it; none named means all."""
    return [b for b in BENCHMARKS if not names or any(_means(name, b) for name in names)]


def _means(name: str, benchmark: str) -> bool:
    return name == benchmark or benchmark.startswith(f"{name}_")


def _options(asked: argparse.Namespace) -> Options:
    data = os.environ.get("KITH_CONFORMANCE_DATA")
    return Options(
        seconds=asked.seconds,
        only=tuple(name for name in asked.only.split(",") if name),
        data=Path(data) if data else None,
        seeds=tuple(int(seed) for seed in asked.seeds.split(",")),
        side_by_side=asked.side_by_side,
        resume=asked.resume,
    )


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./kith bench", description=__doc__)
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help=f"of {', '.join(BENCHMARKS)}, or rota for all of its own",
    )
    parser.add_argument("--seconds", type=float, help="a trial with this time limit")
    parser.add_argument("--only", default="", help="a trial with these cases: A1,B1")
    parser.add_argument("--seeds", default="1,2,3", help="the seeds of searches: 1,2,3")
    parser.add_argument("--side-by-side", type=int, default=1, help="runs at once, one core each")
    parser.add_argument("--resume", action="store_true", help="go on with an unfinished run")
    parser.add_argument("--write", action="store_true", help="write the page from what was kept")
    asked = parser.parse_args(argv)
    for name in asked.names:
        if not chosen([name]):
            parser.error(f"there is no benchmark {name}; there are {', '.join(BENCHMARKS)}")
    return asked


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
