"""`./kith import`: bring in a team's own spreadsheets of people, workers, patterns and availability."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kith.cli.setting_up import bring_database_up_to_date, say, start_django

if TYPE_CHECKING:
    from kith.foundation.permissions import Actor
    from kith.imports.actions import Report
    from kith.imports.rules import Sheet
    from kith.teams.models import Team

KIND_NAMES = ("people", "workers", "patterns", "availability")


class CannotStart(Exception):
    """The command was asked for something that is not there."""


def main(argv: list[str]) -> int:
    """Exit status: 0 nothing wrong, 1 problems were found, 2 it was asked wrongly."""
    asked = _parser().parse_args(argv)
    start_django()
    try:
        if asked.template:
            return _write_template(asked)
        if not (asked.coop and asked.team and asked.by):
            raise CannotStart(
                "Say which co-op, which team, and who brings it in: --coop --team --by"
            )
        bring_database_up_to_date()
        return _bring(asked)
    except CannotStart as error:
        sys.stderr.write(f"{error}\n")
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./kith import", description=__doc__)
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="CSV or XLSX; or where a template goes"
    )
    parser.add_argument(
        "--template", choices=KIND_NAMES, help="write an empty template to FILE and stop"
    )
    parser.add_argument("--xlsx", action="store_true", help="the template as a workbook")
    parser.add_argument("--coop", help="the co-op’s short name in addresses")
    parser.add_argument("--team", help="the team’s short name in addresses")
    parser.add_argument("--by", help="the e-mail of the person who brings it in")
    parser.add_argument(
        "--kind", choices=KIND_NAMES, help="what the files hold; found from the columns otherwise"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="only look: report every problem, keep nothing"
    )
    parser.add_argument(
        "--good-rows", action="store_true", help="bring in the good rows even when others are wrong"
    )
    return parser


def _write_template(asked: argparse.Namespace) -> int:
    from kith.imports.kinds import KINDS
    from kith.imports.templates import csv_template, xlsx_template

    out: Path = asked.files[0]
    make = xlsx_template if asked.xlsx or out.suffix.lower() == ".xlsx" else csv_template
    out.write_bytes(make(KINDS[asked.template]))
    say(f"Written: {out}. Fill it in, then: ./kith import {out} --coop … --team … --by …")
    return 0


def _bring(asked: argparse.Namespace) -> int:
    from kith.foundation.errors import DomainError
    from kith.imports.actions import open_sheet

    team, by = _team_and_actor(asked)
    kind = asked.kind or ""
    try:
        sheets = [(path.name, open_sheet(path.name, _read(path), kind)) for path in asked.files]
        reports, kept = _reports(asked, team, by, sheets)
    except DomainError as error:
        sys.stderr.write(f"{error.message}\n")
        return 1
    for report in reports:
        _print(report, kept=kept)
    wrong = any(report.errors for report in reports)
    if wrong and not kept and not asked.dry_run:
        say("Nothing was brought in. Mend the rows above, or bring in the others with --good-rows.")
    return 1 if wrong else 0


def _reports(
    asked: argparse.Namespace, team: "Team", by: "Actor", sheets: "list[tuple[str, Sheet]]"
) -> "tuple[list[Report], bool]":
    """Go through all sheets once; take everything back when it must not stay."""
    from django.db import transaction

    from kith.imports.actions import bring_sheets

    with transaction.atomic():
        reports = bring_sheets(
            coop=team.coop, by=by, team=team, sheets=sheets, keep=not asked.dry_run
        )
        wrong = any(report.errors for report in reports)
        kept = not asked.dry_run and (asked.good_rows or not wrong)
        transaction.set_rollback(not kept)
    return reports, kept


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CannotStart(f"{path} cannot be read: {error.strerror}.") from error


def _team_and_actor(asked: argparse.Namespace) -> "tuple[Team, Actor]":
    from kith.people.models import Account
    from kith.people.queries import actor_for, person_of_account
    from kith.teams.models import Team

    team = (
        Team.objects.select_related("coop").filter(coop__slug=asked.coop, slug=asked.team).first()
    )
    if team is None:
        raise CannotStart(f"There is no team “{asked.team}” in a co-op “{asked.coop}”.")
    account = Account.objects.filter(email__iexact=asked.by).first()
    person = person_of_account(account, asked.coop) if account else None
    if person is None:
        raise CannotStart(f"Nobody in “{asked.coop}” signs in with {asked.by}.")
    return team, actor_for(person)


def _print(report: "Report", *, kept: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(markup=False, highlight=False)
    if report.problems:
        table = Table(title=f"{report.file_name}: what to look at", title_justify="left")
        for heading in ("Row", "Column", "In the cell", "What is wrong, and what to do"):
            table.add_column(heading, overflow="fold")
        for problem in report.problems:
            words = f"(only a warning) {problem.message}" if problem.warning else problem.message
            table.add_row(str(problem.row), problem.column, problem.value, words)
        console.print(table)
    console.print(_summary(report, kept=kept), soft_wrap=True)


def _summary(report: "Report", *, kept: bool) -> str:
    from kith.imports.bringing.ground import Outcome

    added, changed, same = (report.count(outcome) for outcome in Outcome)
    good, rows = added + changed + same, len(report.sheet.lines)
    parts = f"{added} new, {changed} changed, {same} as they were"
    done = "went in" if kept else "can go in"
    return (
        f"{report.file_name} ({report.sheet.kind.name}): {rows} rows, {len(report.errors)} problems. "
        f"{good} rows {done}: {parts}."
    )
