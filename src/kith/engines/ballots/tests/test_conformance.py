"""Held against the vectors of RFC 9474, appendix A, and one of RFC 8017's encoding."""

import json
from typing import Any

import pytest
from tests.outside_data import outside_data

from kith.engines.ballots import blind, pss

pytestmark = pytest.mark.conformance


def read(name: str) -> Any:
    return json.loads((outside_data("ballots/rfc9474") / name).read_text(encoding="utf-8"))


def test_the_encoding_is_the_published_one() -> None:
    vector = {name: bytes.fromhex(text) for name, text in read("emsa_pss_vectors.json").items()}
    expected, bits = vector["expected"], 8 * len(vector["expected"]) - 1
    assert pss.encode(vector["msg"], bits, vector["salt"], "sha1") == expected
    assert pss.holds(vector["msg"], expected, bits, len(vector["salt"]), "sha1")


def test_every_step_of_every_variant_is_the_published_one() -> None:
    vectors = read("test_vectors_rfc9474.json")
    assert len(vectors) == 4
    for vector in vectors:
        p, q, n, e, d, inverse = (
            int(vector[name], 16) for name in ("p", "q", "n", "e", "d", "inv")
        )
        public = blind.PublicKey(n, e)
        prepared, salt = bytes.fromhex(vector["input_msg"]), bytes.fromhex(vector["salt"])
        assert prepared.hex() == vector["msg_prefix"] + vector["msg"]
        blinded = blind.blind_with(public, prepared, salt, pow(inverse, -1, n))
        assert (blinded.message.hex(), blinded.inverse) == (vector["blinded_msg"], inverse)
        signed = blind.blind_sign(blind.SecretKey(public, p, q, d), blinded.message)
        assert signed.hex() == vector["blind_sig"]
        signature = blind.finalize(public, prepared, signed, inverse, len(salt))
        assert signature.hex() == vector["sig"], vector["name"]
        assert blind.verify(public, prepared, signature, int(vector["sLen"], 16))
