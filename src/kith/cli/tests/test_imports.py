"""`./kith import` on real files: what it prints, what it keeps, how it exits."""

from pathlib import Path

import pytest

from kith.cli import imports as command
from kith.imports.factories import csv_of
from kith.imports.reading import read_table
from kith.imports.tests.test_bringing_in import PEOPLE, SIX, forty_rows
from kith.people.models import Account
from kith.support.models import Support
from kith.teams.factories import make_coop, make_member, make_team
from kith.teams.models import Team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    team = make_team(make_coop())
    worker = make_member(team, "Amina Khan").person
    worker.account = Account.objects.create(email="amina@example.org")
    worker.save(update_fields=["account"])
    return team


@pytest.fixture
def _started(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("start_django", "bring_database_up_to_date"):
        monkeypatch.setattr(command, name, lambda: None)


@pytest.mark.usefixtures("_started")
def test_the_command_tells_six_and_loads_thirty_four(
    team: Team, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "people.xlsx"
    file.write_bytes(forty_rows())
    whole = [str(file), "--coop", team.coop.slug, "--team", team.slug, "--by", "amina@example.org"]
    assert command.main([*whole, "--dry-run"]) == 1
    assert command.main(whole) == 1
    assert not Support.objects.exists()
    assert command.main([*whole, "--good-rows"]) == 1
    assert Support.objects.count() == 34
    out = capsys.readouterr().out
    assert "40 rows, 6 problems. 34 rows went in: 34 new" in out
    assert all(str(row) in out for row, _ in SIX)


@pytest.mark.usefixtures("_started")
def test_the_command_is_silent_about_nothing(team: Team, tmp_path: Path) -> None:
    good = tmp_path / "good.csv"
    good.write_bytes(csv_of(PEOPLE, "Joan Hill,,,,,,"))
    who = ["--coop", team.coop.slug, "--team", team.slug, "--by", "amina@example.org"]
    assert command.main([str(good), *who]) == 0
    assert command.main([str(good)]) == 2
    assert command.main([str(tmp_path / "none.csv"), *who]) == 2
    assert command.main([str(good), *who[:-1], "nobody@example.org"]) == 2
    assert command.main([str(good), "--coop", "x", "--team", "y", "--by", "z"]) == 2
    assert command.main(["--template", "workers", "--xlsx", str(tmp_path / "t.xlsx")]) == 0
    assert read_table("t", (tmp_path / "t.xlsx").read_bytes()).header.cells[1] == "Name"
