"""What spreadsheets become: good rows go in, bad rows are told by row and column, twice changes nothing."""

from datetime import UTC, date, datetime, time

import pytest

from kith.foundation import clock
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.models import Event
from kith.foundation.permissions import Actor
from kith.imports.actions import Report, bring_in, bring_sheets, look_at, open_sheet, table_of
from kith.imports.bringing.ground import Outcome
from kith.imports.factories import csv_of, nhs_number, xlsx_of
from kith.imports.models import Import
from kith.imports.templates import rows_to_mend
from kith.people.models import Person
from kith.people.queries import actor_for
from kith.rota.models import Contract, WorkTime
from kith.support.models import Support, VisitPattern
from kith.teams.factories import make_coop, make_member, make_team, secretary_of
from kith.teams.models import HasSkill, Member, Team

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    with clock.stopped_at(datetime(2026, 11, 23, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def team() -> Team:
    return make_team(make_coop())


@pytest.fixture
def by(team: Team) -> Actor:
    return actor_for(make_member(team, "Amina Khan").person)


def run(team: Team, by: Actor, content: bytes, *, keep: bool = True, kind: str = "") -> Report:
    sheet = open_sheet("list.csv", content, kind)
    return bring_sheets(coop=team.coop, by=by, team=team, sheets=[("list.csv", sheet)], keep=keep)[
        0
    ]


def told(report: Report) -> list[tuple[int, str]]:
    return [(problem.row, problem.column) for problem in report.errors]


PEOPLE = "Name,Date of birth,NHS number,E-mail,Telephone,Postcode,Support from"


def forty_rows() -> bytes:
    """Forty people; six rows have one thing wrong each."""
    rows = [
        [
            f"Person {n:02} Hill",
            date(1940, 1, 1 + n % 28),
            nhs_number(n),
            "",
            "01302 555 010",
            "DN1 2AB",
            "",
        ]
        for n in range(40)
    ]
    rows[3][1] = "31/02/1940"
    rows[9][2] = "1234567890"
    rows[15][2] = rows[2][2]
    rows[21][0] = ""
    rows[28][5] = "nowhere"
    rows[35][3] = "not an address"
    return xlsx_of(PEOPLE.split(","), *rows)


SIX = [
    (5, "Date of birth"),
    (11, "NHS number"),
    (17, "NHS number"),
    (23, "Name"),
    (30, "Postcode"),
    (37, "E-mail"),
]


def test_of_forty_rows_with_six_mistakes_six_are_told_and_thirty_four_go_in(
    team: Team, by: Actor
) -> None:
    looked = run(team, by, forty_rows(), keep=False)
    assert told(looked) == SIX
    assert not Support.objects.exists()
    report = run(team, by, forty_rows())
    assert told(report) == SIX
    assert report.count(Outcome.ADDED) == 34
    assert Support.objects.filter(team=team).count() == 34


def test_bringing_in_twice_changes_nothing(team: Team, by: Actor) -> None:
    run(team, by, forty_rows())
    before = Event.objects.exclude(kind="spreadsheet.brought-in").count()
    again = run(team, by, forty_rows())
    assert again.count(Outcome.SAME) == 34
    assert Event.objects.exclude(kind="spreadsheet.brought-in").count() == before


def test_a_look_leaves_nothing_behind(team: Team, by: Actor) -> None:
    before = (Event.objects.count(), Person.objects.count())
    run(team, by, forty_rows(), keep=False)
    assert (Event.objects.count(), Person.objects.count()) == before


def test_a_mended_row_changes_only_what_it_names(team: Team, by: Actor) -> None:
    run(team, by, csv_of(PEOPLE, "Joan Hill,14/03/1941,,,01302 555 010,DN1 2AB,"))
    report = run(team, by, csv_of("Name,Date of birth,Postcode", "Joan Hill,14/03/1941,DN2 6AA"))
    assert report.count(Outcome.CHANGED) == 1
    joan = Person.objects.get(name="Joan Hill")
    assert (joan.postcode, joan.phone) == ("DN2 6AA", "+441302555010")


def test_two_people_of_one_name_are_kept_apart(team: Team, by: Actor) -> None:
    run(
        team,
        by,
        csv_of(PEOPLE, "Joan Hill,14/03/1941,,,,DN1 2AB,", "Joan Hill,02/02/1950,,,,DN1 3AB,"),
    )
    assert Person.objects.filter(name="Joan Hill").count() == 2
    unclear = run(team, by, csv_of("Name,Telephone", "Joan Hill,01302 555 010"))
    assert told(unclear) == [(2, "Name")]


def test_an_nhs_number_of_somebody_elsewhere_in_the_coop_is_told(team: Team, by: Actor) -> None:
    other = make_team(team.coop, "Hillside")
    number = nhs_number(7)
    run(other, secretary_of(team.coop), csv_of(PEOPLE, f"Ken Pike,,{number},,,,"))
    report = run(team, by, csv_of(PEOPLE, f"Len Dyke,,{number},,,,"))
    assert told(report) == [(2, "NHS number")]
    assert "already has this NHS number" in report.errors[0].message


WORKERS = "Name,E-mail,Hours a week,In the team since,Skills"


def test_workers_come_with_hours_and_skills(team: Team, by: Actor) -> None:
    rows = (
        'Tom Bell,tom@example.org,30,01/09/2025,"Hoist, Medication"',
        "Lucy Marsh,lucy@example.org,22.5,,",
    )
    report = run(team, by, csv_of(WORKERS, *rows))
    assert not report.problems
    assert Member.objects.filter(team=team).count() == 3
    assert set(Contract.objects.values_list("minutes_per_week", flat=True)) == {1800, 1350}
    assert HasSkill.objects.count() == 2
    assert run(team, by, csv_of(WORKERS, *rows)).count(Outcome.SAME) == 2


def test_a_worker_with_no_hours_is_told(team: Team, by: Actor) -> None:
    report = run(team, by, csv_of(WORKERS, "Tom Bell,,,,", "Lucy Marsh,,0,,"))
    assert told(report) == [(2, "Hours a week"), (3, "Hours a week")]


def test_the_thirteenth_member_is_told_and_the_twelve_go_in(team: Team, by: Actor) -> None:
    rows = [f"Worker {n:02},w{n}@example.org,30,," for n in range(12)]
    report = run(team, by, csv_of(WORKERS, *rows))
    assert [row for row, _ in told(report)] == [13]
    assert "12" in report.errors[0].message
    assert Member.objects.filter(team=team).count() == 12


def test_two_workers_need_two_addresses(team: Team, by: Actor) -> None:
    rows = ("Tom Bell,us@example.org,30,,", "Lucy Marsh,US@example.org,30,,")
    assert told(run(team, by, csv_of(WORKERS, *rows))) == [(3, "E-mail")]
    run(team, by, csv_of(WORKERS, rows[0]))
    assert told(run(team, by, csv_of(WORKERS, rows[1]))) == [(2, "E-mail")]


PATTERNS = "Person,What,Days,Earliest start,Latest start,Finished by,Minutes,Workers,Skills,After,First day"


@pytest.fixture
def joan(team: Team, by: Actor) -> Person:
    run(team, by, csv_of(PEOPLE, "Joan Hill,14/03/1941,,joan@example.org,,DN1 2AB,"))
    return Person.objects.get(name="Joan Hill")


def test_visits_are_written_down_also_those_that_follow_others(
    team: Team, by: Actor, joan: Person
) -> None:
    rows = (
        "Joan Hill,Bath,Mon,9:00,11:00,,45,2,,Getting up,",
        "joan hill,Getting up,every day,8am,8.30am,,30,,,,",
        "Joan,Lunch,Mon-Fri,12:00,,13:00,45,,,,",
    )
    report = run(team, by, csv_of(PATTERNS, *rows))
    assert not report.problems
    found = {row.what: row for row in VisitPattern.objects.all()}
    assert found["Bath"].after == found["Getting up"].series
    assert found["Lunch"].latest == time(12, 15)
    assert run(team, by, csv_of(PATTERNS, *rows)).count(Outcome.SAME) == 3
    assert VisitPattern.objects.count() == 3


def test_a_changed_row_is_a_new_version_from_today(team: Team, by: Actor, joan: Person) -> None:
    run(team, by, csv_of(PATTERNS, "Joan Hill,Tea,every day,16:00,17:00,,30,,,,01/06/2026"))
    report = run(
        team, by, csv_of(PATTERNS, "Joan Hill,Tea,every day,16:30,17:30,,30,,,,01/06/2026")
    )
    assert report.count(Outcome.CHANGED) == 1
    live = VisitPattern.objects.filter(ended_at__isnull=True).order_by("starts_on")
    assert [(row.starts_on, row.earliest) for row in live] == [
        (date(2026, 6, 1), time(16)),
        (date(2026, 11, 23), time(16, 30)),
    ]


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("Jaon Hill,Tea,Mon,8:00,9:00,,30,,,,", "Person", "Did you mean “Joan Hill”?"),
        ("Joan Hill,Tea,Mon,8:00,7:00,,30,,,,", "Latest start", "before the earliest"),
        ("Joan Hill,Tea,Mon,8:00,,8:20,30,,,,", "Finished by", "only 20"),
        ("Joan Hill,Tea,Mon,8:00,,,30,,,,", "Latest start", "one of the two"),
        ("Joan Hill,Tea,Mon,8:00,9:00,,2,,,,", "Minutes", "from 5"),
        ("Joan Hill,Tea,Mon,8:00,9:00,,30,3,,,", "Workers", "1 worker or 2"),
        ("Joan Hill,Tea,Mon,8:00,9:00,,30,,,Dancing,", "After", "no visit called"),
        ("Joan Hill,Tea,Moonday,8:00,9:00,,30,,,,", "Days", "not a day"),
        ("Joan Hill,,Mon,8:00,9:00,,30,,,,", "What", "empty"),
    ],
)
def test_a_wrong_visit_is_told_in_its_column(
    team: Team, by: Actor, joan: Person, row: str, column: str, words: str
) -> None:
    report = run(team, by, csv_of(PATTERNS, row))
    assert told(report) == [(2, column)]
    assert words in report.errors[0].message
    assert not VisitPattern.objects.exists()


