"""The encoding EMSA-PSS of RFC 8017, section 9.1, with its mask MGF1 of appendix B.2.1."""

import hashlib
import hmac


def masked(data: bytes, seed: bytes, hash_name: str) -> bytes:
    """Return the data under the mask grown from the seed: MGF1, RFC 8017 appendix B.2.1."""
    mask, counter = b"", 0
    while len(mask) < len(data):
        mask += hashlib.new(hash_name, seed + counter.to_bytes(4, "big")).digest()
        counter += 1
    return bytes(one ^ other for one, other in zip(data, mask, strict=False))


def _seal(message: bytes, salt: bytes, hash_name: str) -> bytes:
    digest = hashlib.new(hash_name, message).digest()
    return hashlib.new(hash_name, bytes(8) + digest + salt).digest()


def encode(message: bytes, bits: int, salt: bytes, hash_name: str = "sha384") -> bytes:
    """Return the message encoded in at most this many bits: RFC 8017 section 9.1.1.

    Raises ValueError where the bits are too few for the hash and the salt.
    """
    length = (bits + 7) // 8
    seal = _seal(message, salt, hash_name)
    padding = length - len(seal) - len(salt) - 2
    if padding < 0:
        raise ValueError(f"{bits} bits are too few for a hash and a salt of {len(salt)} bytes.")
    block = masked(bytes(padding) + b"\x01" + salt, seal, hash_name)
    first = block[0] & (0xFF >> (8 * length - bits))
    return bytes([first]) + block[1:] + seal + b"\xbc"


def holds(
    message: bytes, encoded: bytes, bits: int, salt_length: int, hash_name: str = "sha384"
) -> bool:
    """Tell whether the encoding is one of the message: RFC 8017 section 9.1.2."""
    length, size = (bits + 7) // 8, hashlib.new(hash_name).digest_size
    shortest = size + salt_length + 2
    if len(encoded) != length or length < shortest or encoded[-1] != 0xBC:
        return False
    block, seal = encoded[: length - size - 1], encoded[length - size - 1 : -1]
    keep = 0xFF >> (8 * length - bits)
    if block[0] & ~keep:
        return False
    plain = masked(block, seal, hash_name)
    plain = bytes([plain[0] & keep]) + plain[1:]
    start = len(plain) - salt_length
    if plain[:start] != bytes(start - 1) + b"\x01":
        return False
    return hmac.compare_digest(seal, _seal(message, plain[start:], hash_name))
