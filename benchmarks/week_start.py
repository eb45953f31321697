"""Run in a process of its own: how soon a suggestion has its first plan, and how much memory a whole one takes."""

import json
import time
from pathlib import Path


def _most_memory() -> float:
    """Return the most memory that this process has had, in MB; getrusage would count its parent's as well."""
    words = Path("/proc/self/status").read_text(encoding="ascii").split()
    return int(words[words.index("VmHWM:") + 1]) * 1024 / 1e6


def main() -> None:
    """Import the engine, make a first plan, then suggest for five seconds; print what was measured."""
    from kith.engines.rota.stopping import Stop
    from kith.engines.rota.week.search import suggest
    from kith.engines.rota.week.tests.town import town

    problem = town()
    began = time.perf_counter()
    suggest(problem, stop=Stop(iterations=1))
    first, at = time.perf_counter() - began, time.time()
    suggest(problem, stop=Stop(seconds=5.0))
    print(json.dumps({"first": first, "at": at, "memory": _most_memory()}))


if __name__ == "__main__":
    main()
