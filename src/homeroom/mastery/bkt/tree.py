"""Chains folded into a tree of their beginnings.

What a model thinks of a chain's k-th link follows from its first k links alone, and many children answer alike. So all
chains that begin alike share the nodes of their common beginning, and one pass over the nodes does the work of a pass
over all answers: exactly, since what comes back from later links enters each node's sums linearly.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from homeroom.mastery.bkt.chains import Chains
from homeroom.mastery.columns import Codes, Numbers
from homeroom.mastery.compiled import compiled


class Tree(NamedTuple):
    """One entry a node, by standard; a node comes after its parent, which is -1 for a chain's first link."""

    parent: Codes
    symbol: Codes
    ends: Numbers  # how many chains end here
    nodes: Codes  # where each standard's nodes begin, and the end of the last
    symbols: Codes  # where each standard's symbols begin, and the end of the last


def tree(chains: Chains, standards: int) -> Tree:
    parent, symbol, ends = _grown(chains.symbol, chains.starts, len(chains.symbols.standard))
    every = np.arange(standards + 1)
    nodes = np.searchsorted(chains.symbols.standard[symbol], every).astype(np.int64)
    return Tree(parent, symbol, ends, nodes, np.searchsorted(chains.symbols.standard, every).astype(np.int64))


@compiled
def _grown(links: Codes, starts: Codes, symbols: int) -> tuple[Codes, Codes, Numbers]:
    """Walk each chain down the tree, making nodes as they are missed. A hash table knows each node's children."""
    size = 2
    while size < 2 * len(links):
        size *= 2
    keys = np.full(size, -1, dtype=np.int64)
    nodes = np.empty(size, dtype=np.int64)
    parent = np.empty(len(links), dtype=np.int64)
    symbol = np.empty(len(links), dtype=np.int64)
    ends = np.zeros(len(links), dtype=np.float64)
    count = 0
    for chain in range(len(starts) - 1):
        node = -1
        for link in range(starts[chain], starts[chain + 1]):
            key = (node + 1) * symbols + links[link]
            slot = ((key ^ (key >> 17)) * 0x9E3779B1) & (size - 1)
            while keys[slot] != key and keys[slot] != -1:
                slot = (slot + 1) & (size - 1)
            if keys[slot] == -1:
                keys[slot] = key
                nodes[slot] = count
                parent[count] = node
                symbol[count] = links[link]
                count += 1
            node = nodes[slot]
        ends[node] += 1
    return parent[:count].copy(), symbol[:count].copy(), ends[:count].copy()
