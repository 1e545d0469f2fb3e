"""Functions compiled to machine code, with the types that they were written with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from numba import njit


def compiled[F: Callable[..., Any]](function: F) -> F:
    """Compile at the first call and keep the result on disk beside the module.

    A division by zero gives an infinity or NaN, as in NumPy. Sums are never regrouped (`fastmath` stays off): the same
    input gives the same bits, in however many shards.
    """
    return cast(F, njit(cache=True, error_model="numpy")(function))
