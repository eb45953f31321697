"""A small provider's week for tests, as the lines of a file."""

from kith.engines.rota.weekly.format import Instance, parse

LINES = """\
6 2 2 7
1001 2 2 0 0
1002 2 1 1 1
1003 2 1 0 1
1004 2 0 1 0
1005 2 3 0 1
41 1 8
42 2 6
3 9
8 3
1 0 0 0 0
0 0 0 0 1
2 0 0 0 0
0 0 0 0 2
1 0 0 0 1
1 0 0 0 2
1 1 1 0 0
""".splitlines()


def week(changes: dict[int, str] | None = None) -> Instance:
    """Return the week, with some lines (counted from 1) put otherwise."""
    return parse({"lines": changed(changes or {})})


def changed(changes: dict[int, str]) -> list[str]:
    """Return the lines with some put otherwise."""
    return [changes.get(number, line) for number, line in enumerate(LINES, start=1)]
