"""`./kith check`: the gates every commit passes. Nothing is changed; each failure says what to do."""

import argparse
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from kith.cli.setting_up import say

ROOT = Path(os.environ.get("KITH_ROOT", Path(__file__).resolve().parents[3]))
PYTHON = sys.executable


@dataclass(frozen=True, slots=True)
class Gate:
    """A check: its name, the command that makes it, and what to do when it fails."""

    name: str
    command: tuple[str, ...]
    mend: str


GATES = (
    Gate("types", ("-m", "mypy"), "Mend the types named above."),
    Gate(
        "floors",
        ("-c", "from importlinter.cli import lint_imports_command as lint; lint()"),
        "A room imports only from floors below.",
    ),
    Gate("format", ("-m", "ruff", "format", "--check", "."), "Run: ruff format ."),
    Gate("lint", ("-m", "ruff", "check", "."), "Run: ruff check --fix . and mend the rest."),
    Gate("dependencies", ("-m", "deptry", "src"), "Keep pyproject.toml and the imports together."),
    Gate("templates", ("-m", "djlint", "src/kith", "--lint"), "Mend the templates named above."),
    Gate(
        "sign-in pages",  # allauth asks for these as .html
        ("-m", "djlint", "src/kith/people", "-e", "html", "--lint"),
        "Mend the templates named above.",
    ),
    Gate(
        "migrations",
        ("-m", "django", "makemigrations", "--check", "--dry-run"),
        "Make the missing migration: python -m django makemigrations ROOM",
    ),
    Gate(
        "structure",
        ("-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "tests/structure"),
        "The house's own rules: the lines above say which.",
    ),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a gate went."""

    gate: Gate
    passed: bool
    seconds: float
    output: str


def main(argv: list[str]) -> int:
    """Run all gates, two at a time, and say how each went. Returns 1 if any failed."""
    argparse.ArgumentParser(prog="./kith check", description=__doc__).parse_args(argv)
    begun = time.monotonic()
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(_run, GATES))
    for outcome in outcomes:
        _tell(outcome)
    failed = [outcome.gate.name for outcome in outcomes if not outcome.passed]
    took = time.monotonic() - begun
    say(f"{len(GATES) - len(failed)} of {len(GATES)} gates passed in {took:.0f} s.")
    return 1 if failed else 0


def _run(gate: Gate) -> Outcome:
    begun = time.monotonic()
    done = subprocess.run(
        (PYTHON, *gate.command),
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "KITH_DEBUG": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return Outcome(gate, done.returncode == 0, time.monotonic() - begun, done.stdout + done.stderr)


def _tell(outcome: Outcome) -> None:
    mark = "passed" if outcome.passed else "FAILED"
    say(f"{outcome.gate.name:<14} {mark}  {outcome.seconds:5.1f} s")
    if not outcome.passed:
        say(outcome.output.rstrip())
        say(f"→ {outcome.gate.mend}\n")
