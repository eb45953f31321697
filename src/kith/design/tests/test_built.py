"""The gate over the built front end, and the weight of a first visit."""

import gzip
from pathlib import Path

import pytest

from kith.design.built import BUILT, is_built


def test_the_committed_build_is_of_these_sources() -> None:
    assert is_built() == []


def test_a_changed_source_is_noticed(tmp_path: Path) -> None:
    # given a source that is not the one the build came from
    (tmp_path / "kith.scss").write_text("a { color: red }")
    # then the gate says what to do
    (problem,) = is_built(tmp_path)
    assert "older than its sources" in problem
    assert "npm run build" in problem


def test_installed_packages_are_no_sources(tmp_path: Path) -> None:
    from kith.design.built import fingerprint

    (tmp_path / "a.js").write_text("1")
    before = fingerprint(tmp_path)
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "b.js").write_text("2")
    assert fingerprint(tmp_path) == before


def test_a_missing_build_is_said(tmp_path: Path) -> None:
    (problem,) = is_built(built=tmp_path)
    assert "missing" in problem


@pytest.mark.parametrize("limit", [120_000])
def test_style_scripts_and_fonts_are_light(limit: int) -> None:
    squeezed = sum(
        len(gzip.compress((BUILT / name).read_bytes())) for name in ("kith.css", "kith.js")
    )
    fonts = sum(path.stat().st_size for path in (BUILT / "fonts").glob("*.woff2"))
    assert squeezed + fonts <= limit
