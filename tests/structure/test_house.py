"""The house's own rules: what no linter knows."""

import ast
import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "kith"
ROOMS = sorted(path for path in SOURCE.iterdir() if (path / "__init__.py").exists())
FORBIDDEN_NAMES = {"core", "utils", "common", "services", "helpers", "misc"}
LONGEST = 400


def python_files() -> list[Path]:
    return [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]


@pytest.mark.parametrize(
    "room", [room for room in ROOMS if room.name != "engines"], ids=lambda room: room.name
)
def test_each_room_says_what_it_is_for(room: Path) -> None:
    assert (room / "README.md").exists(), f"{room.name} has no README.md"


def test_no_room_is_a_drawer_for_everything() -> None:
    names = {path.stem for path in python_files()} | {path.parent.name for path in python_files()}
    assert not names & FORBIDDEN_NAMES


@pytest.mark.parametrize(
    "file",
    [path for path in python_files() if "tests" not in path.parts],
    ids=lambda path: str(path.relative_to(SOURCE)),
)
def test_no_file_grows_past_reading(file: Path) -> None:
    assert len(file.read_text().splitlines()) <= LONGEST, "split it by feature"


def test_migrations_are_linear() -> None:
    for room in ROOMS:
        numbers = [path.name[:4] for path in sorted((room / "migrations").glob("0*.py"))]
        assert len(numbers) == len(set(numbers)), f"{room.name} has two migrations with one number"


def test_no_logic_hides_in_signals_or_save() -> None:
    for path in python_files():
        tree = ast.parse(path.read_text())
        names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        assert "save" not in names, f"{path} overrides save()"
        assert "from django.db.models.signals" not in path.read_text(), f"{path} uses model signals"


def test_the_locks_hold_every_package_that_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = {
        "run": project["project"]["dependencies"],
        "test": project["dependency-groups"]["test"],
        "bench": project["dependency-groups"]["bench"],
    }
    for lock, packages in wanted.items():
        locked = re.findall(r"^([a-z0-9.-]+)==", (ROOT / "locks" / f"{lock}.txt").read_text(), re.M)
        for package in packages:
            name = re.split(r"[\[<>=~! ]", package)[0].lower()
            assert name in locked, f"locks/{lock}.txt lacks {name}: make it anew (CONTRIBUTING.md)"


def test_every_dependency_has_its_reason_beside_it() -> None:
    for line in (ROOT / "pyproject.toml").read_text().splitlines():
        if re.match(r'  "[a-z0-9\[\].-]+[<>=]', line):
            assert "#" in line, f"say why beside {line.strip()}"


def test_the_front_end_is_built_from_these_sources() -> None:
    from kith.design.built import is_built

    assert is_built() == []


def test_no_page_asks_another_site_for_anything() -> None:
    outside = re.compile(r"""(?:src|href|action)=["']https?://""")
    for path in [*SOURCE.rglob("*.jinja"), *SOURCE.rglob("*.html")]:
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if re.search(r"<(script|link|img|iframe|form)\b", line):
                assert not outside.search(line), f"{path}:{number} reaches outside"


def test_built_files_name_no_other_host() -> None:
    for path in (SOURCE / "static").rglob("*.css"):
        assert "url(http" not in path.read_text().replace('url("http', "url(http"), path


def test_front_end_lock_names_no_registry() -> None:
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text())
    assert not any("resolved" in entry for entry in lock["packages"].values())


def test_each_kind_of_event_has_words() -> None:
    said = tomllib.loads((SOURCE / "foundation" / "events.toml").read_text())
    written = {
        keyword.value.value
        for path in python_files()
        if "tests" not in path.parts
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "record"
        for keyword in call.keywords
        if keyword.arg == "kind" and isinstance(keyword.value, ast.Constant)
    }
    assert len(written) > 40
    assert not written - set(said), "give it words in foundation/events.toml"
