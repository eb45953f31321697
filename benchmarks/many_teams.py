"""What a benchmark of many teams does inside a process that has their database: `python -m benchmarks.many_teams`.

`copy N` makes N teams out of the demo's, and asks a suggestion for the coming week of each; `judge` reads every week
back from its rows and lets the evaluator judge it. Both answer with a line of JSON.
"""

import json
import sys
import time
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db import models

    from kith.rota.models import Rota
    from kith.teams.models import Team

TEAM = "don-valley"
Rows = list[tuple[type["models.Model"], list[dict[str, Any]]]]


def main(words: list[str]) -> None:
    """Do what the words say, and print what came of it as JSON."""
    import django

    django.setup()
    done = _copied(int(words[1]), float(words[2])) if words[0] == "copy" else _judged()
    sys.stdout.write(json.dumps(done) + "\n")


def _copied(count: int, seconds: float) -> dict[str, Any]:
    from django.db import connection, transaction

    from kith.teams.models import Team

    began = time.monotonic()
    team = Team.objects.get(slug=TEAM)
    rows = _rows_of(team)
    known = {row["id"] for _, found in rows for row in found}
    tables = [_table(model, found, known) for model, found in rows]
    store = team._meta.pk.get_db_prep_save
    with transaction.atomic(), connection.cursor() as cursor:
        for number in range(1, count + 1):
            for table in tables:
                cursor.executemany(
                    table.insert, table.copy(number, lambda key: store(key, connection))
                )
    copied = time.monotonic()
    _ask(seconds)
    return {
        "visits": len(dict(rows)[_named("rota.Visit")]),
        "copying": round(copied - began, 1),
        "asking": round(time.monotonic() - copied, 1),
    }


def _named(label: str) -> type["models.Model"]:
    from django.apps import apps

    return apps.get_model(label)


def _rows_of(team: "Team") -> Rows:
    """Everything a team's week is read from, for last week (sent) and the next (without workers), parents first."""
    from kith.rota.models import Rota
    from kith.support.models import Support
    from kith.teams.models import Member

    weeks = Rota.objects.filter(team=team).order_by("-monday")[:2]
    rotas = [rota.pk for rota in weeks]
    people = set(Member.objects.filter(team=team).values_list("person", flat=True))
    visited = set(Support.objects.filter(team=team).values_list("person", flat=True))
    workers = {"worker__in": people}
    asked: tuple[tuple[str, dict[str, Any]], ...] = (
        ("people.Person", {"pk__in": people | visited}),
        ("teams.Team", {"pk": team.pk}),
        ("people.Hat", {"team_id": team.pk}),
        ("teams.Member", {"team": team}),
        ("teams.WorkingAgreement", {"team": team}),
        ("teams.HasSkill", {"person__in": people}),
        ("rota.Contract", workers),
        ("rota.WorkTime", {"team": team}),
        ("rota.Away", workers),
        ("support.Support", {"team": team}),
        ("support.Choice", {"person__in": visited}),
        ("rota.Rota", {"pk__in": rotas}),
        ("rota.Visit", {"rota__in": rotas}),
        ("rota.Slot", {"visit__rota__in": rotas}),
    )
    return [
        (m, list(m.objects.filter(**f).values())) for m, f in ((_named(n), f) for n, f in asked)
    ]


@dataclass(frozen=True)
class Table:
    """Rows as the database takes them, and where in each of them an id stands that every team has its own of."""

    insert: str
    rows: list[tuple[list[Any], list[tuple[int, uuid.UUID]]]]
    slug: int | None

    def copy(self, number: int, store: Callable[[uuid.UUID], Any]) -> list[list[Any]]:
        """The rows once more for another team: ids keep what points to what, with the number mixed in."""
        copies = []
        for values, ids in self.rows:
            row = values.copy()
            for place, key in ids:
                row[place] = store(uuid.UUID(int=key.int ^ number))
            if self.slug is not None:
                row[self.slug] = f"{TEAM}-{number}"
            copies.append(row)
        return copies


def _table(
    model: type["models.Model"], found: list[dict[str, Any]], known: set[uuid.UUID]
) -> Table:
    """Prepare rows once, so that copying them a thousand times is quick; accounts and NHS numbers stay with one."""
    from django.db import connection

    once = {"nhs_number": "", "account_id": None}
    fields = [field for field in model._meta.concrete_fields if field.column]
    rows = []
    for row in ({**row, **{key: once[key] for key in once.keys() & row.keys()}} for row in found):
        values = [f.get_db_prep_save(row[f.attname], connection) for f in fields]
        keys = [(n, row[f.attname]) for n, f in enumerate(fields)]
        ids = [(n, key) for n, key in keys if isinstance(key, uuid.UUID) and key in known]
        rows.append((values, ids))
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)
    slugs = [n for n, field in enumerate(fields) if field.name == "slug"]
    insert = f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608  # names from the models
    return Table(insert, rows, slugs[0] if slugs else None)


def _weeks() -> "list[Rota]":
    """The coming week of every copied team."""
    from kith.rota.models import Rota

    weeks = Rota.objects.filter(published_at__isnull=True).exclude(team__slug=TEAM)
    return list(weeks.filter(team__slug__startswith=TEAM).select_related("team", "coop"))


def _ask(seconds: float) -> None:
    """Ask for a suggestion for each week, as one of the team's workers does on the board."""
    from kith.people.queries import actor_for
    from kith.rota.actions.suggestions import ask_suggestion
    from kith.teams.models import Member

    asking = {m.team_id: m.person for m in Member.objects.select_related("person")}
    for rota in _weeks():
        ask_suggestion(
            coop=rota.coop,
            by=actor_for(asking[rota.team_id]),
            rota=rota,
            expected_revision=rota.revision,
            seconds=seconds,
        )


def _judged() -> dict[str, Any]:
    from django_tasks_db.models import DBTaskResult

    from kith.engines.rota.week.evaluate import evaluate
    from kith.rota.models import Suggestion
    from kith.rota.problem import team_week

    weeks = [team_week(rota) for rota in _weeks()]
    found = [evaluate(week.problem, week.plan) for week in weeks]
    tasks = Counter(DBTaskResult.objects.values_list("status", flat=True))
    states = Counter(Suggestion.objects.values_list("state", flat=True))
    return {
        "teams": len(found),
        "errors": sum(tasks.values()) - tasks["SUCCESSFUL"] + sum(states.values()) - states["done"],
        "illegal": sum(not judged.legal for judged in found),
        "unplanned": sum(not week.plan.placements for week in weeks),
        "gaps": sum(len(judged.gaps) for judged in found),
    }


if __name__ == "__main__":
    main(sys.argv[1:])
