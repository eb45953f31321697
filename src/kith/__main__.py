"""`python -m kith COMMAND`: one small module of `kith.cli` for each command."""

import importlib
import os
import sys

COMMANDS = {
    "demo": ("demo", "found the model co-ops, serve them, and say who one can sign in as"),
    "serve": ("serve", "serve this installation, with one worker for jobs inside"),
    "worker": ("worker", "do jobs, on this machine or on any other with the same database"),
    "found": ("found", "found a co-op and give its first members a way to sign in"),
    "import": ("imports", "bring in a team's own spreadsheets"),
    "export": ("export", "write everything of one co-op into one archive"),
    "import-coop": ("import_coop", "bring in a co-op from its archive"),
    "count": ("count", "count an election by preference: count FILE.blt --rule scottish-stv"),
    "rota": ("rota", "solve a rota problem from a file: rota solve FILE"),
    "verify-events": (
        "verify_events",
        "walk the record of what happened, name its first broken link",
    ),
    "check": ("gates", "the gates: format, lint, types, floors, templates, migrations"),
    "test": ("testing", "the gates and all the tests"),
    "bench": ("bench", "measure what the docs claim, and write docs/benchmarks.md"),
}


def main(argv: list[str]) -> int:
    """Run a command and return its exit status: 0 done, 1 it failed, 2 it was asked wrongly."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.config.settings")
    if not argv or argv[0] not in COMMANDS:
        return _usage(argv)
    module = importlib.import_module(f"kith.cli.{COMMANDS[argv[0]][0]}")
    try:
        return int(module.main(argv[1:]))
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        return 130


def _usage(argv: list[str]) -> int:
    asked_for_help = bool(argv) and argv[0] in ("help", "-h", "--help")
    out = sys.stdout if asked_for_help else sys.stderr
    if argv and not asked_for_help:
        out.write(f"Kith does not know “{argv[0]}”. It knows:\n\n")
    for name, (_, words) in COMMANDS.items():
        out.write(f"  ./kith {name:<14} {words}\n")
    out.write("\nEach takes --help.\n")
    return 0 if asked_for_help else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
