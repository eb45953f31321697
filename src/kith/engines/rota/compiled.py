"""The one place that knows numba: compiles a function to machine code, kept on disk between starts."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

import numba

from kith.engines.rota import machine_code

P = ParamSpec("P")
R = TypeVar("R")

_numba = cast("Any", numba)  # its types leave out the two names used here
_numba.config.CACHE_DIR = str(machine_code.folder())  # before anything is decorated


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Return `function` compiled on first call, cached on disk, and run without holding Python's lock."""
    return cast("Callable[P, R]", _numba.njit(cache=True, nogil=True)(function))


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Return `function` compiled like `compiled`, for hot loops that make no new arrays.

    Without arrays of its own it need not count references to those handed in: small calls become many times faster.
    """
    return cast("Callable[P, R]", _numba.njit(cache=True, nogil=True, _nrt=False)(function))
