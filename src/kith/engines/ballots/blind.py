"""Blind RSA signatures, RFC 9474: a token is signed by one who cannot see it."""

import math
import secrets
from dataclasses import dataclass

from kith.engines.ballots import pss

PREFIX_BYTES = 32
PSS_SALT_BYTES = 48


class BlindingError(ValueError):
    """A step of a blind signature that cannot be done, said in words."""


@dataclass(frozen=True)
class PublicKey:
    """What verifies: the modulus and the public exponent."""

    modulus: int
    exponent: int

    @property
    def size(self) -> int:
        """Return the length of the modulus in bytes."""
        return (self.modulus.bit_length() + 7) // 8


@dataclass(frozen=True)
class SecretKey:
    """What signs: the public key, its two primes and the secret exponent."""

    public: PublicKey
    first_prime: int
    second_prime: int
    secret_exponent: int

    def __repr__(self) -> str:
        """Return a name that gives no secret away."""
        return f"SecretKey(of {self.public.size} bytes)"


@dataclass(frozen=True)
class Blinded:
    """A blinded message, to be sent, and the inverse that unblinds, to be kept."""

    message: bytes
    inverse: int


def prepare_randomized(message: bytes) -> bytes:
    """Return the message behind 32 random bytes: RFC 9474 section 4.1."""
    return secrets.token_bytes(PREFIX_BYTES) + message


def _number(data: bytes, key: PublicKey, what: str) -> int:
    if len(data) != key.size:
        raise BlindingError(f"The {what} has {len(data)} bytes, where the key has {key.size}.")
    number = int.from_bytes(data, "big")
    if number >= key.modulus:
        raise BlindingError(f"The {what} is not smaller than the modulus of the key.")
    return number


def blind(key: PublicKey, prepared: bytes, salt_bytes: int = PSS_SALT_BYTES) -> Blinded:
    """Return the prepared message blinded: RFC 9474 section 4.2. No salt is PSSZERO."""
    return blind_with(key, prepared, secrets.token_bytes(salt_bytes), _veil(key)[0])


def blind_with(key: PublicKey, prepared: bytes, salt: bytes, factor: int) -> Blinded:
    """Return the message blinded by a given salt and factor, as the published vectors have it.

    Raises BlindingError where the message or the factor shares a prime with the modulus.
    """
    bits = key.modulus.bit_length() - 1
    encoded = int.from_bytes(pss.encode(prepared, bits, salt), "big")
    if math.gcd(encoded, key.modulus) != 1 or math.gcd(factor, key.modulus) != 1:
        raise BlindingError("The message or the factor shares a prime with the modulus.")
    blinded = encoded * pow(factor, key.exponent, key.modulus) % key.modulus
    return Blinded(blinded.to_bytes(key.size, "big"), pow(factor, -1, key.modulus))


def blind_sign(key: SecretKey, blinded: bytes) -> bytes:
    """Return the blind signature, checked before it leaves: RFC 9474 section 4.3.

    Raises BlindingError for a message of a wrong length, and for a slip in the sum over the
    two primes, which would give the primes away.
    """
    public = key.public
    number = _number(blinded, public, "blinded message")
    if math.gcd(number, public.modulus) != 1:
        raise BlindingError("The blinded message shares a prime with the modulus.")
    factor, inverse = _veil(public)
    veiled = number * pow(factor, public.exponent, public.modulus) % public.modulus
    one, other = key.first_prime, key.second_prime
    first = pow(veiled, key.secret_exponent % (one - 1), one)
    second = pow(veiled, key.secret_exponent % (other - 1), other)
    signed = second + other * ((first - second) * pow(other, -1, one) % one)
    signed = signed * inverse % public.modulus
    if pow(signed, public.exponent, public.modulus) != number:
        raise BlindingError("The signature does not verify, so it is not given out.")
    return signed.to_bytes(public.size, "big")


def _veil(key: PublicKey) -> tuple[int, int]:
    """Return a random factor and its inverse: what is signed is veiled, so that the time it takes tells nothing."""
    factor = 0
    while math.gcd(factor, key.modulus) != 1:
        factor = secrets.randbelow(key.modulus)
    return factor, pow(factor, -1, key.modulus)


def finalize(
    key: PublicKey,
    prepared: bytes,
    blind_signature: bytes,
    inverse: int,
    salt_bytes: int = PSS_SALT_BYTES,
) -> bytes:
    """Return the signature unblinded: RFC 9474 section 4.4. Raises BlindingError if it is none."""
    number = _number(blind_signature, key, "blind signature")
    signature = (number * inverse % key.modulus).to_bytes(key.size, "big")
    if not verify(key, prepared, signature, salt_bytes):
        raise BlindingError("The signature, unblinded, is none of this message by this key.")
    return signature


def verify(
    key: PublicKey, prepared: bytes, signature: bytes, salt_bytes: int = PSS_SALT_BYTES
) -> bool:
    """Tell whether the signature is of the prepared message: RFC 8017 section 8.1.2."""
    number = int.from_bytes(signature, "big")
    if len(signature) != key.size or number >= key.modulus:
        return False
    bits = key.modulus.bit_length() - 1
    opened = pow(number, key.exponent, key.modulus)
    length = (bits + 7) // 8
    if opened.bit_length() > 8 * length:
        return False
    return pss.holds(prepared, opened.to_bytes(length, "big"), bits, salt_bytes)
