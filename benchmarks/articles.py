"""Articles: how long the seven principles take with one version

Every model is read, held to the seven principles, and compared with another model.
"""

import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from benchmarks.measuring import Options
from benchmarks.tables import table

TIMES = 200
MOST_MS = 50
"""What the check of one version must keep within."""


def measure(options: Options) -> dict[str, Any]:
    """Time reading, checking and comparing for each of the model articles; reading without what is remembered."""
    import django

    django.setup()
    from kith.articles.difference import difference
    from kith.articles.principles.checking import check
    from kith.articles.reading import _read, model_names, model_text, read_articles

    times = TIMES if options.seconds is None else 5
    models = [name for name in model_names() if not options.only or name in options.only]
    rows = []
    for model in models:
        text = model_text(model)
        articles = read_articles(text)
        other = read_articles(model_text(next(n for n in model_names() if n != model)))

        def read(text: str = text) -> object:
            _read.cache_clear()
            return read_articles(text)

        rows.append(
            {
                "model": model,
                "read_ms": timed(read, times),
                "check_ms": timed(partial(check, articles), times),
                "compare_ms": timed(partial(difference, articles, other, "GBP"), times),
            }
        )
        print(rows[-1], flush=True)
    return {"times": times, "rows": rows}


def timed(act: Callable[[], object], times: int) -> dict[str, float]:
    """Milliseconds: the median and the slowest of so many runs."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        taken.append((time.perf_counter() - began) * 1000)
    return {"median": round(statistics.median(taken), 3), "slowest": round(max(taken), 3)}


def section(results: dict[str, Any]) -> str:
    """The section of the page."""
    rows = [
        [
            row["model"],
            *(
                f"{row[what]['median']:.2f} (slowest {row[what]['slowest']:.2f})"
                for what in ("read_ms", "check_ms", "compare_ms")
            ),
        ]
        for row in results["rows"]
    ]
    words = (
        f"The check of one version is asked to take at most {MOST_MS} ms. Milliseconds, median of {results['times']} "
        "runs; reading is from text to articles with nothing remembered."
    )
    heads = "model|read|seven principles|difference in words"
    return f"{words}\n\n{table(heads, 'l r r r', rows)}"
