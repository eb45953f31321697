"""Keeps what was measured, and writes docs/benchmarks.md from it."""

import json
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.measuring import surroundings

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results"
PAGE = ROOT / "docs" / "benchmarks.md"

HEAD = """# Benchmarks

Every figure here was measured by a file in [benchmarks](../benchmarks/README.md), and `./kith bench` measures it again.
This page is written by that command: change the benchmark, not the page.
"""


def name_of(module: ModuleType) -> str:
    """Return the short name of a benchmark."""
    return module.__name__.rsplit(".", 1)[-1]


def keep(module: ModuleType, results: dict[str, Any], around: dict[str, str]) -> None:
    """Keep one benchmark's results beside the machine, versions and date."""
    RESULTS.mkdir(exist_ok=True)
    text = _text({"surroundings": around, "results": results}) + "\n"
    (RESULTS / f"{name_of(module)}.json").write_text(text, encoding="utf-8")


def _text(data: Any, depth: int = 0) -> str:
    """Return JSON with a line for each name down to the results, and for each row of a table."""
    if depth > 2 or not isinstance(data, dict | list) or not data:
        return json.dumps(data, ensure_ascii=False)
    pad = "\n" + " " * (depth + 1)
    if isinstance(data, list):
        return f"[{pad}{f',{pad}'.join(_text(row, 3) for row in data)}{pad[:-1]}]"
    names = (f"{json.dumps(name)}: {_text(data[name], depth + 1)}" for name in data)
    return f"{{{pad}{f',{pad}'.join(names)}{pad[:-1]}}}"


def section_of(module: ModuleType, results: dict[str, Any], around: dict[str, str]) -> str:
    """Return one section: title, what ran where, and what the benchmark says."""
    title = (module.__doc__ or name_of(module)).strip().splitlines()[0].rstrip(".")
    facts = "  \n".join(f"{key.capitalize()}: {words}" for key, words in around.items())
    return f"## {title}\n\n{facts}\n\n{module.section(results).strip()}\n"


def page_of(modules: list[ModuleType]) -> str:
    """Return the page as everything kept makes it."""
    sections = []
    for module in modules:
        file = RESULTS / f"{name_of(module)}.json"
        if file.exists():
            kept = json.loads(file.read_text(encoding="utf-8"))
            sections.append(section_of(module, kept["results"], kept["surroundings"]))
    return "\n".join([HEAD, *sections])


def write_page(modules: list[ModuleType]) -> None:
    """Write the page anew."""
    PAGE.write_text(page_of(modules), encoding="utf-8")


def run(module: ModuleType, options: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """Measure one benchmark; return its results and what is to be known about the machine."""
    around = surroundings()
    return module.measure(options), around
