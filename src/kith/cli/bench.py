"""`./kith bench`: measure what the docs claim, beside a peer, and write docs/benchmarks.md."""

import os
import runpy
import sys


def main(argv: list[str]) -> int:
    """Run the benchmarks named, or all."""
    sys.path.insert(0, os.environ.get("KITH_ROOT", "."))
    sys.argv = ["./kith bench", *argv]
    runpy.run_module("benchmarks", run_name="__main__")
    return 0
