"""Functions compiled to machine code, with the types that they were written with."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, cast

import numba

HERE = Path(__file__).parent
DAY = 86_400.0  # seconds


def compiled[F: Callable[..., Any]](function: F) -> F:
    """Compile at the first call and keep the result on disk beside the module.

    A division by zero gives an infinity or NaN, as in NumPy. Sums are never regrouped (`fastmath` stays off): the same
    input gives the same bits, in however many shards.
    """
    return _compiled(function)


def compiled_in_place[F: Callable[..., Any]](function: F) -> F:
    """`compiled`, for what only writes into arrays that it is given, and makes and returns none.

    Who holds an array is not counted then; the counting, for every row of an array that is passed on, takes as long as
    the arithmetic.
    """
    return _compiled(function, _nrt=False)


def _compiled[F: Callable[..., Any]](function: F, **options: bool) -> F:
    settings: Any = numba.config
    njit: Any = numba.njit  # numba's types leave `_nrt` out
    folder = Path(function.__code__.co_filename).parent
    before, settings.CACHE_DIR = settings.CACHE_DIR, settings.CACHE_DIR or kept(folder)
    try:
        return cast(F, njit(cache=True, error_model="numpy", **options)(function))
    finally:
        settings.CACHE_DIR = before


@cache
def kept(folder: Path) -> str:
    """Where compiled functions of this very source are kept; blank leaves it to numba, where `folder` is closed to us.

    numba makes a function anew when its own file changes, not when one that it calls does: after an update it would
    go on with the old arithmetic. So each state of the source, and of ours, has a place of its own. Places of other
    states go once they are a day old: until then a process that began with them may still run.
    """
    place = folder / "__pycache__" / f"compiled-{_digest(folder)}"
    try:
        for old in place.parent.glob("compiled-*"):
            if old != place and time.time() - old.stat().st_mtime > DAY:
                shutil.rmtree(old, ignore_errors=True)
        place.mkdir(parents=True, exist_ok=True)
    except OSError:
        return ""
    return str(place)


def _digest(folder: Path) -> str:
    """Of a folder's source and of this one's, whose constants others compile in."""
    source = hashlib.sha256()
    for root in sorted({HERE, folder}):
        for path in sorted(root.rglob("*.py")):
            source.update(path.relative_to(root).as_posix().encode())
            source.update(path.read_bytes())
    return source.hexdigest()[:16]
