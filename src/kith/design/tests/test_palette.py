"""Every pair of colours that meets on a page can be read by people with poor sight."""

import re

import pytest

from kith.design.built import SOURCES

TEXT = [
    *((ink, ground) for ink in ("ink", "soft", "link", "link-deep") for ground in ("paper", "card", "sunk")),
    ("ink", "wash"), ("soft", "wash"), ("link", "wash"), ("link-deep", "wash"),
    ("on-action", "action"), ("on-bar", "bar"), ("on-bar", "bar-press"), ("on-bad", "bad"),
    ("clay", "paper"), ("clay", "card"), ("clay", "clay-wash"),
    ("warn", "warn-wash"), ("good", "good-wash"), ("bad", "bad-wash"), ("bad", "card"), ("bad", "paper"),
    ("ink", "warn-wash"), ("ink", "good-wash"), ("ink", "bad-wash"), ("focus-ink", "focus"),
]  # fmt: skip
EDGES = [
    ("edge", "paper"), ("edge", "card"), ("edge", "sunk"), ("clay", "sunk"),
    ("action", "card"), ("action", "sunk"), ("bad", "bad-wash"), ("good", "line"), ("focus", "bar"),
]  # fmt: skip


def palette(theme: str) -> dict[str, str]:
    """The custom properties of one theme, by name."""
    sass = (SOURCES / "sass" / "_palette.scss").read_text()
    block = re.search(rf"@mixin {theme} \{{(.*?)\n\}}", sass, re.DOTALL)
    assert block
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block[1]))


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, WCAG 2.2 success criterion 1.4.3."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_itself_knows_black_on_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_words_stand_out_from_their_ground(theme: str, ink: str, ground: str) -> None:
    colours = palette(theme)
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_and_marks_stand_out_from_their_ground(theme: str, edge: str, ground: str) -> None:
    colours = palette(theme)
    assert contrast(colours[edge], colours[ground]) >= 3


def test_white_letters_stand_out_from_every_face() -> None:
    sass = (SOURCES / "sass" / "_palette.scss").read_text()
    faces = re.findall(
        r"#[0-9a-f]{6}", next(line for line in sass.splitlines() if line.startswith("$faces"))
    )
    assert len(faces) == 10
    assert min(contrast("#ffffff", face) for face in faces) >= 4.5
