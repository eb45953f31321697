"""Held against elections whose results are known: 351 wards of 2017, and the reference counts of Meek's method."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.outside_data import outside_data

from kith.engines.tally.blt import read_blt
from kith.engines.tally.counting import Count
from kith.engines.tally.meek import count_meek
from kith.engines.tally.scottish import count_scottish

pytestmark = pytest.mark.conformance

MISPRINTS = [  # ward, stage, figure
    ("blt/glasgow_2017_ward1.blt", 3, "393"),  # 303 by every other figure of that ward
    (
        "blt/midlothian_2017_ward1.blt",
        3,
        "832.84154",
    ),  # 829.65834 and 143 papers of 0.02226 are 832.84152
]


@pytest.fixture(scope="module")
def wards() -> list[dict[str, Any]]:
    return list(
        json.loads((outside_data("ballots/scottish_2017") / "official_stages.json").read_text())
    )


def counted(ward: dict[str, Any]) -> Count:
    return count_scottish(
        read_blt((outside_data("ballots/scottish_2017") / ward["blt"]).read_text())
    )


def events(count: Count) -> dict[str, list[object]]:
    told: dict[str, list[object]] = {}
    for stage in count.stages:
        told |= {str(one): ["Elected", stage.number] for one in stage.elected}
        told |= {str(one): ["Excluded", stage.number] for one in stage.excluded}
    return told


def is_as_published(votes: int, published: str) -> bool:
    """Within the published decimals; figures of five went through single precision before they were published."""
    decimals = len(published.partition(".")[2])
    exact = votes / 100_000
    near = (
        abs(exact - float(published)) < 10.0**-decimals
        if decimals
        else round(exact) == int(published)
    )
    return near or np.float32(exact) == np.float32(published)


def test_every_ward_has_its_winners_events_and_totals(wards: list[dict[str, Any]]) -> None:
    assert len(wards) == 351
    misprints = []
    for ward in wards:
        count = counted(ward)
        assert list(count.winners) == ward["winners"], ward["blt"]
        assert events(count) == ward["events"], ward["blt"]
        assert count.stages[0].quota == ward["quota"] * 100_000
        assert len(count.stages) == len(ward["stages"])
        for stage, published in zip(count.stages, ward["stages"], strict=True):
            for votes, figure in zip(stage.totals, published, strict=True):
                if not is_as_published(votes, figure):
                    misprints.append((ward["blt"], stage.number, figure))
    assert misprints == MISPRINTS


def references(rule: str) -> Iterator[tuple[Path, Path]]:
    folder = outside_data("ballots/meek_reference")
    for expected in sorted((folder / "expected").rglob(f"*-{rule}-*.txt")):
        name = expected.name.partition(f"-{rule}-")[0]
        inside = expected.parent.relative_to(folder / "expected")
        yield folder / "blt" / inside / f"{name}.blt", expected


def units(figure: str, decimals: int) -> int:
    whole, _, rest = figure.partition(".")
    return int(whole + rest.ljust(decimals, "0"))


def figures(action: dict[str, Any], key: str, decimals: int) -> dict[int, int]:
    """A figure of every candidate who stands, by number."""
    states = action["cstate"].items()
    return {int(one): units(state[key], decimals) for one, state in states if key in state}


def winners(expected: dict[str, Any]) -> list[int]:
    last = expected["actions"][-1]["cstate"]
    return sorted(int(one) for one, state in last.items() if state["state"] == "elected")


def test_meek_is_as_the_reference_counts_it_round_by_round() -> None:
    found = list(references("meek-prf"))
    assert len(found) == 9
    for file, told in found:
        expected = json.loads(told.read_text())
        count = count_meek(read_blt(file.read_text(encoding="utf-8-sig")))
        assert list(count.winners) == winners(expected), file
        rounds: dict[int, dict[str, Any]] = {}
        for action in expected["actions"]:
            if action["tag"] in ("elect", "defeat") and "remaining" not in action["msg"]:
                rounds.setdefault(action["round"], action)
        by_quota = [one for one in count.stages if not one.without_quota]
        assert len(by_quota) == len(rounds)
        for stage, action in zip(by_quota, rounds.values(), strict=True):
            assert stage.quota == units(action["quota"], 9)
            for one, votes in figures(action, "vote", 9).items():
                assert stage.totals[one - 1] == votes, (file, stage.number)
            for one, kept in figures(action, "kf", 9).items():
                assert stage.kept[one - 1] == kept, (file, stage.number)


def test_scottish_references_have_the_same_totals_in_the_same_order() -> None:
    """They have rounds of their own for a surplus of nothing, so totals that repeat count once."""
    found = list(references("scotland"))
    assert len(found) == 32
    for file, told in found:
        expected = json.loads(told.read_text())
        count = count_scottish(read_blt(file.read_text(encoding="utf-8-sig")))
        assert list(count.winners) == winners(expected), file
        theirs: list[dict[int, int]] = []
        for action in expected["actions"]:
            if action["tag"] in ("begin", "transfer"):
                totals = figures(action, "vote", 5)
                theirs += [totals] if not theirs or theirs[-1] != totals else []
        ours: list[dict[int, int]] = []
        for stage in count.stages:
            totals = {one: stage.totals[one - 1] for one in theirs[0]}
            ours += [totals] if not ours or ours[-1] != totals else []
        assert ours == theirs[: len(ours)], file
