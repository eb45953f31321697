"""Counting votes: how long elections by preference take, beside other programs

Papers with a full order by chance, and all 351 wards of 2017 at once, counted by Scottish STV and by Meek.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import numpy as np

from benchmarks.measuring import Missing, Options
from benchmarks.tables import table

CASES = ((10_000, 10, 3), (1_000_000, 10, 3))
"""Papers, candidates, seats."""
AIMS = {10_000: "15 ms", 1_000_000: "2 s and 500 MB"}
SEED = 2007
PEERS = ("pyrankvote", "pref_voting")
PEERS_PYTHON = "KITH_PEERS_PYTHON"
"""Names a Python that has the peers: pref_voting wants older packages than the engines."""
TIMES = 9
SMALL = 100_000
"""Peers count no more papers than this: they keep each as an object of its own."""


def measure(options: Options) -> dict[str, Any]:
    """Time counts of elections in memory; the million in a process of its own, with what it held at most."""
    if not os.environ.get(PEERS_PYTHON):
        raise Missing(f"{PEERS_PYTHON} must name a Python with {' and '.join(PEERS)}: see README.")
    rows: list[dict[str, Any]] = []
    for papers, candidates, seats in CASES:
        for rule in ("scottish-stv", "meek"):
            rows.append(_apart("kith", rule, papers, candidates, seats))
            print(rows[-1], flush=True)
        for peer in PEERS if papers <= SMALL else ():
            rows.append(_apart(peer, "scottish-stv", papers, candidates, seats))
            print(rows[-1], flush=True)
    wards = _wards(options)
    print(wards, flush=True)
    return {"rows": rows, "wards": wards}


def _apart(program: str, rule: str, papers: int, candidates: int, seats: int) -> dict[str, Any]:
    """One case in a process of its own."""
    python = sys.executable if program == "kith" else os.environ[PEERS_PYTHON]
    words = [python, "-m", "benchmarks.tally", program, rule, str(papers)]
    words += [str(candidates), str(seats)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _orders(papers: int, candidates: int) -> "np.ndarray[Any, Any]":
    chance = np.random.default_rng(SEED)
    return np.argsort(chance.random((papers, candidates)), axis=1).astype(np.int16)


def _case(program: str, rule: str, papers: int, candidates: int, seats: int) -> dict[str, Any]:
    orders = _orders(papers, candidates)
    count = {"kith": _kith, "pyrankvote": _pyrankvote, "pref_voting": _pref_voting}[program]
    act = count(orders, candidates, seats, rule)
    taken = []
    for _ in range(TIMES if program == "kith" and papers <= SMALL else 3):
        began = time.perf_counter()
        winners = act()
        taken.append((time.perf_counter() - began) * 1000)
    return {
        "program": program,
        "version": "" if program == "kith" else version(program),
        "rule": rule,
        "papers": papers,
        "ms": round(statistics.median(taken), 1),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "winners": winners,
    }


Act = Callable[[], list[int]]


def _kith(orders: Any, candidates: int, seats: int, rule: str) -> Act:
    from kith.engines.tally.election import Ballots, Election
    from kith.engines.tally.rules import RULES

    ballots = Ballots(orders, np.ones(len(orders), np.int64))
    names = tuple(str(one + 1) for one in range(candidates))
    election = Election(names, seats, ballots, lot=tuple(range(1, candidates + 1)))
    return lambda: list(RULES[rule](election).winners)


def _pyrankvote(orders: Any, candidates: int, seats: int, _rule: str) -> Act:
    import pyrankvote
    from pyrankvote import Ballot, Candidate

    people = [Candidate(str(one + 1)) for one in range(candidates)]
    ballots = [Ballot(ranked_candidates=[people[one] for one in row]) for row in orders.tolist()]

    def act() -> list[int]:
        result = pyrankvote.single_transferable_vote(people, ballots, number_of_seats=seats)
        return sorted(int(one.name) for one in result.get_winners())

    return act


def _pref_voting(orders: Any, candidates: int, seats: int, _rule: str) -> Act:
    from pref_voting.profiles import Profile
    from pref_voting.proportional_methods import stv_scottish

    profile = Profile(orders.tolist())
    return lambda: sorted(int(one) + 1 for one in stv_scottish(profile, num_seats=seats))


def _wards(options: Options) -> dict[str, Any]:
    """All wards of 2017: read, and counted by each rule."""
    from kith.engines.tally.blt import read_blt
    from kith.engines.tally.rules import RULES

    folder = options.folder("ballots", "scottish_2017", "blt")
    texts = [file.read_text() for file in sorted(folder.glob("*.blt"))]
    began = time.perf_counter()
    elections = [read_blt(text) for text in texts]
    took = {"read": round(time.perf_counter() - began, 2)}
    for name, rule in RULES.items():
        began = time.perf_counter()
        for election in elections:
            rule(election)
        took[name] = round(time.perf_counter() - began, 2)
    papers = sum(one.ballots.total for one in elections)
    return {"wards": len(elections), "papers": papers, "seconds": took}


def section(results: dict[str, Any]) -> str:
    """Each program on each case, then the wards."""
    wards, took = results["wards"], results["wards"]["seconds"]
    aims = "; ".join(f"{papers:,} papers: {aim}" for papers, aim in AIMS.items())
    rows = [
        (
            f"{row['papers']:,}",
            f"{row['program']} {row['version']}" if row["version"] else "Kith",
            row["rule"] if row["program"] == "kith" else "STV of its own",
            f"{row['ms']:,.1f} ms",
            f"{row['memory']} MB",
            " ".join(map(str, row["winners"])),
        )
        for row in results["rows"]
    ]
    return f"""10 candidates, 3 seats, every paper with a full order drawn by seed {SEED}: the hardest case,
since hardly two papers are alike. Each program in a process of its own. The time is that of a count, in the middle of
several, with the ballots in memory as each program keeps them; the memory is the most that the process held, its start
included.
Aims for Scottish STV: {aims}.

{table("papers|program|rule|a count|memory|elected", "r l l r r l", rows)}

The {wards["wards"]} wards of 2017, {wards["papers"]:,} papers: read in {took["read"]} s, counted by Scottish STV in
{took["scottish-stv"]} s, by Meek in {took["meek"]} s. Every winner, event and total is as it was published
(`pytest -m conformance`), but for two misprints.
"""


if __name__ == "__main__":
    program, rule, *numbers = sys.argv[1:]
    print(json.dumps(_case(program, rule, *map(int, numbers))))
