"""`./kith count` tells a count in words or as data, and names what is wrong with a file."""

import json
from pathlib import Path

import pytest

from kith.cli.count import main

FILE = """3 1
[tie 2 1 3]
4 1 2 0
2 2 0
2 3 2 0
0
"Ada [Able]"
"Bob"
"Cy"
"A small board"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "board.blt"
    path.write_text(FILE)
    return path


def test_it_tells_every_stage_in_words(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(file)]) == 0
    told = capsys.readouterr().out
    assert "A small board" in told and "Ada [Able]" in told
    assert "by the lot drawn before the count, Bob is chosen" in told
    assert told.rstrip().endswith("Elected: Ada [Able].")


def test_it_writes_data(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(file), "--rule", "meek", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["winners"], data["rule"], data["lot"]) == ([1], "meek", [2, 1, 3])
    assert data["stages"][0]["totals"] == ["4.000000000", "2.000000000", "2.000000000"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (FILE.replace("2 2 0", "2 9 0"), "Line 4: “9” is no candidate"),
        ("", "Write the number of candidates and of seats first"),
        (b"3 1\xff", "is no text in UTF-8: byte 4"),
    ],
)
def test_it_names_what_is_wrong(
    tmp_path: Path, content: str | bytes, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "wrong.blt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert main([str(path)]) == 2
    assert words in capsys.readouterr().err
    assert main([str(tmp_path / "missing.blt")]) == 2
    assert "could not be read" in capsys.readouterr().err


def test_no_figure_is_cut_on_a_narrow_screen(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    assert main([str(file)]) == 0
    told = capsys.readouterr().out
    assert "…" not in told
    assert all(figure in told for figure in ("Stage 1", "Stage 2", "4.00000 ✓", "2.00000 ✗"))
