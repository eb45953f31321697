"""Your own data: a co-op out of one installation and into another

The demo's co-op with a year of sent weeks, by the commands that a keeper uses, each in a process of its own.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.measuring import Options
from benchmarks.tables import table

ROOT = Path(__file__).parents[1]
COOP = "don-valley"
MOST_SECONDS = 60
"""What export and import together must keep within."""


def measure(options: Options) -> dict[str, Any]:
    """Found the demo, let a year go by, carry its co-op to an empty installation, and write it there once more.

    A trial (`--seconds`) leaves the year out.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        here, there = folder / "here", folder / "there"
        for place in (here, there):
            place.mkdir()
        _run(here, "kith", "demo", "--set-up-only")
        lived = {} if options.trial else json.loads(_run(here, "benchmarks.year_of_life")[0])
        print("The demo is founded.", lived, flush=True)
        return lived | _carried(folder, here, there)


def _carried(folder: Path, here: Path, there: Path) -> dict[str, Any]:
    first, second = folder / "first.zip", folder / "second.zip"
    rows = [
        _timed("export", here, "export", COOP, "--out", str(first)),
        _timed("import, empty installation", there, "import-coop", str(first)),
        _timed("export once more, there", there, "export", COOP, "--out", str(second)),
    ]
    return {
        "steps": rows,
        "bytes": first.stat().st_size,
        "same": _sha256(first) == _sha256(second),
    }


def _timed(what: str, var: Path, *words: str) -> dict[str, Any]:
    _, seconds, memory = _run(var, "kith", *words)
    row = {"what": what, "seconds": round(seconds, 2), "memory": memory}
    print(row, flush=True)
    return row


def _run(var: Path, *words: str) -> tuple[str, float, int]:
    """What a command printed last, how long it took, and the most memory it had (MB)."""
    place = {"KITH_VAR": str(var), "KITH_DEMO": "1", "KITH_DEBUG": "0", "KITH_ROOT": str(ROOT)}
    place |= {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    there = {key: value for key, value in os.environ.items() if key != "KITH_DATABASE"}
    place |= {"DJANGO_SETTINGS_MODULE": "kith.config.settings"}
    out = var / "printed"
    began = time.monotonic()
    with out.open("wb") as printed:
        command = subprocess.Popen(
            (sys.executable, "-m", *words), env=there | place, cwd=ROOT, stdout=printed
        )
        _, status, use = os.wait4(command.pid, 0)
    command.returncode = os.waitstatus_to_exitcode(status)
    took = time.monotonic() - began
    if command.returncode:
        raise RuntimeError(f"{' '.join(words)} ended with status {command.returncode}.")
    lines = out.read_text().splitlines()
    return (lines[-1] if lines else ""), took, use.ru_maxrss // 1024


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def section(results: dict[str, Any]) -> str:
    """The section of the page."""
    told = (
        f"{results['rows']:,} rows and {results['events']:,} events of {results['weeks']} weeks"
        if "rows" in results
        else "the demo without its year"
    )
    same = "the same to the last bit" if results["same"] else "NOT the same"
    total = sum(step["seconds"] for step in results["steps"][:2])
    words = (
        f"{told}, an archive of {results['bytes'] / 2**20:.1f} MB. Export and import are asked to take at most "
        f"{MOST_SECONDS} s together; they took {total:.1f} s, each with the start of its process and, for the import, "
        f"the making of the database. The archive written on the second installation is {same}."
    )
    rows = [[s["what"], f"{s['seconds']:.1f}", s["memory"]] for s in results["steps"]]
    return f"{words}\n\n{table('step|seconds|memory (MB)', 'l r r', rows)}"
