"""Secret ballots: an election of 50,000 voters from the roll to the check by the program that stands alone

A co-op of invented members elects three seats. Tokens and ballots are asked for through the pages by Django's test
client, so a figure is the server's own time; what the voter's browser does is not in it. The rest of the ballots are
signed by OpenSSL, since how long that takes is measured already.
"""

import hashlib
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.measuring import Options
from benchmarks.tables import table

ROOT = Path(__file__).parents[1]
VOTERS, ASKED, CANDIDATES, SEATS = 50_000, 300, 10, 3
SEED = 9474
TOKEN_MS, CAST_MS, BOARD_S, VERIFY_S = 60, 30, 10, 60
"""What it must keep within."""


def measure(options: Options) -> dict[str, Any]:
    """Hold the election in a process of its own."""
    voters = VOTERS if options.seconds is None else 2_000
    with tempfile.TemporaryDirectory() as folder:
        place = {"KITH_VAR": folder, "KITH_DEBUG": "0", "KITH_ROOT": str(ROOT)}
        environment = {
            **os.environ,
            **place,
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "kith.config.settings",
        }
        for words in (
            ("django", "migrate", "--verbosity=0"),
            ("django", "collectstatic", "--noinput", "--verbosity=0"),
        ):
            subprocess.run((sys.executable, "-m", *words), env=environment, cwd=ROOT, check=True)
        words = (sys.executable, "-m", "benchmarks.elections", str(voters), folder)
        done = subprocess.run(
            words, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
        )
        found = dict(json.loads(done.stdout.splitlines()[-1]))
        found |= _verified(Path(folder) / "election.zip")
    print(found, flush=True)
    return found


def _verified(published: Path) -> dict[str, Any]:
    """The program that stands alone, as anybody runs it."""
    program = ROOT / "src" / "kith" / "engines" / "ballots" / "verify_election.py"
    began = time.perf_counter()
    words = (sys.executable, "-I", "-S", str(program), str(published))
    done = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True)
    if not done.stdout.rstrip().endswith("Everything holds."):
        raise RuntimeError(done.stdout)
    return {"verify": round(time.perf_counter() - began, 1)}


def hold(voters: int, folder: Path) -> dict[str, Any]:
    """Call, open, vote, close, declare; how long each took."""
    from django.db import transaction
    from django.test import override_settings

    from kith.elections import actions, declaring, queries
    from kith.elections.factories import a_board_election, stand
    from kith.elections.publishing import everything_of
    from kith.foundation import clock
    from kith.membership.queries import members_of
    from kith.people.factories import the_secretary

    coop = _society(voters)
    election = a_board_election(coop, {"workers": SEATS})
    (contest,) = queries.contests_with_candidates(election)
    stand(contest, list(members_of(coop).filter(member_class="workers")[:CANDIDATES]))
    took: dict[str, Any] = {"voters": voters, "asked": ASKED}
    began = time.perf_counter()
    with transaction.atomic():  # telling so many is measured elsewhere
        last = actions.earliest_last_day(coop)
        by = the_secretary(coop)
        election = actions.open_election(coop=coop, by=by, election=election, last_day=last)
    took["open"] = round(time.perf_counter() - began, 1)
    (contest,) = queries.contests_with_candidates(election)
    rolls = list(contest.roll.select_related("voter", "contest__election")[:ASKED])
    with override_settings(ALLOWED_HOSTS=["*"]):
        took |= _ask(contest, rolls)
    _rest(contest, voters - ASKED)
    closes = election.closes_at or clock.now()
    with clock.stopped_at(closes):
        took["board"] = _board(contest)
        began = time.perf_counter()
        done = declaring.close_election(coop=coop, by=None, election=election)
        took["declare"] = round(time.perf_counter() - began, 1)
    everything = declaring.as_zip(everything_of(done))
    took["mb"] = round(len(everything) / 1e6, 1)
    (folder / "election.zip").write_bytes(everything)
    return took


def _rest(contest: Any, many: int) -> None:
    """The ballots that did not go through the pages, and their tokens on the roll."""
    from django.db import connection, transaction

    from kith.elections.models import Ballot

    with transaction.atomic():
        Ballot.objects.bulk_create(_ballots(contest, many), batch_size=2000)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE elections_roll SET way = 'web' WHERE way = ''")


def _society(voters: int) -> Any:
    from django.db import transaction

    from kith.membership.factories import a_society
    from kith.membership.models import Member
    from kith.people.models import Account, Hat, Person, folded

    with transaction.atomic():
        coop = a_society("many")
        accounts = [Account(email=f"voter{one}@kith.example") for one in range(voters)]
        Account.objects.bulk_create(accounts, batch_size=2000)
        people = []
        for number, account in enumerate(accounts):
            name = f"Voter {number}"
            people.append(Person(coop=coop, name=name, search_name=folded(name), account=account))
        Person.objects.bulk_create(people, batch_size=2000)
        day = coop.founded_at.date()
        hats = (Hat(coop=coop, person=one, role="member", since=day) for one in people)
        Hat.objects.bulk_create(hats, batch_size=2000)
        Member.objects.bulk_create(
            (
                Member(coop=coop, number=n, person=one, member_class="workers", entered_on=day)
                for n, one in enumerate(people, start=1)
            ),
            batch_size=2000,
        )
    return coop


