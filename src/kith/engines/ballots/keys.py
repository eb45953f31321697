"""Keys that sign tokens and boards: made by `cryptography`, written down as plain numbers."""

from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa

from kith.engines.ballots.blind import BlindingError, PublicKey, SecretKey

BITS = 3072
"""As strong as 128 bits (NIST SP 800-57, part 1, table 2)."""
EXPONENT = 65537


def make_key(bits: int = BITS) -> SecretKey:
    """Return a new key of two random primes."""
    numbers = rsa.generate_private_key(public_exponent=EXPONENT, key_size=bits).private_numbers()
    public = PublicKey(numbers.public_numbers.n, numbers.public_numbers.e)
    return SecretKey(public, numbers.p, numbers.q, numbers.d)


def public_as_data(key: PublicKey) -> dict[str, Any]:
    """Return a public key as JSON can say it."""
    return {"modulus": f"{key.modulus:x}", "exponent": key.exponent}


def public_from_data(data: Mapping[str, Any]) -> PublicKey:
    """Return the public key that was written down. Raises BlindingError for what is none."""
    try:
        key = PublicKey(int(str(data["modulus"]), 16), int(data["exponent"]))
    except (KeyError, TypeError, ValueError) as error:
        raise BlindingError("This is no public key: it needs a modulus and an exponent.") from error
    if key.modulus.bit_length() < 2048 or key.exponent != EXPONENT:
        raise BlindingError("This key is too weak, or of another kind.")
    return key


def secret_as_data(key: SecretKey) -> dict[str, Any]:
    """Return a secret key as JSON can say it. Whoever has it can sign."""
    parts = {"p": key.first_prime, "q": key.second_prime, "d": key.secret_exponent}
    return public_as_data(key.public) | {name: f"{number:x}" for name, number in parts.items()}


def secret_from_data(data: Mapping[str, Any]) -> SecretKey:
    """Return the secret key that was written down."""
    public = PublicKey(int(data["modulus"], 16), int(data["exponent"]))
    return SecretKey(public, *(int(data[name], 16) for name in ("p", "q", "d")))
