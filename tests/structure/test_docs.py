"""Documentation that fails the build when it is out of date."""

import re
from pathlib import Path

import pytest

from kith.__main__ import COMMANDS

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
PAGES = sorted(
    path
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("src/**/*.md")]
    if "node_modules" not in path.parts
)


def test_every_command_is_documented() -> None:
    text = (REFERENCE / "commands.md").read_text()
    assert [name for name in COMMANDS if f"## `./kith {name}" not in text] == []


def test_every_setting_is_documented() -> None:
    pattern = re.compile(r"KITH_[A-Z_]+")
    sources = [*(ROOT / "src" / "kith").rglob("*.py"), ROOT / "kith"]
    used = {name for path in sources for name in pattern.findall(path.read_text())}
    documented = set(pattern.findall((REFERENCE / "settings.md").read_text()))
    assert used == documented


def test_the_rooms_in_the_architecture_are_the_rooms_there_are() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text()
    rooms = {
        path.name for path in (ROOT / "src" / "kith").iterdir() if (path / "__init__.py").exists()
    }
    assert {room for room in rooms if f"{room}/" not in text} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text()):
        if not target.startswith(("http://", "https://", "mailto:")):
            assert (page.parent / target).exists(), f"{page} links to {target}"


def test_the_changelog_tells_of_this_version() -> None:
    from kith import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text()
