"""What two tables of the same rows tell when the lines of one are subtracted from those of the other.

Take the lines of both as the vertices of a graph and the rows that two lines share as the edge between them. Whatever
can be worked out of both tables by adding and subtracting is then a cut of this graph, and speaks of the children on
it; so the least of what can be worked out is the smallest cut (Stoer and Wagner 1997, "A simple min-cut algorithm").
Lines that are not shown count as one line of their table: what is shown, taken from all, is what they make together.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]  # scipy ships no types

from homeroom.mastery.columns import Codes, Numbers

Side = NDArray[np.bool_]


def gives_away(one: Codes, other: Codes, child: Codes, fewest: int) -> tuple[set[int], set[int]]:
    """The shown lines of either table of which some should go: together they tell of fewer than `fewest` children.

    For each row, `one` and `other` say its line, -1 where that is not shown, and `child` whose it is. A child in
    several lines of a table counts in parts, so that a cut never seems to hold more children than it does.
    """
    lines, first = np.unique(one, return_inverse=True)
    others, second = np.unique(other, return_inverse=True)
    pairs = np.unique(np.stack([first, second, child]), axis=1)
    parts = 1.0 / np.bincount(np.unique(pairs[2], return_inverse=True)[1])
    weights = np.zeros((len(lines), len(others)))
    np.add.at(weights, (pairs[0], pairs[1]), parts[np.unique(pairs[2], return_inverse=True)[1]])
    for side in _cuts(weights, fewest):
        cut = side[pairs[0]] != side[len(lines) + pairs[1]]
        if len(np.unique(pairs[2, cut])) < fewest:
            near = _shown(lines[pairs[0, cut]]), _shown(others[pairs[1, cut]])
            return near if any(near) else (_shown(lines), _shown(others))
    return set(), set()


def _shown(lines: Codes) -> set[int]:
    return set(lines[lines >= 0].tolist())


def _cuts(weights: Numbers, fewest: int) -> Iterator[Side]:
    """Of each part of the graph that hangs together the smallest cut, where it is small; as one side of all lines."""
    whole = np.block([
        [np.zeros((len(weights), len(weights))), weights],
        [weights.T, np.zeros((weights.shape[1], weights.shape[1]))],
    ])  # fmt: skip
    many, part = connected_components(whole > 0, directed=False)
    for number in range(many):
        inside = np.flatnonzero(part == number)
        cut, side = smallest_cut(whole[np.ix_(inside, inside)])
        if cut < fewest:
            found = np.zeros(len(whole), dtype=np.bool_)
            found[inside] = side
            yield found


def smallest_cut(weights: Numbers) -> tuple[float, Side]:
    """The least weight between two sides of a graph that hangs together, and which vertices are on one of them."""
    left = weights.copy()
    groups = np.eye(len(left), dtype=np.bool_)  # which vertices each of those left stands for
    best, side = np.inf, groups[0]
    while len(left) > 1:
        last, before = _last_two(left)
        if left[last].sum() < best:
            best, side = float(left[last].sum()), groups[last]
        left[before] += left[last]
        left[:, before] += left[:, last]
        left[before, before] = 0.0
        groups[before] |= groups[last]
        keep = np.arange(len(left)) != last
        left, groups = left[np.ix_(keep, keep)], groups[keep]
    return best, side


def _last_two(weights: Numbers) -> tuple[int, int]:
    """The last vertex, and the one before it, where the next is always the one that hangs most on those taken."""
    hangs, taken = weights[0].copy(), [0]
    hangs[0] = -1.0
    while len(taken) < len(weights):
        taken.append(int(hangs.argmax()))
        hangs += weights[taken[-1]]
        hangs[taken] = -1.0
    return taken[-1], taken[-2]
