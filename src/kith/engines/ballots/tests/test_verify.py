"""What is published holds; whoever changes anything in it is caught, by the program that stands alone."""

import json
import random
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from kith.engines.ballots import board, keys, publication, verify_election
from kith.engines.ballots.tests.elections import contest, key_of, published, vote
from kith.engines.tally.election import Ballots, Election
from kith.engines.tally.scottish import count_scottish
from kith.engines.tally.tests.elections import elections

Files = dict[str, bytes]
CHOICES = [(1, 2), (1, 2), (1,), (2, 1, 4), (4, 3), (3, 4), (), (1, 3)]


def held() -> list[board.Ballot]:
    return [
        *(vote("workers", one) for one in CHOICES),
        board.Ballot(ID, "workers", "p1", (3, 1), "", "paper"),
    ]


ID = "0199f0c0-0000-7000-8000-000000000001"


@pytest.fixture(scope="module")
def files() -> Files:
    few = [vote("people", (1, 2)), vote("people", (2,))]
    return published(contest("workers", held()), contest("people", few, seats=1))


def told(files: Mapping[str, bytes], **more: str) -> tuple[bool, str]:
    """Whether all holds, and everything that was said."""
    said: list[str] = []
    holds = verify_election.verify(dict(files), say=said.append, **more)
    return holds, "\n".join(said)


def lines_of(files: Files) -> list[dict[str, object]]:
    return [json.loads(line) for line in files["ballots.jsonl"].splitlines()]


def test_what_is_published_holds(files: Files) -> None:
    holds, said = told(files)
    assert holds, said
    assert "9 ballots" in said
    assert "Workers: counted again" in said
    assert said.endswith("Everything holds.")


def test_the_program_stands_alone(files: Files, tmp_path: Path) -> None:
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    source = Path(verify_election.__file__).read_text(encoding="utf-8")
    assert "kith" not in source.lower().replace("“kith”", "")
    (tmp_path / "verify_election.py").write_text(source, encoding="utf-8")
    run = [sys.executable, "-I", "-S", "verify_election.py", "."]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (tmp_path / "ballots.jsonl").write_bytes(files["ballots.jsonl"].replace(b"[1,2]", b"[2,1]", 1))
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "FAILED" in done.stdout


def test_few_ballots_are_not_shown(files: Files) -> None:
    assert all(one["class"] == "workers" for one in lines_of(files))
    root, facts = json.loads(files["root.json"]), json.loads(files["election.json"])
    assert list(root["boards"]) == ["workers"]
    assert [one["published"] for one in facts["contests"]] == [True, False]


def test_a_receipt_is_found_and_a_strange_one_is_not(files: Files) -> None:
    mine = next(one for one in lines_of(files) if one["way"] == "web")
    holds, said = told(files, receipt=str(mine["serial"]))
    assert holds
    assert f"choice {mine['choice']}" in said
    holds, said = told(files, receipt="ab" * 32)
    assert not holds
    assert "it is not there" in said


def test_the_key_is_compared(files: Files) -> None:
    own = verify_election.fingerprint(keys.public_as_data(key_of("").public))
    assert told(files, expected=own)[0]
    assert not told(files, expected="00" * 32)[0]


def rewritten(files: Files, change: Callable[[list[dict[str, object]]], object]) -> Files:
    """The ballots changed by somebody without any key: in order, and canonical."""
    ballots = lines_of(files)
    change(ballots)
    lines = sorted((board.canonical(one) for one in ballots), key=board.leaf_hash)
    return files | {"ballots.jsonl": b"".join(line + b"\n" for line in lines)}


