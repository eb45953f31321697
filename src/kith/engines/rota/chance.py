"""Random numbers inside compiled searches: the state is one cell of an array, the same everywhere for a seed."""

import numpy as np
import numpy.typing as npt

from kith.engines.rota.compiled import kernel

State = npt.NDArray[np.uint64]


def state_of(seed: int) -> State:
    """Return a fresh state for a seed; any whole number will do."""
    return np.array(
        [(seed * 0x9E3779B97F4A7C15 + 0x2545F4914F6CDD1D) % 2**64 or 1], dtype=np.uint64
    )


@kernel
def draw(state: State) -> float:
    """Return a number from 0 up to, not including, 1 (xorshift64*, Vigna 2016)."""
    x = state[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    state[0] = x
    return float((x * np.uint64(0x2545F4914F6CDD1D)) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@kernel
def below(state: State, limit: int) -> int:
    """Return a whole number from 0 up to, not including, `limit`."""
    return int(draw(state) * limit)