def test_a_skill_nobody_has_is_a_warning_and_the_visit_goes_in(
    team: Team, by: Actor, joan: Person
) -> None:
    report = run(team, by, csv_of(PATTERNS, "Joan Hill,Tea,Mon,8:00,9:00,,30,,Hoist,,"))
    assert [(p.row, p.column, p.warning) for p in report.problems] == [(2, "Skills", True)]
    assert VisitPattern.objects.count() == 1
    misspelt = run(team, by, csv_of(PATTERNS, "Joan Hill,Bath,Mon,8:00,9:00,,30,,Hiost,,"))
    assert "Did you mean “Hoist”?" in misspelt.errors[0].message


AVAILABILITY = "Worker,Days,From,To"


def test_availability_replaces_the_days_it_names(team: Team, by: Actor) -> None:
    rows = ("Amina Khan,Mon-Wed,07:00,15:00", "Amina,Fri,22:00,06:00")
    assert run(team, by, csv_of(AVAILABILITY, *rows)).count(Outcome.ADDED) == 2
    assert WorkTime.objects.filter(until__isnull=True).count() == 4
    assert run(team, by, csv_of(AVAILABILITY, *rows)).count(Outcome.SAME) == 2
    report = run(team, by, csv_of(AVAILABILITY, "Amina Khan,Mon,09:00,12:00"))
    assert report.count(Outcome.CHANGED) == 1
    held = WorkTime.objects.filter(until__isnull=True).values_list("weekday", "starts")
    assert sorted(held) == [(0, time(9)), (1, time(7)), (2, time(7)), (4, time(22))]


