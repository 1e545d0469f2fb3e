"""Which children the fit never reads, so that what it learned can be tried on them.

A digest of the child's number decides, once and for all: a child that is held out this week was held out every week
before. Where a tenth would be too few to tell anything, the children take turns: each is foretold by constants that
were learned from the others, and those in use are learned from all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

TENTH = 10  # one child in so many is held out
ENOUGH = 2_000  # children with evidence, from which on that is done
TURNS = 3  # parts of the children of a smaller installation
FEWEST = 30  # with fewer children nothing is measured
MOST = 2_000  # children at most that are measured: more would tell no more


def fitted(children: Sequence[int]) -> list[int]:
    """The children whom constants are learned from: all, or all but those held out."""
    if len(children) < ENOUGH:
        return list(children)
    return [child for child in children if _digest(child) % TENTH]


def trials(children: Sequence[int]) -> list[tuple[list[int], list[int]]]:
    """Pairs of whom to learn from and whom to foretell; an empty first one stands for the constants in use.

    Nothing where there are too few children to tell anything.
    """
    if len(children) >= ENOUGH:
        held = [child for child in children if not _digest(child) % TENTH]
        return [([], held[:: -(-len(held) // MOST)])]
    if len(children) < FEWEST:
        return []
    turns = [[child for child in children if _digest(child) % TURNS == turn] for turn in range(TURNS)]
    return [([child for child in children if child not in set(turn)], turn) for turn in turns if turn]


def _digest(child: int) -> int:
    """The same in every installation and version: what was held out once stays so."""
    return int.from_bytes(hashlib.sha256(f"held out: {child}".encode()).digest()[:8])
