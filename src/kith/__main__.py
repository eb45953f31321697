"""`python -m kith COMMAND`: one small module of `kith.cli` for each command."""

import importlib
import os
import sys

COMMANDS = ("rota",)


def main(argv: list[str]) -> int:
    """Run a command and return its exit status: 0 done, 1 it failed, 2 it was asked wrongly."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.config.settings")
    if not argv or argv[0].replace("-", "_") not in COMMANDS:
        sys.stderr.write(f"kith knows these commands: {', '.join(COMMANDS)}\n")
        return 2
    module = importlib.import_module(f"kith.cli.{argv[0].replace('-', '_')}")
    return int(module.main(argv[1:]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
