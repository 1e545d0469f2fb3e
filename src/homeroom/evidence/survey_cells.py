"""Which groups' results may be shown beside those of all: shown ones never give a hidden one.

A group of fewer than ten answers is hidden, and so many others with it that neither how many answered in a hidden group
nor how many of them were in favour is known to nearer than five. An attacker who knows all that is shown is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from homeroom.evidence.counts import Cell, Counts, Sum
from homeroom.evidence.suppress import FEW, WIDE, attack

ALL: Cell = ("all", "")
ARM, GROUP = "arm", "group"
N, FOR, REST = "answers", "in favour", "the rest"


@dataclass(frozen=True)
class Tally:
    """How many answered, and how many of them were in favour."""

    answers: int = 0
    favour: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.answers + other.answers, self.favour + other.favour)


@dataclass(frozen=True)
class Shown:
    """What may be shown: all together, and which arms and groups."""

    total: Tally | None = None
    arms: Mapping[str, Tally] = field(default_factory=dict)
    groups: Mapping[str, Tally] = field(default_factory=dict)


def shown(groups: Mapping[str, Tally], arm_of: Mapping[str, str] | None = None, *, counts_alone: bool = False) -> Shown:
    """`arm_of` names the arm of each group; without it no arm is shown. `counts_alone`: nothing is told of favour."""
    nodes, within = _nodes(groups, arm_of)
    if nodes[ALL].answers < FEW:
        return Shown()
    open_nodes = nodes.keys() - _hidden(nodes, within, (N,) if counts_alone else (N, FOR, REST))
    return Shown(
        nodes[ALL],
        {name: nodes[level, name] for level, name in sorted(open_nodes) if level == ARM},
        {name: nodes[level, name] for level, name in sorted(open_nodes) if level == GROUP},
    )


def _nodes(
    groups: Mapping[str, Tally], arm_of: Mapping[str, str] | None
) -> tuple[dict[Cell, Tally], dict[Cell, tuple[Cell, ...]]]:
    """Each group, arm and all of them, and what adds up to what."""
    nodes: dict[Cell, Tally] = {ALL: sum(groups.values(), Tally())}
    parts: dict[Cell, list[Cell]] = {ALL: []}
    for name, tally in groups.items():
        nodes[GROUP, name] = tally
        above = ALL
        if arm_of is not None:
            above = (ARM, arm_of.get(name, ""))
            nodes[above] = nodes.get(above, Tally()) + tally
            if above not in parts:
                parts[ALL].append(above)
        parts.setdefault(above, []).append((GROUP, name))
    return nodes, {whole: tuple(found) for whole, found in parts.items()}


def _hidden(
    nodes: Mapping[Cell, Tally], within: Mapping[Cell, tuple[Cell, ...]], told_of: tuple[str, ...]
) -> set[Cell]:
    counts = _counts(nodes, within, told_of)
    away = {node for node, tally in nodes.items() if tally.answers < FEW}
    while away:
        found = attack(counts, [(*node, what) for node in away for what in told_of])
        told = {cell[:2] for cell, (low, high) in found.items() if high - low < WIDE}
        if not told:
            break
        free = nodes.keys() - away - {ALL}
        if not free:
            break  # all together are shown, and nothing of any group
        tied = [one for whole, parts in within.items() for one in (whole, *parts) if told & {whole, *parts}]
        away.add(min(free & set(tied) or free, key=lambda node: (nodes[node].answers, node)))
    return away


def _counts(nodes: Mapping[Cell, Tally], within: Mapping[Cell, tuple[Cell, ...]], told_of: tuple[str, ...]) -> Counts:
    cells: dict[Cell, int] = {}
    for node, tally in nodes.items():
        parts = {N: tally.answers, FOR: tally.favour, REST: tally.answers - tally.favour}
        cells |= {(*node, what): parts[what] for what in told_of}
    sums = [Sum((*node, N), ((*node, FOR), (*node, REST))) for node in nodes if FOR in told_of]
    for whole, parts_of in within.items():
        sums += [Sum((*whole, what), tuple((*part, what) for part in parts_of)) for what in told_of]
    return Counts(cells, tuple(sums))
