"""Rota engine: many teams’ weeks

Weeks suggested through the job workers, as on a machine that serves many teams: how many a minute, and whether ten
times as many take ten times as long.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.measuring import Options
from benchmarks.runs import RESULTS, Run, Unfinished, row_of
from benchmarks.tables import table

ROOT = Path(__file__).parents[1]
SIZES = ("10", "30", "100", "300", "1000")
SECONDS = 0.5
WORKERS = 2


def measure(options: Options) -> dict[str, Any]:
    """For each number of teams: copy the demo's team, ask for all weeks, let two workers do them, judge every week.

    Each number is kept as soon as it is done, as `runs.py` keeps its runs; the workers have all cores.
    """
    (seconds,) = options.limits((SECONDS,))
    unfinished = Unfinished(RESULTS / "rota_teams.partial.jsonl", kept=not options.trial)
    rows = unfinished.begin(resume=options.resume)
    runs = [Run(size, seconds, 1) for size in options.chosen(list(SIZES))]
    with tempfile.TemporaryDirectory() as folder:
        demo = Path(folder) / "demo"
        _run(demo, "kith", "demo", "--set-up-only")
        _run(demo, "kith", "worker", "--once")  # the demo's own notices
        for run in (run for run in runs if run.name not in rows):
            rows[run.name] = row_of(run, **_done(demo, Path(folder) / run.case, run))
            unfinished.add(rows[run.name])
            print(json.dumps(rows[run.name]), flush=True)
    return {"seconds": seconds, "workers": WORKERS, "rows": [rows[run.name] for run in runs]}


def _done(demo: Path, folder: Path, run: Run) -> dict[str, Any]:
    """One number of teams, in a database of its own."""
    shutil.copytree(demo, folder)
    made = json.loads(_run(folder, "benchmarks.many_teams", "copy", run.case, str(run.limit)))
    began = time.monotonic()
    workers = [_start(folder) for _ in range(WORKERS)]
    ended = [os.wait4(worker.pid, 0) for worker in workers]
    took = time.monotonic() - began
    judged = json.loads(_run(folder, "benchmarks.many_teams", "judge"))
    database = sum(file.stat().st_size for file in folder.glob("kith.sqlite3*"))
    shutil.rmtree(folder)
    return {
        **made,
        **judged,
        "took": round(took, 2),
        "a_minute": round(60 * judged["teams"] / took, 1),
        "processor": round(sum(use.ru_utime + use.ru_stime for _, _, use in ended), 1),
        "memory": max(use.ru_maxrss for _, _, use in ended) // 1024,
        "failed_workers": sum(status != 0 for _, status, _ in ended),
        "database": database // 2**20,
    }


def _environment(folder: Path) -> dict[str, str]:
    place = {"KITH_VAR": str(folder), "KITH_DEMO": "1", "KITH_DEBUG": "0", "KITH_ROOT": str(ROOT)}
    there = {key: value for key, value in os.environ.items() if key != "KITH_DATABASE"}
    return {
        **there,
        **place,
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "DJANGO_SETTINGS_MODULE": "kith.config.settings",
    }


def _run(folder: Path, *words: str) -> str:
    done = subprocess.run(
        (sys.executable, "-m", *words),
        env=_environment(folder),
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout.strip().rpartition("\n")[2]


def _start(folder: Path) -> "subprocess.Popen[bytes]":
    """A worker as any machine runs it, until no job is left; numpy and numba keep to one thread."""
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")
    words = (sys.executable, "-m", "kith", "worker", "--once")
    return subprocess.Popen(
        words, env={**_environment(folder), **one}, cwd=ROOT, stdout=subprocess.DEVNULL
    )


def straight_line(rows: list[dict[str, Any]]) -> tuple[float, float, float]:
    """Return start, slope and R² of the least-squares line through teams and seconds (R² is 1.0 for a perfect line)."""
    x, y = [row["teams"] for row in rows], [row["took"] for row in rows]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    across = sum((a - mean_x) ** 2 for a in x)
    slope = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / across
    start = mean_y - slope * mean_x
    missed = sum((b - start - slope * a) ** 2 for a, b in zip(x, y, strict=True))
    spread = sum((b - mean_y) ** 2 for b in y)
    return start, slope, 1 - missed / spread


def section(results: dict[str, Any]) -> str:
    """Return the protocol, the table, and the line through it."""
    rows = results["rows"]
    protocol = (
        f"Protocol: the demo is founded, and its team (12 workers, {rows[0]['visits'] // 2} visits a week or so, last "
        "week sent, the coming week without workers) is copied row by row under new ids, all teams in one co-op and "
        f"one SQLite database. A worker of each team asks for a suggestion of {results['seconds']:g} s, by the same "
        f"action as on the board. Then {results['workers']} processes of `./kith worker` do the jobs on as many cores: "
        "reading the week, searching, reasons, writing, events. The time runs from their start to the end of the "
        "last, starting Python and reading the engine included. At the end every week is read back from its rows and "
        "judged by the evaluator; illegal weeks, failed jobs and weeks without a plan are counted."
    )
    heads = "teams|time|teams a minute|processor time a team|memory of a worker, peak|database|errors|illegal|gaps"
    lines = [
        (
            f"{r['teams']:,}",
            f"{r['took']:,.1f} s",
            f"{r['a_minute']:g}",
            f"{r['processor'] / r['teams']:.2f} s",
            f"{r['memory']} MB",
            f"{r['database']} MB",
            r["errors"] + r["failed_workers"] + r["unplanned"],
            r["illegal"],
            r["gaps"],
        )
        for r in rows
    ]
    parts = [protocol, table(heads, "r r r r r r r r r", lines)]
    if len(rows) > 2:
        start, slope, fit = straight_line(rows)
        parts.append(
            f"The straight line through these: {start:.1f} s to start, then {slope:.3f} s a team "
            f"({60 / slope:.0f} teams a minute); R² = {fit:.5f}."
        )
    return "\n\n".join(parts)
