"""Where every draw comes from: one stream a purpose, so that a new draw in one place shifts nothing elsewhere."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.random import PCG64, Generator, SeedSequence


def stream(seed: int, purpose: str) -> Generator:
    """The generator of one purpose. The same seed and purpose give the same draws on every machine."""
    return Generator(PCG64(SeedSequence([seed, zlib.crc32(purpose.encode())])))


def one_of[Drawn](random: Generator, choices: Sequence[Drawn]) -> Drawn:
    return choices[int(random.integers(len(choices)))]


def some_of[Drawn](random: Generator, choices: Sequence[Drawn], count: int) -> list[Drawn]:
    """Up to `count` different choices, in the order of `choices`."""
    places = random.permutation(len(choices))[: max(0, count)]
    return [choices[place] for place in np.sort(places)]


def hexadecimal(random: Generator, letters: int) -> str:
    return random.bytes((letters + 1) // 2).hex()[:letters]
