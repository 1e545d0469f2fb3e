"""Whole numbers that add up."""

from __future__ import annotations

from collections.abc import Sequence


def whole_parts(total: int, weights: Sequence[float]) -> list[int]:
    """`total` divided by weight into whole parts that sum to it: what is left over goes to the largest remainders.

    Of equal remainders the first gets it. Weights are 0 or more; where all are 0, they count as equal.
    """
    if not weights:
        return []
    told = list(weights) if any(weights) else [1.0] * len(weights)
    exact = [total * weight / sum(told) for weight in told]
    parts = [int(one) for one in exact]
    order = sorted(range(len(told)), key=lambda at: (parts[at] - exact[at], at))
    for at in order[: total - sum(parts)]:
        parts[at] += 1
    return parts
