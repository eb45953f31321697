"""The register: 50,000 members searched, shown and sent as a file

A co-op of invented members is written in a folder of its own and asked by Django's test client, so a figure is the
server's own time. Memory is the most that the whole process held while the file went out.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.measuring import Options
from benchmarks.tables import table

ROOT = Path(__file__).parents[1]
MEMBERS, TIMES = 50_000, 20
SEARCH_MS, QUERIES, FILE_SECONDS, FILE_MB = 100, 15, 5, 150
"""What it must keep within."""

FIRST = (
    "Ada",
    "Ben",
    "Cai",
    "Dot",
    "Eve",
    "Finn",
    "Gita",
    "Hal",
    "Ivy",
    "Jo",
    "Kit",
    "Lou",
    "Mo",
    "Nia",
    "Olu",
    "Pip",
)
LAST = (
    "Able",
    "Best",
    "Cole",
    "Dunn",
    "East",
    "Field",
    "Green",
    "Hill",
    "Iqbal",
    "Jones",
    "Khan",
    "Okoro",
    "Reed",
)
SEARCHES = (
    ("by a part of a name that many have", "q=kha"),
    ("by first and last name", "q=nia+okoro"),
    ("by a name that nobody has", "q=zzzz"),
    ("by number", "q=31415"),
    ("by name, in one class, members of before too", "q=reed&class=people&when=all"),
)


def measure(options: Options) -> dict[str, Any]:
    """Write the members in a process of its own, and ask it there."""
    times = TIMES if options.seconds is None else 2
    with tempfile.TemporaryDirectory() as folder:
        place = {"KITH_VAR": folder, "KITH_DEBUG": "0", "KITH_ROOT": str(ROOT)}
        environment = {**os.environ, **place, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        _run(environment, "django", "migrate", "--verbosity=0")
        _run(environment, "django", "collectstatic", "--noinput", "--verbosity=0")
        _run(environment, "benchmarks.register", "write")
        pages = json.loads(_run(environment, "benchmarks.register", "ask", str(times)))
        file = json.loads(_run(environment, "benchmarks.register", "send"))
    for row in pages:
        print(row, flush=True)
    print(file, flush=True)
    return {"members": MEMBERS, "times": times, "pages": pages, "file": file}


def _run(environment: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        (sys.executable, "-m", *words),
        env={**environment, "DJANGO_SETTINGS_MODULE": "kith.config.settings"},
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


def write_members() -> None:
    """A co-op with a secretary and so many members, written at once: how they joined is measured nowhere here."""
    from django.db import transaction

    from kith.membership.factories import a_society
    from kith.membership.models import Member
    from kith.people.models import Person, folded

    with transaction.atomic():
        coop = a_society("many")
        people = []
        for number in range(MEMBERS):
            name = f"{FIRST[number % len(FIRST)]} {LAST[number // 7 % len(LAST)]}"
            people.append(
                Person(
                    coop=coop,
                    name=name,
                    search_name=folded(name),
                    email=f"member{number}@kith.example",
                    address=f"{number % 200 + 1} Mill Lane, Doncaster",
                    postcode="DN1 2AB",
                )
            )
        Person.objects.bulk_create(people, batch_size=2000)
        first = date(2016, 1, 1)
        classes = ("people", "supporters", "workers")
        Member.objects.bulk_create(
            (
                Member(
                    coop=coop,
                    number=number,
                    person=person,
                    member_class=classes[number % 3],
                    entered_on=first + timedelta(days=number % 3000),
                    ceased_on=date(2025, 1, 1) if number % 20 == 0 else None,
                )
                for number, person in enumerate(people, 1)
            ),
            batch_size=2000,
        )


def ask(times: int) -> list[dict[str, Any]]:
    """Each page: milliseconds in the middle and at worst, and its queries."""
    client = _secretary()
    register = "/at/many/register/"
    pages = [("the first page", register), ("page 600", f"{register}?page=600")]
    pages += [(f"search {words}", f"{register}?{query}") for words, query in SEARCHES]
    return [_row(client, words, path, times) for words, path in pages]


def _secretary() -> Any:
    from django.conf import settings
    from django.test import Client

    from kith.people.models import Account

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    account = Account.objects.get(email="secretary@many.example")
    client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def _row(client: Any, words: str, path: str, times: int) -> dict[str, Any]:
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
        client.get(path)
    return {
        "page": words,
        "milliseconds": round(statistics.median(spent)),
        "worst": round(max(spent)),
        "queries": len(asked),
    }


def send() -> dict[str, Any]:
    """The file: seconds from asking to the last byte, its rows and size, and the most memory the process held."""
    client = _secretary()
    began = time.perf_counter()
    answer = client.get("/at/many/register/register.csv")
    size = rows = 0
    for part in answer.streaming_content:
        size += len(part)
        rows += part.count(b"\n")
    return {
        "seconds": round(time.perf_counter() - began, 2),
        "rows": rows - 1,
        "megabytes": round(size / 1e6, 1),
        "memory_megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def section(results: dict[str, Any]) -> str:
    """Return the protocol and the table."""
    file = results["file"]
    worst = max(row["milliseconds"] for row in results["pages"] if row["page"].startswith("search"))
    most = max(row["queries"] for row in results["pages"])
    protocol = (
        f"Protocol: {results['members']:,} members in SQLite; each page {results['times']} times after a first time, "
        "one at a time, in the middle and at worst; queries counted once; the file once, in a process of its own."
    )
    claim = (
        f"The slowest search takes {worst} ms (aim: {SEARCH_MS} ms), a page at most {most} queries (aim: {QUERIES}). "
        f"The file of {file['rows']:,} rows ({file['megabytes']} MB) is out after {file['seconds']} s (aim: "
        f"{FILE_SECONDS} s), in a process that never held more than {file['memory_megabytes']} MB "
        f"(aim: {FILE_MB} MB)."
    )
    rows = [
        [row["page"], f"{row['milliseconds']} ms", f"{row['worst']} ms", row["queries"]]
        for row in results["pages"]
    ]
    return "\n\n".join(
        [protocol, claim, table("page|in the middle|at worst|queries", "l r r r", rows)]
    )


if __name__ == "__main__":
    import django

    django.setup()
    if sys.argv[1] == "write":
        write_members()
    else:
        print(json.dumps(ask(int(sys.argv[2])) if sys.argv[1] == "ask" else send()))
