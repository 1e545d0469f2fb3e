"""Estimators where nobody drew who got what: weights, changes since before, and a rank where one alone was treated."""

from __future__ import annotations

from collections import defaultdict
from statistics import fmean

import numpy as np

from homeroom.evidence import sentences
from homeroom.evidence.analysed import ARM, PRETEST, Table
from homeroom.evidence.balance import Balanced, balanced, moments
from homeroom.evidence.data import Data
from homeroom.evidence.design_matrix import design, indicators, places, with_effects
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.estimate import Estimator
from homeroom.evidence.least_squares import fit
from homeroom.evidence.rank import Rank, change, ranked
from homeroom.evidence.raw import Raw, by_errors
from homeroom.evidence.robust import clustered
from homeroom.evidence.situation import one_treated
from homeroom.evidence.statement import Statement


def weights(table: Table) -> Balanced:
    """Of the comparison children: pretest, its square, its mean in the class, and the covariates are balanced."""
    if PRETEST not in table.own:
        raise EvidenceError("nothing was measured before it began: there is nothing to balance")
    others = [table.mean(table.own[PRETEST]), *(one for name, one in table.own.items() if name != PRETEST)]
    rows = moments(table.own[PRETEST], np.column_stack(others))
    new = table.arm > 0.5
    _, place = places(table.classes)
    return balanced(rows[new], rows[~new], place[~new])


def weighted(table: Table, found: Balanced) -> Raw:
    """Refused weights give no estimate; the refusals stand beside it."""
    refusals = tuple(Statement(one.id) for one in found.refusals)
    if found.weights is None:
        return Raw(Estimator.BALANCED, remarks=refusals)
    new = table.arm > 0.5
    each = np.ones(len(new))
    each[~new] = np.maximum(found.weights * new.sum(), np.finfo(float).tiny)
    model = design({ARM: table.arm, **table.own}, [ARM])
    made = clustered(fit(model, table.outcome, each), table.by).coefficient(ARM)
    return by_errors(Estimator.BALANCED, made)


def before_and_after(table: Table) -> Raw:
    """Each child against itself in all waves: how much more the new ones changed. Waves and children are taken out."""
    rows = [
        (child.key, wave, value, cluster, child.is_new and wave == len(waves) - 1)
        for child, cluster in zip(table.data.children, table.by, strict=True)
        for waves in [[*child.earlier, child.baseline, child.outcome]]
        for wave, value in enumerate(waves)
    ]
    keys, waves, values, clusters, new = zip(*rows, strict=True)
    columns = {ARM: np.array(new, np.float64), **indicators("wave", [f"{one:02d}" for one in waves])}
    model, outcome = with_effects(columns, np.array(values, np.float64), keys, clusters, treatments=[ARM])
    return by_errors(Estimator.BEFORE_AND_AFTER, clustered(fit(model, outcome), clusters).coefficient(ARM))


def rank(data: Data) -> Rank:
    """Of the one treated school, or grade: its change beside those of the others. All waves before count as before."""
    column = one_treated(data)
    told = [one for one in data.children if one.outcome is not None and one.baseline is not None]
    inside = defaultdict(list)
    for one in told:
        inside[str(getattr(one, column))].append(one)
    changes = {
        name: change(
            [fmean([*one.earlier, one.baseline or 0.0]) for one in children],
            [one.outcome for one in children if one.outcome is not None],
        )
        for name, children in inside.items()
    }
    treated = next((str(getattr(one, column)) for one in told if one.is_new), "")
    return ranked(changes, treated)


def by_rank(found: Rank) -> Raw:
    return Raw(Estimator.RANK, found.difference, p=found.p)


def described(table: Table) -> Raw:
    """The means' difference as it is, with nothing taken out of it."""
    new = table.arm > 0.5
    difference = float(table.outcome[new].mean() - table.outcome[~new].mean())
    return Raw(Estimator.DESCRIPTION, difference, remarks=(Statement(sentences.DESCRIBES.id),))
