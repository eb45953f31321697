"""Choosing: how fast the few who fit one person are found among 15,000 workers

Random workers with languages, interests, hours and doors, in a database of their own; the search is the one that
the page "A few who fit" makes, with everything that can matter asked for.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from datetime import date, time
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.measuring import Options

ROOT = Path(__file__).parents[1]
WORKERS, MS = 15_000, 200
"""How many workers there are, and how many milliseconds the search may take."""
TIMES = 20
LANGUAGES = ("English", "Urdu", "Polish", "Punjabi", "Bengali", "British Sign Language", "Arabic")
LIKES = ("choirs", "chess", "football", "baking", "cricket", "walking", "gardening", "films")
BEGAN, TODAY = date(2024, 1, 1), date(2026, 11, 23)


def measure(options: Options) -> dict[str, Any]:
    """Make the workers in a process of its own, and find those who fit, many times."""
    times = TIMES if options.seconds is None else 3
    with tempfile.TemporaryDirectory() as folder:
        place = {"KITH_VAR": folder, "KITH_DEBUG": "0", "KITH_ROOT": str(ROOT)}
        environment = {**os.environ, **place, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        _run(environment, "django", "migrate", "--verbosity=0")
        words = _run(environment, "benchmarks.choosing", str(times))
    results: dict[str, Any] = json.loads(words.splitlines()[-1])
    print(results, flush=True)
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
    """Everything, inside the process that has the database."""
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from kith.support.choices.finding import offered, who_fits

    support = _town()
    took, shown = [], []
    for _ in range(times):
        began = perf_counter()
        found = who_fits(support, TODAY)
        first, fit = list(found[:3]), found.count()
        took.append((perf_counter() - began) * 1000)
        began = perf_counter()
        offered(support, first, TODAY)
        shown.append((perf_counter() - began) * 1000)
    with CaptureQueriesContext(connection) as asked:
        found = who_fits(support, TODAY)
        list(found[:3])
        found.count()
    return {
        "workers": WORKERS,
        "times": times,
        "fit": fit,
        "median": round(statistics.median(took), 1),
        "slowest": round(max(took), 1),
        "shown": round(statistics.median(shown), 1),
        "queries": len(asked),
    }


def _town() -> Any:
    """A co-op with the workers, and one person with seven visits a week to whom everything matters."""
    from kith.people.models import Person
    from kith.rota.models import WorkTime
    from kith.support.choices.fitting import signs_of
    from kith.support.choices.models import WorkProfile
    from kith.support.choices.telling import write_wishes
    from kith.support.factories import make_pattern, make_support, make_team, worker_of
    from kith.teams.models import HasSkill, Skill

    chance, team = random.Random(7), make_team()  # noqa: S311  # invention, not secrecy
    coop, by = team.coop, worker_of(team)
    support = make_support(team, by)
    hoist = Skill.objects.create(coop=coop, name="Hoist")
    make_pattern(support, by, skills=frozenset([hoist.pk]))
    make_pattern(support, by, what="Going out", earliest=time(14), latest=time(15), minutes=120)
    person = support.person
    person.latitude, person.longitude = 53.39, -1.43
    person.save()
    workers = Person.objects.bulk_create(
        Person(
            coop=coop,
            name=f"Worker {number}",
            latitude=53.39 + chance.gauss(0, 0.2),
            longitude=-1.43 + chance.gauss(0, 0.3),
        )
        for number in range(WORKERS)
    )
    said, hours, skills = [], [], []
    for one in workers:
        speaks, likes = chance.sample(LANGUAGES, 2), chance.sample(LIKES, 3)
        said.append(
            WorkProfile(
                coop=coop,
                person=one,
                languages=speaks,
                interests=likes,
                signs=signs_of(speaks, likes),
                describes=chance.choice(["woman", "man", "other"]),
                open=True,
            )
        )
        starts = chance.choice([7, 8, 12, 14])
        hours += [
            WorkTime(
                coop=coop,
                team=team,
                worker=one,
                weekday=weekday,
                starts=time(starts),
                ends=time(starts + chance.choice([4, 8])),
                since=BEGAN,
            )
            for weekday in chance.sample(range(7), 5)
        ]
        if chance.random() < 0.4:
            skills.append(HasSkill(coop=coop, person=one, skill=hoist, since=BEGAN))
    WorkProfile.objects.bulk_create(said)
    WorkTime.objects.bulk_create(hours)
    HasSkill.objects.bulk_create(skills)
    write_wishes(
        coop=coop,
        by=by,
        person=person,
        matters={
            "language": "must",
            "describes": "much",
            "interests": "much",
            "skills": "much",
            "times": "some",
            "near": "some",
        },
        languages=["Urdu", "English"],
        interests=["choirs", "chess"],
        describes="woman",
    )
    return support


def section(results: dict[str, Any]) -> str:
    """The section of the page, from the data alone."""
    protocol = (
        "A person with two visits a day to whom everything matters: a language that must be spoken, who comes, what "
        "both like, skills, hours, and a door that is near. Each worker has a door, two languages, three things they "
        "like and five days of hours; two in five have the skill. "
        f"Asked {results['times']} times for the first three and for how many there are."
    )
    claim = (
        f"Among {results['workers']:,} workers the {results['fit']:,} who have what must be are put in order and "
        f"counted in **{results['median']} ms** in the middle and {results['slowest']} ms at worst (aim: {MS} ms), "
        f"with {results['queries']} queries; the words about the first three take {results['shown']} ms more."
    )
    return "\n\n".join([protocol, claim])


if __name__ == "__main__":
    print(json.dumps(_measured(int(sys.argv[1]))))
