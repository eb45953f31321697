"""Pages: how fast the server answers, with how few queries, and how much a first visit fetches

The demo is founded in a folder of its own and asked by Django's test client, so a figure is the server's own time.
"""

import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.measuring import Options

ROOT = Path(__file__).parents[1]
TIMES = 20
PLAN = "The plan of one person"
KEEPER = "maya@don-valley.example"
WEEK_MS, WEEK_QUERIES, FIRST_LOAD_KB = 150, 20, 200
"""What the week board and the first load must keep within."""
PLAN_MS, PLAN_QUERIES, SAVE_MS = 120, 20, 50
"""What a person's plan must keep within, and one heading of it that is saved as it is typed."""
LETTERS, HEADINGS = 2000, 60
"""About how long the heading is that is saved, and how many as long as that its plan has."""


def measure(options: Options) -> dict[str, Any]:
    """Found the demo in a process of its own, and time each main page there."""
    times = TIMES if options.seconds is None else 2
    with tempfile.TemporaryDirectory() as folder:
        place = {"KITH_VAR": folder, "KITH_DEMO": "1", "KITH_DEBUG": "0", "KITH_ROOT": str(ROOT)}
        environment = {**os.environ, **place, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        _run(environment, "kith", "demo", "--set-up-only")
        print("The demo is founded.", flush=True)
        words = _run(environment, "benchmarks.pages", str(times))
    results: dict[str, Any] = json.loads(words.splitlines()[-1])
    for row in results["pages"]:
        print(row, flush=True)
    return results


def _run(environment: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        (sys.executable, "-m", *words),
        env=environment,
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


def _measured(times: int) -> dict[str, Any]:
    """Everything, inside the process that has the demo's database."""
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from kith.people.models import Account
    from kith.rota.models import Visit

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(
        Account.objects.get(email=KEEPER), backend=settings.AUTHENTICATION_BACKENDS[0]
    )
    addresses = _addresses()
    rows = [_row(client, name, path, times) for name, path in addresses]
    board = addresses[0][1]
    visits = Visit.objects.filter(rota__monday=_this_week().monday).count()
    return {
        "visits": visits,
        "times": times,
        "pages": rows,
        "first_load": _first_load(client, board),
        "saved": _saved(client, dict(addresses)[PLAN], times),
    }


def _saved(client: Any, plan: str, times: int) -> list[float]:
    """A heading of a long plan saved as it is typed, another word each time, while somebody else has written, too."""
    _lengthen(client, plan)
    base = "I like tea and a walk. " * (LETTERS // 23)
    typed, spent = base, []
    for number in range(times):
        other = {"base": base, "text": f"{base} Not on {number}.", "whose": "own"}
        client.post(f"{plan}also/", other, headers={"Accept": "application/json"})
        typed = f"{number} {typed}"
        sent = {"base": base, "text": typed, "whose": "own"}
        began = time.perf_counter()
        answer = client.post(f"{plan}also/", sent, headers={"Accept": "application/json"})
        spent.append(1000 * (time.perf_counter() - began))
        if answer.status_code != 200:
            raise RuntimeError(f"{plan}: {answer.status_code}")
        base = typed = answer.json()["text"]
    return [round(statistics.median(spent), 1), round(max(spent), 1)]


def _lengthen(client: Any, plan: str) -> None:
    """Give this process's plans as many headings as are claimed, and write each one."""
    from dataclasses import replace

    from kith.support.plan.sections import sections

    known = sections()
    some = known["also"]
    for number in range(HEADINGS - len(known)):
        known[f"more-{number}"] = replace(some, key=f"more-{number}", title=f"More {number}")
    text = "I like tea and a walk. " * (LETTERS // 23)
    for key in known:
        if key != "also":
            sent = {"base": "", "text": text, "whose": "own"}
            client.post(f"{plan}{key}/", sent, headers={"Accept": "application/json"})


def _this_week() -> Any:
    from kith.foundation import clock
    from kith.foundation.models import Coop
    from kith.kernel.week import Week

    return Week.of(clock.today(Coop.objects.get(slug="don-valley").zone))


def _addresses() -> list[tuple[str, str]]:
    """The main pages of whoever keeps the rota, by what they are called on screens."""
    from kith.people.models import Person
    from kith.rota.models import Slot
    from kith.support.models import Support

    coop, week = "/at/don-valley", _this_week()
    board = f"{coop}/teams/don-valley/week/{week}/"
    peggy = Person.objects.get(name="Margaret Ollerenshaw")
    slot = Slot.objects.filter(visit__person=peggy, visit__rota__monday=week.monday)[0]
    return [
        ("the week board, by worker", board),
        ("the week board, by person", f"{board}?by=people"),
        ("the week board with a visit explained", f"{board}?visit={slot.pk}"),
        ("Agree and send, the next week", board.replace(str(week), str(week.next())) + "send/"),
        ("Today", f"{coop}/"),
        ("My week", f"{coop}/my-week/"),
        ("Who is coming", f"{coop}/who-is-coming/{peggy.pk}/"),
        ("Support, the list", f"{coop}/support/"),
        ("Support of one person", f"{coop}/support/{Support.objects.get(person=peggy).pk}/"),
        (PLAN, f"{coop}/support/{Support.objects.get(person=peggy).pk}/plan/"),
        ("When the team can work", f"{coop}/teams/don-valley/availability/"),
        ("The team", f"{coop}/teams/don-valley/"),
        ("People", f"{coop}/people/"),
        ("Articles", f"{coop}/articles/"),
    ]


def _row(client: Any, name: str, path: str, times: int) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(path)  # the first answer reads templates
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        answer = client.get(path)
        spent.append(1000 * (time.perf_counter() - began))
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code}")
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    return {
        "page": name,
        "milliseconds": round(statistics.median(spent)),
        "worst": round(max(spent)),
        "queries": len(asked),
        "kilobytes": round(len(gzip.compress(answer.content)) / 1000, 1),
    }


def _first_load(client: Any, path: str) -> dict[str, float]:
    """Kilobytes of the board and of all that it names under /static/, compressed as they are sent."""
    import re

    from django.conf import settings

    page = client.get(path).content
    sizes = {"the page": len(gzip.compress(page)) / 1000}
    waiting = sorted(set(re.findall(r'(?:href|src)="/static/([^"]+)"', page.decode())))
    while waiting:
        name = waiting.pop()
        file = Path(settings.STATIC_ROOT) / name
        sizes[_plain(name)] = _sent(file) / 1000
        if file.suffix == ".css":
            waiting += [
                found
                for found in _named_by(file)
                if _plain(found) not in sizes and found not in waiting
            ]
    return {name: round(size, 1) for name, size in sizes.items()}


def _named_by(css: Path) -> list[str]:
    """The fonts that a style sheet fetches, below the folder of static files."""
    import re

    names = re.findall(r"url\([\"']?(?!data:)([^)\"'#?]+)", css.read_text())
    root = css.parents[1]
    return [
        str(Path(os.path.normpath(css.parent / name)).relative_to(root))
        for name in names
        if name.endswith(".woff2")
    ]


def _sent(file: Path) -> int:
    """The bytes of the smallest form that is kept of a file."""
    forms = [file, Path(f"{file}.gz"), Path(f"{file}.br")]
    return min(form.stat().st_size for form in forms if form.exists())


def _plain(name: str) -> str:
    """kith/kith.0123456789ab.css as kith.css."""
    stem, *_, ending = Path(name).name.split(".")
    return f"{stem}.{ending}"


def section(results: dict[str, Any]) -> str:
    """Return the protocol and the tables."""
    total = sum(results["first_load"].values())
    board = results["pages"][0]
    protocol = (
        f"Protocol: the demo's team in this week, {results['visits']} visits; each page {results['times']} times after "
        "a first time, one at a time, in the middle and at worst; queries counted once; size compressed with gzip."
    )
    claim = (
        f"The week board takes {board['milliseconds']} ms and {board['queries']} queries (aim: {WEEK_MS} ms, "
        f"{WEEK_QUERIES} queries). A first load of it, with style, script, pictures and fonts, is {total:.0f} kB "
        f"(aim: {FIRST_LOAD_KB} kB)."
    )
    plan = next(row for row in results["pages"] if row["page"] == PLAN)
    middle, worst = results["saved"]
    plans = (
        f"A person’s plan takes {plan['milliseconds']} ms and {plan['queries']} queries (aim: {PLAN_MS} ms, "
        f"{PLAN_QUERIES} queries). In a plan of {HEADINGS} headings of some {LETTERS:,} letters each, one that is "
        f"saved as it is typed and joined with what somebody else has written takes {middle} ms, at worst {worst} ms "
        f"(aim: {SAVE_MS} ms)."
    )
    lines = ["| page | in the middle | at worst | queries | size |", "|---|--:|--:|--:|--:|"]
    lines += [
        f"| {r['page']} | {r['milliseconds']} ms | {r['worst']} ms | {r['queries']} | {r['kilobytes']:.1f} kB |"
        for r in results["pages"]
    ]
    loads = ["| fetched first | size |", "|---|--:|"]
    loads += [f"| {name} | {size:.1f} kB |" for name, size in results["first_load"].items()]
    return "\n\n".join([protocol, claim, plans, "\n".join(lines), "\n".join(loads)])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.config.settings")
    print(json.dumps(_measured(int(sys.argv[1]))))
