"""A token is signed unseen; whatever was changed does not verify."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kith.engines.ballots import blind

# Two Mersenne primes: a key for tests alone, long enough for the hash and the salt.
ONE, OTHER = 2**1279 - 1, 2**521 - 1
PUBLIC = blind.PublicKey(ONE * OTHER, 65537)
SECRET = blind.SecretKey(PUBLIC, ONE, OTHER, pow(65537, -1, (ONE - 1) * (OTHER - 1)))


def signed(message: bytes, salt_bytes: int = blind.PSS_SALT_BYTES) -> bytes:
    hidden = blind.blind(PUBLIC, message, salt_bytes)
    answer = blind.blind_sign(SECRET, hidden.message)
    return blind.finalize(PUBLIC, message, answer, hidden.inverse, salt_bytes)


@settings(max_examples=15, deadline=None)
@given(message=some.binary(max_size=200), salt_bytes=some.sampled_from([0, 48]))
def test_what_was_signed_unseen_verifies_and_nothing_else_does(
    message: bytes, salt_bytes: int
) -> None:
    signature = signed(message, salt_bytes)
    assert blind.verify(PUBLIC, message, signature, salt_bytes)
    assert not blind.verify(PUBLIC, message + b"x", signature, salt_bytes)
    assert not blind.verify(PUBLIC, message, signature, 48 - salt_bytes)


@settings(max_examples=40, deadline=None)
@given(place=some.integers(0, PUBLIC.size - 1), flip=some.integers(1, 255))
def test_a_signature_with_one_changed_byte_does_not_verify(place: int, flip: int) -> None:
    changed = bytearray(SIGNATURE)
    changed[place] ^= flip
    assert not blind.verify(PUBLIC, b"a serial", bytes(changed))


def test_a_message_of_a_wrong_length_is_not_signed() -> None:
    with pytest.raises(blind.BlindingError, match="has 3 bytes"):
        blind.blind_sign(SECRET, b"abc")


def test_a_message_as_large_as_the_modulus_is_not_signed() -> None:
    with pytest.raises(blind.BlindingError, match="not smaller"):
        blind.blind_sign(SECRET, PUBLIC.modulus.to_bytes(PUBLIC.size, "big"))


def test_a_slip_while_signing_gives_nothing_out() -> None:
    slipped = blind.SecretKey(PUBLIC, ONE, OTHER, SECRET.secret_exponent + 2)
    hidden = blind.blind(PUBLIC, b"a serial")
    with pytest.raises(blind.BlindingError, match="not given out"):
        blind.blind_sign(slipped, hidden.message)


def test_an_answer_that_is_no_signature_is_refused() -> None:
    hidden = blind.blind(PUBLIC, b"a serial")
    with pytest.raises(blind.BlindingError, match="none of this message"):
        blind.finalize(PUBLIC, b"a serial", hidden.message, hidden.inverse)


def test_a_factor_that_shares_a_prime_is_refused() -> None:
    with pytest.raises(blind.BlindingError, match="shares a prime"):
        blind.blind_with(PUBLIC, b"a serial", b"", ONE)


def test_the_same_message_is_prepared_differently_each_time() -> None:
    one, other = blind.prepare_randomized(b"a"), blind.prepare_randomized(b"a")
    assert one != other
    assert len(one) == blind.PREFIX_BYTES + 1


def test_a_secret_key_does_not_print_its_secret() -> None:
    assert str(ONE) not in repr(SECRET)


SIGNATURE = signed(b"a serial")
