"""What a session of each modality is worth to a child, learned slowly: estimates that are pulled towards the whole.

For each modality: log g = mu + alpha(subject) + beta(band) + u(child), each row with noise sigma² ÷ its weight. Given
the ratios of the standard deviations to sigma all of it is linear and exact; the ratios themselves are weighed by their
marginal (REML) likelihood, so an interval also says how little is known of them. Of a child with rows of weight W the
part tau² ÷ (tau² + sigma² ÷ W) of what was seen is kept.

The outcome of a row is **later evidence on the standard that the session itself did not produce**: answers in a program
after a tutor's session, say, never the program's own minutes or the answers given within the session. It is the
logarithm of what a whole session was worth at a need of 1, the unit of the Assumptions table. Nothing in here makes a
cause of it: children were placed by a plan, not by lot.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np
from django.utils.translation import gettext
from msgspec.structs import replace

from homeroom.rotation.block.instance import Assumptions, Child
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.errors import RotationError
from homeroom.rotation.response_fit import Fit, Spread, Table

LEAST_CHILDREN = 20
LEAST_AGAIN = 10  # children with two rows or more: with one each, a child can't be told from noise
EIGHTY = 1.2815515655446004  # standard deviations on each side of the middle 80 % of a normal


@dataclass(frozen=True)
class Row:
    """One outcome of one child after sessions of one modality. `weight`: how many answers, or sessions, it is of."""

    child: int
    modality: Modality
    subject: str
    band: str
    log_outcome: float
    weight: float = 1.0


@dataclass(frozen=True)
class Estimate:
    """The posterior mean, on the scale of logarithms, and what lies in the middle 80 %. Expected values would be a hair
    higher: a promise leans low."""

    middle: float
    low: float
    high: float


@dataclass(frozen=True)
class Cannot:
    """Why nothing is learned of a modality. The Assumptions table stands."""

    modality: Modality
    children: int
    again: int  # of them with two rows or more

    @property
    def why(self) -> str:
        if self.children < LEAST_CHILDREN:
            return gettext("Outcomes of {found} children; at least {needed} are needed.").format(
                found=self.children, needed=LEAST_CHILDREN
            )
        return gettext("{found} children have outcomes of two sessions or more; at least {needed} are needed.").format(
            found=self.again, needed=LEAST_AGAIN
        )


@dataclass(frozen=True)
class Learned:
    """`whole` is of the child in the middle, of whom nothing is known; `cells` by modality, subject and band;
    `children` what a child's own response is as a multiple of the whole; `kept` which part of what was seen of the
    child is believed."""

    whole: Mapping[Modality, Estimate] = field(default_factory=dict)
    cells: Mapping[tuple[Modality, str, str], Estimate] = field(default_factory=dict)
    children: Mapping[tuple[int, Modality], Estimate] = field(default_factory=dict)
    kept: Mapping[tuple[int, Modality], float] = field(default_factory=dict)
    cannot: tuple[Cannot, ...] = ()


def learn(rows: Iterable[Row]) -> Learned:
    """All that the rows can say; their order does not matter. Raises RotationError for a row that can't be."""
    ordered = sorted(map(_sound, rows), key=_place)
    parts = [_of_one(modality, list(of_it)) for modality, of_it in groupby(ordered, lambda row: row.modality)]
    return Learned(
        {key: one for part in parts for key, one in part.whole.items()},
        {key: one for part in parts for key, one in part.cells.items()},
        {key: one for part in parts for key, one in part.children.items()},
        {key: one for part in parts for key, one in part.kept.items()},
        tuple(one for part in parts for one in part.cannot),
    )


def _place(row: Row) -> tuple[str, int, str, str, float, float]:
    return row.modality, row.child, row.subject, row.band, row.log_outcome, row.weight


def _sound(row: Row) -> Row:
    if math.isfinite(row.log_outcome) and math.isfinite(row.weight) and row.weight > 0:
        return row
    raise RotationError(f"The outcome of child {row.child} has no number, or no weight above 0.")


def _of_one(modality: Modality, rows: Sequence[Row]) -> Learned:
    table = _table(rows)
    again = int((np.bincount(table.child) > 1).sum())
    if len(table.children) < LEAST_CHILDREN or again < LEAST_AGAIN:
        return Learned(cannot=(Cannot(modality, len(table.children), again),))
    found = Fit(table)
    whole = _estimate(found.whole())
    return Learned(
        {modality: whole},
        {(modality, table.subjects[s], table.bands[b]): _estimate(found.cell(s, b)) for s, b in table.cells},
        {(child, modality): _estimate(found.child(n), 1 / whole.middle) for n, child in enumerate(table.children)},
        {(child, modality): found.kept(n) for n, child in enumerate(table.children)},
    )


def _table(rows: Sequence[Row]) -> Table:
    children, subjects, bands = (
        sorted({row.child for row in rows}),
        sorted({row.subject for row in rows}),
        sorted({row.band for row in rows}),
    )
    return Table(
        children,
        subjects,
        bands,
        np.searchsorted(children, [row.child for row in rows]),
        np.array([subjects.index(row.subject) for row in rows]),
        np.array([bands.index(row.band) for row in rows]),
        np.array([row.log_outcome for row in rows], dtype=np.float64),
        np.array([row.weight for row in rows], dtype=np.float64),
    )


def _estimate(spread: Spread, times: float = 1.0) -> Estimate:
    reach = EIGHTY * math.sqrt(spread.variance)
    return Estimate(*(times * math.exp(spread.mean + by) for by in (0, -reach, reach)))


def assumed(assumptions: Assumptions, learned: Learned) -> Assumptions:
    """The table with what was learned in it. A modality of which the data can't speak keeps its value."""
    response = {**assumptions.response, **{modality: one.middle for modality, one in learned.whole.items()}}
    return replace(assumptions, response=response, learned=assumptions.learned or bool(learned.whole))


def responding(children: Iterable[Child], learned: Learned) -> tuple[Child, ...]:
    """The children with their own multiples, of the modalities in which something was seen of them."""
    own: dict[int, dict[Modality, float]] = {}
    for (number, modality), one in learned.children.items():
        own.setdefault(number, {})[modality] = one.middle
    return tuple(replace(child, response={**child.response, **own.get(child.number, {})}) for child in children)