def test_overlapping_times_and_unknown_workers_are_told(team: Team, by: Actor) -> None:
    rows = ("Amina Khan,Mon,07:00,15:00", "Amina Khan,Mon,14:00,18:00", "Nobody,Mon,07:00,15:00")
    report = run(team, by, csv_of(AVAILABILITY, *rows))
    assert told(report) == [(3, "From"), (4, "Worker")]
    assert WorkTime.objects.count() == 1


def test_several_files_find_each_other_in_one_look(team: Team, by: Actor) -> None:
    sheets = [
        ("p.csv", open_sheet("p.csv", csv_of(PATTERNS, "Ken Pike,Tea,Mon,8:00,9:00,,30,,,,"))),
        ("k.csv", open_sheet("k.csv", csv_of(PEOPLE, "Ken Pike,,,,,,"))),
    ]
    reports = bring_sheets(coop=team.coop, by=by, team=team, sheets=sheets, keep=False)
    assert [report.file_name for report in reports] == ["k.csv", "p.csv"]
    assert not any(report.problems for report in reports)
    assert not VisitPattern.objects.exists()


def test_only_those_who_may_bring_in_spreadsheets_do(team: Team, by: Actor, joan: Person) -> None:
    with pytest.raises(NotAllowed):
        run(team, actor_for(joan), forty_rows(), keep=False)
    with pytest.raises(NotAllowed):
        run(make_team(team.coop, "Hillside"), by, forty_rows(), keep=False)


