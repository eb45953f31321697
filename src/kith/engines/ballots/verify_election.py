#!/usr/bin/env python3
"""Checks a published election and counts it again. It needs Python 3.9 or newer, the published files, and nothing else.

    python verify_election.py FOLDER_OR_ZIP [--receipt SERIAL] [--fingerprint SHA256]

It uses nothing of the program that held the election. Every line says what was checked and whether it holds; the exit
code is 0 when everything does, 1 when something does not, 2 when there is nothing to check.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Say = Callable[[str], object]
    Pairs = list[tuple[bytes, Any]]

UNIT = 100_000  # a vote in hundred-thousandths: the five decimals of SSI 2007/42
NEEDED = ("election.json", "ballots.jsonl", "result.json", "root.json")


def canonical(content: object) -> bytes:
    """A content as bytes that are the same everywhere."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def read(where: str) -> dict[str, bytes]:
    """The published files by name. Raises SystemExit in words."""
    path = Path(where)
    if path.is_dir():
        files = {one.name: one.read_bytes() for one in path.iterdir() if one.is_file()}
    elif path.is_file() and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            files = {Path(name).name: archive.read(name) for name in archive.namelist()}
    else:
        raise SystemExit(f"{where} is neither a folder nor a ZIP file.")
    missing = [name for name in NEEDED if name not in files]
    if missing:
        raise SystemExit(f"{where} lacks {', '.join(missing)}.")
    return files


class Report:
    """Says each check, and remembers whether all hold."""

    def __init__(self, say: Say = print) -> None:
        self.say, self.holds = say, True

    def check(self, what: str, fault: str = "") -> None:
        """One check; `fault` says what is wrong, or is empty."""
        self.holds = self.holds and not fault
        self.say(f"FAILED  {what}: {fault}" if fault else f"ok      {what}")


