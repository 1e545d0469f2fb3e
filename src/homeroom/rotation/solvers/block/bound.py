"""Bounds that no plan passes, whatever multipliers they are made from.

For max cx, least ≤ Ax ≤ most, 0 ≤ x ≤ end and any λ: Σ (λ⁺ most − λ⁻ least) + Σ end · max(0, c − λA) is never too low.
So the rough prices of a first-order method prove as surely as exact ones, only less.
"""

from __future__ import annotations

import numpy as np

from homeroom.rotation.solvers.block.highs import Model, Numbers, Stop, solve


def usable(model: Model, rows: Numbers) -> Numbers:
    """A multiplier has no say on a side that has no limit."""
    most, least = np.array(model.most), np.array(model.least)
    return np.where((rows > 0) & np.isinf(most) | (rows < 0) & np.isinf(least), 0.0, rows)


def _rows(model: Model, rows: Numbers) -> float:
    most = np.where(rows > 0, model.most, 0.0)
    least = np.where(rows < 0, model.least, 0.0)
    return float(np.sum(np.where(rows > 0, rows * most, 0.0)) + np.sum(np.where(rows < 0, rows * least, 0.0)))


def safe(model: Model, costs: Numbers, prices: Numbers) -> float:
    """Rounded up by more than what adding floats can lose."""
    rows = usable(model, prices)
    reduced = costs - model.matrix().T @ rows
    value = _rows(model, rows) + float(np.sum(np.array(model.ends) * np.maximum(0.0, reduced)))
    return value + 1e-11 * (1.0 + float(np.abs(rows).sum()) + float(np.abs(costs).sum()))


def safest(model: Model, costs: Numbers, prices: Numbers) -> float:
    """Solvers differ in the sign of their multipliers: each is a bound, so the lower is one."""
    return min(safe(model, costs, prices), safe(model, costs, -prices))


def by_class(model: Model, costs: Numbers, prices: Numbers, stop: Stop) -> float:
    """Rows that join classes are priced, each class is solved in whole numbers by itself."""
    if safe(model, costs, -prices) < safe(model, costs, prices):
        prices = -prices
    matrix, home = model.matrix(), np.array(model.home)
    owner = np.array([_owner(home, matrix.indices[a:b]) for a, b in zip(model.starts, model.starts[1:], strict=False)])
    joint = usable(model, np.where(owner < 0, prices, 0.0))
    reduced = costs - matrix.T @ joint
    ends = np.array(model.ends)
    shared = home < 0
    value = _rows(model, joint) + float(np.sum(ends[shared] * np.maximum(0.0, reduced[shared])))
    for one in sorted(set(home[~shared].tolist())):
        value += _alone(model, reduced, home == one, np.flatnonzero(owner == one), stop)
    return value + 1e-11 * (1.0 + float(np.abs(joint).sum()) + float(np.abs(costs).sum()))


def _owner(home: np.ndarray, columns: np.ndarray) -> int:
    owners = set(home[columns].tolist())
    return owners.pop() if len(owners) == 1 else -1


def _alone(model: Model, costs: Numbers, mine: np.ndarray, rows: np.ndarray, stop: Stop) -> float:
    kept = np.flatnonzero(mine)
    place = {int(column): order for order, column in enumerate(kept)}
    part = Model([model.ends[column] for column in kept], [model.whole[column] for column in kept])
    for row in rows:
        start, end = model.starts[row], model.starts[row + 1]
        terms = zip(model.columns[start:end], model.factors[start:end], strict=True)
        part.row([(place[column], factor) for column, factor in terms], model.least[row], model.most[row])
    answer = solve(part, costs[kept], stop)
    return min(answer.bound, float(np.sum(np.array(part.ends) * np.maximum(0.0, costs[kept]))))
