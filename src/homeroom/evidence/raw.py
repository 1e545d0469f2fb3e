"""An estimate in the outcome's own points, as one estimator gives it, before anybody decides what is shown of it."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from homeroom.evidence.coefficient import Coefficient
from homeroom.evidence.estimate import Estimator
from homeroom.evidence.panel import Chance
from homeroom.evidence.permutation import Permuted
from homeroom.evidence.statement import Statement


@dataclass(frozen=True)
class Raw:
    """`found` is missing where the data leave nothing to estimate it by. A permutation has `chance`, and no error."""

    by: Estimator
    points: float | None = None
    found: Coefficient | None = None
    p: float | None = None
    chance: Chance | None = None
    remarks: tuple[Statement, ...] = ()
    is_singular: bool = False
    has_converged: bool = True
    do_fits_disagree: bool = False


def by_errors(by: Estimator, found: Coefficient) -> Raw:
    return Raw(by, found.estimate, found, p_of(found))


def p_of(found: Coefficient) -> float | None:
    """None where there is no standard error: what never varies is not known for sure, but not known at all."""
    return found.p if isfinite(found.error) and found.error > 0 else None


def by_chance(found: Permuted) -> Raw:
    chance = Chance(found.smallest, found.draws, found.is_exact)
    return Raw(Estimator.PERMUTATION, found.effect, p=found.p, chance=chance)