def mask(seed: bytes, length: int) -> int:
    """MGF1 of RFC 8017, appendix B.2.1."""
    grown = b""
    for counter in range((length + 47) // 48):
        grown += hashlib.sha384(seed + counter.to_bytes(4, "big")).digest()
    return int.from_bytes(grown[:length], "big")


def is_signed(message: bytes, signature: bytes, modulus: int, exponent: int) -> bool:
    """Whether the message was signed by this key: RSASSA-PSS, SHA-384, a salt of 48 bytes (RFC 8017, 8.1.2, 9.1.2)."""
    bits = modulus.bit_length() - 1
    length = (bits + 7) // 8
    number = int.from_bytes(signature, "big")
    if len(signature) != (modulus.bit_length() + 7) // 8 or number >= modulus:
        return False
    opened = pow(number, exponent, modulus)
    if opened.bit_length() > bits:
        return False
    block = opened.to_bytes(length, "big")
    size = length - 49
    hashed, last = block[size:-1], block[-1]
    plain = int.from_bytes(block[:size], "big") ^ mask(hashed, size)
    plain &= (1 << (bits - 8 * 49)) - 1
    padding, salt = plain >> (8 * 48), plain & ((1 << (8 * 48)) - 1)
    inner = bytes(8) + hashlib.sha384(message).digest() + salt.to_bytes(48, "big")
    return (
        last == 0xBC
        and padding == 1
        and hmac.compare_digest(hashed, hashlib.sha384(inner).digest())
    )


def key_of(data: Any) -> tuple[int, int]:
    """Modulus and exponent as they were published."""
    modulus, exponent = int(data["modulus"], 16), int(data["exponent"])
    if modulus.bit_length() < 2048 or exponent != 65537:
        raise ValueError("a key is too weak, or of another kind")
    return modulus, exponent


def fingerprint(key: object) -> str:
    """What to compare with the key that the co-op told."""
    return hashlib.sha256(canonical(key)).hexdigest()


def signed_fault(found: dict[str, Any]) -> str:
    """What is wrong with a signed content, or ""."""
    try:
        rest = {name: value for name, value in found.items() if name != "signature"}
        signature = bytes.fromhex(found["signature"])
        fits = is_signed(canonical(rest), signature, *key_of(found["key"]))
    except (KeyError, TypeError, ValueError) as error:
        return f"it cannot be read ({error})"
    return "" if fits and signature.hex() == found["signature"] else "the signature does not fit"


def leaf_hash(line: bytes) -> bytes:
    """The hash of one ballot."""
    return hashlib.sha256(b"\x00" + line).digest()


def root_of(hashes: Iterable[bytes]) -> str:
    """The root over the hashes of all ballots, in their order: a Merkle tree as in RFC 9162, section 2.1."""
    level = list(hashes) or [hashlib.sha256(b"").digest()]
    while len(level) > 1:
        pairs = [
            hashlib.sha256(b"\x01" + level[i] + level[i + 1]).digest()
            for i in range(0, len(level) - 1, 2)
        ]
        level = pairs + level[len(level) & ~1 :]
    return level[0].hex()


def count(contest: Any, choices: Iterable[list[int]]) -> tuple[list[int], list[list[str]]]:
    """Winners, sorted, and stage by stage the totals as text. Raises ValueError for an unknown rule."""
    if contest["rule"] != "scottish-stv":
        raise ValueError(f"the rule “{contest['rule']}” is unknown")
    counted = Scottish(contest)
    for choice in choices:
        counted.take(choice)
    counted.run()
    text = [[f"{one // UNIT}.{one % UNIT:05d}" for one in totals] for totals in counted.history]
    return sorted(counted.elected), text


class Scottish:
    """The weighted inclusive Gregory method of SSI 2007/42, rules 45 to 52, in whole hundred-thousandths."""

    def __init__(self, contest: Any) -> None:
        every = range(1, len(contest["candidates"]) + 1)
        self.seats, self.drawn, self.quota = contest["seats"], contest["lot"] or list(every), 0
        self.piles: list[list[tuple[tuple[int, ...], int]]] = [[] for _ in every]
        self.settled: dict[int, int] = {}
        self.elected: list[int] = []
        self.out: list[int] = list(contest["withdrawn"])
        self.history: list[list[int]] = []

    def take(self, choice: Sequence[int]) -> None:
        """Lay one paper on the pile of its first preference, unless it names nobody who stands."""
        self.quota += any(one not in self.out for one in choice)
        self.send(tuple(choice), UNIT)

    def total(self, one: int) -> int:
        """The votes of a candidate now; one whose surplus has gone on keeps the quota."""
        if one in self.settled:
            return self.settled[one]
        return sum(value for _, value in self.piles[one - 1])

    def going_on(self) -> list[int]:
        """Who is neither elected nor out, in the order of the paper."""
        every = range(1, len(self.piles) + 1)
        return [one for one in every if one not in self.elected and one not in self.out]

    def run(self) -> None:
        """Every stage to the end. The quota (rule 46) is made of the papers that were taken."""
        self.quota = (self.quota // (self.seats + 1) + 1) * UNIT
        while self.goes_on():
            over = [one for one in self.elected if self.total(one) > self.quota]
            if over:
                self.pass_surplus(self.one_of(over, max))
            else:
                self.exclude(self.one_of(self.going_on(), min))

    def goes_on(self) -> bool:
        """End a stage: elect (rules 47 and 52). False when every seat is filled or nobody is left."""
        self.elected += [one for one in self.going_on() if self.total(one) >= self.quota]
        if len(self.going_on()) <= self.seats - len(self.elected):
            self.elected += self.going_on()
        self.history.append([self.total(one) for one in range(1, len(self.piles) + 1)])
        return len(self.elected) < self.seats and bool(self.going_on())

    def one_of(self, of: list[int], best: Callable[[Iterable[int]], int]) -> int:
        """Whoever has most or fewest; of equals by the latest stage that tells them apart (rules 49, 51), or by lot."""
        for totals in reversed(self.history):
            sought = best(totals[one - 1] for one in of)
            of = [one for one in of if totals[one - 1] == sought]
        return min(of, key=self.drawn.index)

    def pass_surplus(self, one: int) -> None:
        """Rules 48 and 49: every paper goes on at the surplus times its value, divided by all the votes."""
        total = self.total(one)
        self.settled[one] = self.quota
        for prefs, value in self.piles[one - 1]:
            self.send(prefs, (total - self.quota) * value // total)

    def exclude(self, one: int) -> None:
        """Rule 50: every paper goes on at the value at which it came."""
        self.out += [one]
        pile, self.piles[one - 1] = self.piles[one - 1], []
        for prefs, value in pile:
            self.send(prefs, value)

    def send(self, prefs: tuple[int, ...], value: int) -> None:
        """A paper goes to the next on it who goes on, if anybody does."""
        for one in prefs:
            if one not in self.elected and one not in self.out:
                self.piles[one - 1].append((prefs, value))
                break


def ballots_of(data: bytes, contests: Iterable[str]) -> tuple[dict[str, Pairs], str]:
    """The ballots by class as (line, content), and the first fault, or ""."""
    found: dict[str, Pairs] = {name: [] for name in contests}
    for number, line in enumerate(data.splitlines(), start=1):
        try:
            ballot = json.loads(line)
            if canonical(ballot) != line:
                return found, f"line {number} is not written canonically"
            found[ballot["class"]].append((line, ballot))
        except (KeyError, TypeError, ValueError, RecursionError):
            return found, f"line {number} is no ballot of this election"
    return found, ""


def choice_fault(choice: object, contest: Any) -> str:
    """What is wrong with one ballot's choice, or ""."""
    if not isinstance(choice, list) or not all(type(one) is int for one in choice):
        return "its choice is no list of candidates"
    if len(set(choice)) != len(choice):
        return "it names a candidate twice"
    if any(not 1 <= one <= len(contest["candidates"]) for one in choice):
        return "it names an unknown candidate"
    return ""


def ballot_fault(ballot: Any, contest: Any, election: str, key: tuple[int, int]) -> str:
    """What is wrong with one ballot, or ""."""
    if set(ballot) != {"election", "class", "serial", "choice", "signature", "way"}:
        return "it has other parts than a ballot"
    if ballot["election"] != election:
        return "it belongs to another election"
    if ballot["way"] == "paper":
        return (
            "a paper ballot is signed"
            if ballot["signature"]
            else choice_fault(ballot["choice"], contest)
        )
    try:
        serial, signature = bytes.fromhex(ballot["serial"]), bytes.fromhex(ballot["signature"])
    except (TypeError, ValueError):
        return "its serial or signature cannot be read"
    if ballot["way"] != "web" or len(serial) != 32 or not is_signed(serial, signature, *key):
        return "its token was not signed for this contest"
    return choice_fault(ballot["choice"], contest)


def first_fault(pairs: Pairs, contest: Any, election: str) -> str:
    """The first ballot that is wrong, in words, or ""."""
    key, last = key_of(contest["key"]), b""
    seen: set[str] = set()
    for number, (line, ballot) in enumerate(pairs, start=1):
        fault = ballot_fault(ballot, contest, election, key)
        if not fault and ballot["serial"] in seen:
            fault = "its serial is there twice"
        if not fault and leaf_hash(line) <= last:
            fault = "it is not in the order of the hashes"
        if fault:
            return f"ballot {number}: {fault}"
        seen.add(ballot["serial"])
        last = leaf_hash(line)
    return ""


def numbers_fault(contest: Any, pairs: Pairs) -> str:
    """What is wrong with how many there are, or ""."""
    web = sum(1 for _, ballot in pairs if ballot.get("way") == "web")
    paper = len(pairs) - web
    if web > contest["tokens"]:
        return f"{web} ballots came by web, and only {contest['tokens']} tokens were collected"
    if paper > contest["papers"]:
        return f"{paper} ballots came on paper, and only {contest['papers']} papers were given out"
    if contest["tokens"] + contest["papers"] > contest["entitled"]:
        return "more tokens and papers were given out than members could vote"
    if len(pairs) != contest["ballots"]:
        return f"{len(pairs)} ballots are here, and {contest['ballots']} were declared"
    return ""


def result_fault(contest: Any, pairs: Pairs, declared: Any) -> str:
    """How the count differs from the declared one, or ""."""
    winners, stages = count(contest, [ballot["choice"] for _, ballot in pairs])
    if winners != declared["winners"]:
        names = [contest["candidates"][one - 1] for one in winners]
        return f"counted again, {', '.join(names) or 'nobody'} would be elected"
    told = [stage["totals"] for stage in declared["stages"]]
    return "" if told == stages else "counted again, the totals of a stage differ"


def check_contest(report: Report, contest: Any, pairs: Pairs, root: Any, found: Any) -> None:
    """All checks of one contest."""
    name = contest["title"]
    board, declared = root["boards"].get(contest["class"]), found[contest["class"]]
    if not contest["published"]:
        small = contest["ballots"] < 5 and not pairs and board is None
        fault = "" if small else "its ballots are kept back without need"
        report.check(f"{name}: fewer than five ballots: only totals are published", fault)
        return
    fault = first_fault(pairs, contest, root["election"])
    report.check(
        f"{name}: {len(pairs)} ballots, each by a token that was signed, none twice", fault
    )
    report.check(f"{name}: no more ballots than tokens and papers", numbers_fault(contest, pairs))
    hashed = {"ballots": len(pairs), "root": root_of(leaf_hash(line) for line, _ in pairs)}
    report.check(f"{name}: the root of the board", "" if hashed == board else "it is another board")
    if not fault:
        report.check(f"{name}: counted again", result_fault(contest, pairs, declared))


def check_receipt(report: Report, files: dict[str, bytes], receipt: str) -> None:
    """Whether the ballot of a receipt is on the board."""
    every = files["ballots.jsonl"].splitlines()
    mine = [line for line in every if json.loads(line).get("serial") == receipt]
    fault = "" if len(mine) == 1 else "it is not there"
    report.check(f"the ballot {receipt[:16]}… is on the board", fault)
    for line in mine:
        report.say(f"        choice {json.loads(line)['choice']}, hash {leaf_hash(line).hex()}")


def check_files(report: Report, files: dict[str, bytes], root: Any) -> None:
    """The signature of the root, the hashes of the files, and the witnesses."""
    report.check("root.json is signed", signed_fault(root))
    report.say(f"        by the key {fingerprint(root.get('key'))}: is it your co-op's?")
    for name in NEEDED[:3]:
        same = hashlib.sha256(files[name]).hexdigest() == root["files"].get(name)
        report.check(f"{name} is the file that was signed", "" if same else "it was changed")
    for name in sorted(one for one in files if one.startswith("witness")):
        seen = json.loads(files[name])
        other = seen.get("root") != hashlib.sha256(files["root.json"]).hexdigest()
        fault = "it is about another root" if other else signed_fault(seen)
        report.check(f"{seen.get('witness')} saw this root on {seen.get('on')}", fault)


def verify(
    files: dict[str, bytes], receipt: str = "", expected: str = "", say: Say = print
) -> bool:
    """Check everything. Returns whether all holds."""
    report = Report(say)
    try:
        facts, result, root = (json.loads(files[NEEDED[place]]) for place in (0, 2, 3))
        check_files(report, files, root)
        if expected:
            other = "" if fingerprint(root["key"]) == expected else "it is another"
            report.check("the key is the one you expect", other)
        for one in ("election", "coop", "closed_on"):
            report.check(
                f"the same {one} everywhere", "" if root[one] == facts[one] else "it differs"
            )
        contests = {one["class"]: one for one in facts["contests"]}
        ballots, fault = ballots_of(files["ballots.jsonl"], contests)
        report.check("every line of ballots.jsonl is a ballot", fault)
        strange = set(root["boards"]) - set(contests)
        report.check("every board has a contest", ", ".join(sorted(strange)))
        for name, contest in contests.items():
            check_contest(report, contest, ballots[name], root, result)
        if receipt:
            check_receipt(report, files, receipt)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError) as error:
        report.check("the files can be read", f"{type(error).__name__}: {error}")
    say(
        "Everything holds." if report.holds else "Something does not hold. Ask before you trust it."
    )
    return report.holds


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line. Returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("where", help="the folder or ZIP file that was published")
    parser.add_argument("--receipt", default="", help="the serial on your receipt")
    parser.add_argument("--fingerprint", default="", help="of the co-op's key, as you were told it")
    given = parser.parse_args(arguments)
    receipt, expected = given.receipt.strip().lower(), given.fingerprint.strip().lower()
    return 0 if verify(read(given.where), receipt, expected) else 1


if __name__ == "__main__":
    sys.exit(main())