TAMPERINGS: dict[str, Callable[[list[dict[str, object]]], object]] = {
    "altered": lambda ballots: ballots[0].update(choice=[4]),
    "removed": lambda ballots: ballots.pop(),
    "doubled": lambda ballots: ballots.append(ballots[0]),
    "added": lambda ballots: ballots.append(ballots[0] | {"serial": "ab" * 32}),
    "on paper": lambda ballots: ballots.append(ballots[0] | {"way": "paper", "signature": ""}),
    "of another class": lambda ballots: ballots[0].update({"class": "people"}),
    "of nobody": lambda ballots: ballots[0].update({"class": "robots"}),
    "unknown candidate": lambda ballots: ballots[0].update(choice=[9]),
    "overvote": lambda ballots: ballots[0].update(choice=[1, 1]),
    "words": lambda ballots: ballots[0].update(choice="Ada"),
    "of another election": lambda ballots: ballots[0].update(election="x"),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_a_changed_board_is_caught(files: Files, name: str) -> None:
    holds, said = told(rewritten(files, TAMPERINGS[name]))
    assert not holds
    assert "ballots.jsonl is the file that was signed: it was changed" in said


@pytest.mark.parametrize(
    "name", ["altered", "doubled", "added", "on paper", "overvote", "unknown candidate"]
)
def test_a_dishonest_co_op_that_signs_anew_is_caught_too(name: str) -> None:
    """The organiser has the key of the board and changes ballots before signing: tokens, numbers or count tell."""
    ballots = held()
    changed = {
        "altered": [replace(ballots[0], signature=ballots[1].signature), *ballots[1:]],
        "doubled": [*ballots, replace(ballots[0], choice=(4,))],
        "added": [*ballots, replace(ballots[0], serial="ab" * 32)],
        "on paper": [*ballots, replace(ballots[-1], serial="p2")],
        "overvote": [replace(ballots[0], choice=(1, 1)), *ballots[1:]],
        "unknown candidate": [replace(ballots[0], choice=(9,)), *ballots[1:]],
    }[name]
    honest = contest("workers", ballots)
    try:
        forged = published(replace(honest, ballots=tuple(changed)))
    except board.BoardError:
        assert name == "doubled"
        return
    holds, said = told(forged)
    assert not holds, said


def test_more_ballots_than_tokens_are_caught() -> None:
    holds, said = told(published(contest("workers", held(), tokens=7)))
    assert not holds
    assert "only 7 tokens were collected" in said


def test_another_winner_is_caught() -> None:
    honest = contest("workers", held())
    holds, said = told(published(replace(honest, result=dict(honest.result) | {"winners": [3, 4]})))
    assert not holds
    assert "would be elected" in said


def test_any_changed_byte_of_any_file_is_caught(files: Files) -> None:
    chance = random.Random(5)
    for name in verify_election.NEEDED:
        for _ in range(12):
            place = chance.randrange(len(files[name]))
            data = bytearray(files[name])
            data[place] ^= 1 << chance.randrange(7)
            assert not told(files | {name: bytes(data)})[0], (name, place)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"null", b"\xff", b"[" * 5000])
@pytest.mark.parametrize("name", verify_election.NEEDED)
def test_rubbish_is_told_and_does_not_crash(files: Files, name: str, data: bytes) -> None:
    assert not told(files | {name: data})[0]


def test_a_witness_is_believed_about_this_root_only(files: Files) -> None:
    key = key_of("witness")
    seen = publication.witness(files["root.json"], by="Hillside", on="2026-11-24", key=key)
    assert publication.read_witness(seen, files["root.json"])["witness"] == "Hillside"
    holds, said = told(files | {"witness-hillside.json": seen})
    assert holds
    assert "Hillside saw this root on 2026-11-24" in said
    other = published(contest("workers", held()))
    assert not told(other | {"witness-hillside.json": seen})[0]
    with pytest.raises(publication.PublicationError, match="another root"):
        publication.read_witness(seen, other["root.json"])
    forged = seen.replace(b"Hillside", b"Millside")
    with pytest.raises(publication.PublicationError, match="changed after it was signed"):
        publication.read_witness(forged, files["root.json"])
    with pytest.raises(publication.PublicationError, match=r"no root\.json"):
        publication.witness(seen, by="Hillside", on="2026-11-24", key=key)


@settings(deadline=None, max_examples=200)
@given(taken=elections())
def test_it_counts_as_the_engine_does(taken: Election) -> None:
    choices = []
    for weight, ranks in zip(
        taken.ballots.weights.tolist(), taken.ballots.ranks.tolist(), strict=True
    ):
        choices += [[one + 1 for one in ranks if one >= 0]] * weight
    asked = {
        "rule": "scottish-stv",
        "seats": taken.seats,
        "candidates": taken.names,
        "withdrawn": sorted(taken.withdrawn),
        "lot": list(taken.lot),
    }
    engine = count_scottish(taken)
    winners, stages = verify_election.count(asked, choices)
    assert winners == list(engine.winners)
    assert stages == [[engine.say(one) for one in stage.totals] for stage in engine.stages]


def test_many_proofs_are_the_single_ones() -> None:
    for size in (1, 2, 3, 7, 8, 33):
        hashes = [board.leaf_hash(bytes([one])) for one in range(size)]
        tree = board.levels(hashes)
        assert tree[-1] == [board.root(hashes)]
        assert [board.proof_in(tree, one) for one in range(size)] == [
            board.inclusion(hashes, one) for one in range(size)
        ]


def test_a_key_is_read_as_it_was_written() -> None:
    key = key_of("workers")
    assert keys.secret_from_data(keys.secret_as_data(key)) == key
    assert keys.public_from_data(keys.public_as_data(key.public)) == key.public
    for wrong in ({}, {"modulus": "zz", "exponent": 3}, {"modulus": "ff", "exponent": 65537}):
        with pytest.raises(ValueError, match="key"):
            keys.public_from_data(wrong)


def test_empty_ballots_count_for_nobody() -> None:
    empty = Election(("A",), 1, Ballots.of([(1, ())] * 5), lot=(1,))
    assert count_scottish(empty).winners == (1,)
