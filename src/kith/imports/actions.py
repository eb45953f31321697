"""Bringing spreadsheets in. A look goes through every action a real run goes through, and is then taken back."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass

from django.db import transaction

from kith.foundation.errors import DomainError
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, require
from kith.imports.bringing import availability, patterns, people, workers
from kith.imports.bringing.ground import Ground, Outcome, ground_for
from kith.imports.models import Import
from kith.imports.reading import Line, Table, UnreadableFile, read_table
from kith.imports.rules import Problem, Row, Sheet, kind_of, read_sheet
from kith.teams.models import Team

_BRING: Mapping[str, Callable[[Ground, tuple[Row, ...]], None]] = {
    "people": people.bring,
    "workers": workers.bring,
    "patterns": patterns.bring,
    "availability": availability.bring,
}
MOST_ON_A_PAGE = 1500  # a row takes about 0.01 s, and a page should answer
ORDER = ("people", "workers", "patterns", "availability")


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one sheet: an outcome for each good row, and problems by row and column."""

    file_name: str
    sheet: Sheet
    outcomes: Mapping[int, Outcome]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that are more than a warning."""
        return tuple(problem for problem in self.problems if not problem.warning)

    @property
    def bad(self) -> tuple[Line, ...]:
        """The rows that cannot go in."""
        return tuple(line for line in self.sheet.lines if line.number not in self.outcomes)

    def count(self, outcome: Outcome) -> int:
        """How many rows came to this."""
        return sum(1 for found in self.outcomes.values() if found is outcome)


def open_sheet(file_name: str, content: bytes, kind: str = "") -> Sheet:
    """Read a file as one of the kinds. Raises UnreadableFile when it is no table, or nobody can tell which kind."""
    table = read_table(file_name, content)
    return read_sheet(table, kind_of(table, kind))


@transaction.atomic
def bring_sheets(
    *, coop: Coop, by: Actor, team: Team, sheets: Sequence[tuple[str, Sheet]], keep: bool
) -> list[Report]:
    """Bring in the good rows of several sheets, named by their files; people and workers first.

    Without `keep` everything is taken back at the end, so the reports say exactly what would happen.
    Raises NotAllowed.
    """
    require(by, Permission.IMPORT_RUN, team)
    reports = []
    for file_name, sheet in sorted(sheets, key=lambda pair: ORDER.index(pair[1].kind.name)):
        ground = ground_for(coop=coop, by=by, team=team, sheet=sheet, file_name=file_name)
        _BRING[sheet.kind.name](ground, sheet.rows)
        problems = sorted(
            [*sheet.problems, *ground.problems], key=lambda problem: (problem.row, problem.warning)
        )
        reports.append(Report(file_name, sheet, dict(ground.outcomes), tuple(problems)))
        if keep:
            _record(coop, by, team, reports[-1])
    if not keep:
        transaction.set_rollback(True)
    return reports


def _record(coop: Coop, by: Actor, team: Team, report: Report) -> None:
    record(
        coop=coop,
        by=by,
        kind="spreadsheet.brought-in",
        subject=team,
        sheet=report.sheet.kind.name,
        rows=len(report.sheet.lines),
        **{outcome.value: report.count(outcome) for outcome in Outcome},
    )


def look_at(
    *, coop: Coop, by: Actor, team: Team, file_name: str, content: bytes, kind: str = ""
) -> Import:
    """Look at an uploaded file and keep it with its report, until somebody brings its good rows in.

    A new look at a file of the same name replaces the look before. Raises UnreadableFile, NotAllowed.
    """
    sheet = open_sheet(file_name, content, kind)
    if len(sheet.lines) > MOST_ON_A_PAGE:
        raise UnreadableFile(
            f"The file has {len(sheet.lines):,} rows, and this page takes {MOST_ON_A_PAGE:,} at a time. Split it, "
            "or ask whoever runs this site to use the command “./kith import”."
        )
    (report,) = bring_sheets(coop=coop, by=by, team=team, sheets=[(file_name, sheet)], keep=False)
    kept = Import(
        coop=coop,
        team=team,
        by_id=by.person_id,
        file_name=file_name[-200:],
        kind=sheet.kind.name,
        table={"header": asdict(sheet.header), "lines": [asdict(line) for line in sheet.lines]},
    )
    _write_report(kept, report)
    looks = Import.objects.filter(team=team, by=kept.by_id, file_name=kept.file_name)
    looks.filter(state=Import.LOOKED_AT).delete()
    kept.save()
    return kept


@transaction.atomic
def bring_in(*, coop: Coop, by: Actor, kept: Import) -> Import:
    """Bring in the good rows of a file that was looked at; only the rows to mend stay with the report.

    Raises NotAllowed, or DomainError when they are in already.
    """
    require(by, Permission.IMPORT_RUN, kept)
    kept = Import.objects.select_for_update().select_related("team").get(pk=kept.pk, coop=coop)
    if kept.state == Import.DONE:
        raise DomainError("These rows are in already. Nothing was changed.")
    sheet = read_sheet(table_of(kept), kind_of(table_of(kept), kept.kind))
    (report,) = bring_sheets(
        coop=coop, by=by, team=kept.team, sheets=[(kept.file_name, sheet)], keep=True
    )
    _write_report(kept, report)
    kept.table["lines"] = [asdict(line) for line in report.bad]
    kept.state = Import.DONE
    kept.save()
    return kept


def table_of(kept: Import, without: Collection[int] = ()) -> Table:
    """The rows kept with a look, or those to mend after bringing in; the row numbers in `without` are left out."""
    rows = [row for row in kept.table["lines"] if row["number"] not in without]
    lines = [Line(row["number"], tuple(row["cells"])) for row in rows]
    header = kept.table["header"]
    return Table(Line(header["number"], tuple(header["cells"])), tuple(lines))


def _write_report(kept: Import, report: Report) -> None:
    kept.rows, kept.bad = len(report.sheet.lines), len(report.bad)
    kept.added = report.count(Outcome.ADDED)
    kept.changed = report.count(Outcome.CHANGED)
    kept.same = report.count(Outcome.SAME)
    kept.report = {
        "problems": [asdict(problem) for problem in report.problems],
        "outcomes": {str(number): outcome.value for number, outcome in report.outcomes.items()},
    }