def test_a_reference_finds_the_row_again_under_another_name(team: Team, by: Actor) -> None:
    run(team, by, csv_of("Reference,Name", "P-1,Joan Hill"))
    report = run(team, by, csv_of("Reference,Name", "p-1,Joan Hill-Smith"))
    assert report.count(Outcome.CHANGED) == 1
    assert Support.objects.get().person.name == "Joan Hill-Smith"


def test_a_look_is_kept_then_brought_in_once_and_only_bad_rows_stay(team: Team, by: Actor) -> None:
    kept = look_at(coop=team.coop, by=by, team=team, file_name="p.xlsx", content=forty_rows())
    assert (kept.rows, kept.good, kept.bad, kept.state) == (40, 34, 6, Import.LOOKED_AT)
    done = bring_in(coop=team.coop, by=by, kept=kept)
    assert (done.added, done.bad, done.state) == (34, 6, Import.DONE)
    assert len(table_of(done).lines) == 6
    with pytest.raises(DomainError, match="in already"):
        bring_in(coop=team.coop, by=by, kept=kept)


def test_a_new_look_at_a_file_replaces_the_look_before(team: Team, by: Actor) -> None:
    for _ in range(2):
        look_at(coop=team.coop, by=by, team=team, file_name="p.xlsx", content=forty_rows())
    assert Import.objects.count() == 1


def test_rows_to_mend_come_back_as_a_file_that_can_be_brought_in(team: Team, by: Actor) -> None:
    report = run(team, by, csv_of(PEOPLE, "Joan Hill,31/02/1941,,,,,", "Ken Pike,,,,,,"))
    table = table_of(look_at(coop=team.coop, by=by, team=team, file_name="a.csv",
                             content=csv_of(PEOPLE, "Joan Hill,31/02/1941,,,,,")))  # fmt: skip
    mended = rows_to_mend(table, report.problems).replace(b"31/02/1941", b"28/02/1941")
    assert b"What is wrong" in mended
    assert run(team, by, mended).count(Outcome.ADDED) == 1


def test_formulas_in_names_are_written_back_as_text(team: Team, by: Actor) -> None:
    content = csv_of(PEOPLE, "=HYPERLINK(1) Joan,31/02/1941,,,,,")
    kept = look_at(coop=team.coop, by=by, team=team, file_name="a.csv", content=content)
    assert b"'=HYPERLINK" in rows_to_mend(table_of(kept), ())