def _ask(contest: Any, rolls: list[Any]) -> dict[str, Any]:
    """Tokens and ballots through the pages; what a browser does lies outside the clock."""
    from django.test import Client

    from kith.engines.ballots import blind, keys

    key = keys.public_from_data(contest.key)
    address = f"/at/many/elections/{contest.election.number}/{contest.slug}"
    chance = random.Random(SEED)  # noqa: S311  # invention, not secrecy
    tokens, casts = [], []
    for roll in rolls:
        browser, stranger = Client(), Client()
        browser.force_login(roll.voter.account)
        serial = chance.randbytes(32)
        asked = blind.blind(key, serial)
        body = json.dumps({"blinded": asked.message.hex()})
        answer, ms = _timed(browser, f"{address}/token/", body)
        tokens.append(ms)
        signed = bytes.fromhex(answer["signature"])
        signature = blind.finalize(key, serial, signed, asked.inverse).hex()
        choice = chance.sample(range(1, CANDIDATES + 1), CANDIDATES)
        body = json.dumps({"serial": serial.hex(), "signature": signature, "choice": choice})
        _, ms = _timed(stranger, f"{address}/cast/", body)
        casts.append(ms)
    return {"token": _middle(tokens), "cast": _middle(casts)}


def _timed(browser: Any, address: str, body: str) -> tuple[dict[str, str], float]:
    began = time.perf_counter()
    answer = browser.post(address, body, content_type="application/json", secure=True)
    ms = (time.perf_counter() - began) * 1000
    if answer.status_code != 200:
        raise RuntimeError(answer.content[:500])
    return answer.json(), ms


def _middle(times: list[float]) -> list[float]:
    """In the middle, and of twenty the slowest."""
    return [round(statistics.median(times), 1), round(statistics.quantiles(times, n=20)[-1], 1)]


def _ballots(contest: Any, many: int) -> list[Any]:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    from kith.elections.models import Ballot, ballot_id

    parts = {name: int(contest.secret.secret[name], 16) for name in ("p", "q", "d", "modulus")}
    p, q, d = parts["p"], parts["q"], parts["d"]
    public = rsa.RSAPublicNumbers(65537, parts["modulus"])
    numbers = rsa.RSAPrivateNumbers(
        p, q, d, rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q), public
    )
    key = numbers.private_key()
    pss = padding.PSS(mgf=padding.MGF1(hashes.SHA384()), salt_length=48)
    chance = random.Random(SEED + 1)  # noqa: S311  # invention, not secrecy
    made = []
    for number in range(many):
        serial = hashlib.sha256(f"{SEED} {number}".encode()).digest()
        made.append(
            Ballot(
                id=ballot_id(serial.hex()),
                coop_id=contest.coop_id,
                contest=contest,
                serial=serial.hex(),
                choice=chance.sample(range(1, CANDIDATES + 1), CANDIDATES),
                signature=key.sign(serial, pss, hashes.SHA384()).hex(),
            )
        )
    return made


def _board(contest: Any) -> float:
    """Read the ballots, put them in order, build the tree up to its root."""
    from kith.elections.voting import as_leaf
    from kith.engines.ballots import board

    began = time.perf_counter()
    ballots = board.in_order([as_leaf(contest, one) for one in contest.ballots.all()])
    board.levels([board.leaf_hash(one.leaf()) for one in ballots])
    return round(time.perf_counter() - began, 2)


def section(results: dict[str, Any]) -> str:
    """What was asked, and what was measured."""
    token, cast = results["token"], results["cast"]
    rows = [
        ("a token signed", f"{TOKEN_MS} ms", f"{token[0]} ms; of twenty the slowest {token[1]} ms"),
        ("a ballot cast", f"{CAST_MS} ms", f"{cast[0]} ms; of twenty the slowest {cast[1]} ms"),
        ("board and root", f"{BOARD_S} s", f"{results['board']} s"),
        (
            "checked and counted again by verify_election.py",
            f"{VERIFY_S} s",
            f"{results['verify']} s",
        ),
        ("roll frozen, keys made, votes opened, everybody told", "", f"{results['open']} s"),
        ("closed, counted, published, everybody told", "", f"{results['declare']} s"),
    ]
    return f"""{results["voters"]:,} voters, {CANDIDATES} candidates, {SEATS} seats, every ballot a full order by
chance; keys of 3,072 bits. {results["asked"]} tokens and ballots went through the pages, in process, without what the
browser does. What is published has {results["mb"]} MB.

{table("what|asked|measured", "l r l", rows)}
"""


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(hold(int(sys.argv[1]), Path(sys.argv[2]))))
